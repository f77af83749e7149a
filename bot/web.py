"""The one aiohttp server of the process: health, and the local workspace."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.web.app import mount
from bot.app import App

BODY = 2**20
"""Bytes of one request at most; larger ones get 413."""


def application(app: App) -> web.Application:
    """Everything this process answers over HTTP."""
    server = web.Application(client_max_size=BODY)
    server.router.add_get("/healthz", _alive, allow_head=True)
    server.router.add_get("/readyz", _ready(app))
    if app.workspace is not None:
        mount(server, app.workspace)
    return server


async def _alive(_: web.Request) -> web.Response:
    return web.Response(text="alive\n")


def _ready(app: App) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def ready(_: web.Request) -> web.Response:
        problems = app.problems()
        status = 503 if problems else 200
        return web.Response(text=json.dumps({"ready": not problems, "problems": problems}) + "\n", status=status)

    return ready
