"""Servers that do not say which software they are: a version is of use only to whoever looks for a hole in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from aiohttp import hdrs, web


class Nameless(web.Request):
    """Also what is hardly HTTP becomes such a request, and its answer passes here before it is written."""

    async def _prepare_hook(self, response: web.StreamResponse) -> None:
        await super()._prepare_hook(response)
        response.headers.pop(hdrs.SERVER, None)


async def set_up(server: web.Application, drain: float = 60.0) -> web.AppRunner:
    """The server, ready to listen. `drain`: seconds for what is under way when it ends."""
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=drain)
    await runner.setup()
    listening = runner.server
    assert isinstance(listening, web.Server)  # noqa: S101  # set up is just that
    make: Callable[..., web.Request] = server._make_request  # takes the class, which the server does not ask for
    listening.request_factory = partial(make, _cls=Nameless)
    return runner
