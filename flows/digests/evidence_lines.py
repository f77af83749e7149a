"""What the digest says about proof that is owed: each piece with its owner. Only what everybody may read is owed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from flows.digests.standing import Line, Situation
from flows.evidence import rules, turns
from flows.evidence.records import EvidenceState, Obligation
from flows.evidence.standing import TITLE
from flows.people import Person
from flows.phrases import Listing, Phrase, Quote, Value
from flows.projects.records import Project
from flows.questionnaires.wording import shortened


def wanted(situation: Situation, now: datetime) -> tuple[Line, ...]:
    """What is open and in time."""
    return tuple(_line("evidence", each, situation, now) for each, late in _open(situation, now) if not late)


def overdue(situation: Situation, now: datetime) -> list[Line]:
    """What was to be given by a day that is over."""
    return [_line("overdue/evidence", each, situation, now) for each, late in _open(situation, now) if late]


def _open(situation: Situation, now: datetime) -> Iterator[tuple[Obligation, bool]]:
    for each in situation.evidence:
        if each.is_open:
            yield each, rules.is_overdue(each, situation.project, now)


def _line(kind: str, obligation: Obligation, situation: Situation, now: datetime) -> Line:
    owners = turns.turn(obligation, situation, now)
    words = Phrase(
        "{label} {what}: {state}, {day}with {owner}",
        label=obligation.label,
        what=Quote(shortened(obligation.what, TITLE)),
        state=_state(obligation),
        day=_day(kind, obligation),
        owner=Listing(tuple(situation.who(each) for each in owners)),
    )
    usual = turns.turn(obligation, _Everybody(situation), now)  # who is away for a while is no news
    return Line(f"{kind}/{obligation.id}", f"{obligation.state.value}/{'/'.join(usual)}", words)


class _Everybody(NamedTuple):
    """The project as if nobody were away."""

    situation: Situation

    @property
    def project(self) -> Project:
        return self.situation.project

    def person(self, person_id: str) -> Person:
        return replace(self.situation.person(person_id), away=())


def _state(obligation: Obligation) -> str:
    return "nobody is named to give it" if obligation.state is EvidenceState.UNNAMED else obligation.stands


def _day(kind: str, obligation: Obligation) -> Value:
    if obligation.last_day is None:
        return ""
    template = "due {day}, " if kind == "evidence" else "was due {day}, "
    return Phrase(template, day=obligation.last_day)
