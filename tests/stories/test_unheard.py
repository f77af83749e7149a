"""Silence of somebody who was never asked decides nothing, and is not held against them.

Maria decides speed against scope; her silence for four hours lets option A go ahead, as agreed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.platform import Unreachable
from bot.commands import draw
from bot.delivery import Delivery
from flows.escalations.records import Escalation, EscalationState, Happened
from tests.stories.chat import WARSAW, Chat, running
from tests.stories.test_escalations import escalate, load, sees
from tests.stories.unreliable_platform import Switched

DOWN = Unreachable("connection refused")


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=WARSAW)


@pytest.fixture
async def plant(database_url: str, tmp_path: Path) -> AsyncIterator[Chat]:
    async with running(database_url) as bot:
        await load(bot, tmp_path)
        yield bot


@pytest.fixture
def line(plant: Chat) -> Switched:
    """The chat platform of the plant."""
    assert plant.app.workspace is not None
    platform = Switched(plant.app.workspace.platform)
    plant.app.delivery = Delivery(plant.app.store, platform, lambda: plant.now, asyncio.Event(), draw=draw)
    return platform


async def later(bot: Chat, moment: datetime) -> None:
    """Ticks every ten minutes up to that moment; to stop at each of a hundred tries of delivery would take too long."""
    while bot.now < moment:
        bot.app.clock.set_forward(min(bot.now + timedelta(minutes=10), moment))
        await bot.settle()


async def kept(bot: Chat) -> Escalation:
    (only,) = await bot.app.store.read("local", lambda records: records.escalations.all())
    return only


async def test_silence_decides_where_the_request_arrived_in_time(plant: Chat, line: Switched) -> None:
    line.trouble = DOWN
    await escalate(plant, tradeoff="speed/scope")
    await later(plant, at(9, 4))
    line.trouble = None
    await later(plant, at(13, 1))
    assert (await kept(plant)).state is EscalationState.DECIDED


async def test_who_was_never_asked_is_asked_again(plant: Chat, line: Switched) -> None:
    line.trouble = DOWN
    await escalate(plant, tradeoff="speed/scope")
    await later(plant, at(13, 1))
    assert (await kept(plant)).state is EscalationState.ASKED
    line.trouble = None
    await later(plant, at(13, 5))
    assert "Maria Nowak, the decider, is asked to decide by Tue 24 Nov, 09:0" in await sees(plant, "maria")
    why = "Maria Nowak was asked again: the request had not reached them when the time ended."
    assert why in await sees(plant, "ben")
    assert (
        len([each for each in await plant.arrivals() if each.to == "@maria" and each.key.startswith("escalation/")])
        == 1
    )
    await later(plant, at(9, 5, day=24))
    assert (await kept(plant)).state is EscalationState.DECIDED


async def test_who_was_asked_just_before_the_end_has_the_whole_time_again(plant: Chat, line: Switched) -> None:
    line.trouble = DOWN
    await escalate(plant, tradeoff="speed/scope")
    await later(plant, at(12, 50))
    line.trouble = None
    await later(plant, at(13, 1))
    assert (await kept(plant)).state is EscalationState.ASKED
    assert "This reached you late, so you have your whole time again, until Tue 24 Nov, 09:0" in await sees(
        plant, "maria"
    )
    await later(plant, at(9, 5, day=24))
    assert (await kept(plant)).state is EscalationState.DECIDED


async def test_who_was_asked_again_and_never_heard_of_it_has_not_agreed(plant: Chat, line: Switched) -> None:
    line.trouble = DOWN
    await escalate(plant, tradeoff="speed/scope")
    await later(plant, at(12, 50))
    line.trouble = None
    await later(plant, at(12, 55))
    line.trouble = DOWN
    await later(plant, at(9, 5, day=24))
    assert (await kept(plant)).state is EscalationState.ASKED


async def test_who_cannot_be_reached_at_all_is_passed_over(plant: Chat, line: Switched) -> None:
    line.trouble = DOWN
    await escalate(plant, tradeoff="speed/scope")
    await later(plant, at(13, 1, day=24))
    now = await kept(plant)
    assert (now.state, now.turn.person_id) == (EscalationState.ASKED, "adam")
    assert [event.what for event in now.history if event.about == "maria"].count(Happened.ASKED_AGAIN) == 2
    line.trouble = None
    await later(plant, at(13, 5, day=24))
    line_told = "Maria Nowak could not be shown it in time, so nothing follows from their silence."
    assert line_told in await sees(plant, "adam")


async def test_a_request_that_was_set_aside_is_not_consent(plant: Chat, line: Switched) -> None:
    line.trouble = RuntimeError("a bug")
    await escalate(plant, tradeoff="speed/scope")
    await later(plant, at(10))
    line.trouble = None
    await later(plant, at(13, 1))
    now = await kept(plant)
    assert now.state is EscalationState.ASKED
    assert "Maria Nowak, the decider, is asked to decide by Tue 24 Nov, 09:0" in await sees(plant, "maria")


async def test_an_ordinary_step_says_that_it_did_not_reach_them(plant: Chat, line: Switched) -> None:
    line.trouble = DOWN
    await escalate(plant)
    await later(plant, at(9, 1, day=24))
    line.trouble = None
    await later(plant, at(9, 5, day=24))
    told = await sees(plant, "jan")
    assert "Maria Nowak could not be shown it in time" in told
    assert "did not answer" not in told


async def test_who_took_it_has_seen_it_wherever_that_was(plant: Chat, line: Switched) -> None:
    await escalate(plant, tradeoff="speed/scope")
    line.trouble = DOWN
    await plant.press("maria", "I'll take it")
    await later(plant, at(13, 1))
    assert (await kept(plant)).state is EscalationState.DECIDED
