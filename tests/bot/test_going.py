"""A process that is asked to stop: what is on its way is settled while requests are being finished."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.going import Going
from flows.effects import Post, Promise
from flows.messages import Message, ToChannel
from flows.phrases import Phrase
from storage.store import Cause
from tests.stories.chat import running
from tests.stories.two_plants import two_plants


async def test_once_it_winds_down_nothing_begins_again_and_what_is_queued_waits(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'accord.db'}"
    async with running(url) as bot:
        await two_plants(bot, tmp_path)
        going = Going(bot.app, door=False)
        await going.begin()
        delivering = bot.app.delivering
        assert delivering is not None
        going.wind_down()
        async with asyncio.timeout(30):
            await asyncio.wait([delivering])
        before = len(await bot.arrivals())
        message = Message(Phrase("Late"))
        post = Post("test/late", ToChannel("#line3"), message, Promise.NEVER_LOST)
        cause = Cause("jan", "Test", bot.now)
        await bot.app.store.run(bot.app.organisation, cause, lambda records: records.queue([post]))
        await going.tick()
        await asyncio.sleep(0.2)
        assert bot.app.delivering is None
        assert len(await bot.arrivals()) == before
        await going.end()
        await going.end()
    async with running(url) as again:
        await again.settle()
        assert len(await again.arrivals()) == before + 1
