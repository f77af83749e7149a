"""Teams' door on loopback with a scripted engine behind it, a key server, and a connector that only writes down."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import aiohttp
from aiohttp import web

from adapters.accounts import Account, Kind
from adapters.intake import Completion
from adapters.platform import Gone, PlatformError
from adapters.shapes import Sent
from adapters.teams.app import Teams
from adapters.teams.door import mount
from adapters.teams.keys import Keys
from adapters.teams.parts import Parts
from adapters.teams.ports import Activity, Conversation
from flows.commands import Command, Place
from flows.errors import Invalid
from tests.adapters.slack.inbound_ports import MemoryAccounts, MemoryShelf, MemorySpots, ScriptedEngine
from tests.adapters.slack.inbound_stand import WIRE, Ask, Look, Note, serving
from tests.adapters.teams.said import APP_ID, SERVICE, TENANT, message
from tests.teams.fake.keys import KeyRing, claims_for

NOW = 1_801_468_800.0
UNHURRIED = 30.0
"""Seconds for an answer and for what follows it, on a machine that is busy otherwise."""
"""UNIX seconds at which the stand's clocks stand until a test moves them."""


class SmallGrammar:
    """/align ask …, and everything else is said; /align wrong is refused."""

    home: Command = Look()
    completions: tuple[Completion, ...] = ()

    def parse(self, text: str, place: Place) -> Command:
        if text == "/align wrong":
            raise Invalid("That is nothing. Type /align help.")
        if text.startswith("/align ask"):
            return Ask(text.removeprefix("/align ask").strip())
        return Note(text, place.channel, place.thread)


@dataclass
class KeyServer:
    """Microsoft's OpenID metadata and keys. `hang`: seconds before it says anything; `gate`: nor before this is set.

    `status`, `raw`: a bad answer.
    """

    ring: KeyRing = field(default_factory=KeyRing)
    hang: float = 0.0
    gate: asyncio.Event | None = None
    status: int = 200
    raw: str | None = None
    jwks_uri: str | None = None
    url: str = ""
    asked: int = 0

    async def openid(self, _: web.Request) -> web.Response:
        self.asked += 1
        await asyncio.sleep(self.hang)
        if self.gate is not None:
            await self.gate.wait()
        where = self.jwks_uri or f"{self.url}/keys"
        text = json.dumps({"issuer": "https://api.botframework.com", "jwks_uri": where})
        return web.Response(status=self.status, text=text if self.raw is None else self.raw)

    async def keys(self, _: web.Request) -> web.Response:
        return web.json_response(self.ring.jwks())

    async def elsewhere(self, _: web.Request) -> web.Response:
        raise web.HTTPFound(f"{self.url}/openid")

    def application(self) -> web.Application:
        server = web.Application()
        server.router.add_get("/openid", self.openid)
        server.router.add_get("/keys", self.keys)
        server.router.add_get("/moved", self.elsewhere)
        return server


@dataclass
class Clock:
    """Both clocks of the adapter."""

    at: float = NOW

    def seconds(self) -> float:
        return self.at

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.at, UTC)


@dataclass
class MemoryTenants:
    known: dict[str, str] = field(default_factory=lambda: {TENANT: "acme"})

    async def organisation(self, tenant_id: str) -> str | None:
        return self.known.get(tenant_id)


@dataclass
class MemoryPlaces:
    known: dict[tuple[str, str], Conversation] = field(default_factory=dict)

    async def keep(self, organisation_id: str, conversation: Conversation) -> None:
        self.known[organisation_id, conversation.conversation_id] = conversation

    async def drop(self, organisation_id: str, conversation_id: str) -> None:
        self.known.pop((organisation_id, conversation_id), None)

    async def direct(self, organisation_id: str, user_id: str) -> Conversation | None:
        found = (each for (of, _), each in self.known.items() if of == organisation_id and each.user_id == user_id)
        return next(found, None)


@dataclass
class MemoryRoster:
    """`people`: by their id in the directory; `away`: Teams does not answer."""

    people: dict[str, Account] = field(default_factory=dict)
    away: PlatformError | None = None
    asked: list[str] = field(default_factory=list)

    async def member(self, conversation: Conversation, member_id: str) -> Account:
        assert conversation.service_url
        self.asked.append(member_id)
        if self.away is not None:
            raise self.away
        if member_id not in self.people:
            raise Gone("nobody")
        return self.people[member_id]

    async def refresh(self, organisation_id: str, conversation: Conversation) -> None:
        self.asked.append(f"{organisation_id} in {conversation.conversation_id}")
        if self.away is not None:
            raise self.away


@dataclass
class MemoryTalk:
    """Writes down what is said where. `closed`: conversations that take nothing; `troubles`: of the next calls."""

    posted: list[tuple[str, str, Activity]] = field(default_factory=list)
    updated: list[tuple[str, str, Activity]] = field(default_factory=list)
    deleted: list[tuple[str, str]] = field(default_factory=list)
    closed: dict[str, PlatformError] = field(default_factory=dict)
    troubles: list[PlatformError] = field(default_factory=list)
    gate: asyncio.Event | None = None

    async def post(self, conversation: Conversation, activity: Activity, thread: str = "") -> str:
        await self._in(conversation)
        self.posted.append((conversation.conversation_id, thread, activity))
        return f"1{len(self.posted)}"

    async def update(self, conversation: Conversation, activity_id: str, activity: Activity) -> None:
        await self._in(conversation)
        self.updated.append((conversation.conversation_id, activity_id, activity))

    async def delete(self, conversation: Conversation, activity_id: str) -> None:
        await self._in(conversation)
        self.deleted.append((conversation.conversation_id, activity_id))

    async def _in(self, conversation: Conversation) -> None:
        if self.gate is not None:
            await self.gate.wait()
        if self.troubles:
            raise self.troubles.pop(0)
        if conversation.conversation_id in self.closed:
            raise self.closed[conversation.conversation_id]


@dataclass
class Answered:
    """What a request was answered."""

    status: int
    text: str

    @property
    def json(self) -> Sent:
        return dict(json.loads(self.text))


@dataclass
class Stand:
    """Everything in one place. `post` sends as Teams does, `send` as anybody might."""

    teams: Teams
    engine: ScriptedEngine
    keys: KeyServer
    clock: Clock
    accounts: MemoryAccounts
    spots: MemorySpots
    shelf: MemoryShelf
    places: MemoryPlaces
    roster: MemoryRoster
    talk: MemoryTalk
    url: str
    session: aiohttp.ClientSession

    def token(self, **claims: object) -> str:
        """A good token but for these claims; None leaves one out."""
        said = {**claims_for(APP_ID, SERVICE, self.clock.at), **claims}
        return self.keys.ring.signing.token({name: value for name, value in said.items() if value is not None})

    async def post(self, activity: Sent | None = None, **claims: object) -> Answered:
        """With a token that is good but for these claims."""
        body = json.dumps(message() if activity is None else activity).encode()
        return await self.send(body, {"Authorization": f"Bearer {self.token(**claims)}"})

    async def send(self, body: bytes | io.BytesIO, headers: Mapping[str, str]) -> Answered:
        """These bytes with these headers."""
        async with self.session.post(f"{self.url}/api/messages", data=body, headers=headers) as answer:
            return Answered(answer.status, await answer.text())

    async def settled(self) -> None:
        """Everything that follows an answer was shown."""
        await self.teams.errands.drain(UNHURRIED)


def known_accounts() -> MemoryAccounts:
    """Ana and Ben are members, Gil a guest, Rob a bot, Zoe's account is closed."""
    people = (
        Account("aad-ana", "Ana", person_id="ana"),
        Account("aad-ben", "Ben", person_id="ben"),
        Account("aad-gil", "Gil", kind=Kind.GUEST, person_id="gil"),
        Account("aad-rob", "Rob", kind=Kind.BOT),
        Account("aad-zoe", "Zoe", active=False, person_id="zoe"),
    )
    return MemoryAccounts({("acme", each.user_id): each for each in people})


@asynccontextmanager
async def standing(*, checked: bool = True, **changes: object) -> AsyncIterator[Stand]:
    """A running stand. `checked`: whether tokens are; `changes`: other parts."""
    server, clock, talk, engine = KeyServer(), Clock(), MemoryTalk(), ScriptedEngine()
    accounts, spots, shelf, places, roster = (
        known_accounts(),
        MemorySpots(),
        MemoryShelf(),
        MemoryPlaces(),
        MemoryRoster(),
    )
    async with serving(server.application()) as key_url, aiohttp.ClientSession() as session:
        server.url = key_url
        parts = Parts(
            engine=engine, grammar=SmallGrammar(), wire=WIRE, tenants=MemoryTenants(), accounts=accounts, spots=spots,
            shelf=shelf, places=places, roster=roster, talk=talk, app_id=APP_ID,
            keys=Keys(f"{key_url}/openid", clock.seconds) if checked else None,
            now=clock.now, seconds=clock.seconds, dialogs=frozenset({"Ask"}), answer_within=UNHURRIED,
        )  # fmt: skip
        teams, door = Teams(replace(parts, **changes)), web.Application(client_max_size=2**20)  # type: ignore[arg-type]
        mount(door, teams)
        async with serving(door) as url:
            yield Stand(teams, engine, server, clock, accounts, spots, shelf, places, roster, talk, url, session)
            await teams.close()
