"""What the chat platforms of this process have in common: what each is put together with, and what is asked of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from aiohttp.web import Application

from adapters.findings import Finding
from adapters.intake import Engine
from bot.grammar import Grammar
from bot.platforms import Chat
from bot.skew import Skew
from flows.wire import Wire
from storage.store import Store


@dataclass(frozen=True)
class Core:
    """What a platform is put together with. `prepare`: what an organisation needs before its people come. `skew`: hears
    what time the platform says it is."""

    store: Store
    engine: Engine
    grammar: Grammar
    wire: Wire
    now: Callable[[], datetime]
    prepare: Callable[[str], Awaitable[None]]
    skew: Skew = field(default_factory=Skew)


class Side(Protocol):
    """One chat platform in this process."""

    @property
    def chat(self) -> Chat:
        """Where its people are written to."""

    async def start(self, *, door: bool) -> None:
        """Begins what runs beside the requests. `door`: this process hears what the platform tells."""

    async def stop(self) -> None:
        """Takes nothing more from the platform, and finishes what is being shown."""

    async def close(self) -> None:
        """Closes the connections; nothing can be sent after this."""

    def mount(self, server: Application) -> None:
        """Adds the addresses at which the platform is heard."""

    def forget(self) -> None:
        """Another process has learned something: what is kept in memory for some seconds is asked for again."""

    def problems(self) -> list[str]:
        """Why the platform does not work here, in words; empty when it does."""

    async def examine(self, public_url: str, organisation: str) -> list[Finding]:
        """What `doctor` finds. `organisation`: "" for all. Raises flows.errors.Unavailable."""

    async def organisations(self) -> tuple[str, ...]:
        """Whose people come in by this platform, as far as that is known. Raises flows.errors.Unavailable."""


@dataclass
class Beside:
    """Tasks that run beside the requests until they are stopped."""

    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def begin(self, work: Coroutine[None, None, None]) -> None:
        """Begins one."""
        self._tasks.append(asyncio.create_task(work))

    async def stop(self) -> None:
        """Ends all of them."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def broken(self) -> bool:
        """Whether one has ended that should have gone on."""
        return any(task.done() and not task.cancelled() and task.exception() is not None for task in self._tasks)
