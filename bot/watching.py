"""What programs ask that watch over Accord: /healthz (alive), /readyz (ready, or why not) and /metrics."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from hmac import compare_digest

from aiohttp import web

from bot.app import App
from bot.readiness import Probe, problems, warnings
from bot.room import room
from bot.teams_settings import LOOPBACK
from flows.errors import Unavailable
from storage.measures import measure

TEXT = "text/plain; version=0.0.4; charset=utf-8"
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
"""What a proxy on this machine adds, for whom a request from elsewhere comes from here."""
NOT_FOR_YOU = "These numbers are for this computer only, or for whoever shows ACCORD_METRICS_TOKEN as a bearer token.\n"


def mount(server: web.Application, app: App) -> None:
    """Adds the three addresses."""
    watch = Watch(app)
    server.router.add_get("/healthz", watch.alive, allow_head=True)
    server.router.add_get("/readyz", watch.ready)
    server.router.add_get("/metrics", watch.metrics)


class Watch:
    """Answers those who watch."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._probe = Probe(app.store, app.settings.sqlite_path)

    async def alive(self, _: web.Request) -> web.Response:
        """The process runs and its loop turns; whoever restarts what is dead asks for this."""
        return web.Response(text="alive\n")

    async def ready(self, _: web.Request) -> web.Response:
        """200 when people's requests can be taken, else 503 and the reasons. What is wrong with single items is told
        too, and takes nobody out of service."""
        found = await problems(self._app, self._probe)
        told = {"ready": not found, "problems": found, "warnings": warnings(self._app)}
        body = json.dumps(told, ensure_ascii=False)
        return web.Response(text=f"{body}\n", status=503 if found else 200)

    async def metrics(self, request: web.Request) -> web.Response:
        """The numbers, also while this process is not ready; what the database cannot say now is as it was."""
        if not may_read(request, self._app.settings.watch.metrics_token):
            return web.Response(text=NOT_FOR_YOU, status=403)
        app, metrics = self._app, self._app.metrics
        metrics.ready.set(not await problems(app, self._probe))
        metrics.silent.set(bool(app.store.silence))
        metrics.trouble.set(bool(app.store.trouble))
        metrics.broken.set(len(app.engine.broken))
        metrics.asleep.set(app.every_minute.left)
        with suppress(Unavailable):
            metrics.seen(await measure(app.store, app.clock.now()))
        if path := app.settings.sqlite_path:
            metrics.free.set((await asyncio.to_thread(room, path)).free)
        return web.Response(body=metrics.written(), headers={"Content-Type": TEXT})


def may_read(request: web.Request, token: str) -> bool:
    """Whether the token was shown; where none is set, whether it is somebody on this computer."""
    if token:
        return compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    return request.remote in LOOPBACK and not any(name in request.headers for name in FORWARDED)
