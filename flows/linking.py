"""One person with several chat accounts: a code that is given out on one and typed on the other makes them one.

A look: check_code. Changes: give_code, join_accounts. Accounts with the same verified e-mail address need none of this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import choice
from typing import Protocol

from flows.arriving import is_made
from flows.commands import Actor, Command
from flows.effects import Effects, Post
from flows.errors import Invalid, NotAllowed, WrongState
from flows.escalations.records import Escalation
from flows.links import Link, Links, follow, turned_out_to_be
from flows.messages import Button, Buttons, Message, Note, Style, Text, ToPerson
from flows.people import Person
from flows.phrases import Instant, Phrase
from flows.projects.membership import members, myself
from flows.projects.records import Project
from flows.rounds.records import View

LASTS = timedelta(minutes=10)
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without those that look like others."""
LENGTH = 8
"""40 bits: with ten minutes and one answer at a time nobody guesses one."""


@dataclass(frozen=True)
class GiveCode(Command):
    """`/align link`: a code for my other account."""


@dataclass(frozen=True)
class CheckCode(Command):
    """`/align link CODE`: whose code is it?"""

    code: str


@dataclass(frozen=True)
class JoinAccounts(Command):
    """The person of the code is me, too."""

    code: str


class People(Protocol):
    """Everyone of the organisation."""

    def find(self, record_id: str, /) -> Person | None: ...

    def put(self, record: Person, /) -> None: ...


class Projects(Protocol):
    """The projects of the organisation."""

    def all(self) -> Sequence[Project]: ...


class Views(Protocol):
    """What was asked of whom."""

    def where(self, *, person_id: str | None = None) -> Sequence[View]: ...


class Escalations(Protocol):
    """What was escalated to whom."""

    def where(self, *, person_id: str | None = None) -> Sequence[Escalation]: ...


class Linked(Protocol):
    """What it takes to know who an account is."""

    @property
    def people(self) -> People: ...
    @property
    def links(self) -> Links: ...


class Records(Linked, Protocol):
    """… and what hangs on a person."""

    @property
    def projects(self) -> Projects: ...
    @property
    def views(self) -> Views: ...
    @property
    def escalations(self) -> Escalations: ...


def known_as(records: Linked, actor: Actor) -> Actor:
    """Who acts: the person that the account's own turned out to be."""
    if actor.is_clock or actor.is_operator:
        return actor
    person = records.people.find(actor.person_id)
    if person is None or person.active:  # who turned out to be somebody else is not active any more
        return actor
    other = turned_out_to_be(records.links, actor.person_id)
    return actor if other is None else replace(actor, person_id=other)


def give_code(records: Records, actor: Actor, _command: GiveCode, now: datetime) -> Effects:
    """A code that works once, for ten minutes; the one before does not work any more. Only its hash is kept."""
    person = _member(records, actor)
    code = "".join(choice(LETTERS) for _ in range(LENGTH))
    link = records.links.find(person.id) or Link(person.id)
    records.links.put(replace(link, digest=hashed(actor.organisation_id, code), until=now + LASTS))
    typed = Phrase("/align link {code}", code=f"{code[:4]}-{code[4:]}")
    words = Phrase(
        "Type {typed} in your other chat, by {until}. Then both accounts are you.",
        typed=typed,
        until=Instant(now + LASTS, person.zone),
    )
    note = "Do not give the code to anybody: whoever uses it could act as you. It works once."
    return Effects(reply=Message(words, (Text(words), Note(note))))


def check_code(records: Records, actor: Actor, command: CheckCode, now: datetime) -> Effects:
    """Whose code it is, and what joining means; nothing changes yet."""
    here = _member(records, actor)
    owner, _ = _given(records, actor, command.code, now)
    stays, _ = _which(records, owner, here)
    words = Phrase("This code was given to {who}. Is that you, too?", who=owner.name)
    then = Phrase("Then both accounts are {who}, and what is done with either is done by them.", who=stays.name)
    warning = "If somebody else has asked you to type this code, do not go on: they could act as you."
    button = Button("Yes, both are me", JoinAccounts(command.code), Style.PRIMARY, about="make both accounts one")
    return Effects(reply=Message(words, (Text(words), Text(then), Note(warning), Buttons((button,)))))


def join_accounts(records: Records, actor: Actor, command: JoinAccounts, now: datetime) -> Effects:
    """Both accounts are one person from now on. Raises Invalid, and WrongState where both have a part in projects."""
    here = _member(records, actor)
    owner, link = _given(records, actor, command.code, now)
    stays, goes = _which(records, owner, here)
    records.links.put(replace(link, digest="", until=None))
    follow(records.links, goes, stays)
    records.people.put(replace(goes, active=False))
    words = Phrase("Done. Both accounts are {who} now.", who=stays.name)
    told = Phrase(
        "The account of {other} is yours from now on: what is done with it is done by you. If that was not you, "
        "please tell whoever runs Accord at once.",
        other=goes.name,
    )
    post = Post(f"link/{goes.id}/{now:%Y%m%dT%H%M%S}", ToPerson(stays.id), Message(told))
    return Effects((post,), reply=Message(words))


def hashed(organisation_id: str, code: str) -> str:
    """What is kept of a code; case, spaces and dashes do not matter."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return sha256(f"{organisation_id}/{plain}".encode()).hexdigest()


def _member(records: Records, actor: Actor) -> Person:
    if actor.outside:
        raise NotAllowed("Guests cannot join accounts. Please ask the facilitator of your project to name you once.")
    return myself(records.people, actor)


def _given(records: Records, actor: Actor, code: str, now: datetime) -> tuple[Person, Link]:
    """Whose code that is. Raises Invalid: the same for one that never was, that was used, and that is too old."""
    for link in records.links.where(state=hashed(actor.organisation_id, code)):
        owner = records.people.find(link.id)
        if link.until is not None and now < link.until and owner is not None and owner.active:
            return owner, link
    raise Invalid(
        "This code does not work: it may be older than ten minutes, or was used already. Type {typed} in your other "
        "chat for a new one.",
        typed=Phrase("/align link"),
    )


def _which(records: Records, owner: Person, here: Person) -> tuple[Person, Person]:
    """(who stays, who goes). Whoever has a part in a project stays."""
    if owner.id == here.id:
        raise WrongState("You have this code from this same account. Please type it in your other chat.")
    free = [person for person in (here, owner) if not _has_part(records, person)]
    if not free:
        raise WrongState(
            "{one} and {other} both have a part in projects, so I cannot make them one. Please ask the facilitator to "
            "name only one of them.",
            one=owner.name,
            other=here.name,
        )
    goes = next((person for person in free if is_made(person.id)), free[0])
    return (owner if goes is here else here), goes


def _has_part(records: Records, person: Person) -> bool:
    if any(person.id in members(project) for project in records.projects.all()):
        return True
    return bool(records.views.where(person_id=person.id) or records.escalations.where(person_id=person.id))
