"""Evidence that touches a red line: its owner is told at once, whatever the hour, and has a veto."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Protocol
from urllib.parse import unquote

from flows.decisions.cast import Cast
from flows.effects import Post
from flows.evidence import judging, turns
from flows.evidence.buttons import show_button
from flows.evidence.keeping import Records
from flows.evidence.records import Given, Obligation, Touched
from flows.evidence.standing import TITLE
from flows.holds.wording import function_name
from flows.messages import Buttons, Header, Message, Text, ToChannel, ToPerson
from flows.phrases import Phrase, Quote
from flows.questionnaires.wording import shortened
from flows.red_lines.keeping import RedLines
from flows.red_lines.records import RedLine
from flows.red_lines.tripping import touched

COUNTS = "It does not count before {owner} has accepted it."
NOBODY_OWNS = "{owner}, who owns the red line, is no function of the project any more, so please look at it yourselves."


class Watched(Records, Protocol):
    """Evidence, and the red lines in force."""

    @property
    def red_lines(self) -> RedLines: ...


def watch(records: Watched, obligation: Obligation, new: int) -> Obligation:
    """With the red lines that what is asked for and its `new` latest versions touch."""
    bounds = records.red_lines.where(project_id=obligation.project_id)
    texts = [obligation.what, *(text for given in obligation.given[-new:] for text in _texts(given))]
    tripped = touched(bounds, texts)
    lines = ((each.id.rpartition("/")[2], each.content) for each in bounds if each.id in tripped)
    found = (Touched(label, line.text, line.owner) for label, line in lines if isinstance(line, RedLine))
    return replace(obligation, touches=tuple(found))


def _texts(given: Given) -> Iterator[str]:
    yield given.words
    yield unquote(given.link)
    if given.file is not None:
        yield given.file.name


def held(obligation: Obligation, cast: Cast, now: datetime) -> Iterator[Post]:
    """The notice to each owner whose word it takes, and to the channel."""
    key, by = f"evidence/{obligation.id}/hold/{len(obligation.given)}", obligation.given[-1].by
    for each in obligation.touches:
        function = next((one for one in cast.project.functions if one.id == each.owner), None)
        if function is not None and not judging.says_too(each, obligation, cast.project):
            continue  # who owns it gives it, so nobody else has a word
        counts = COUNTS if function is not None else NOBODY_OWNS
        words = Phrase(
            "Hold: the evidence {label} {what}, given by {by}, touches the red line {line}, {text}. {counts}",
            label=obligation.label,
            what=Quote(shortened(obligation.what, TITLE)),
            by=cast.who(by),
            line=each.label,
            text=Quote(each.text),
            counts=Phrase(counts, owner=function_name(cast, each.owner)),
        )
        title = Header(Phrase("Hold: red line {label}", label=each.label))
        message = Message(words, (title, Text(words), Buttons((show_button(obligation),))))
        asked = turns.asked_person(function, obligation, cast, now) if function is not None else None
        person = asked or turns.host(cast, now)
        yield Post(f"{key}/{each.label}/{person}", ToPerson(person), message)
        if cast.project.channel:
            notice = Message(words, (title, Text(words)))
            yield Post(f"{key}/{each.label}/channel", ToChannel(cast.project.channel), notice)
