"""Answers that were made confidential after a charter was published: their lines say no more what was said."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from flows.charter.cards import IN_CONFIDENCE, news
from flows.charter.keys import changes_key, channel_key
from flows.charter.records import Charter, Line, Section
from flows.charter.versions import changes
from flows.contradictions.views import EVIDENCE
from flows.effects import Post, Promise
from flows.messages import ToChannel
from flows.phrases import Phrase, Quote
from flows.resolving.records import LiveContradiction

REPORTING = "reporting."


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


def told_anew(charters: Versions, channel: str, quiet: Collection[Charter]) -> Iterator[Post]:
    """What was new in each version that is one of these or follows one, as its lines read now."""
    fresh = {each.number for each in quiet}
    there = {
        each.number: each
        for project in {each.project_id for each in quiet}
        for each in charters.where(project_id=project)
    }
    for number, charter in there.items():
        if number - 1 in there and fresh & {number, number - 1}:
            message = news(charter, changes(there[number - 1].lines, charter.lines))
            thread = channel_key(charter.project_id)
            yield Post(changes_key(charter), ToChannel(channel), message, Promise.REFRESH, thread=thread)


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
