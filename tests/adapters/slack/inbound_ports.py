"""The engine and the ports of the inbound tests: scripted, in memory, and counting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256

from adapters.slack.ports import Account, Installation, Spot, Workspace
from flows.commands import Actor, Command
from flows.effects import Outcome
from flows.errors import Unavailable
from flows.people import Person

T1 = Workspace("", "T1")
ACME = Installation("acme", T1, "Acme", "xoxb-canary-token", "B1", "UBOT", ("chat:write",))


@dataclass
class ScriptedEngine:
    """Answers by kind of command, once per event id. `done`: what was carried out, in order; `runs`: all that came."""

    says: dict[type[Command], Callable[[Command], Outcome]] = field(default_factory=dict)
    done: list[tuple[Actor, Command]] = field(default_factory=list)
    runs: int = 0
    down: bool = False
    delay: float = 0.0
    fault: Exception | None = None
    _answers: dict[str, Outcome] = field(default_factory=dict)

    async def run(self, actor: Actor, command: Command, event_id: str) -> Outcome:
        self.runs += 1
        if self.down:
            raise Unavailable("closed for the test")
        if self.fault is not None:
            raise self.fault
        await asyncio.sleep(self.delay)
        key = f"{actor.organisation_id}/{actor.person_id}/{event_id}"
        if key not in self._answers:
            self._answers[key] = self._says(command)
            self.done.append((actor, command))
        return self._answers[key]

    def _says(self, command: Command) -> Outcome:
        say = self.says.get(type(command))
        return say(command) if say else None

    @property
    def commands(self) -> list[Command]:
        return [command for _, command in self.done]


@dataclass
class MemoryInstallations:
    known: dict[Workspace, Installation] = field(default_factory=lambda: {T1: ACME})

    async def find(self, workspace: Workspace) -> Installation | None:
        return self.known.get(workspace)

    async def of(self, organisation_id: str) -> Installation | None:
        return next((each for each in self.known.values() if each.organisation_id == organisation_id), None)

    async def all(self) -> tuple[Installation, ...]:
        return tuple(self.known.values())

    async def keep(self, installation: Installation) -> None:
        self.known[installation.workspace] = installation

    async def pause(self, installation: Installation, reason: str) -> bool:
        known = self.known.get(installation.workspace)
        if known is None or known.bot_token != installation.bot_token:
            return False
        self.known[installation.workspace] = replace(known, paused=reason)
        return True


@dataclass
class MemoryAccounts:
    known: dict[tuple[str, str], Account] = field(default_factory=dict)

    async def find(self, organisation_id: str, user_id: str) -> Account | None:
        return self.known.get((organisation_id, user_id))

    async def of(self, organisation_id: str, person_id: str) -> Account | None:
        found = (each for (of, _), each in self.known.items() if of == organisation_id and each.person_id == person_id)
        return next(found, None)

    async def keep(self, organisation_id: str, accounts: Sequence[Account]) -> None:
        for account in accounts:
            before = self.known.get((organisation_id, account.user_id))
            linked = replace(account, person_id=before.person_id if before else None)
            self.known[organisation_id, account.user_id] = linked

    async def person(self, organisation_id: str, account: Account) -> Person:
        linked = replace(account, person_id=account.person_id or f"person-{account.user_id}")
        self.known[organisation_id, account.user_id] = linked
        return Person(linked.person_id or "", account.name)

    async def zone(self, organisation_id: str, person_id: str) -> str | None:
        return None if await self.of(organisation_id, person_id) is None else "UTC"

    async def wanted(self, organisation_id: str) -> tuple[Person, ...]:
        return tuple(
            Person(each.person_id or "", each.name) for (of, _), each in self.known.items() if of == organisation_id
        )


@dataclass
class MemorySpots:
    known: dict[tuple[str, str], Spot] = field(default_factory=lambda: {("acme", "C1"): Spot("C1", "line-3")})

    async def named(self, organisation_id: str, name: str) -> Spot | None:
        found = (spot for (of, _), spot in self.known.items() if of == organisation_id and spot.name == name)
        return next(found, None)

    async def find(self, organisation_id: str, channel_id: str) -> Spot | None:
        return self.known.get((organisation_id, channel_id))

    async def keep(self, organisation_id: str, spots: Sequence[Spot]) -> None:
        self.known.update({(organisation_id, spot.channel_id): spot for spot in spots})

    async def wanted(self, organisation_id: str) -> tuple[str, ...]:
        return tuple(spot.name for (of, _), spot in self.known.items() if of == organisation_id)


@dataclass
class MemoryShelf:
    known: dict[tuple[str, str], str] = field(default_factory=dict)

    async def put(self, organisation_id: str, texts: Sequence[str]) -> tuple[str, ...]:
        digests = tuple(sha256(text.encode()).hexdigest()[:32] for text in texts)
        self.known.update({(organisation_id, digest): text for digest, text in zip(digests, texts, strict=True)})
        return digests

    async def get(self, organisation_id: str, digest: str) -> str | None:
        return self.known.get((organisation_id, digest))


@dataclass
class MemoryWaits:
    known: dict[tuple[str, str], datetime] = field(default_factory=dict)

    async def all(self, now: datetime) -> dict[tuple[str, str], datetime]:
        return {key: until for key, until in self.known.items() if until > now}

    async def keep(self, team_id: str, method: str, until: datetime) -> None:
        self.known[team_id, method] = until


@dataclass
class MemoryStates:
    issued: dict[str, datetime] = field(default_factory=dict)

    async def issue(self, digest: str, now: datetime) -> None:
        self.issued[digest] = now

    async def use(self, digest: str, now: datetime) -> bool:
        issued = self.issued.pop(digest, None)
        return issued is not None and now - issued <= timedelta(minutes=10)
