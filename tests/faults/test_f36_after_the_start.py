"""F36: a pulse and a drill of the path that nobody would look at again are woken, too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from storage.open_items import overlooked
from storage.store import Transaction
from tests.storage.clerk import Clerk
from tests.stories import test_live_drill, test_pulse
from tests.stories.chat import Chat, running


@pytest.fixture
async def bot(database_url: str) -> AsyncIterator[Chat]:
    async with running(database_url) as chat:
        yield chat


async def forgets(bot: Chat) -> set[str]:
    """Every pulse and drill loses its moment; which kinds are found to have none."""

    def forget(records: Transaction) -> None:
        for pulse in records.pulses.all():
            records.pulses.put(replace(pulse, due_at=None))
        for drill in records.live_drills.all():
            records.live_drills.put(replace(drill, due_at=None))

    assert await bot.app.store.look(overlooked) == []
    await Clerk(bot.app.store, bot.now, "local").does(forget)
    return {item.kind for item in await bot.app.store.look(overlooked)}


async def test_an_open_pulse_that_nobody_would_look_at_again_is_woken(bot: Chat) -> None:
    await test_pulse.asked(bot)
    assert await forgets(bot) == {"pulse"}
    await bot.app.maintain()
    assert await bot.app.store.look(overlooked) == []
    await bot.wait(minutes=1)
    assert not [
        pulse for pulse in await bot.app.store.read("local", lambda records: records.pulses.all()) if pulse.is_open
    ]


async def test_a_live_drill_that_nobody_would_look_at_again_goes_on(bot: Chat) -> None:
    await test_live_drill.started(bot)
    assert await forgets(bot) == {"live_drill"}
    await bot.app.maintain()
    assert await bot.app.store.look(overlooked) == []
    await bot.wait(minutes=1)
    (drill,) = await bot.app.store.read("local", lambda records: records.live_drills.all())
    assert drill.step == 1
