"""Red lines that an escalation touches: who speaks for them, what holds meanwhile, and who is told at once.

Nothing is decided before the owner has spoken. When their time is over it goes up to the sponsor, never silently on;
and what a veto rules out is not chosen by anybody while it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from flows.calendar import is_away, local_day
from flows.commands import CLOCK
from flows.decisions.cast import Cast
from flows.decisions.rights import reach
from flows.errors import NotAllowed, NotFound, WrongState
from flows.escalations import times
from flows.escalations.records import Escalation, Event, Happened, Role
from flows.people import Person
from flows.phrases import Instant, Listing, Phrase, Quote, Value
from flows.projects.records import Function, Silence
from flows.red_lines.keeping import RedLines
from flows.red_lines.records import Hold, InForce, RedLine, TradeoffOrder, Word
from flows.red_lines.tripping import touched


class Watched(Protocol):
    """What is in force."""

    @property
    def red_lines(self) -> RedLines: ...


def in_force(records: Watched, project_id: str) -> tuple[InForce, ...]:
    """Everything that holds in the project."""
    return tuple(each for each in records.red_lines.where(project_id=project_id) if each.holds)


def order_in(bounds: Iterable[InForce]) -> TradeoffOrder | None:
    """The agreed trade-off order."""
    return next((each.content for each in bounds if isinstance(each.content, TradeoffOrder)), None)


def held(
    escalation: Escalation, bounds: tuple[InForce, ...], texts: Iterable[str], cast: Cast, now: datetime, *, by: str
) -> Escalation:
    """The escalation with a hold for each red line that these texts touch and that is not held yet; itself if none."""
    there = {hold.red_line_id for hold in escalation.holds}
    new = []
    for red_line_id, words in touched(bounds, texts).items():
        line = next(each.content for each in bounds if each.id == red_line_id)
        if red_line_id in there or not isinstance(line, RedLine):
            continue
        person = voice(line.owner, cast, now)
        start = times.seen(person, now, escalation.urgency)
        until = times.advance(person, start, times.QUIET_FOR[escalation.urgency], escalation.urgency)
        new.append(Hold(red_line_id, line.text, line.owner, words, person.id, now, until))
    if not new:
        return escalation
    events = tuple(Event(Happened.HELD, now, by, hold.asked, hold.text, _named(hold, cast), hold.until) for hold in new)
    silence = Silence.BLOCKS if escalation.silence is Silence.PROCEEDS else escalation.silence
    return replace(escalation, holds=(*escalation.holds, *new), history=(*escalation.history, *events), silence=silence)


def _named(hold: Hold, cast: Cast) -> Phrase:
    return Phrase("{label} of {function}", label=hold.label, function=_owner_name(hold, cast))


def _owner_name(hold: Hold, cast: Cast) -> str:
    found = _function(cast, hold.owner)
    return found.name if found else hold.owner


def _function(cast: Cast, function_id: str) -> Function | None:
    return next((each for each in cast.project.functions if each.id == function_id), None)


def voice(function_id: str, cast: Cast, now: datetime) -> Person:
    """Who speaks for the owner now: its representative, the deputy while that one is away; else the sponsor."""
    function = _function(cast, function_id)
    named = () if function is None else (function.representative, function.deputy)
    people = [cast.person(each) for each in named if each]
    there = [each for each in people if each.active and not is_away(each, local_day(now, each.zone))]
    active = [each for each in people if each.active]
    return next(iter((*there, *active)), cast.person(cast.project.sponsor))


def speakers(hold: Hold, cast: Cast) -> tuple[str, ...]:
    """Who may speak for the red line: who was asked, and the representative in any case."""
    function = _function(cast, hold.owner)
    return tuple(dict.fromkeys((hold.asked, function.representative if function else hold.asked)))


def check_speaks(escalation: Escalation, red_line_id: str, cast: Cast, person_id: str) -> Hold:
    """The hold, if the person may speak for it. Raises NotFound and NotAllowed."""
    hold = next((each for each in escalation.holds if each.red_line_id == red_line_id), None)
    if hold is None:
        raise NotFound("This touches no such red line.")
    allowed = speakers(hold, cast)
    if person_id not in allowed:
        raise NotAllowed(
            "Only {who} can speak for the red line {label} of {function}. {reach}",
            who=cast.whos(allowed, last="or"),
            label=hold.label,
            function=_owner_name(hold, cast),
            reach=reach(cast.person(allowed[0])),
        )
    return hold


def check_nothing_holds(escalation: Escalation, choice: str, cast: Cast) -> None:
    """Refuses with WrongState a decision before an owner has spoken, and the choice that a veto rules out.

    While a veto stands only the other options are open: own words could say the same in other words.
    """
    open_to = {option.text: option.id for option in escalation.options}
    for hold in escalation.holds:
        if hold.word is Word.WAITS:
            raise WrongState(
                "Nothing is decided yet: it touches the red line {label}, {text}. {who} speaks for it, until {until} "
                "at the latest; then it goes up.",
                label=hold.label,
                text=Quote(hold.text),
                who=cast.who(hold.asked),
                until=Instant(hold.until, cast.project.zone),
            )
        if hold.word is Word.VETO and open_to.get(choice) in (*hold.options, None):
            raise WrongState(
                "{who} has a veto for the red line {label}: {reason} {left} {reach}",
                who=cast.who(hold.by),
                label=hold.label,
                reason=Quote(hold.reason),
                left=_left(escalation, hold),
                reach=reach(cast.person(hold.by)),
            )


def _left(escalation: Escalation, hold: Hold) -> Phrase:
    left: tuple[Value, ...] = tuple(each.id.upper() for each in escalation.options if each.id not in hold.options)
    if not left:
        return Phrase("It rules out every option, so please ask for others, or for the veto to be lifted.")
    return Phrase("It leaves open: {options}.", options=Listing(left, last="or"))


def spoken(escalation: Escalation, hold: Hold, after: Hold) -> Escalation:
    """What the owner said, kept with its history."""
    what = Happened.GO_AHEAD if after.word is Word.GO_AHEAD else Happened.VETOED
    event = Event(what, after.at or hold.since, after.by, about=hold.asked, words=after.reason or hold.text)
    return replace(
        escalation,
        holds=tuple(after if each == hold else each for each in escalation.holds),
        history=(*escalation.history, event),
    )


def next_end(escalation: Escalation) -> datetime | None:
    """When the time of the first owner who has not spoken is over."""
    waiting = (hold.until for hold in escalation.holds if hold.word is Word.WAITS)
    return min(waiting, default=None) if escalation.is_open else None


def overdue(escalation: Escalation, now: datetime) -> tuple[Hold, ...]:
    """The holds whose owners have not spoken in time."""
    return tuple(hold for hold in escalation.holds if hold.word is Word.WAITS and hold.until <= now)


def silent(escalation: Escalation, now: datetime) -> tuple[Escalation, Event]:
    """Their owners did not speak in time: below the sponsor on the ladder, and why it goes up."""
    late = overdue(escalation, now)
    holds = tuple(replace(each, word=Word.SILENT) if each in late else each for each in escalation.holds)
    event = Event(Happened.OWNER_SILENT, now, CLOCK, about=late[0].asked, words=late[0].text)
    rungs = range(escalation.step, len(escalation.ladder))
    sponsor = next((at for at in rungs if escalation.ladder[at].role is Role.SPONSOR), len(escalation.ladder))
    return replace(escalation, holds=holds, step=max(sponsor - 1, escalation.step)), event
