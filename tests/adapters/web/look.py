"""The local workspace with the small project, to be looked at: `python -m tests.adapters.web.look [PORT]`."""

from __future__ import annotations

import asyncio
import sys

from aiohttp import web

from adapters.pictures import draw
from adapters.web.app import mount
from tests.adapters.web.small_project import small_project


async def app() -> web.Application:
    small = small_project(draw)
    await small.begin()
    application = web.Application()
    mount(application, small.workspace)
    return application


async def main(port: int) -> None:
    runner = web.AppRunner(await app())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 8090))
