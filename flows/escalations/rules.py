"""The legal moves of an escalation, each a new value. Who may make them is in `rights`, what people see in `cards`.

`now` is when it happens; a step's clock starts when its person may see it. Whatever was overdue takes one move and
then its normal time, counted from now: nobody is passed over because Accord was not running.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from flows.altered import altered
from flows.commands import CLOCK
from flows.decisions.cast import Cast
from flows.escalations import holds, times
from flows.escalations.records import (
    ACTIONS,
    TOP,
    TRANSITIONS,
    Action,
    Escalation,
    EscalationState,
    Event,
    Happened,
    InfoRequest,
    Role,
    Step,
)
from flows.escalations.since import AWAY, wrong_state
from flows.people import Person
from flows.phrases import Phrase
from flows.projects.records import Silence

MOST_EXTENSIONS = 2
"""More time can be asked for so often on one step."""
MOST_QUESTIONS = 3
"""So many questions can hold the clock of one escalation."""
MOST_AGAIN = 2
"""So often the same person is asked again; whoever cannot be reached even then is passed over."""
SPOKEN = frozenset({Happened.GO_AHEAD, Happened.AGREED, Happened.VETOED})
LATE = timedelta(minutes=15)
"""A step's end that the clock sees later than this was missed by Accord itself."""


def turn_person(escalation: Escalation, cast: Cast) -> Person:
    """Who is in turn."""
    return cast.person(escalation.turn.person_id)


def check_legal(escalation: Escalation, action: Action, cast: Cast) -> None:
    """Refuses with WrongState what the state does not allow, saying what happened since."""
    if action not in ACTIONS[escalation.state]:
        raise wrong_state(escalation, cast)


def to_state(escalation: Escalation, state: EscalationState, cast: Cast) -> Escalation:
    """The escalation in that state; refuses with WrongState what is no legal move."""
    _check_move(escalation, state, cast)
    return altered(escalation, state=state)


def _check_move(escalation: Escalation, state: EscalationState, cast: Cast) -> None:
    if state not in TRANSITIONS[escalation.state]:
        raise wrong_state(escalation, cast)


def noted(escalation: Escalation, event: Event) -> Escalation:
    """With one more line of history."""
    return altered(escalation, history=(*escalation.history, event))


def timed(escalation: Escalation, cast: Cast) -> Escalation:
    """With the next moment at which the clock has to look at it."""
    moments = (_due_at(escalation, cast), holds.next_end(escalation))
    return altered(escalation, due_at=min((at for at in moments if at is not None), default=None))


def _due_at(escalation: Escalation, cast: Cast) -> datetime | None:
    match escalation.state:
        case EscalationState.ASKED if escalation.nags < times.MOST_NUDGES:
            return min(escalation.until, nudge_at(escalation, cast))
        case EscalationState.ASKED:
            return escalation.until
        case EscalationState.ACKNOWLEDGED:
            return min(escalation.until, escalation.quiet_until or escalation.until)
        case EscalationState.INFO_WANTED:
            return escalation.questions[-1].until
        case EscalationState.DECIDED | EscalationState.EXHAUSTED | EscalationState.WITHDRAWN:
            return None


def nudge_at(escalation: Escalation, cast: Cast) -> datetime:
    """When the person in turn is next reminded."""
    turn = escalation.turn
    return times.next_nudge(turn_person(escalation, cast), escalation.rang_at, turn.allowed, escalation.urgency)


def begin(escalation: Escalation, step: int, now: datetime, cast: Cast) -> Escalation:
    """That rung's turn begins, as soon as its person may see it."""
    rung, urgency = escalation.ladder[step], escalation.urgency
    person = cast.person(rung.person_id)
    asked_at = times.seen(person, now, urgency)
    until = times.advance(person, asked_at, rung.allowed, urgency)
    _check_move(escalation, EscalationState.ASKED, cast)
    asked = Event(Happened.ASKED, now, CLOCK, about=rung.person_id, until=until)
    fresh = altered(
        escalation,
        state=EscalationState.ASKED,
        history=(*escalation.history, asked),
        step=step,
        asked_at=asked_at,
        rang_at=asked_at,
        until=until,
        quiet_until=None,
        nags=0,
        more_time=0,
    )
    return timed(fresh, cast)


def acknowledge(escalation: Escalation, now: datetime, cast: Cast) -> Escalation:
    """No nudges for a while; the clock runs on."""
    quiet = _quiet_until(escalation, times.QUIET_FOR[escalation.urgency], now, cast)
    taken = replace(to_state(escalation, EscalationState.ACKNOWLEDGED, cast), quiet_until=quiet)
    event = Event(Happened.ACKNOWLEDGED, now, escalation.turn.person_id, until=quiet)
    return timed(noted(taken, event), cast)


def _quiet_until(escalation: Escalation, span: timedelta, now: datetime, cast: Cast) -> datetime:
    person, urgency = turn_person(escalation, cast), escalation.urgency
    return times.advance(person, times.seen(person, now, urgency), span, urgency)


def nudge(escalation: Escalation, now: datetime, cast: Cast) -> Escalation:
    """The person in turn is reminded; an acknowledgement that has run out is over."""
    rung_at = times.seen(turn_person(escalation, cast), now, escalation.urgency)
    again = replace(
        to_state(escalation, EscalationState.ASKED, cast),
        nags=escalation.nags + 1,
        rang_at=rung_at,
        quiet_until=None,
    )
    return timed(noted(again, Event(Happened.NUDGED, now, CLOCK, about=escalation.turn.person_id)), cast)


def move_on(escalation: Escalation, event: Event, cast: Cast) -> Escalation:
    """To the next rung whose person is there, for the reason in `event`; exhausted when there is none."""
    moved, now = noted(escalation, event), event.at
    for step in range(escalation.step + 1, len(escalation.ladder)):
        person_id = escalation.ladder[step].person_id
        why = times.missing(cast.person(person_id), now, escalation.deadline, escalation.urgency)
        if why is None:
            return begin(moved, step, now, cast)
        moved = noted(moved, Event(Happened.SKIPPED, now, CLOCK, about=person_id, why=why))
    last = replace(to_state(moved, EscalationState.EXHAUSTED, cast), step=len(moved.ladder) - 1, quiet_until=None)
    return timed(noted(last, Event(Happened.EXHAUSTED, now, CLOCK)), cast)


def ask_again(escalation: Escalation, why: Phrase, now: datetime, cast: Cast) -> Escalation:
    """The same rung once more, because they could not answer in the time they had; it counts as a nudge."""
    again = noted(escalation, Event(Happened.ASKED_AGAIN, now, CLOCK, about=escalation.turn.person_id, why=why))
    return timed(replace(begin(again, escalation.step, now, cast), nags=escalation.nags + 1), cast)


def delegate(escalation: Escalation, to: Person, words: str, now: datetime, cast: Cast) -> Escalation:
    """`to` gets a rung of their own after this one, with as much time; a later rung of theirs is used up by it."""
    turn, at = escalation.turn, escalation.step + 1
    later = tuple(step for step in escalation.ladder[at:] if step.person_id != to.id)
    ladder = (*escalation.ladder[:at], Step(to.id, Role.DELEGATE, turn.allowed), *later)
    handed = replace(escalation, ladder=ladder)
    event = Event(Happened.DELEGATED, now, turn.person_id, about=to.id, words=words)
    return begin(noted(handed, event), at, now, cast)


def ask_info(escalation: Escalation, of: Person, question: str, now: datetime, cast: Cast) -> Escalation:
    """The clock stands until `of` answers, for a limited time."""
    person, urgency = turn_person(escalation, cast), escalation.urgency
    until = times.advance(of, times.seen(of, now, urgency), times.PAUSE_FOR[urgency], urgency)
    remaining = times.left(person, now, escalation.until, urgency)
    asked = InfoRequest(of.id, question, person.id, now, until, remaining, escalation.step)
    held = replace(to_state(escalation, EscalationState.INFO_WANTED, cast), questions=(*escalation.questions, asked))
    event = Event(Happened.INFO_ASKED, now, person.id, about=of.id, words=question, until=until)
    return timed(noted(held, event), cast)


def give_info(escalation: Escalation, number: int, answer: str, now: datetime, cast: Cast) -> Escalation:
    """The answer is kept; the clock runs again if it was standing for it."""
    asked = escalation.questions[number]
    told = replace(asked, answer=answer, answered_at=now)
    questions = (*escalation.questions[:number], told, *escalation.questions[number + 1 :])
    given = noted(
        replace(escalation, questions=questions),
        Event(Happened.INFO_GIVEN, now, asked.of, about=asked.by, words=answer),
    )
    waiting = escalation.state is EscalationState.INFO_WANTED and number == len(questions) - 1
    return resume(given, now, cast) if waiting else given


def miss_info(escalation: Escalation, now: datetime, cast: Cast) -> Escalation:
    """No answer came in the time that a question may take: the clock runs again."""
    asked = escalation.questions[-1]
    return resume(noted(escalation, Event(Happened.INFO_MISSED, now, CLOCK, about=asked.of)), now, cast)


def resume(escalation: Escalation, now: datetime, cast: Cast) -> Escalation:
    """The clock runs again, with what was left when it was stopped."""
    person, urgency = turn_person(escalation, cast), escalation.urgency
    start = times.seen(person, now, urgency)
    until = times.advance(person, start, escalation.questions[-1].left, urgency)
    going = replace(to_state(escalation, EscalationState.ASKED, cast), until=until, rang_at=start, quiet_until=None)
    return timed(going, cast)


def latest_end(escalation: Escalation, cast: Cast) -> datetime:
    """The latest moment that "more time" may reach: the deadline, or once more the step's time where that is later."""
    person = turn_person(escalation, cast)
    again = times.advance(person, escalation.until, escalation.turn.allowed, escalation.urgency)
    return max(escalation.deadline, again)


def more_time(escalation: Escalation, until: datetime, words: str, now: datetime, cast: Cast) -> Escalation:
    """The step ends later; the nudges rest for half of the time that there is now."""
    remaining = times.left(turn_person(escalation, cast), now, until, escalation.urgency)
    later = replace(
        to_state(escalation, EscalationState.ACKNOWLEDGED, cast),
        until=until,
        more_time=escalation.more_time + 1,
        quiet_until=_quiet_until(escalation, remaining / 2, now, cast),
    )
    event = Event(Happened.MORE_TIME, now, escalation.turn.person_id, words=words, until=until)
    return timed(noted(later, event), cast)


def close(escalation: Escalation, state: EscalationState, event: Event, cast: Cast) -> Escalation:
    """Decided or withdrawn: nothing is due any more."""
    return timed(noted(replace(to_state(escalation, state, cast), ended_at=event.at, quiet_until=None), event), cast)


def proceeds_in_silence(escalation: Escalation) -> bool:
    """Whether no answer on this step lets the recommendation go ahead: where agreed, never past the sponsor, and not
    while a function that has a word in it has not spoken, or has a veto on it."""
    agreed = escalation.silence is Silence.PROCEEDS and escalation.turn.role not in TOP
    return agreed and not holds.against(escalation, escalation.options[0].text)


def times_again(escalation: Escalation) -> int:
    """How often the one in turn was asked again."""
    about = escalation.turn.person_id
    return sum(event.what is Happened.ASKED_AGAIN and event.about == about for event in escalation.history)


def silence_event(escalation: Escalation, now: datetime, *, reached: bool) -> Event:
    """The person in turn did not answer in time; or was never shown what they should have answered."""
    about = escalation.turn.person_id
    if not reached:
        return Event(Happened.UNREACHED, now, CLOCK, about=about)
    return Event(Happened.NO_ANSWER, now, CLOCK, about=about, why=AWAY if now - escalation.until > LATE else None)
