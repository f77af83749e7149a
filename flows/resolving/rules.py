"""The legal moves of a contradiction, each a new value, and whose turn it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from flows.calendar import add_working_days
from flows.commands import CLOCK
from flows.decisions.cast import Cast
from flows.decisions.rights import find_right
from flows.errors import WrongState
from flows.phrases import Instant
from flows.projects.records import Function
from flows.resolving.records import (
    LADDER,
    TRANSITIONS,
    LiveContradiction,
    LiveState,
    Party,
    Rung,
    SaidBack,
    Settled,
    Step,
    Suggestion,
    Way,
)

PRIVATE_DAYS = 2
"""Working days of the facilitator in which both sides clear it up before anybody else sees it."""
RUNG_DAYS: dict[Rung, int] = {Rung.BILATERAL: 2, Rung.FACILITATOR: 2, Rung.DECIDER: 1, Rung.SPONSOR: 2}
"""Working days of whoever's turn it is; after the sponsor's it stays open and visible."""
REMINDER = timedelta(hours=24)
"""So long before the end, who has not answered is reminded, once."""


def since(contradiction: LiveContradiction, cast: Cast) -> WrongState:
    """What has happened since the card was drawn."""
    settled = contradiction.settled
    if settled is None:
        return WrongState(
            "{label} is {state} now, with {rung}, so nothing was changed. Please use its newest card.",
            label=contradiction.label,
            state=contradiction.state.value,
            rung=contradiction.rung.value,
        )
    return WrongState(
        "{label} is over since {at}: {way}. Nothing was changed.",
        label=contradiction.label,
        at=Instant(settled.at, cast.project.zone),
        way=settled.way.value,
    )


def move(contradiction: LiveContradiction, state: LiveState, cast: Cast) -> LiveContradiction:
    """In that state; raises WrongState for what is no legal move."""
    if state not in TRANSITIONS[contradiction.state]:
        raise since(contradiction, cast)
    return replace(contradiction, state=state, suggestion=None)


def _within(contradiction: LiveContradiction, owner: str, days: int, cast: Cast, now: datetime) -> LiveContradiction:
    until = add_working_days(cast.person(owner), now, days)
    due = max(until - REMINDER, now)
    return replace(contradiction, until=until, due_at=due, nudged=False)


def begin(contradiction: LiveContradiction, cast: Cast, now: datetime) -> LiveContradiction:
    """Both sides are asked in private; where there is nobody to ask so, it is opened with the facilitator."""
    if contradiction.hidden:
        return open_it(contradiction, cast, now, rung=Rung.FACILITATOR)
    if len(contradiction.parties) < 2:
        return open_it(contradiction, cast, now)
    return _within(contradiction, _host(cast), PRIVATE_DAYS, cast, now)


def _host(cast: Cast) -> str:
    return cast.project.facilitator or cast.project.sponsor


def open_it(
    contradiction: LiveContradiction, cast: Cast, now: datetime, *, rung: Rung = Rung.BILATERAL
) -> LiveContradiction:
    """It is one, and everybody may know."""
    opened = replace(move(contradiction, LiveState.OPEN, cast), opened_at=now)
    return to_rung(opened, rung, cast, now)


def to_rung(contradiction: LiveContradiction, rung: Rung, cast: Cast, now: datetime) -> LiveContradiction:
    """Whose turn it is now, for their time."""
    step = Step(f"with {rung.value}", now, CLOCK)
    on = replace(contradiction, rung=rung, history=(*contradiction.history, step), suggestion=None)
    return _within(on, owners(on, cast)[0], RUNG_DAYS[rung], cast, now)


def climb(contradiction: LiveContradiction, cast: Cast, now: datetime, by: str = CLOCK) -> LiveContradiction:
    """The next rung on which somebody else stands; at the top it stays, and no clock looks any more."""
    rest = LADDER[LADDER.index(contradiction.rung) + 1 :]
    before = owners(contradiction, cast)
    for rung in rest:
        upon = replace(contradiction, rung=rung)
        if owners(upon, cast) != before:
            left = replace(contradiction, history=(*contradiction.history, Step("passed up", now, by)))
            return to_rung(left, rung, cast, now)
    return replace(contradiction, until=None, due_at=None)


def owners(contradiction: LiveContradiction, cast: Cast) -> tuple[str, ...]:
    """Whose turn it is: the representatives of the sides, or the one person of the rung; never nobody."""
    project = cast.project
    match contradiction.rung:
        case Rung.BILATERAL:
            found = tuple(dict.fromkeys(each.representative for each in speakers(contradiction, cast)))
            return found or (_host(cast),)
        case Rung.FACILITATOR:
            return (_host(cast),)
        case Rung.DECIDER:
            right = find_right(project, contradiction.subject)
            return (project.sponsor if right is None else right.decider,)
        case Rung.SPONSOR:
            return (project.sponsor,)


def speakers(contradiction: LiveContradiction, cast: Cast) -> tuple[Function, ...]:
    """One function for each side: the first that said something everybody may read."""
    return tuple(each for party in contradiction.parties if (each := speaker(party, cast)) is not None)


def speaker(party: Party, cast: Cast) -> Function | None:
    """The function that speaks for a side."""
    said = [quote.function for quote in party.quotes] or list(party.functions)
    known = {function.id: function for function in cast.project.functions}
    return next((known[each] for each in said if each in known), None)


def party_of(contradiction: LiveContradiction, cast: Cast, person_id: str) -> int | None:
    """The side for which this person speaks, as its function's representative or deputy; None for none."""
    for number, party in enumerate(contradiction.parties):
        function = speaker(party, cast)
        if function is not None and person_id in (function.representative, function.deputy):
            return number
    return None


def said_back(contradiction: LiveContradiction, party: int, said: SaidBack, cast: Cast) -> LiveContradiction:
    """What a side says the next one needs. Raises WrongState once the private time is over."""
    if contradiction.state is not LiveState.CLARIFYING:
        raise since(contradiction, cast)
    parties = list(contradiction.parties)
    parties[party] = replace(parties[party], said_back=said)
    return replace(contradiction, parties=tuple(parties))


def is_clear(contradiction: LiveContradiction) -> bool:
    """Whether each side has said back what the next one needs, and that one has answered it."""
    return all(party.said_back is not None and party.said_back.confirmed is not None for party in contradiction.parties)


def suggest(contradiction: LiveContradiction, suggestion: Suggestion, cast: Cast) -> LiveContradiction:
    """A way to settle it; the one before is off the table. Raises WrongState when it is over."""
    if not contradiction.is_live:
        raise since(contradiction, cast)
    return replace(contradiction, suggestion=suggestion, suggestions=suggestion.number)


def agree(contradiction: LiveContradiction, party: int, number: int, cast: Cast, now: datetime) -> LiveContradiction:
    """One side says yes; with the last yes it is settled. Raises WrongState for another suggestion than that."""
    on_table = _on_table(contradiction, number, cast)
    agreed = replace(on_table, agreed=tuple(sorted({*on_table.agreed, party})))
    if len(agreed.agreed) < len(contradiction.parties):
        return replace(contradiction, suggestion=agreed)
    settled = Settled(agreed.way, agreed.by, now, agreed.words)
    return settle(contradiction, settled, cast)


def refuse(contradiction: LiveContradiction, number: int, step: Step, cast: Cast) -> LiveContradiction:
    """One side says no: the suggestion is off the table, and kept in the history."""
    on_table = _on_table(contradiction, number, cast)
    kept = replace(step, words=on_table.words)
    return replace(contradiction, suggestion=None, history=(*contradiction.history, kept))


def _on_table(contradiction: LiveContradiction, number: int, cast: Cast) -> Suggestion:
    suggestion = contradiction.suggestion
    if not contradiction.is_live or suggestion is None or suggestion.number != number:
        raise since(contradiction, cast)
    return suggestion


ENDS: dict[Way, LiveState] = {
    Way.ANSWER: LiveState.RESOLVED,
    Way.CONDITION: LiveState.RESOLVED,
    Way.DECISION: LiveState.RESOLVED,
    Way.ACCEPTED: LiveState.ACCEPTED,
    Way.DEFINITION: LiveState.FALSE_ALARM,
}


def settle(contradiction: LiveContradiction, settled: Settled, cast: Cast) -> LiveContradiction:
    """It is over, in that way. Raises WrongState when it is already."""
    ended = move(contradiction, ENDS[settled.way], cast)
    return replace(ended, settled=settled, until=None, due_at=None)
