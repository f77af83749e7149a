"""Alarms: what only whoever runs Accord can put right. Its administrators are told once, and again when it is over.

Changes: raise_alarm, end_alarm, alarm_due. Only Accord itself and its operator give them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from flows.commands import Actor, Command
from flows.effects import NOTHING, Effects, Post
from flows.errors import NotAllowed
from flows.messages import Header, Message, Note, Text, ToPerson
from flows.people import Person
from flows.phrases import Instant, Phrase, Words, as_phrase
from flows.projects.records import Project

CALM = timedelta(minutes=10)
"""How long a trouble has to stay away before it is over, so that one that comes and goes is told once."""


class Stage(StrEnum):
    """Where an alarm stands."""

    RAISED = "raised"
    CALM = "calm"
    """Not seen any more; over when it stays so."""
    OVER = "over"


@dataclass(frozen=True)
class AlarmState:
    """One kind of trouble. `id`: its kind; `number`: how often it has come; `ended`: when it was last seen to be over.

    `told`: ids of people, in chat; `mailed`: ids of people, or mail addresses.
    """

    id: str
    number: int
    sentence: Phrase
    since: datetime
    stage: Stage = Stage.RAISED
    told: tuple[str, ...] = ()
    mailed: tuple[str, ...] = ()
    ended: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True)
class RaiseAlarm(Command):
    """There is a trouble of this kind. Saying so again while it lasts changes nothing but its sentence.

    `administrators`: ids or mail addresses of people, or other mail addresses; empty for those who run the projects.
    `mail`: whether mail can be sent.
    """

    kind: str
    sentence: Words
    administrators: tuple[str, ...] = ()
    mail: bool = False


@dataclass(frozen=True)
class EndAlarm(Command):
    """The trouble of this kind is not seen any more."""

    kind: str


@dataclass(frozen=True)
class AlarmDue(Command):
    """The clock: it has stayed away."""

    kind: str


class Alarms(Protocol):
    """Alarms of the organisation, by kind."""

    def find(self, record_id: str, /) -> AlarmState | None: ...
    def put(self, record: AlarmState, /) -> None: ...


class Projects(Protocol):
    """Its projects."""

    def all(self) -> Sequence[Project]: ...


class People(Protocol):
    """Its people."""

    def all(self) -> Sequence[Person]: ...


class Records(Protocol):
    """Who is told, and what of."""

    @property
    def alarms(self) -> Alarms: ...
    @property
    def projects(self) -> Projects: ...
    @property
    def people(self) -> People: ...


def raise_alarm(records: Records, actor: Actor, command: RaiseAlarm, now: datetime) -> Effects:
    """Tells the administrators of a trouble that is new; otherwise only what is on their screens changes."""
    _check(actor)
    known, sentence = records.alarms.find(command.kind), as_phrase(command.sentence)
    if known is None or known.stage is Stage.OVER:
        number = known.number + 1 if known else 1
        return _put(records, _told(records, command, AlarmState(command.kind, number, sentence, now)), mail=True)
    goes_on = replace(known, sentence=sentence, stage=Stage.RAISED, ended=None, due_at=None)
    if not (known.told or known.mailed):  # nobody was there to tell
        return _put(records, _told(records, command, goes_on), mail=True)
    return _put(records, goes_on, mail=False)


def _told(records: Records, command: RaiseAlarm, alarm: AlarmState) -> AlarmState:
    """The alarm, and whom it is told."""
    people, others = administrators(records, command.administrators)
    mailed = (*(person.id for person in people if person.email), *others) if command.mail else ()
    return replace(alarm, told=tuple(person.id for person in people), mailed=mailed)


def end_alarm(records: Records, actor: Actor, command: EndAlarm, now: datetime) -> Effects:
    """Begins to wait whether it stays away."""
    _check(actor)
    known = records.alarms.find(command.kind)
    if known is not None and known.stage is Stage.RAISED:
        records.alarms.put(replace(known, stage=Stage.CALM, ended=now, due_at=now + CALM))
    return NOTHING


def alarm_due(records: Records, actor: Actor, command: AlarmDue, now: datetime) -> Effects:
    """It is over; those who were told hear that, too."""
    _check(actor)
    known = records.alarms.find(command.kind)
    if known is None or known.stage is not Stage.CALM or known.due_at is None or known.due_at > now:
        return NOTHING
    return _put(records, replace(known, stage=Stage.OVER, due_at=None), mail=True)


def _check(actor: Actor) -> None:
    if not (actor.is_clock or actor.is_operator):
        raise NotAllowed("Only Accord itself, or whoever runs it, does this.")


def administrators(records: Records, named: Sequence[str]) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """Who looks after Accord here: people, and mail addresses that are nobody's; else those who run the projects."""
    working = [person for person in records.people.all() if person.active]
    people = tuple(person for person in working if _is_named(person, named))
    known = {name.casefold() for person in people for name in (person.email or "", person.id)}
    others = tuple(name for name in named if "@" in name and name.casefold() not in known)
    return people or _running(records, working), others


def _is_named(person: Person, named: Sequence[str]) -> bool:
    address = (person.email or "").casefold()
    return any(person.id == name or (address and address == name.casefold()) for name in named)


def _running(records: Records, working: Sequence[Person]) -> tuple[Person, ...]:
    """The facilitators of the projects; the sponsor where a project has no facilitator who is there."""
    known = {person.id: person for person in working}
    projects = sorted(records.projects.all(), key=lambda project: project.id)
    found = (known.get(project.facilitator) or known.get(project.sponsor) for project in projects)
    return tuple({person.id: person for person in found if person is not None}.values())


def _put(records: Records, alarm: AlarmState, *, mail: bool) -> Effects:
    """Keeps it and shows it; what is on a screen already changes there. `mail`: whether it is worth one."""
    if alarm == records.alarms.find(alarm.id):
        return NOTHING
    records.alarms.put(alarm)
    zones = {person.id: person.zone for person in records.people.all()}

    def message(to: str) -> Message:
        return shown(alarm, zones.get(to, "UTC"))

    chat = [Post(_key(alarm, to), ToPerson(to), message(to)) for to in alarm.told]
    mails = [Post(f"{_key(alarm, to)}/mail", ToPerson(to, by_mail=True), message(to)) for to in alarm.mailed]
    return Effects((*chat, *(mails if mail else ())))


def _key(alarm: AlarmState, to: str) -> str:
    return f"{KEYS}/{alarm.id}/{alarm.number}/{to}"


KEYS = "alarm"
"""How the keys of these messages begin."""


def shown(alarm: AlarmState, zone: str) -> Message:
    """What an administrator of that zone reads."""
    since = Instant(alarm.since, zone)
    if alarm.stage is Stage.OVER and alarm.ended is not None:
        head = "This trouble is over"
        when = Phrase("It lasted from {since} to {ended}.", since=since, ended=Instant(alarm.ended, zone))
    else:
        head = "Accord needs you"
        why = "You are told because you look after Accord here. This comes once; I tell you when it is over."
        when = Phrase("Since {since}. {why}", since=since, why=why)
    summary = Phrase("{head}: {sentence}", head=head, sentence=alarm.sentence)
    return Message(summary, (Header(head), Text(alarm.sentence), Note(when)))
