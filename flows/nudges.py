"""Nudges: when a person is reminded, how long that can wait, and what follows when nobody answers.

The ladder of nudges goes by the deadline and the project's profile, and ends a day after the deadline.
After it the function's deputy is told, then the sponsor is asked to choose; each once, in their own working
hours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flows.calendar import add_working, is_away, last_slot, local_day, next_working, same_time, slots
from flows.errors import Invalid
from flows.people import Person
from flows.phrases import Instant
from flows.projects.records import NudgeProfile
from flows.rounds.records import Chase

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)

RESPONSE_WINDOW = 8 * HOUR
"""Working hours of their own that each person has had before anything closes by itself."""
CHASE_AFTER = {Chase.NUDGING: 4 * HOUR, Chase.OWNER_TOLD: 8 * HOUR}
"""Working hours of the person last told, until the next one is."""
MOST_PATIENCE = WEEK
"""Wall time that one person's calendar can hold up everybody else."""

FOLLOWS: dict[Chase, frozenset[Chase]] = {
    Chase.NUDGING: frozenset({Chase.OWNER_TOLD, Chase.SPONSOR_ASKED, Chase.SETTLED}),
    Chase.OWNER_TOLD: frozenset({Chase.NUDGING, Chase.SPONSOR_ASKED, Chase.SETTLED}),
    Chase.SPONSOR_ASKED: frozenset({Chase.NUDGING, Chase.OWNER_TOLD, Chase.SETTLED}),
    Chase.SETTLED: frozenset(),
}
"""Where a chase may go. An answer, or going on without it, settles it from anywhere; in new hands it begins anew. The
sponsor's "wait" and a stand-in who has not accepted yet send it back to OWNER_TOLD, so that they are asked again."""


@dataclass(frozen=True)
class Ladder:
    """Steps from the deadline, first to last (negative: before it), and the least time between two messages.

    `near`: the same within the last 24 h before the deadline.
    """

    steps: tuple[timedelta, ...]
    gap: timedelta
    near: timedelta


LADDERS = {
    NudgeProfile.LIGHT: Ladder((-DAY, DAY), 20 * HOUR, 20 * HOUR),
    NudgeProfile.STANDARD: Ladder((-3 * DAY, -DAY, -4 * HOUR, DAY), 20 * HOUR, 4 * HOUR),
    NudgeProfile.ACTIVE: Ladder((-5 * DAY, -3 * DAY, -DAY, -4 * HOUR, -HOUR, DAY), 20 * HOUR, 2 * HOUR),
}


class Snooze(StrEnum):
    """How long a person may put a nudge off."""

    ONE_HOUR = "1 hour"
    TOMORROW = "tomorrow"
    NEXT_WORKING_DAY = "next working day"


@dataclass(frozen=True)
class ChaseStep:
    """The next stage of a chase, and when it is due."""

    stage: Chase
    at: datetime


def next_nudge(
    profile: NudgeProfile,
    asked_at: datetime,
    due: datetime,
    sent: int,
    *,
    person: Person,
    now: datetime,
    nudged_at: datetime | None = None,
    snoozed_until: datetime | None = None,
) -> datetime | None:
    """When to nudge this person next, at `now` or later; None at the end of the ladder.

    Always in their working time. `sent`: how many nudges they have had, the last at `nudged_at` (needed
    when there was one). Of the steps missed since (downtime, an absence) only the last is made up for, at
    once; a warning that could only come after the deadline is left out. A snooze that is still to be
    honoured comes before the ladder.
    """
    if sent and nudged_at is None:
        raise ValueError("nudged_at is needed once a nudge was sent")
    contact = max(asked_at, nudged_at or asked_at)
    if snoozed_until is not None and snoozed_until > contact:
        return next_working(person, max(snoozed_until, now))
    ladder = LADDERS[profile]
    if sent >= len(ladder.steps):
        return None
    planned = sorted(at for step in ladder.steps if (at := _planned(step, due, person)) and at > contact)
    missed = [at for at in planned if at <= now][-1:]
    for at in missed + [at for at in planned if at > now]:
        gap = ladder.near if due - DAY <= at < due else ladder.gap
        moment = next_working(person, max(at, now, contact + gap))
        if moment is not None and (moment < due or at > due):
            return moment
    return None


def _planned(step: timedelta, due: datetime, person: Person) -> datetime | None:
    """A step's moment in working time; a warning that this would move past the deadline comes earlier."""
    days, rest = divmod(step, DAY)
    at = due + step if rest else same_time(due, days, person.zone)
    moment = next_working(person, at)
    if step > timedelta(0) or (moment is not None and moment < due):
        return moment
    slot = last_slot(person, before=due, since=due - WEEK)
    return None if slot is None else max(slot.start, min(slot.end, due) - HOUR)


def snooze_until(choice: Snooze, person: Person, now: datetime, due: datetime) -> datetime:
    """Until when a nudge is put off; refuses with Invalid when that is not before the deadline."""
    until = _snoozed(choice, person, now)
    if until is not None and until < due:
        return until
    deadline = Instant(due, person.zone)
    if due <= now:
        raise Invalid("The deadline was {due}, so this cannot be put off. Please answer now.", due=deadline)
    if until is None:
        raise Invalid(
            "Your calendar has no working time before the deadline, {due}. Please answer before then.",
            due=deadline,
        )
    raise Invalid(
        "That would put it off to {until}, and the deadline is {due}. "
        "Please choose a shorter time, or answer before then.",
        until=Instant(until, person.zone),
        due=deadline,
    )


def _snoozed(choice: Snooze, person: Person, now: datetime) -> datetime | None:
    match choice:
        case Snooze.ONE_HOUR:
            return next_working(person, now + HOUR)
        case Snooze.TOMORROW:
            today = local_day(now, person.zone)
            later = (slot.start for slot in slots(person, now) if local_day(slot.start, person.zone) > today)
        case Snooze.NEXT_WORKING_DAY:
            later = (slot.start for slot in slots(person, now) if slot.start > now)
    return next(later, None)


def earliest_close(due: datetime, asked: Iterable[tuple[Person, datetime]]) -> datetime:
    """When something may close by itself: not before `due`, nor before each person had their response window.

    `asked`: each person and when they were asked. One person's calendar delays it by a week at most.
    """
    windows = (add_working(person, at, RESPONSE_WINDOW) for person, at in asked)
    return min(max((due, *windows)), due + MOST_PATIENCE)


def straggler_step(
    stage: Chase, since: datetime, *, straggler: Person, owner: Person | None, sponsor: Person, now: datetime
) -> ChaseStep | None:
    """What follows when nobody answers: the next stage and when. None once the sponsor is asked.

    `since`: the deadline or the last nudge, whichever is later; then the moment of the present stage.
    `owner`: who else speaks for the function, if anybody; without one the sponsor comes next. Whoever is
    away is not waited for. One call gives one step, however late `now` is.
    """
    if stage not in CHASE_AFTER:
        return None
    told = straggler if stage is Chase.NUDGING or owner is None else owner
    moment = max(now, _patience_ends(told, since, CHASE_AFTER[stage]))
    if stage is Chase.NUDGING and owner is not None and not is_away(owner, local_day(moment, owner.zone)):
        return ChaseStep(Chase.OWNER_TOLD, next_working(owner, moment) or moment)
    return ChaseStep(Chase.SPONSOR_ASKED, next_working(sponsor, moment) or moment)


def _patience_ends(told: Person, since: datetime, span: timedelta) -> datetime:
    """After that much of the person's working time, a week at most; at once when they are away."""
    if is_away(told, local_day(since, told.zone)):
        return since
    return min(add_working(told, since, span), since + MOST_PATIENCE)
