"""The one aiohttp server of the process: health, chat platforms, and the local workspace."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Middleware

from adapters.web.app import mount
from adapters.web.guard import HEADERS, Handler
from bot import about, watching
from bot.app import App

BODY = 2**20
"""Bytes of one request at most; larger ones get 413."""
HERE = "There is nothing at this address. The first page leads everywhere.\n"
IN_CHAT = "There is nothing at this address. People use this Accord in their chat; /readyz says whether it works.\n"


def application(app: App) -> web.Application:
    """Everything this process answers over HTTP."""
    server = web.Application(client_max_size=BODY, middlewares=[in_words(IN_CHAT if app.workspace is None else HERE)])
    server.on_response_prepare.append(_guard)
    watching.mount(server, app)
    about.mount(server)
    for side in app.sides:
        side.mount(server)
    if app.workspace is not None:
        mount(server, app.workspace)
    return server


def in_words(nothing: str) -> Middleware:
    """What the server itself refuses is refused in a sentence, too. `nothing`: said where there is no page."""

    @web.middleware
    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPMethodNotAllowed as error:
            text = f"This address does not take the method {request.method}, only {error.headers['Allow']}.\n"
            return web.Response(text=text, status=error.status, headers={"Allow": error.headers["Allow"]})
        except web.HTTPNotFound as error:
            return web.Response(text=nothing, status=error.status)

    return answer


async def _guard(_: web.Request, response: web.StreamResponse) -> None:
    """Every answer forbids what it does not need."""
    if "Content-Security-Policy" in response.headers:  # the workspace's own answers have them all
        return
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
