"""The addresses of the local workspace, for the one aiohttp server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import quote, unquote

from aiohttp import web

from adapters.web.answers import Answer
from adapters.web.guard import HEADERS, Denied, Handler, guarded
from adapters.web.inbound import Sent, instant_of, sent
from adapters.web.lines import LineView
from adapters.web.pages import Pages
from adapters.web.stream import Stream, Viewer
from adapters.web.templates import ASSETS, fill
from adapters.web.workspace import LocalWorkspace
from flows.errors import Unavailable
from flows.people import Person
from flows.text import clean

COOKIE = "accord_person"
PATIENCE = 10.0
FOR_EVER = {**HEADERS, "Cache-Control": "public, max-age=31536000, immutable"}
NOBODY = "There is nobody of that name here. Please choose who you are on the first page."
NO_CHANNEL = "There is no such channel, or you are not in it. The sidebar shows the channels you are in."
TOO_SLOW = "The rest of this request did not arrive, so nothing was done. Please try again."
NO_CHARTER = "There is no published charter of that name here. /charter shows what is agreed so far."
NO_PICTURE = "This picture is not on any page now. Please reload the page it was on."

Act = Callable[[Person, Sent], Awaitable[Answer]]


def mount(server: web.Application, workspace: LocalWorkspace, patience: float = PATIENCE) -> None:
    """Adds the workspace to a server: its addresses, and the end of open pages' streams when the server stops."""
    server.router.add_routes(routes(workspace, patience))

    async def close(_: web.Application) -> None:
        workspace.close()

    server.on_shutdown.append(close)


def routes(workspace: LocalWorkspace, patience: float) -> list[web.RouteDef]:
    """Everything the local workspace answers to, with its guards. `patience`: seconds for a body to arrive."""
    pages = PageRoutes(workspace)
    live = LiveRoutes(workspace)

    def post(path: str, act: Act) -> web.RouteDef:
        return web.post(path, guarded(_acting(workspace, act, patience), _draw_error))

    def get(path: str, handler: Handler) -> web.RouteDef:
        return web.get(path, guarded(handler, _draw_error), allow_head=False)

    return [
        post("/local/press", workspace.press),
        post("/local/say", workspace.say),
        post("/local/form", workspace.submit),
        post("/local/read", workspace.read),
        post("/local/skip", live.skip),
        get("/local/events", live.events),
        get("/", pages.first),
        get("/local/{person}/home", pages.home),
        get("/local/{person}/dm", pages.direct),
        get("/local/{person}/c/{channel}", pages.channel),
        get("/local/{person}/clock", pages.clock),
        get("/local/{person}/charter/{project}.{form:pdf|html}", pages.charter),
        get("/picture/{digest}.png", live.picture),
        get("/static/{name}", static_file),
        get("/local/{rest:.*}", nowhere),
    ]


def _acting(workspace: LocalWorkspace, act: Act, patience: float) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        data = sent(await _body(request, patience))
        person = await acting_person(workspace, request, data.get("as"))
        return answered(await act(person, data))

    return handler


async def _body(request: web.Request, patience: float) -> bytes:
    try:
        async with asyncio.timeout(patience):
            return await request.read()
    except TimeoutError:
        raise Denied(408, TOO_SLOW) from None


async def acting_person(workspace: LocalWorkspace, request: web.Request, chosen: object) -> Person:
    """Who acts: the one the page is for, else the one in the cookie; raises Denied for nobody known.

    A cookie must be there either way: no other site can send it.
    """
    cookie = _cookie(request)
    person_id = chosen if isinstance(chosen, str) and chosen else cookie
    person = await workspace.rosters.person(person_id) if cookie else None
    if person is None:
        raise Denied(403, NOBODY)
    return person


def answered(answer: Answer) -> web.Response:
    """An answer as JSON."""
    body = json.dumps(answer, ensure_ascii=False).encode()
    return web.Response(body=body, content_type="application/json", charset="utf-8", headers=HEADERS)


class PageRoutes:
    """Pages: who is in the address is who reads, and stays chosen."""

    def __init__(self, workspace: LocalWorkspace) -> None:
        self._workspace = workspace
        self._pages = Pages(workspace)

    async def first(self, request: web.Request) -> web.Response:
        """The first page: choose who you are, or go on as whom you were."""
        cookie = _cookie(request)
        if "choose" not in request.query and cookie and await self._workspace.rosters.person(cookie):
            raise web.HTTPSeeOther(f"/local/{quote(cookie, safe='')}/dm", headers=HEADERS)
        return _html(await self._pages.chooser())

    async def home(self, request: web.Request) -> web.Response:
        """The Home tab."""
        person = await self._person(request)
        return _html(await self._pages.home(person), person)

    async def direct(self, request: web.Request) -> web.Response:
        """Direct messages with Accord."""
        person = await self._person(request)
        page = await self._pages.direct(person, _before(request), clean(request.query.get("thread", "")))
        return _html(page, person)

    async def channel(self, request: web.Request) -> web.Response:
        """A channel."""
        person = await self._person(request)
        name = request.match_info["channel"]
        page = await self._pages.channel(person, name, _before(request), clean(request.query.get("thread", "")))
        if page is None:
            raise Denied(404, NO_CHANNEL)
        return _html(page, person)

    async def charter(self, request: web.Request) -> web.Response:
        """The charter of a project whose channel the person is in, as a file."""
        person, project = await self._person(request), request.match_info["project"]
        channels = (await self._workspace.rosters.current()).channels.values()
        mine = {paper.project for channel in channels if person.id in channel.members for paper in channel.papers}
        make = self._workspace.parts.charter
        if make is None or project not in mine:
            raise Denied(404, NO_CHARTER)
        form = request.match_info["form"]
        body = await make(project, form)
        kind = "application/pdf" if form == "pdf" else "text/html"
        named = {**HEADERS, "Content-Disposition": f"attachment; filename=charter.{form}"}
        return web.Response(body=body, content_type=kind, headers=named)

    async def clock(self, request: web.Request) -> web.Response:
        """The clock bar alone."""
        return _html(await self._pages.clock(await self._person(request)))

    async def _person(self, request: web.Request) -> Person:
        person = await self._workspace.rosters.person(request.match_info["person"])
        if person is None:
            raise Denied(404, NOBODY)
        return person


class LiveRoutes:
    """What a page asks for while it is open."""

    def __init__(self, workspace: LocalWorkspace) -> None:
        self._workspace = workspace

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events of one page, from the last one it saw."""
        person = await acting_person(self._workspace, request, request.query.get("as"))
        since = _number(request.headers.get("Last-Event-ID") or request.query.get("since", ""))

        async def view() -> LineView:
            return self._workspace.view(person, await self._workspace.rosters.current())

        viewer = Viewer(person.id, request.query.get("channel", ""), view)
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        stream = Stream(self._workspace.parts.memory, viewer, since)
        await response.prepare(request)
        # The page has gone, or the database has: it asks again by itself, from the last event it saw.
        with self._workspace.watchers.watch() as watch, suppress(ConnectionResetError, Unavailable):
            async for text in stream.events(watch):
                await response.write(text.encode())
        return response

    async def skip(self, person: Person, data: Sent) -> Answer:
        """The clock bar's buttons."""
        return await self._workspace.skip(person, instant_of(data, "to"), str(data.get("by", "")))

    async def picture(self, request: web.Request) -> web.Response:
        """A drawn picture."""
        png = await self._workspace.pictures.png(request.match_info["digest"])
        if png is None:
            raise Denied(404, NO_PICTURE)
        return web.Response(body=png, content_type="image/png", headers=FOR_EVER)


async def static_file(request: web.Request) -> web.Response:
    """The stylesheet, the script, the icon."""
    asset = ASSETS.get(request.match_info["name"])
    if asset is None:
        raise Denied(404, "There is no such file here.")
    return web.Response(body=asset.body, content_type=asset.content_type, charset="utf-8", headers=FOR_EVER)


async def nowhere(_: web.Request) -> web.Response:
    """Any other address of the workspace."""
    raise Denied(404, "There is no such page here. The first page leads everywhere.")


def _html(text: str, person: Person | None = None, status: int = 200) -> web.Response:
    response = web.Response(text=text, content_type="text/html", status=status, headers=HEADERS)
    if person is not None:
        response.set_cookie(COOKIE, quote(person.id, safe=""), httponly=True, samesite="Lax", path="/")
    return response


def _draw_error(request: web.Request, status: int, text: str) -> web.Response:
    if request.method == "GET":
        return _html(fill("error.html", text=text), status=status)
    body = json.dumps({"kind": "unavailable" if status == 503 else "error", "html": "", "text": text})
    return web.Response(text=body, status=status, content_type="application/json", headers=HEADERS)


def _cookie(request: web.Request) -> str:
    return unquote(request.cookies.get(COOKIE, ""))


def _before(request: web.Request) -> int | None:
    return _number(request.query.get("before", "")) or None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
