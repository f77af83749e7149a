"""What stories on a chat platform have in common: who is there, what is named for the first time, and time."""

from __future__ import annotations

from abc import abstractmethod
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Generic, TypeVar
from uuid import uuid4

from aiohttp import ClientSession

from bot.app import App
from bot.operate import order
from flows.commands import Command
from flows.effects import Outcome
from flows.leaving import PersonBack, PersonLeft
from flows.people import Person
from flows.projects.loading import LoadProject
from tests.slack.workplace import address_of, newcomers
from tests.stories.chat import Answered, Chat

SECONDS = timedelta(seconds=3)
"""How long a platform may hold a message back because of the one before."""
UserT = TypeVar("UserT")
GestureT = TypeVar("GestureT")


@dataclass(frozen=True)
class Told(Generic[GestureT]):
    """A gesture that the platform may tell of again, and its answer."""

    gesture: GestureT
    answered: Answered


def files_in(body: Mapping[str, object]) -> dict[str, bytes]:
    """What is attached to a message, by name."""
    given = body.get("files", [])
    assert isinstance(given, list)
    return {each["name"]: b64decode(each["content"]) for each in given}


class Elsewhere(Chat, Generic[UserT, GestureT]):
    """The people of one organisation on a chat platform. `heard`: what the engine answered, by event id; `away`: who
    has no account there, and gets none."""

    def __init__(self, app: App, session: ClientSession, url: str) -> None:
        super().__init__(app, session, url)
        self.organisation = app.organisation
        self.heard: dict[str, Outcome] = {}
        self.away: frozenset[str] = frozenset()
        self._told: dict[str, Told[GestureT]] = {}

    @abstractmethod
    async def seat(self, person_id: str, person: Person | None) -> UserT:
        """The account of a person; they come when they are not there yet."""

    @abstractmethod
    async def opened(self, channel: str) -> None:
        """A channel of that name is there, with Accord in it."""

    @abstractmethod
    async def closes(self, user: UserT, *, closed: bool = True) -> None:
        """An administrator closes an account, or opens it again."""

    @abstractmethod
    async def gesture(self, user: UserT, what: str, body: Mapping[str, object], event_id: str) -> GestureT | str:
        """What the platform tells Accord of; or what it says itself without asking Accord, "" for nothing."""

    @abstractmethod
    async def give(self, person: str, user: UserT, gesture: GestureT) -> Answered:
        """One gesture, and what it was answered."""

    async def pinned(self, person: str, channel: str) -> list[str] | None:  # noqa: ARG002
        return None

    async def user(self, person: str) -> UserT:
        """The account of a person; they join when they are not there yet."""
        return await self.seat(person, (await self.people()).get(person))

    async def people(self) -> dict[str, Person]:
        """Everybody of the organisation who is or may be here, by id."""
        people = await self.app.store.read(self.organisation, lambda records: records.people.all())
        return {person.id: person for person in people if person.id not in self.away}

    async def order(self, command: Command) -> object:
        """A command of the operator; who is named in a project is on the platform, and so is its channel."""
        if isinstance(command, LoadProject):
            people = tuple(replace(each, email=each.email or address_of(each.id)) for each in command.file.people)
            for each in people:
                await self.seat(each.id, each)
            if command.file.project.channel:
                await self.opened(command.file.project.channel)
            command = replace(command, file=replace(command.file, people=people))
        if isinstance(command, PersonLeft | PersonBack):
            await self.closes(await self.user(command.person_id), closed=isinstance(command, PersonLeft))
        outcome = await order(self.app, command, self.organisation)
        await self.settle()
        return outcome

    async def send(self, person: str, what: str, body: Mapping[str, object], event_id: str = "") -> Answered:
        """One gesture, and what it was answered; the same `event_id` is the same gesture told again."""
        user = await self.user(person)
        again = self._told.get(f"{person}/{event_id}")
        if again is not None:
            answered = await self.give(person, user, again.gesture)
            return again.answered if answered.kind == "none" else answered  # it is on screen still
        gesture = await self.gesture(user, what, body, event_id)
        if isinstance(gesture, str):
            return Answered("refusal" if gesture else "none", gesture)
        answered = await self.give(person, user, gesture)
        self._told[f"{person}/{event_id or uuid4()}"] = Told(gesture, answered)
        return answered

    async def invited(self, values: Mapping[str, str | list[str]]) -> None:
        """Whoever and whatever is named in a form for the first time is there."""
        for value in values.values():
            for name, email in newcomers(str(value)):
                await self.seat(email.partition("@")[0], Person(name, name, email))
        if isinstance(channel := values.get("channel"), str) and channel:
            await self.opened(channel)

    async def settle(self) -> None:
        """Delivers what can go now; a conversation takes one message after the other, so seconds pass."""
        await self.app.settle()
        while (due := await self.app.store.next_due(self.organisation)) is not None and due <= self.now + SECONDS:
            self.app.clock.set_forward(max(due, self.now) + timedelta(milliseconds=5))
            await self.app.settle()

    async def until(self, moment: datetime) -> None:
        """Lets simulated time pass up to a moment."""
        await super().until(moment)
        await self.settle()

    def encode(self, command: Command) -> str:
        """A command as a button holds it."""
        return self.app.store.wire.dump(command, Command)
