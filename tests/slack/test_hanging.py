"""Slack takes calls and never answers them: whoever presses or types is acknowledged at once all the same (F32)."""

from __future__ import annotations

import asyncio
import time

from tests.slack.fake.faults import Fault, Trouble
from tests.slack.people import SlackChat
from tests.stories.test_escalations import escalate, sees

SOON = 20.0
"""Seconds; Slack hangs for as long as the test runs, and this machine may be busy with other tests. How fast it is
while Slack is slow is measured by `tests/bench/test_slack_ack_bench.py`."""
METHODS = ("chat.postMessage", "chat.update", "chat.postEphemeral", "users.info", "conversations.open", "views.publish")
TYPED = 20


async def test_f32_while_slack_hangs_everybody_is_acknowledged_and_nothing_is_lost(plant: SlackChat) -> None:
    await escalate(plant)
    press = await plant.find("maria", "I'll take it")
    maria = await plant.user("maria")
    for method in METHODS:
        plant.slack.troubles.always[method] = Trouble(Fault.HANG_BEFORE)
    delivering = asyncio.create_task(plant.app.settle())
    await asyncio.sleep(0.05)
    took = [await acknowledged(plant, *plant.gestures.press(maria, press.command))]
    for _ in range(TYPED):
        typed = plant.gestures.command(maria, plant.team.direct(maria.id), "/align status")
        assert typed is not None
        took.append(await acknowledged(plant, *typed))
    assert max(took) < SOON
    plant.slack.troubles.always.clear()
    plant.slack.unlocked.set()
    await delivering
    await plant.until(plant.now.replace(hour=10))
    assert (await sees(plant, "ben")).count("has taken this") == 1


async def acknowledged(bot: SlackChat, kind: str, payload: dict[str, object]) -> float:
    """Seconds until Slack heard that it was taken."""
    begun = time.perf_counter()
    reply = await bot.carrier.carry(kind, payload)
    assert reply.status == 200
    return time.perf_counter() - begun
