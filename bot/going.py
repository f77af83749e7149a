"""What a process does of its own accord: the clock, delivery, listening to chat platforms. None of it while silent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from bot.app import App
from bot.silence import learn
from flows.errors import Unavailable
from storage.errors import StoreRefused

log = structlog.get_logger("accord.going")


class Going:
    """`door`: whether this process hears what chat platforms tell."""

    def __init__(self, app: App, *, door: bool) -> None:
        self._app = app
        self._door = door
        self._begun = self._ended = False
        self._changing = asyncio.Lock()
        self._landing: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Begins to deliver and to listen; not while this Accord is to stay silent."""
        async with self._changing:
            if self._begun or self._ended or self._app.store.silence:
                return
            self._begun = True
            await self._app.tick()  # what time has made pointless is taken back before anything is sent
            self._app.delivering = asyncio.create_task(self._app.delivery.run())
            for side in self._app.sides:
                await side.start(door=self._door)

    def wind_down(self) -> None:
        """Begins nothing more, and settles what is on its way while requests are still being finished."""
        self._ended = True
        self._landing = asyncio.create_task(self._landed())

    async def end(self) -> None:
        """Takes nothing more from chat platforms, and settles what is on its way to them."""
        async with self._changing:
            self._ended = True
            if not self._begun:
                return
            self._begun = False
            for side in reversed(self._app.sides):
                await side.stop()
            await (self._landing or self._landed())

    async def _landed(self) -> None:
        delivering, self._app.delivering = self._app.delivering, None
        if delivering is not None:
            delivering.cancel()
            await asyncio.gather(delivering, return_exceptions=True)

    async def tick(self) -> None:
        """What the scheduler runs every second: the clock; while silent, a look at whether that is over."""
        if self._app.store.silence:
            await self._look_again()
            return
        if not self._begun:
            await self.begin()
        await self._app.tick()

    async def maintain(self) -> None:
        """What the scheduler runs every minute."""
        if not self._app.store.silence:
            await self._app.maintain()

    async def _look_again(self) -> None:
        """Whoever ended the silence may have said so to another process."""
        if self._changing.locked():  # it is being moved
            return
        try:
            self._app.store.silence = await learn(self._app.store)
        except StoreRefused as left:
            self._app.store.silence = str(left)
        except Unavailable as error:
            log.warning("the database cannot be read", reason=str(error))
            return
        self._app.heartbeat = asyncio.get_running_loop().time()
        self._app.every_minute.begin()

    @asynccontextmanager
    async def held(self, why: str) -> AsyncIterator[None]:
        """Nothing is sent and nothing changes while this lasts; afterwards it goes on, unless `silence` was changed."""
        async with self._changing:
            begun, store = self._begun, self._app.store
            if begun:
                await self._landed()
            store.silence = why
            try:
                await store.change(lambda _: None, even_silent=True)  # what was asked for before is committed
                yield
            finally:
                if store.silence == why:
                    store.silence = ""
                    if begun:
                        self._app.delivering = asyncio.create_task(self._app.delivery.run())
