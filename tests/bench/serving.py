"""A server in a process of its own: the whole app, or the floor. `python -m tests.bench.serving KIND DATABASE`."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil
from aiohttp import web

from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from bot.serve import keep_what_is_loaded
from bot.web import application
from storage.store import Store
from tests.bench.floor import begin_five, five_statements, floor_server, floor_store, one_insert
from tests.bench.plants import NO_LIMIT, START

FLOORS = {"floor": one_insert, "floor-five": five_statements}


@dataclass(frozen=True)
class Served:
    """A running server."""

    port: int
    process: psutil.Process

    @property
    def cpu(self) -> float:
        """Seconds of processor time it has used so far, all threads."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


@contextmanager
def serving(kind: str, database: str) -> Iterator[Served]:
    """Starts a server of this kind ("app", "app-delivering" or one of FLOORS) and stops it by closing its stdin."""
    command = [sys.executable, "-m", "tests.bench.serving", kind, database]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdin is not None and started.stdout is not None  # noqa: PT018
        port = int(started.stdout.readline())
        yield Served(port, psutil.Process(started.pid))
        started.stdin.close()
        assert started.wait(60) == 0


async def serve(kind: str, database: str) -> None:
    """Until stdin ends."""
    running: App | Store
    if kind in FLOORS:
        running = await floor_store(database)
        await running.change(begin_five)
        server = await floor_server(running, FLOORS[kind])
    else:
        running = await build(Settings(database=database, escalations_a_minute=NO_LIMIT), Clock.beginning(START))
        server = application(running)
    await until_closed(server, running, deliver=kind == "app-delivering")


async def until_closed(server: web.Application, running: App | Store, *, deliver: bool) -> None:
    """Answers on a port, which it prints, until stdin ends; then closes what runs."""
    delivering = asyncio.create_task(running.delivery.run()) if deliver and isinstance(running, App) else None
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    keep_what_is_loaded()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    if delivering is not None:
        delivering.cancel()
        await asyncio.gather(delivering, return_exceptions=True)
    await runner.cleanup()
    await running.close()


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
