"""F35: nobody says anything. Reminder, deputy and sponsor come each at their time, five seconds later at most and never
before it (I6), and it is never stuck.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from flows.escalations.records import EscalationState, Happened
from tests.stories.chat import WARSAW, Chat, running
from tests.stories.test_escalations import escalate, load

LATE = timedelta(seconds=5)
SECOND = timedelta(seconds=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=WARSAW)


EXPECTED = {
    "normal": [
        (at(23, 13), "@maria", "nudge/0/1"),
        (at(24, 9), "@jan", "card/jan"),
        (at(24, 13), "@jan", "nudge/1/1"),
        (at(25, 9), "@adam", "card/adam"),
        (at(25, 13), "@adam", "nudge/2/1"),
    ],
    "urgent": [
        (at(23, 9, 15), "@maria", "nudge/0/1"),
        (at(23, 9, 30), "@maria", "nudge/0/2"),
        (at(23, 9, 45), "@maria", "nudge/0/3"),
    ],
}


async def arrived(bot: Chat) -> dict[tuple[str, str], datetime]:
    """When each message came first."""
    found: dict[tuple[str, str], datetime] = {}
    for each in await bot.arrivals():
        found.setdefault((each.to, each.key.removeprefix("escalation/line3/E-1/")), each.at)
    return found


@pytest.mark.parametrize("urgency", ["normal", "urgent"])
async def test_each_step_at_its_time(database_url: str, tmp_path: Path, urgency: str) -> None:
    async with running(database_url) as bot:
        await load(bot, tmp_path)
        await escalate(bot, urgency=urgency)
        for moment, to, key in EXPECTED[urgency]:
            bot.app.clock.set_forward(max(bot.now, moment - SECOND))
            await bot.settle()
            assert (to, key) not in await arrived(bot), f"{key} came early"
            for second in range(1, 6):  # the ticks
                bot.app.clock.set_forward(max(bot.now, moment + second * SECOND))
                await bot.settle()
            came = (await arrived(bot)).get((to, key))
            assert came is not None, f"{key} did not come"
            assert timedelta() <= came - moment <= LATE + SECOND / 2, key


async def test_it_ends_with_everybody_told_and_nothing_stuck(tmp_path: Path) -> None:
    async with running(f"sqlite:///{tmp_path / 'accord.db'}") as bot:
        await load(bot, tmp_path)
        await escalate(bot)
        await bot.until(at(27, 17))
        (only,) = await bot.app.store.read("local", lambda records: records.escalations.all())
        asked = [event.about for event in only.history if event.what is Happened.ASKED]
        assert asked == ["maria", "jan", "adam"]
        assert only.state is EscalationState.EXHAUSTED
        told = {each.to for each in await bot.arrivals() if "/exhausted/" in each.key}
        assert told == {"@adam", "@ewa", "@ben"}
