"""Somebody who writes to Accord from a chat account: they become a person of the organisation, or are one again.

A change: person_arrived.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from flows.absences import watched
from flows.calendar.local import zone_named
from flows.commands import Actor, Command
from flows.effects import NOTHING, Effects
from flows.errors import Invalid, NotAllowed
from flows.links import Links, turned_out_to_be
from flows.people import Person


@dataclass(frozen=True)
class PersonArrived(Command):
    """An account that works. `zone`: as the platform says, "" where it says nothing."""

    person_id: str
    name: str
    email: str | None = None
    zone: str = ""


MADE = ("slack-", "teams-")
"""How the ids of people begin who were made for an account: with its platform."""


def made_id(platform: str, user_id: str) -> str:
    """The id of the person who is made for an account."""
    return f"{platform}-{user_id.lower()}"


def is_made(person_id: str) -> bool:
    """Whether somebody was made for an account, and not set up by anybody."""
    return person_id.startswith(MADE)


class People(Protocol):
    """Everyone of the organisation."""

    def find(self, record_id: str, /) -> Person | None: ...

    def put(self, record: Person, /) -> None: ...


class Records(Protocol):
    """What this keeps."""

    @property
    def people(self) -> People: ...
    @property
    def links(self) -> Links: ...


def person_arrived(records: Records, actor: Actor, command: PersonArrived, now: datetime) -> Effects:
    """A new person, or one whose account works again; nothing changes for who is here, or turned out to be another."""
    if not actor.is_clock:
        raise NotAllowed("Only Accord itself does this.")
    known = records.people.find(command.person_id)
    if known is None:
        records.people.put(Person(command.person_id, command.name, command.email, zone=known_zone(command.zone)))
    elif not known.active and turned_out_to_be(records.links, known.id) is None:
        records.people.put(watched(replace(known, active=True), now))
    return NOTHING


def known_zone(name: str) -> str:
    """The zone of that name, UTC where there is none."""
    try:
        zone_named(name)
    except Invalid:
        return "UTC"
    return name
