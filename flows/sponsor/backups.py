"""A back-up for the sponsor: named by the sponsor, and one only when they have accepted.

A look: open_backup. Changes: name_backup, accept_backup, decline_backup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from flows.calendar import add_working_days, next_working
from flows.charter.keeping import Sources
from flows.commands import Actor
from flows.consent.keeping import KeptProjects
from flows.decisions.cast import Cast
from flows.effects import Card, Effects, Post, Promise
from flows.errors import NotFound, WrongState
from flows.escalations.forms import may_name
from flows.filled import Filled
from flows.forms import Form, Option, PeopleField, Section
from flows.messages import Message, Text, ToPerson
from flows.people import Person
from flows.phrases import Phrase
from flows.projects.naming import labels
from flows.projects.records import Project
from flows.sponsor import cards
from flows.sponsor.commands import AcceptBackup, DeclineBackup, NameBackup, OpenBackup
from flows.sponsor.preparing import load_for_sponsor, refreshed
from flows.sponsor.records import Backup, BackupState, Preparation

CARD = "sponsor_backup"
"""The drawing of the request, of a project; `part`: its number."""
REMIND = "remind/"
REMIND_DAYS = 2
"""Working days after which whoever is asked is reminded, once."""
MOST_LISTED = 100


class Records(Sources, Protocol):
    @property
    def projects(self) -> KeptProjects: ...


def open_backup(records: Records, actor: Actor, command: OpenBackup, now: datetime) -> Effects:  # noqa: ARG001
    """The form: who is to stand in."""
    found = load_for_sponsor(records, actor, command.project_id)
    known = [
        each for each in found.cast.everybody() if each.id != actor.person_id and may_name(found.cast, actor, each)
    ]
    names = labels(known[:MOST_LISTED])
    people = tuple(Option(each.id, names[each.id]) for each in known[:MOST_LISTED])
    why = "They are asked, and it counts when they say yes. Whoever it was until now is told that it is over."
    fields = (
        Section("Your back-up", why),
        PeopleField("person", "Who decides when you cannot?", people, required=True),
    )
    return Effects(reply=Form("Name a back-up", NameBackup(found.project.id), fields, submit="Ask them"))


def name_backup(records: Records, actor: Actor, command: NameBackup, now: datetime) -> Effects:
    """They are asked in their working hours. Raises InvalidForm for who cannot be one."""
    found = load_for_sponsor(records, actor, command.project_id)
    cast, filled = found.cast, Filled(command.values)
    person = cast.person(next(iter(filled.people("person")), ""))
    if person.id == actor.person_id:
        filled.wrong("person", "You cannot be your own back-up. Please choose somebody else.")
    elif not may_name(cast, actor, person):
        filled.wrong("person", "Please choose somebody who works with Accord.")
    filled.check()
    before = found.preparation or Preparation(found.project.id)
    if before.backup is not None and before.backup.person_id == person.id and before.backup.state is BackupState.ASKED:
        raise WrongState("{who} is asked already and has not answered yet.", who=person.who)
    number = before.backup.number + 1 if before.backup is not None else 1
    after = Backup(person.id, actor.person_id, now, number)
    records.preparations.put(replace(before, backup=after))
    posts = (*_over(records, cast, before.backup, now), *asked(found.project, cast, after, now))
    told = Phrase("{who} is asked. It counts when they say yes, and you are told.", who=person.who)
    return Effects(posts, Message(told, (Text(told),)))


def asked(project: Project, cast: Cast, backup: Backup, now: datetime) -> tuple[Post, ...]:
    """The request and its reminder, and the sponsor's card with it; to who has said yes already, that they did."""
    person = cast.person(backup.person_id)
    request = _request(project, cast, person.id, backup.number, now)
    if backup.state is BackupState.ACCEPTED:
        return refreshed(project), request
    return refreshed(project), request, _reminder(project, person, backup.number, now)


def _request(project: Project, cast: Cast, person_id: str, number: int, now: datetime) -> Post:
    key = f"sponsor/{project.id}/backup/{number}/{person_id}"
    at = next_working(cast.person(person_id), now)
    return Post(key, ToPerson(person_id), Card(CARD, project.id, str(number)), not_before=at)


def _reminder(project: Project, person: Person, number: int, now: datetime) -> Post:
    """Once, where they have not answered; it is not sent where they have."""
    later = add_working_days(person, next_working(person, now) or now, REMIND_DAYS)
    card = Card(CARD, project.id, f"{REMIND}{number}")
    key = f"sponsor/{project.id}/backup/{number}/{person.id}/again"
    return Post(key, ToPerson(person.id), card, Promise.NEVER_DOUBLED, not_before=later)


def _over(records: Records, cast: Cast, backup: Backup | None, now: datetime) -> Iterator[Post]:
    """Whoever was it, or was asked, is told that somebody else is."""
    project = cast.project
    if project.backup is not None:
        records.projects.put(replace(project, backup=None))
    if backup is not None and backup.state is not BackupState.DECLINED and cast.person(backup.person_id).active:
        words = Phrase(
            "{sponsor} has asked somebody else to be the back-up in {project}; you need not do anything.",
            sponsor=cast.who(backup.by),
            project=project.name,
        )
        yield _told(project, cast, backup.person_id, f"{backup.number}/over", words, now=now)


def _told(project: Project, cast: Cast, person_id: str, name: str, words: Phrase, *, now: datetime) -> Post:
    at = next_working(cast.person(person_id), now)
    key = f"sponsor/{project.id}/backup/{name}/{person_id}"
    return Post(key, ToPerson(person_id), Message(words, (Text(words),)), not_before=at)


def draw(records: Records, card: Card, _reader: str | None, _now: datetime) -> Message:
    """The request as it stands. Raises NotFound where another one has taken its place, or they need no reminder."""
    project = records.projects.get(card.of)
    held = records.preparations.find(project.id)
    if held is None or held.backup is None or str(held.backup.number) != card.part.removeprefix(REMIND):
        raise NotFound("Nothing waits any more.")
    if card.part.startswith(REMIND) and held.backup.state is not BackupState.ASKED:
        raise NotFound("Nothing waits any more.")
    return cards.backup_request(project, Cast(records, project), held.backup)


def accept_backup(records: Records, actor: Actor, command: AcceptBackup, now: datetime) -> Effects:
    """From now on what the sponsor does not decide in time goes to them."""
    before, backup, cast = _asked(records, actor, command.project_id, command.number)
    records.projects.put(replace(cast.project, backup=actor.person_id))
    told = Phrase(
        "Kept: you are the back-up in {project}. /align rights shows who decides what.", project=cast.project.name
    )
    words = Phrase("{who} is your back-up in {project}.", who=cast.who(actor.person_id), project=cast.project.name)
    return _answered(records, before, replace(backup, state=BackupState.ACCEPTED, at=now), (told, words), now)


def decline_backup(records: Records, actor: Actor, command: DeclineBackup, now: datetime) -> Effects:
    """The sponsor is told, and names somebody else."""
    before, backup, cast = _asked(records, actor, command.project_id, command.number)
    told = Phrase("Kept. {sponsor} is told.", sponsor=cast.who(backup.by))
    words = Phrase(
        "{who} cannot be your back-up in {project}. Please name somebody else: /align sponsor.",
        who=cast.who(actor.person_id),
        project=cast.project.name,
    )
    return _answered(records, before, replace(backup, state=BackupState.DECLINED, at=now), (told, words), now)


def _asked(records: Records, actor: Actor, project_id: str, number: int) -> tuple[Preparation, Backup, Cast]:
    """The request, if it waits for the actor; who it is not for learns nothing about it."""
    before = records.preparations.find(project_id)
    backup = before.backup if before is not None else None
    if before is None or backup is None or (backup.person_id, backup.number) != (actor.person_id, number):
        raise NotFound("There is nothing here that you were asked.")
    cast = Cast(records, records.projects.get(project_id))
    if backup.state is not BackupState.ASKED or backup.by != cast.project.sponsor:
        raise WrongState("This is answered already, or somebody else is the sponsor now. Nothing was changed.")
    return before, backup, cast


def _answered(
    records: Records, before: Preparation, backup: Backup, said: tuple[Phrase, Phrase], now: datetime
) -> Effects:
    records.preparations.put(replace(before, backup=backup))
    project = records.projects.get(before.id)
    cast, (told, words) = Cast(records, project), said
    posts = (
        _request(project, cast, backup.person_id, backup.number, now),
        _told(project, cast, backup.by, f"{backup.number}/answered", words, now=now),
        refreshed(project),
    )
    return Effects(posts, Message(told, (Text(told),)))
