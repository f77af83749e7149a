"""Stories are told through here: real people's moves on the running local workspace, over HTTP."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, cast
from uuid import uuid4
from zoneinfo import ZoneInfo

from aiohttp import ClientSession, CookieJar, web
from sqlalchemy import BindParameter, bindparam, select

from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from bot.operate import order
from bot.project_files import load_file
from bot.web import application
from flows.commands import Command
from flows.projects.loading import LoadProject
from storage.connections import Connection
from storage.instants import instant
from storage.tables import table
from tests.stories.page import PageReader, Press, Shown, read_page
from tests.tables import lay_tables

WARSAW = ZoneInfo("Europe/Warsaw")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=WARSAW)
"""Where stories begin unless they say otherwise."""


@dataclass
class Answered:
    """What a person was answered: kind (message, form, refusal, none) and its text."""

    kind: str
    text: str
    html: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True)
class Arrival:
    """A message of Accord's that has come: to `@person` or `#channel`, when, and its key."""

    to: str
    at: datetime
    key: str


class Chat:
    """A running Accord and the people who use it, in the local workspace; on other platforms by the same verbs."""

    def __init__(self, app: App, session: ClientSession, url: str) -> None:
        self.app = app
        self._session = session
        self.url = url
        self._forms: dict[str, str] = {}
        self._private: dict[str, list[Shown]] = {}

    @property
    def now(self) -> datetime:
        """The simulated moment."""
        return self.app.clock.now()

    async def say(self, person: str, text: str, channel: str | None = None) -> str:
        """Types `text`, in a channel or in the direct messages with Accord; returns what is answered."""
        body = {"text": text, "channel": f"#{channel}" if channel else None}
        return (await self.post(person, "say", body)).text

    async def attach(
        self, person: str, files: Mapping[str, bytes], text: str = "", channel: str | None = None
    ) -> Answered:
        """Sends files with a message. In a channel the message mentions Accord."""
        given = [{"name": name, "content": b64encode(content).decode()} for name, content in files.items()]
        said = f"@accord {text}" if channel else text
        return await self.post(person, "say", {"text": said, "channel": channel and f"#{channel}", "files": given})

    async def press(self, person: str, label: str, row: str = "", channel: str | None = None) -> str:
        """Presses the newest button of that label (and row of a grid) on this person's screen."""
        return (await self.try_press(person, label, row, channel)).text

    async def try_press(self, person: str, label: str, row: str = "", channel: str | None = None) -> Answered:
        """The same, with everything that was answered."""
        return await self.post(person, "press", {"command": (await self.find(person, label, row, channel)).command})

    async def find(self, person: str, label: str, row: str = "", channel: str | None = None) -> Press:
        """The newest such button this person can see; fails when there is none."""
        lines = [*await self.lines(person, channel), *self._private.get(person, [])]
        for line in reversed(lines):
            for press in reversed(line.presses):
                if press.label.startswith(label) and row in press.row:
                    return press
        seen = sorted({press.label for line in lines for press in line.presses})
        raise AssertionError(f"{person} sees no button {label!r} {row!r}, only {seen}")

    async def fill(self, person: str, values: Mapping[str, str | list[str]]) -> Answered:
        """Fills in the form that is open for this person and sends it."""
        return await self.post(person, "form", {"command": self._forms[person], "values": dict(values)})

    async def post(self, person: str, what: str, body: Mapping[str, object], event_id: str = "") -> Answered:
        """One request as the page sends it; what it causes is delivered before this returns."""
        answered = await self.send(person, what, body, event_id)
        await self.settle()
        return answered

    async def settle(self) -> None:
        """Ticks and delivers until nothing is due."""
        await self.app.settle()

    async def send(self, person: str, what: str, body: Mapping[str, object], event_id: str = "") -> Answered:
        """One request as the page sends it, and nothing else."""
        data = {"as": person, "event_id": event_id or f"story-{uuid4()}", **body}
        async with self._session.post(
            f"{self.url}/local/{what}", json=data, headers={"Origin": self.url}, cookies={"accord_person": person}
        ) as response:
            plain = json.loads(await response.text())
            status = response.status
        answered = Answered(plain["kind"], plain["text"], plain["html"], plain.get("problems", {}), status)
        self._remember(person, answered)
        return answered

    def _remember(self, person: str, answered: Answered) -> None:
        if answered.kind == "form":
            opened = read_page(answered.html).form
            assert opened is not None, answered.html
            self._forms[person] = opened
        elif answered.kind == "message":
            self._private[person] = read_page(answered.html).lines

    def encode(self, command: Command) -> str:
        """A command as a button holds it."""
        assert self.app.workspace is not None
        return self.app.workspace.encode(command)

    async def lines(self, person: str, channel: str | None = None, thread: str = "") -> list[Shown]:
        """The lines of chat on this person's screen, oldest first; of a thread when its key is given."""
        return (await self._page(person, channel, thread)).lines

    async def pinned(self, person: str, channel: str) -> list[str] | None:
        """What stays on top of a channel, in short; None where the chat has no such place."""
        return (await self._page(person, channel)).pins

    async def _page(self, person: str, channel: str | None, thread: str = "") -> PageReader:
        path = f"c/{channel}" if channel else "dm"
        query = {"thread": thread} if thread else {}
        async with self._session.get(f"{self.url}/local/{person}/{path}", params=query) as response:
            assert response.status == 200, await response.text()
            return read_page(await response.text())

    async def sees(self, person: str, channel: str | None = None, thread: str = "") -> str:
        """Everything this person can read there, one line of chat per line."""
        return "\n".join(line.text for line in await self.lines(person, channel, thread))

    async def arrivals(self) -> list[Arrival]:
        """Everything that has come to anybody, in order."""

        def look(connection: Connection) -> list[Arrival]:
            return [Arrival(to, instant(cast(int, at)), str(key)) for to, at, key in connection.rows(CAME, {})]

        return await self.app.store.look(look)

    async def written_to_others(self, person: str) -> str:
        """Everything that is or will be shown to anybody but this person, notification texts included."""

        def look(connection: Connection) -> list[str]:
            return [
                str(row[0]) for written in (SHOWN, WAITING) for row in connection.rows(written, {"to": f"@{person}"})
            ]

        return "\n".join(await self.app.store.look(look))

    async def sent_to_others(self, person: str) -> list[str]:
        """The same, and on a chat platform every payload that ever left for them: also what was edited since."""
        return [await self.written_to_others(person)]

    async def wait(self, **span: float) -> None:
        """Lets simulated time pass (timedelta's arguments), stopping at everything that is due on the way."""
        await self.until(self.now + timedelta(**span))

    async def until(self, moment: datetime) -> None:
        """Lets simulated time pass up to a moment."""
        await self.app.local_clock.skip(moment)

    async def order(self, command: Command) -> object:
        """A command of the operator."""
        outcome = await order(self.app, command)
        await self.settle()
        return outcome

    async def load(self, path: Path, *, start: bool = True, answers: bool = False) -> object:
        """Loads a project file as the operator does."""
        file = await asyncio.to_thread(load_file, path)
        return await self.order(LoadProject(file, start=start, answers=answers))


LINES = table("web_message")
TO: BindParameter[str] = bindparam("to")
CAME = select(LINES.c.channel, LINES.c.at, LINES.c.key).order_by(LINES.c.number)
SHOWN = select(LINES.c.body).where(LINES.c.channel != TO)
WAITING = select(table("outbox").c.message).where(table("outbox").c.address != TO)


class Running(Protocol):
    """Starts Accord on one platform; with the same database again it goes on where it was stopped."""

    def __call__(self, database: str, start: datetime = MONDAY) -> AbstractAsyncContextManager[Chat]:
        """Accord with its real server on a loopback port, at a simulated moment."""


@asynccontextmanager
async def running(database: str, start: datetime = MONDAY) -> AsyncIterator[Chat]:
    """Accord with its real server on a loopback port, at a simulated moment."""
    async with serving(Settings(database=database), start) as chat:
        yield chat


@asynccontextmanager
async def serving(settings: Settings, start: datetime = MONDAY) -> AsyncIterator[Chat]:
    """The same with these settings."""
    await asyncio.to_thread(lay_tables, settings.database)
    app = await build(settings, Clock.beginning(start))
    runner = web.AppRunner(application(app), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    try:
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
            yield Chat(app, session, f"http://127.0.0.1:{port}")
    finally:
        await runner.cleanup()
        await app.close()
