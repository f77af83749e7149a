"""A person's page as tests use it: the real routes over HTTP, the small project behind them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import count

from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer

from adapters.web.app import mount
from flows.commands import Command
from tests.adapters.web.small_commands import COMMANDS
from tests.adapters.web.small_project import Small, small_project

_events = count(1)


@dataclass
class Answered:
    """What the server said: the status, and the JSON of an answer or the text of a page."""

    status: int
    kind: str
    text: str
    html: str
    data: dict[str, object]
    headers: dict[str, str]


class Visitor:
    """One person's browser without a screen."""

    def __init__(self, small: Small, server: TestServer, session: ClientSession) -> None:
        self.small = small
        self.server = server
        self.session = session

    async def post(self, path: str, **data: object) -> Answered:
        """Posts JSON with an event id of its own, unless one is given."""
        sent = {"event_id": f"event-{next(_events)}", **data}
        async with self.session.post(self.server.make_url(path), json=sent) as response:
            answer = await response.json()
            return Answered(
                response.status, answer["kind"], answer["text"], answer["html"], answer, dict(response.headers)
            )

    async def press(self, command: Command, **data: object) -> Answered:
        """Presses a button that holds this command."""
        return await self.post("/local/press", command=self.small.workspace.encode(command), **data)

    async def say(self, text: str, channel: str | None = None, **data: object) -> Answered:
        """Types a text."""
        return await self.post("/local/say", channel=channel, text=text, **data)

    async def get(self, path: str, **headers: str) -> Answered:
        """Opens a page."""
        async with self.session.get(self.server.make_url(path), headers=headers) as response:
            text = await response.text()
            return Answered(response.status, "page", text, text, {}, dict(response.headers))


@asynccontextmanager
async def served(small: Small) -> AsyncIterator[TestServer]:
    """The small project's workspace, served on loopback."""
    app = web.Application()
    mount(app, small.workspace)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    try:
        yield server
    finally:
        await server.close()


@asynccontextmanager
async def visiting(person: str, small: Small | None = None) -> AsyncIterator[Visitor]:
    """A person's browser, already having chosen who they are."""
    small = small or small_project()
    jar = CookieJar(unsafe=True)  # "unsafe": keeps the cookies of an address without a name
    async with served(small) as server, ClientSession(cookie_jar=jar) as session:
        jar.update_cookies({"accord_person": person}, server.make_url("/"))
        yield Visitor(small, server, session)


class Elements(HTMLParser):
    """Every start tag of some HTML with its attributes; for asserting on what a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def names(self) -> set[str]:
        return {tag for tag, _ in self.found}

    def attributes(self) -> set[str]:
        return {name for _, attributes in self.found for name in attributes}


__all__ = ["COMMANDS", "Answered", "Elements", "Visitor", "served", "visiting"]
