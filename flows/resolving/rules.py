"""The legal moves of a contradiction, each a new value, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from flows.calendar import add_working_days
from flows.commands import CLOCK
from flows.decisions.cast import Cast
from flows.errors import WrongState
from flows.escalations import holds
from flows.phrases import Instant
from flows.resolving.records import (
    DECIDING,
    LADDER,
    TRANSITIONS,
    LiveContradiction,
    LiveState,
    Rung,
    SaidBack,
    Settled,
    Step,
    Suggestion,
    Way,
)
from flows.resolving.rungs import (
    RUNG_DAYS,
    Passed,
    every_function,
    host,
    next_above,
    of_side,
    owners,
    speaks_for,
    stands,
    voice,
)

PRIVATE_DAYS = 2
"""Working days of the facilitator in which both sides clear it up before anybody else sees it."""
REMINDER = timedelta(hours=24)
"""So long before the end, who has not answered is reminded, once."""
AGAIN_DAYS = 5
"""At the top of the ladder whoever has it is asked again after so many of their working days."""
ASKED_ANEW = "asked anew"
"""A step of the history: a function that has a word in it is asked again; `words` is the label of its hold."""
PASSED_OVER = "passed over"
"""A step of the history: a rung on which there was nobody to ask; `words` is the rung."""


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
    """So many working days of theirs, whether or not they are away: others stand in."""
    until = add_working_days(replace(cast.person(owner), away=()), now, days)
    return timed(replace(contradiction, until=until, nudged=False), now)


def timed(contradiction: LiveContradiction, now: datetime | None = None) -> LiveContradiction:
    """With the next moment at which the clock has to look: a reminder, an end, or a function that has not spoken."""
    until = contradiction.until
    own = until if until is None or contradiction.nudged else until - REMINDER
    again = contradiction.again_at if contradiction.at_the_top else None
    ends = [each for each in (own, again, holds.next_end(contradiction)) if each is not None]
    due = min(ends, default=None) if contradiction.is_live else None
    return replace(contradiction, due_at=due if due is None or now is None else max(due, now))


def begin(contradiction: LiveContradiction, cast: Cast, now: datetime) -> LiveContradiction:
    """Both sides are asked in private; where there is nobody to ask so, it is opened with the facilitator."""
    if contradiction.hidden:
        return open_it(contradiction, cast, now, rung=Rung.FACILITATOR)
    if len(contradiction.parties) < 2:
        return open_it(contradiction, cast, now)
    return _within(contradiction, host(cast), PRIVATE_DAYS, cast, now)


def open_it(
    contradiction: LiveContradiction, cast: Cast, now: datetime, *, rung: Rung = Rung.BILATERAL
) -> LiveContradiction:
    """It is one, and everybody may know."""
    opened = replace(move(contradiction, LiveState.OPEN, cast), opened_at=now, in_channel=True)
    first, passed = next_above(opened, LADDER[LADDER.index(rung) :], cast, now)
    return to_rung(_passing(opened, passed, now), first or rung, cast, now)


def to_rung(contradiction: LiveContradiction, rung: Rung, cast: Cast, now: datetime) -> LiveContradiction:
    """Whose turn it is now, for their time. What every side has agreed to stays on the table."""
    step = Step(f"with {rung.value}", now, CLOCK)
    agreed = contradiction.suggestion if all_say_yes(contradiction, cast) else None
    on = replace(contradiction, rung=rung, history=(*contradiction.history, step), suggestion=agreed)
    return _within(on, owners(on, cast, now)[0], RUNG_DAYS[rung], cast, now)


def climb(contradiction: LiveContradiction, cast: Cast, now: datetime, by: str = CLOCK) -> LiveContradiction:
    """The next rung on which somebody can be asked; at the top it stays with who has it, and they are asked again."""
    rest = LADDER[LADDER.index(contradiction.rung) + 1 :]
    rung, passed = next_above(contradiction, rest, cast, now)
    if rung is None:
        return at_the_top(contradiction, cast, now)
    left = noted(contradiction, Step("passed up", now, by))
    return to_rung(_passing(left, passed, now), rung, cast, now)


def at_the_top(contradiction: LiveContradiction, cast: Cast, now: datetime) -> LiveContradiction:
    """Nobody stands above: no time ends any more, but whoever has it is asked again, week after week."""
    owner = replace(cast.person(owners(contradiction, cast, now)[0]), away=())
    again = add_working_days(owner, now, AGAIN_DAYS)
    return timed(replace(contradiction, until=None, again_at=again), now)


def to_the_sponsor(contradiction: LiveContradiction, cast: Cast, now: datetime) -> LiveContradiction:
    """Up to the sponsor, on whichever rung they stand; whoever stands as high already has it, and time to decide."""
    top, sponsor = (Rung.SPONSOR, Rung.BACKUP), cast.project.sponsor
    high = [rung for rung in DECIDING if rung in top or stands(contradiction, rung, cast) == sponsor]
    above = [rung for rung in high if LADDER.index(rung) > LADDER.index(contradiction.rung)]
    if contradiction.rung in high:
        owner = owners(contradiction, cast, now)[0]
        timely = _within(contradiction, owner, RUNG_DAYS[contradiction.rung], cast, now)
        return contradiction if contradiction.at_the_top else timely
    rung, passed = next_above(contradiction, above, cast, now)
    if rung is None:
        return climb(contradiction, cast, now)
    left = noted(contradiction, Step("passed up", now, CLOCK))
    return to_rung(_passing(left, passed, now), rung, cast, now)


def _passing(contradiction: LiveContradiction, passed: Iterable[Passed], now: datetime) -> LiveContradiction:
    for each in passed:
        contradiction = noted(contradiction, Step(PASSED_OVER, now, CLOCK, each.rung.value, each.why))
    return contradiction


def noted(contradiction: LiveContradiction, *steps: Step) -> LiveContradiction:
    """With these in its history."""
    return replace(contradiction, history=(*contradiction.history, *steps))


def side_of(contradiction: LiveContradiction, cast: Cast, person_id: str) -> int | None:
    """The side for which this person can speak, for any of its functions; None for none."""
    return next((number for number, _ in speaks_for(contradiction, cast, person_id)), None)


def functions_of(
    contradiction: LiveContradiction, cast: Cast, person_id: str, now: datetime, party: int | None = None
) -> tuple[str, ...]:
    """The functions for which this person speaks, of one side or of all: those that are theirs to speak for now, else
    those that they deputise for."""
    found = [each for number, each in speaks_for(contradiction, cast, person_id) if party is None or number == party]
    own = [each for each in found if voice(each, cast, now) == person_id]
    return tuple(each.id for each in own or found)


def somebody_above(contradiction: LiveContradiction, cast: Cast, now: datetime) -> bool:
    """Whether it can go up."""
    rest = LADDER[LADDER.index(contradiction.rung) + 1 :]
    return next_above(contradiction, rest, cast, now)[0] is not None


def to_say_back(contradiction: LiveContradiction, cast: Cast, party: int) -> tuple[str, ...]:
    """The functions of a side that have not said back yet."""
    said = {each.function for each in contradiction.parties[party].said}
    return tuple(each.id for each in of_side(contradiction, party, cast) if each.id not in said)


def to_confirm(contradiction: LiveContradiction, party: int) -> tuple[SaidBack, ...]:
    """What the side before this one has said back of it, and nobody of it has answered."""
    heard = contradiction.parties[contradiction.before(party)]
    return tuple(each for each in heard.said if each.confirmed is None)


def missing_yes(contradiction: LiveContradiction, cast: Cast) -> tuple[str, ...]:
    """The functions that have not said yes to the suggestion on the table."""
    suggestion = contradiction.suggestion
    if suggestion is None:
        return ()
    return tuple(each.id for _, each in every_function(contradiction, cast) if each.id not in suggestion.yes)


def said_back(contradiction: LiveContradiction, party: int, said: SaidBack, cast: Cast) -> LiveContradiction:
    """What a function of a side says the next one needs. Raises WrongState once the private time is over."""
    if contradiction.state is not LiveState.CLARIFYING:
        raise since(contradiction, cast)
    parties = list(contradiction.parties)
    others = tuple(each for each in parties[party].said if each.function != said.function)
    parties[party] = replace(parties[party], said=(*others, said))
    return replace(contradiction, parties=tuple(parties))


def is_clear(contradiction: LiveContradiction, cast: Cast) -> bool:
    """Whether each function has said back what the next side needs, and that side has answered all of it."""
    return all(
        not to_say_back(contradiction, cast, number) and not to_confirm(contradiction, number)
        for number in range(len(contradiction.parties))
    )


def suggest(contradiction: LiveContradiction, suggestion: Suggestion, cast: Cast) -> LiveContradiction:
    """A way to settle it; the one before is off the table. Raises WrongState when it is over."""
    if not contradiction.is_live:
        raise since(contradiction, cast)
    return replace(contradiction, suggestion=suggestion, suggestions=suggestion.number)


def agree(contradiction: LiveContradiction, functions: tuple[str, ...], number: int, cast: Cast) -> LiveContradiction:
    """These functions say yes. Raises WrongState for another suggestion than that."""
    on_table = _on_table(contradiction, number, cast)
    agreed = replace(on_table, yes=tuple(dict.fromkeys((*on_table.yes, *functions))))
    return replace(contradiction, suggestion=agreed)


def all_say_yes(contradiction: LiveContradiction, cast: Cast) -> bool:
    """Whether every function of every side has said yes to the suggestion on the table."""
    return contradiction.suggestion is not None and not missing_yes(contradiction, cast)


def unheard(contradiction: LiveContradiction, cast: Cast) -> tuple[str, ...]:
    """The functions that a suggestion still waits for, when nobody speaks for any of these: who is above them answers.

    Empty where nothing is suggested, or somebody is left who can say yes.
    """
    suggestion = contradiction.suggestion
    if suggestion is None or missing_yes(contradiction, cast):
        return ()
    functions = (each for party in contradiction.parties for each in party.functions)
    return tuple(each for each in functions if each not in suggestion.yes)


def refuse(contradiction: LiveContradiction, number: int, step: Step, cast: Cast) -> LiveContradiction:
    """Somebody who has a say in it says no: the suggestion is off the table, and kept in the history."""
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
    Way.WITHDRAWN: LiveState.RESOLVED,
}


def settle(contradiction: LiveContradiction, settled: Settled, cast: Cast) -> LiveContradiction:
    """It is over, in that way. Raises WrongState when it is already."""
    ended = move(contradiction, ENDS[settled.way], cast)
    return replace(ended, settled=settled, until=None, again_at=None, due_at=None)
