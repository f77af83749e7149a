"""F14: somebody sets the machine's clock while Accord runs. Nothing is fired by a jump, and nothing is repeated."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import Clock, Sight
from flows.escalations.records import Escalation
from tests.faults.timed import Watch, beats, living
from tests.stories.chat import MONDAY, Chat
from tests.stories.test_escalations import escalate, load

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def asked(database_url: str, watch: Watch, tmp_path: Path) -> AsyncIterator[Chat]:
    """Maria was asked at 09:00 on Monday and has one working day; the ticks run."""
    async with living(database_url, watch.clock()) as bot:
        await load(bot, tmp_path)
        await escalate(bot)
        await beats(bot.app, watch, 3)
        yield bot


async def told(bot: Chat) -> list[str]:
    """The keys of what came to anybody, but for word of the clock."""
    return [each.key for each in await bot.arrivals() if not each.key.startswith("alarm/")]


async def kept(bot: Chat) -> Escalation:
    (only,) = await bot.app.store.read("local", lambda records: records.escalations.all())
    return only


@pytest.mark.parametrize("by", [3 * DAY, 10 * timedelta(minutes=1)])
async def test_a_jump_ahead_that_goes_away_again_moves_nothing(asked: Chat, watch: Watch, by: timedelta) -> None:
    before, came = await kept(asked), await told(asked)
    watch.jumps(by)
    await beats(asked.app, watch, 2)
    assert asked.app.clock.is_doubted
    assert "has jumped by more than five minutes" in await asked.sees("ewa"), "who runs it is told at once"
    assert abs(asked.now - watch.wall) > by - timedelta(minutes=1)
    watch.jumps(-by)
    await beats(asked.app, watch, 3)
    assert abs(asked.now - watch.wall) < timedelta(seconds=1)
    assert await kept(asked) == before
    assert await told(asked) == came


async def test_three_days_ahead_is_believed_after_two_good_looks_and_then_is_one_step(
    asked: Chat, watch: Watch
) -> None:
    watch.jumps(3 * DAY)
    await beats(asked.app, watch, 2)
    assert (await kept(asked)).step == 0
    await beats(asked.app, watch, 1)
    assert asked.now == watch.wall
    await beats(asked.app, watch, 60)
    moved = await kept(asked)
    assert moved.step == 1
    assert moved.until > asked.now + 4 * HOUR, "Jan has his normal time"
    assert moved.nags == 0


async def test_an_hour_back_repeats_nothing_and_holds_up_nobody(asked: Chat, watch: Watch) -> None:
    await beats(asked.app, watch, 1, by=5 * HOUR)  # Maria has been reminded
    before, came = await kept(asked), await told(asked)
    assert before.nags == 1
    watch.jumps(-HOUR)
    await beats(asked.app, watch, 30)
    assert asked.now == watch.wall
    assert await kept(asked) == before
    assert await told(asked) == came
    assert "is yours" in await asked.press("maria", "I'll take it")
    await beats(asked.app, watch, 2)
    assert "has taken this" in await asked.sees("ben"), "an address that was written to just before is not blocked"


async def test_a_small_step_either_way_is_no_jump_and_time_never_runs_backwards(asked: Chat, watch: Watch) -> None:
    for step in (-2, 3, -4, 1):
        watch.jumps(timedelta(minutes=step))
        latest = asked.now
        for _ in range(5):
            await beats(asked.app, watch, 1, by=timedelta(minutes=2))
            assert not asked.app.clock.is_doubted
            assert asked.now > latest
            latest = asked.now
        assert abs(asked.now - watch.wall) < timedelta(seconds=1)


def test_a_jump_that_goes_on_jumping_is_never_believed(watch: Watch) -> None:
    clock = watch.clock()
    clock.look()
    for _ in range(10):
        watch.goes_on()
        watch.jumps(HOUR)
        assert clock.look() is Sight.DOUBTED
    assert clock.now() == MONDAY + timedelta(seconds=10)
    watch.goes_on()
    clock.look()
    watch.goes_on()
    assert clock.look() is Sight.BELIEVED


def test_the_first_look_is_believed_whatever_this_machine_s_clock_shows(watch: Watch) -> None:
    clock = watch.clock()
    truth = MONDAY + 2 * HOUR
    assert clock.look(truth) is Sight.STEADY
    assert clock.now() == truth


def test_a_clock_that_is_not_looked_at_goes_on_by_the_time_passed(watch: Watch) -> None:
    clock: Clock = watch.clock()
    watch.goes_on(HOUR)
    watch.jumps(3 * DAY)
    assert clock.now() == MONDAY + HOUR


def test_a_simulated_clock_goes_on_from_what_was_kept_and_is_never_set_back(watch: Watch) -> None:
    clock = watch.clock()
    clock.restore(-3 * DAY)
    assert clock.now() == MONDAY - 3 * DAY, "a story that began before this machine's time"
    clock.set_forward(MONDAY - 2 * DAY)
    clock.restore(-3 * DAY)
    assert clock.now() == MONDAY - 2 * DAY
