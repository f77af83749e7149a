"""Looking for what was never heard of, beside the posts that want it."""

from __future__ import annotations

import asyncio

import pytest

from adapters.looks import AGAIN, Looks
from adapters.platform import Ambiguous, Refused, Throttled, Unreachable
from flows.errors import Unavailable
from tests.adapters.slack.desk import Clock


class Look:
    """Something to look for; `trouble` is what comes of it, one after the other."""

    def __init__(self, *trouble: Exception | None) -> None:
        self.trouble = list(trouble)
        self.made = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self) -> None:
        self.made += 1
        await self.gate.wait()
        if self.trouble and (error := self.trouble.pop(0)) is not None:
            raise error


async def test_it_is_looked_for_once_in_a_while() -> None:
    clock, look = Clock(), Look()
    looks = Looks("Slack", clock.monotonic)
    for _ in range(3):
        await looks.once("plant", "#line", look)
    assert look.made == 1
    await looks.once("mill", "#line", look)
    clock.seconds += AGAIN
    await looks.once("plant", "#line", look)
    assert look.made == 3


async def test_several_posts_wait_for_one_look() -> None:
    look = Look()
    look.gate.clear()
    looks = Looks("Slack", Clock().monotonic)
    waiting = [asyncio.create_task(looks.once("plant", "people", look)) for _ in range(5)]
    await asyncio.sleep(0.01)
    look.gate.set()
    await asyncio.gather(*waiting)
    assert look.made == 1


async def test_a_look_goes_on_when_the_post_gives_up() -> None:
    look = Look()
    look.gate.clear()
    looks = Looks("Slack", Clock().monotonic)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await looks.once("plant", "people", look)
    look.gate.set()
    await looks.once("plant", "people", look)
    assert look.made == 1


async def test_whoever_waits_too_long_may_come_again() -> None:
    look = Look()
    look.gate.clear()
    looks = Looks("Slack", Clock().monotonic, patience=0.05)
    with pytest.raises(Unreachable):
        async with asyncio.timeout(30):
            await looks.once("plant", "people", look)
    await looks.close()
    assert look.made == 1


@pytest.mark.parametrize("error", [Unreachable("down"), Ambiguous("reset")])
async def test_a_look_that_failed_is_made_again(error: Exception) -> None:
    look = Look(error, error)
    looks = Looks("Slack", Clock().monotonic)
    for _ in range(2):
        with pytest.raises(Unreachable):
            await looks.once("plant", "people", look)
    await looks.once("plant", "people", look)
    assert look.made == 3


async def test_a_wait_and_a_database_that_is_away_are_said() -> None:
    clock = Clock()
    waits = Throttled(clock.at - clock.at)
    looks = Looks("Slack", clock.monotonic)
    look = Look(waits, Unavailable("away"))
    with pytest.raises(Throttled):
        await looks.once("plant", "people", look)
    with pytest.raises(Unavailable):
        await looks.once("plant", "people", look)


async def test_a_no_is_an_answer() -> None:
    look = Look(Refused("no permission"))
    looks = Looks("Slack", Clock().monotonic)
    for _ in range(3):
        await looks.once("plant", "people", look)
    assert look.made == 1
