"""Slack's door on loopback with a scripted engine behind it, a signer, and a Web API that only writes down."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import io
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import aiohttp
from aiohttp import web

from adapters.intake import Completion
from adapters.naming import Called
from adapters.slack.app import OAuth, Parts, Slack
from adapters.slack.client import Web
from adapters.slack.door import mount
from adapters.slack.ports import Account, Kind
from adapters.slack.shapes import Sent
from flows.commands import Command, FormCommand, Place
from flows.errors import Invalid
from flows.wire import Wire
from tests.adapters.slack import payloads
from tests.adapters.slack.inbound_ports import (
    MemoryAccounts,
    MemoryInstallations,
    MemoryShelf,
    MemorySpots,
    MemoryStates,
    MemoryWaits,
    ScriptedEngine,
)

SECRET = "canary-signing-secret-0123456789"
UNHURRIED = 30.0
"""Seconds for an answer and for what follows it, on a machine that is busy otherwise."""


@dataclass(frozen=True)
class Note(Command):
    """Something that is said."""

    text: str = ""
    channel: str | None = None
    thread: str | None = None


@dataclass(frozen=True)
class Ask(Command):
    """Opens a form."""

    text: str = ""


@dataclass(frozen=True)
class Fill(FormCommand):
    """What the form submits."""

    about: str = ""


@dataclass(frozen=True)
class Look(Command):
    """The Home tab."""


@dataclass(frozen=True)
class Take(Command):
    """A press."""

    number: int = 0
    words: str = ""


WIRE = Wire({kind.__name__: kind for kind in (Note, Ask, Fill, Look, Take)})


class SmallGrammar:
    """/align ask …, and everything else is said; /align wrong is refused."""

    home: Command = Look()
    completions: tuple[Completion, ...] = ()

    def __init__(self, names: Mapping[str, str]) -> None:
        self._called = Called(names)

    def parse(self, text: str, place: Place) -> Command:
        text = self._called.own(text)
        if text == "/align wrong":
            raise Invalid("That is nothing. Type /align help.")
        if text.startswith("/align ask"):
            return Ask(text.removeprefix("/align ask").strip())
        return Note(text, place.channel, place.thread)


@dataclass
class Api:
    """Slack's side: every call is written down. `answers`: what methods answer, {"ok": True} unless set."""

    calls: list[tuple[str, Sent]] = field(default_factory=list)
    answers: dict[str, Sent] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    gate: asyncio.Event | None = None
    url: str = ""

    async def call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        sent: Sent = await request.json() if "json" in request.content_type else _texts(await request.post())
        self.calls.append((method, sent))
        await self._open()
        answer = {"ok": True, **self.answers.get(method, {})}
        return web.json_response(answer, status=self.statuses.get(method, 200), headers={"Retry-After": "30"})

    async def hook(self, request: web.Request) -> web.Response:
        self.calls.append(("response_url", await request.json()))
        await self._open()
        elsewhere = {"Location": f"{self.url}/api/led.away"}
        return web.Response(status=self.statuses.get("response_url", 200), text="ok", headers=elsewhere)

    async def _open(self) -> None:
        if self.gate is not None:
            await self.gate.wait()

    def made(self, method: str) -> list[Sent]:
        """The arguments of each call of a method."""
        return [sent for called, sent in self.calls if called == method]

    def application(self) -> web.Application:
        server = web.Application()
        server.router.add_post("/api/{method}", self.call)
        server.router.add_post("/response/{id}", self.hook)
        return server


def _texts(form: Mapping[str, object]) -> Sent:
    return {name: str(value) for name, value in form.items()}


@dataclass
class Answered:
    """What a request was answered."""

    status: int
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def json(self) -> Sent:
        return dict(json.loads(self.text)) if self.text.startswith("{") else {}


@dataclass
class Stand:
    """Everything in one place. `post` sends as Slack does, `forge` as anybody might."""

    slack: Slack
    engine: ScriptedEngine
    api: Api
    installations: MemoryInstallations
    accounts: MemoryAccounts
    spots: MemorySpots
    shelf: MemoryShelf
    states: MemoryStates
    url: str
    session: aiohttp.ClientSession

    async def post(self, payload: Sent) -> Answered:
        """Signed, now."""
        body, content_type = payloads.body(payload)
        return await self.send(body, signed(body, content_type))

    async def send(self, body: bytes | io.BytesIO, headers: Mapping[str, str]) -> Answered:
        """These bytes with these headers."""
        async with self.session.post(f"{self.url}/slack/events", data=body, headers=headers) as answer:
            return Answered(answer.status, await answer.text(), answer.headers)

    async def settled(self) -> None:
        """Everything that follows an answer was shown."""
        await self.slack.errands.drain(UNHURRIED)

    def hook(self) -> str:
        """A response_url of this Slack."""
        return f"{self.api.url}/response/1"


def signed(body: bytes, content_type: str, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """The headers of Slack's signature."""
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"Content-Type": content_type, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def known_accounts() -> MemoryAccounts:
    """Ana and Ben are members, Gil a guest, Rob a bot, Zoe is deactivated."""
    people = (
        Account("U1", "Ana", person_id="ana"),
        Account("U2", "Ben", person_id="ben"),
        Account("U3", "Gil", kind=Kind.GUEST, person_id="gil"),
        Account("U4", "Rob", kind=Kind.BOT),
        Account("U5", "Zoe", active=False, person_id="zoe"),
    )
    return MemoryAccounts({("acme", each.user_id): each for each in people})


@asynccontextmanager
async def standing(names: Mapping[str, str] | None = None, public_url: str = "") -> AsyncIterator[Stand]:
    """A running stand. `public_url`: with OAuth."""
    api, engine = Api(), ScriptedEngine()
    installations, accounts, states = MemoryInstallations(), known_accounts(), MemoryStates()
    spots, shelf = MemorySpots(), MemoryShelf()
    async with serving(api.application()) as api_url, aiohttp.ClientSession() as session:
        api.url = api_url
        caller = Web(installations, MemoryWaits(), now, base_url=f"{api_url}/api/")
        oauth = OAuth(
            client_id="1.2", client_secret="canary-secret", public_url=public_url, states=states, scopes=("chat:write",)
        )
        parts = Parts(
            engine=engine, grammar=SmallGrammar(names or {}), wire=WIRE, installations=installations, accounts=accounts,
            spots=spots, shelf=shelf, web=caller, signing_secret=SECRET, now=now, names=names or {},
            oauth=oauth if public_url else None, base_url=f"{api_url}/api/", answer_within=UNHURRIED,
        )  # fmt: skip
        slack, server = Slack(parts), web.Application(client_max_size=2**20)
        mount(server, slack)
        async with serving(server) as url:
            yield Stand(slack, engine, api, installations, accounts, spots, shelf, states, url, session)
            await slack.close()
        await caller.close()


@asynccontextmanager
async def serving(server: web.Application) -> AsyncIterator[str]:
    """The server's address while it runs."""
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def now() -> datetime:
    """Accord's clock is the wall's."""
    return datetime.now(UTC)
