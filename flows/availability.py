"""When I may be written to: working hours, absences, language.

Looks: open_settings. Changes: change_hours, go_away, come_back, cancel_absence, save_settings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from flows import takeover
from flows.absences import joined, period, watched, without, without_days
from flows.calendar import describe_hours, is_away, local_day, next_working
from flows.charter.keeping import Charters
from flows.commands import Actor, Command, FormCommand
from flows.decisions.keeping import Decisions
from flows.effects import Effects, Moved
from flows.errors import Invalid
from flows.messages import Block, Button, Buttons, Message, Note, Text
from flows.people import Absence, Person
from flows.phrases import Instant, Listing, Phrase, Words
from flows.projects.membership import myself
from flows.rounds.scene import scene_of
from flows.rounds.schedule import next_look
from flows.rounds.shelves import Records as RoundRecords
from flows.settings import LONGEST_TYPED, OpenSettings, read_settings, read_working_time, settings_form
from flows.takeover import passed_on
from flows.when import EXAMPLES, read_period

MOST_ABSENCES = 50
SHOWN_ABSENCES = 5


@dataclass(frozen=True)
class ChangeHours(Command):
    """`/align hours [days] [hours] [zone]`; nothing typed shows what is set."""

    text: str = ""


@dataclass(frozen=True)
class GoAway(Command):
    """`/align away …`: I am absent on these days."""

    text: str = ""


@dataclass(frozen=True)
class ComeBack(Command):
    """`/align back`: I am here again."""


@dataclass(frozen=True)
class CancelAbsence(Command):
    """I shall be here on those days after all."""

    first: date
    last: date


@dataclass(frozen=True)
class SaveSettings(FormCommand):
    """The form as filled in."""


class People(Protocol):
    """Everyone of the organisation."""

    def get(self, record_id: str, /) -> Person: ...

    def find(self, record_id: str, /) -> Person | None: ...

    def all(self) -> Sequence[Person]: ...

    def put(self, record: Person, /) -> None: ...


class Records(RoundRecords, takeover.Records, Protocol):
    """People, and what waits for them: the questionnaires whose reminders go by their hours."""

    @property
    def people(self) -> People: ...
    @property
    def decisions(self) -> Decisions: ...
    @property
    def charters(self) -> Charters: ...


def change_hours(records: Records, actor: Actor, command: ChangeHours, now: datetime) -> Effects:
    """Days, hours and zone, any of them in any order; what is not given stays."""
    person = myself(records.people, actor)
    if not command.text.strip():
        return _reply(person, Phrase("I write to you {hours}.", hours=describe_hours(person)), now)
    changed = read_working_time(command.text, person)
    words = Phrase("From now on I write to you {hours}.", hours=describe_hours(changed))
    return _saved(records, changed, words, now)


def go_away(records: Records, actor: Actor, command: GoAway, now: datetime) -> Effects:
    """Absent on these days: no reminders until the person is back."""
    person = myself(records.people, actor)
    if not command.text.strip():
        raise Invalid("Please say when you are away, for example: /align away {examples}.", examples=EXAMPLES)
    absence = read_period(command.text[:LONGEST_TYPED], local_day(now, person.zone))
    changed = replace(person, away=joined((*person.away, absence)))
    if len(changed.away) > MOST_ABSENCES:
        raise Invalid("I can keep {most} absences at most. Please remove some: /align settings.", most=MOST_ABSENCES)
    words = Phrase("You are away {days}. I do not write to you then.", days=period(absence))
    return _saved(records, changed, words, now, cancel=absence)


def come_back(records: Records, actor: Actor, _command: ComeBack, now: datetime) -> Effects:
    """Ends the absence of today; one that is still to come stays, and is offered to be cancelled."""
    person = myself(records.people, actor)
    today = local_day(now, person.zone)
    if not is_away(person, today):
        return _not_away(person, today, now)
    changed = replace(person, away=tuple(rest for each in person.away if (rest := without(each, today)) is not None))
    return _saved(records, changed, "Welcome back. You are here again as of today.", now)


def cancel_absence(records: Records, actor: Actor, command: CancelAbsence, now: datetime) -> Effects:
    """Takes days back, whatever absence they have been joined with."""
    person = myself(records.people, actor)
    gone = Absence(command.first, command.last)
    kept = without_days(person.away, gone)
    if kept == person.away:
        return _reply(person, Phrase("You are not away {days}.", days=period(gone)), now)
    words = Phrase("You are not away {days} any more.", days=period(gone))
    return _saved(records, replace(person, away=kept), words, now)


def open_settings(records: Records, actor: Actor, _command: OpenSettings, now: datetime) -> Effects:
    """The form with what is set."""
    person = myself(records.people, actor)
    return Effects(reply=settings_form(person, local_day(now, person.zone), SaveSettings()))


def save_settings(records: Records, actor: Actor, command: SaveSettings, now: datetime) -> Effects:
    """Everything in the form at once. Raises InvalidForm."""
    person = myself(records.people, actor)
    changed = read_settings(command.values, person, local_day(now, person.zone))
    return _saved(records, changed, Phrase("Saved. I write to you {hours}.", hours=describe_hours(changed)), now)


def _saved(records: Records, person: Person, words: Words, now: datetime, *, cancel: Absence | None = None) -> Effects:
    """Keeps the person, and lets every reminder and every message that waits go by the new hours."""
    before, person = records.people.get(person.id), watched(person, now)
    records.people.put(person)
    reminder, moved = retimed(records, person, now)
    reply = _reply(person, words, now, reminder=reminder, cancel=cancel)
    return replace(passed_on(records, before, person, now), reply=reply.reply, moved=moved)


def retimed(records: RoundRecords, person: Person, now: datetime) -> tuple[datetime | None, tuple[Moved, ...]]:
    """Everything that waits for a person goes by their hours as they are now: the next reminder, and what is moved."""
    opens, moments = next_working(person, now), []
    for view in records.views.where(person_id=person.id):
        if view.is_pending and view.due_at is not None:
            if view.asked_at > now and opens is not None:  # the first message waits, and comes then
                view = replace(view, asked_at=opens)
            scene, _ = scene_of(records, view.id)
            moved = replace(view, due_at=next_look(scene.with_view(view), view, now))
            records.views.put(moved)
            moments += [moved.due_at] if moved.due_at else []
    return min(moments, default=None), () if opens is None else (Moved(person.id, opens),)


def _reply(
    person: Person,
    words: Words,
    now: datetime,
    *,
    reminder: datetime | None = None,
    cancel: Absence | None = None,
) -> Effects:
    """What is set now, and what follows from it."""
    blocks: list[Block] = [Text(words), *(Note(note) for note in _consequences(person, now, reminder))]
    buttons = [Button("Change", OpenSettings(), about="hours, days, zone and absences")]
    if cancel is not None:
        buttons.insert(0, Button("Cancel this absence", CancelAbsence(cancel.first, cancel.last)))
    return Effects(reply=Message(words, (*blocks, Buttons(tuple(buttons)))))


def _consequences(person: Person, now: datetime, reminder: datetime | None) -> Sequence[Phrase]:
    notes = []
    coming = [absence for absence in person.away if absence.last >= local_day(now, person.zone)]
    if coming:
        shown = tuple(period(absence) for absence in coming[:SHOWN_ABSENCES])
        notes.append(Phrase("Away: {days}.", days=Listing(shown)))
    opens = next_working(person, now)
    if opens is None:
        notes.append(Phrase("By this calendar you never work, so nothing will be sent to you in working hours."))
    elif opens > now:
        notes.append(Phrase("I may write to you next on {at}.", at=Instant(opens, person.zone)))
    if reminder is not None:
        notes.append(
            Phrase(
                "If answers are still missing then, your next reminder comes {at}.", at=Instant(reminder, person.zone)
            )
        )
    return notes


def _not_away(person: Person, today: date, now: datetime) -> Effects:
    coming = next((absence for absence in person.away if absence.first > today), None)
    if coming is None:
        return _reply(person, "You are not away, so nothing changes.", now)
    words = Phrase("You are not away today. Your next absence is {days}; it stays.", days=period(coming))
    return _reply(person, words, now, cancel=coming)
