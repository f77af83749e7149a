"""A sign of life each minute, to whoever raises the alarm when it stays away. None while anything is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import aiohttp
import structlog

log = structlog.get_logger("accord.heartbeat")
EVERY = 60.0
PATIENCE = 10.0
"""Seconds for the address to answer."""

Complaints = Callable[[], Awaitable[Sequence[str]]]


async def beat(url: str, complaints: Complaints, every: float = EVERY) -> None:
    """Asks for `url` every so many seconds while there are no complaints, until it is cancelled.

    It runs beside the scheduler, whose death is one of them. What the address answers is of no interest; that
    it cannot be reached is logged once, without the address, which is a secret.
    """
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session:
        reached = True
        while True:
            if not await complaints():
                reached = await _asked(session, url, reached)
            await asyncio.sleep(every)


async def _asked(session: aiohttp.ClientSession, url: str, reached: bool) -> bool:
    try:
        async with session.get(url, allow_redirects=False) as answer:
            status = answer.status
    except (aiohttp.ClientError, OSError) as error:
        why = type(error).__name__
    else:
        if status < 400:
            return True
        why = f"HTTP {status}"
    if reached:
        log.warning("the heartbeat is not heard", why=why)
    return False
