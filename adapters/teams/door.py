"""Teams' address on the one server of the process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.bodies import Denied, body_of
from adapters.teams.app import Teams

Handler = Callable[[web.Request], Awaitable[web.Response]]
MESSAGES = "/api/messages"


def mount(server: web.Application, teams: Teams) -> None:
    """Adds Teams to a server: one address for everything."""
    server.router.add_post(MESSAGES, messages(teams))


def messages(teams: Teams) -> Handler:
    """Answers everything that Teams posts. Nothing of a request is read before its token is good."""

    async def answer(request: web.Request) -> web.Response:
        try:
            vouched = await teams.vouched(request.headers.get("Authorization", ""))
            told = await teams.arrived(vouched, await body_of(request))
        except Denied as denied:
            return web.Response(status=denied.status, text=denied.text)
        kind = "application/json" if told.body.startswith("{") else "text/plain"
        return web.Response(status=told.status, text=told.body, content_type=kind)

    return answer
