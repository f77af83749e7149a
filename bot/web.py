"""The one aiohttp server of the process: health, chat platforms, and the local workspace."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.web.app import mount
from adapters.web.guard import HEADERS, Handler
from bot import about
from bot.app import App

BODY = 2**20
"""Bytes of one request at most; larger ones get 413."""


def application(app: App) -> web.Application:
    """Everything this process answers over HTTP."""
    server = web.Application(client_max_size=BODY, middlewares=[in_words])
    server.on_response_prepare.append(_guard)
    server.router.add_get("/healthz", _alive, allow_head=True)
    server.router.add_get("/readyz", _ready(app))
    about.mount(server)
    for side in app.sides:
        side.mount(server)
    if app.workspace is not None:
        mount(server, app.workspace)
    return server


@web.middleware
async def in_words(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What the server itself refuses is refused in a sentence, too."""
    try:
        return await handler(request)
    except web.HTTPMethodNotAllowed as error:
        text = f"This address does not take the method {request.method}, only {error.headers['Allow']}.\n"
        return web.Response(text=text, status=error.status, headers={"Allow": error.headers["Allow"]})
    except web.HTTPNotFound as error:
        return web.Response(
            text="There is nothing at this address. The first page leads everywhere.\n", status=error.status
        )


async def _guard(_: web.Request, response: web.StreamResponse) -> None:
    """Every answer forbids what it does not need."""
    if "Content-Security-Policy" in response.headers:  # the workspace's own answers have them all
        return
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


async def _alive(_: web.Request) -> web.Response:
    return web.Response(text="alive\n")


def _ready(app: App) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def ready(_: web.Request) -> web.Response:
        problems = app.problems()
        status = 503 if problems else 200
        return web.Response(text=json.dumps({"ready": not problems, "problems": problems}) + "\n", status=status)

    return ready
