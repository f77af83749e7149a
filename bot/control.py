"""The operator's commands to a running server, over a Unix socket that only the same account can open.

SQLite has one writing process (a second one is refused), so `python -m bot project load` and its like hand their
request to the server when one is running, and do it themselves when none is.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import aiohttp
from aiohttp import web

from bot.nameless import set_up
from flows.plain import Plain

Task = Callable[[Mapping[str, Plain]], Awaitable[Mapping[str, Plain]]]


LONGEST = 100
"""Bytes in the path of a Unix socket that every system takes."""


def fits(socket: Path) -> bool:
    """Whether the system can make a socket of that path."""
    return len(os.fsencode(socket)) <= LONGEST


async def listen(socket: Path, tasks: Mapping[str, Task]) -> web.AppRunner:
    """Serves `tasks` on `socket` until the runner is cleaned up."""

    async def answer(request: web.Request) -> web.Response:
        task = tasks.get(request.match_info["task"])
        if task is None:
            raise web.HTTPNotFound
        return web.json_response(await task(await request.json()))

    with contextlib.suppress(FileNotFoundError):
        socket.unlink()
    app = web.Application(client_max_size=2**20)
    app.router.add_post("/{task}", answer)
    runner = await set_up(app)
    before = os.umask(0o177)  # there is no moment at which others could open it
    try:
        await web.UnixSite(runner, str(socket)).start()
    finally:
        os.umask(before)
    return runner


async def ask_server(socket: Path, task: str, request: Mapping[str, Plain]) -> Mapping[str, Plain] | None:
    """What the running server answers, or None when no server listens there."""
    if not fits(socket) or not await asyncio.to_thread(socket.exists):
        return None
    try:
        async with (
            aiohttp.ClientSession(connector=aiohttp.UnixConnector(str(socket))) as session,
            session.post(f"http://accord/{task}", data=json.dumps(request)) as response,
        ):
            response.raise_for_status()
            answer: Mapping[str, Plain] = await response.json()
            return answer
    except aiohttp.ClientConnectorError:
        return None
