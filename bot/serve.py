"""`serve` and `work`: one process, from start to a graceful stop."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from socket import gaierror

import structlog
from aiohttp import web

from bot.app import App
from bot.config import Settings
from bot.control import fits, listen
from bot.going import Going
from bot.heartbeat import beat
from bot.logs import set_up_logs
from bot.nameless import set_up
from bot.operate import REFUSED, opened, tasks
from bot.readiness import Probe, complaints
from bot.sample import begin_with
from bot.scheduler import mind_the_clock, scheduler
from bot.terminal import write
from bot.upkeep import upkeep
from bot.web import application
from flows.project_file import FileRefused
from storage.errors import StoreRefused

log = structlog.get_logger("accord.serve")
DRAIN = 9.0
"""Seconds that running requests get to finish when the process is asked to stop."""


class CannotServe(Exception):
    """Nothing can listen at the address that was set; the text is one sentence for whoever starts Accord."""

    def __init__(self, settings: Settings, error: OSError) -> None:
        number = None if isinstance(error, gaierror) else error.errno  # asyncio's own words name the address again
        reason = error.strerror if number is None else os.strerror(number)
        super().__init__(
            f"Port {settings.port} of {settings.host} cannot be used: {reason}. "
            "Please stop what uses it, or set another ACCORD_PORT or ACCORD_HOST."
        )


async def serve(settings: Settings, sample: Path | None, *, door: bool) -> int:
    """Runs until SIGTERM or SIGINT. `sample`: a project file to begin with where there is none; `door`: serve HTTP."""
    set_up_logs()
    try:
        app = await opened(settings)
    except StoreRefused as refusal:
        write(sys.stderr, [str(refusal)])
        return REFUSED
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    try:
        async with AsyncExitStack() as running:
            running.push_async_callback(app.close)
            if sample:
                await begin_with(app, sample)
            going = await _start(app, running, door=door)
            keep_what_is_loaded()
            await stopped.wait()
            going.wind_down()
    except CannotServe as refusal:
        write(sys.stderr, [str(refusal)])
        return REFUSED
    except FileRefused as refusal:
        write(sys.stderr, [f"The sample cannot be used: {refusal.sentence.rstrip('.')}."])
        return REFUSED
    return 0


RARELY = (5_000, 10, 10)
"""Container objects between two looks for garbage. Most of what a request makes goes by itself; to look as often as
Python does of its own accord, every 700, took a seventh of a request's time, on the loop and on the writer thread."""


def keep_what_is_loaded() -> None:
    """Takes modules, templates and statements out of garbage collection, which would stop everything again and again
    to look at them. A few thousand objects among them are garbage; to look for those takes a tenth of the start."""
    gc.freeze()
    gc.set_threshold(*RARELY)
    gc.enable()


async def _start(app: App, running: AsyncExitStack, *, door: bool) -> Going:
    going = Going(app, door=door)
    running.push_async_callback(going.end)
    jobs = scheduler(going.tick, going.maintain)
    jobs.start()
    running.callback(jobs.shutdown)
    running.push_async_callback(_cancel, asyncio.create_task(mind_the_clock(jobs)))
    socket = app.settings.control_socket
    if socket and fits(socket):
        running.push_async_callback((await listen(socket, {**tasks(app), **upkeep(app, going)})).cleanup)
    elif socket:
        log.warning("no control socket: the path of the database is too long; stop the server to load projects")
    await going.begin()
    if app.store.silence:
        write(sys.stderr, [app.store.silence])
    if door:
        await _open_door(app, running)
    if app.settings.watch.heartbeat_url:
        beating = asyncio.create_task(
            beat(app.settings.watch.heartbeat_url, partial(complaints, app, Probe(app.store, app.settings.sqlite_path)))
        )
        running.push_async_callback(_cancel, beating)
    return going


async def _open_door(app: App, running: AsyncExitStack) -> None:
    runner = await set_up(application(app), DRAIN)
    running.push_async_callback(runner.cleanup)
    try:
        await web.TCPSite(runner, app.settings.host, app.settings.port).start()
    except OSError as error:
        raise CannotServe(app.settings, error) from error
    host, port = runner.addresses[0][:2]
    print(f"Accord is running at http://{host}:{port} (stop it with Ctrl+C).", flush=True)


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
