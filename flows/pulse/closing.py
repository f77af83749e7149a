"""The end of a pulse: everybody reads it, and what has moved is opened again instead of a new workshop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from flows.charter import posting
from flows.charter.keeping import current
from flows.charter.records import Moved
from flows.decisions.cast import Cast
from flows.effects import Effects, Post, Promise
from flows.pulse import cards, over
from flows.pulse.areas import NAMES, RULES, still_moved
from flows.pulse.keeping import Records as PulseRecords
from flows.pulse.planning import planned
from flows.pulse.records import Pulse, PulseState
from flows.resolving import rules, telling
from flows.resolving.keeping import Contradictions
from flows.resolving.records import LiveContradiction, LiveState, Party, Way
from flows.standing_lists import OnScreen

BINDING = (Way.CONDITION, Way.DECISION, Way.ACCEPTED)
"""What was settled so holds only as long as what it was settled for."""


class Records(PulseRecords, OnScreen, Protocol):
    """Pulses, what was signed, and what people work on."""

    @property
    def contradictions(self) -> Contradictions: ...


def closed(records: Records, pulse: Pulse, cast: Cast, now: datetime) -> Effects:
    """Over, told, and the next one planned."""
    posts: list[Post] = []
    again = list(_settled(records, pulse, cast))
    for each in again:
        fresh = rules.begin(_anew(rules.move(each, LiveState.CLARIFYING, cast)), cast, now)
        records.contradictions.put(fresh)
        posts += telling.shown(records, fresh, cast, now, ask=True)
    labels = tuple(each.label for each in again)
    done = replace(pulse, state=PulseState.CLOSED, closed_at=now, due_at=None, reopened=labels)
    records.pulses.put(done)
    posts += [*cards.refreshed(done, cast, now), over.told(done, cast, now), *_charter(records, done, cast, now)]
    planned(records, cast.project, current(records, cast.project.id))
    return Effects(tuple(posts), withdraw=(f"{cards.prefix(done)}{cards.REMIND}",))


def _settled(records: Records, pulse: Pulse, cast: Cast) -> Iterator[LiveContradiction]:
    for each in records.contradictions.where(project_id=cast.project.id):
        if not each.is_live and holds_no_more(each, pulse):
            yield each


def holds_no_more(each: LiveContradiction, pulse: Pulse) -> bool:
    """Whether it was settled by a condition, a decision or as it is, and a side has said since that this has moved."""
    if each.settled is None or each.settled.way not in BINDING:
        return False
    sides = {function for party in each.parties for function in party.functions} & pulse.said.keys()
    since = (function for function in sides if pulse.said[function].at > each.settled.at)
    return any(each.rule in RULES[area] for function in since for area in pulse.moved(function))


def _anew(each: LiveContradiction) -> LiveContradiction:
    """Both sides look at it again."""
    parties = tuple(Party(party.functions, party.quotes) for party in each.parties)
    return replace(each, parties=parties, opened_at=None, settled=None, nudged=False, holds=())


def _charter(records: Records, pulse: Pulse, cast: Cast, now: datetime) -> Iterator[Post]:
    """Whoever says that something has moved signs anew, but for what was agreed since they said it."""
    charter = current(records, cast.project.id)
    if charter is None:
        return
    about = records.charters.find(f"{cast.project.id}/charter/{pulse.charter}") or charter
    moved = {function: areas for function in pulse.asked if (areas := still_moved(pulse, function, about, charter))}
    if not moved:
        return
    source = f"pulse {pulse.number}"
    found = tuple(
        Moved(function, tuple(NAMES[area] for area in areas), source, now)
        for function, areas in moved.items()
        if function in charter.asked
    )
    kept = tuple(each for each in charter.moved if each.function not in moved)
    after = replace(charter, moved=(*kept, *found))
    records.charters.put(after)
    yield from posting.in_channel(records, cast, Promise.REFRESH)
    yield from posting.refreshed(after, cast, now)
