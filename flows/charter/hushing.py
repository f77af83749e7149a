"""Answers that were made confidential after a charter was published: their lines say no more what was said."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from flows.charter.records import Charter, Line, Section
from flows.contradictions.views import EVIDENCE
from flows.phrases import Phrase, Quote
from flows.resolving.records import LiveContradiction

REPORTING = "reporting."
IN_CONFIDENCE = "This was said in confidence since."
"""In place of what a function asked for."""


class Versions(Protocol):
    def put(self, charter: Charter, /) -> None: ...
    def where(self, *, project_id: str) -> Sequence[Charter]: ...


def hushed(
    charters: Versions,
    project_id: str,
    closed: Collection[tuple[str, str]],
    contradictions: Mapping[str, LiveContradiction],
) -> Iterator[Charter]:
    """The versions that change, stored. No signature falls: nothing that was agreed is different.

    `closed`: function and question (ids) of each answer that not everybody may read now; `contradictions`: those
    that were hushed, by what they are called ("C-3").
    """
    for before in charters.where(project_id=project_id):
        lines = tuple(_quiet(line, closed, contradictions) for line in before.lines)
        if lines != before.lines:
            after = replace(before, lines=lines)
            charters.put(after)
            yield after


def _quiet(line: Line, closed: Collection[tuple[str, str]], contradictions: Mapping[str, LiveContradiction]) -> Line:
    kind, _, rest = line.key.partition("/")
    function = rest.partition("/")[0]
    asked = {question for each, question in closed if each == function}
    if line.section is Section.EVIDENCE and kind == "evidence" and EVIDENCE in asked:
        return replace(line, words=Phrase(IN_CONFIDENCE))
    if line.section is Section.REPORTING and any(each.startswith(REPORTING) for each in asked):
        return replace(line, words=Phrase(IN_CONFIDENCE))
    live = contradictions.get(rest) if line.section is Section.CONTRADICTIONS else None
    return line if live is None else replace(line, words=_renamed(line.words, live))


def _renamed(words: Phrase, live: LiveContradiction) -> Phrase:
    """The same sentence, with what it is about and how it was settled as these read now."""
    values, title = dict(words.values), words.values.get("title")
    if isinstance(title, Phrase):
        values["title"] = Phrase(title.template, **{**title.values, "matter": live.matter})
    if "words" in values and live.settled is not None:
        values["words"] = Quote(live.settled.words)
    return Phrase(words.template, **values)
