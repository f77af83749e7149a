"""F44: the charter gets a new version while functions sign the old one: nobody has signed what they have not read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.stories.chat import Chat, running
from tests.stories.plant import PROJECT, load
from tests.stories.test_charter import RIGHTS, published

CONCERNED, OTHERS = {"operations", "quality"}, {"leadership", "it"}
SPEAKERS = ("adam", "maria", "piotr", "ben")
TIMES = 3


@pytest.fixture
async def bot(database_url: str) -> AsyncIterator[Chat]:
    async with running(database_url) as chat:
        yield chat


async def signed(bot: Chat) -> dict[str, int]:
    """By function, the version that was read, of the signatures of the newest one."""
    found = await bot.app.store.read("local", lambda records: records.charters.where(project_id="line3"))
    return {each.function: each.version for each in found[-1].signatures}


async def test_f44_a_version_that_is_published_at_that_moment_is_not_signed_by_who_read_the_old_one(bot: Chat) -> None:
    await published(bot)
    for number in range(2, 2 + TIMES):
        old = [(person, await bot.find(person, "Sign")) for person in SPEAKERS if await may_sign(bot, person)]
        await load(bot, PROJECT + RIGHTS.replace("2 working", f"{number + 1} working"), start=False)
        await bot.say("ewa", "/charter", "line3")
        button = await bot.find("ewa", f"Publish version {number}")
        publish = bot.send("ewa", "press", {"command": button.command})
        signing = [bot.send(person, "press", {"command": each.command}) for person, each in old]
        halves = [*signing[:2], publish, *signing[2:]] if number % 2 else [publish, *signing]
        told = await asyncio.gather(*halves)
        assert {each.status for each in told} == {200}
        await bot.settle()
        found = await signed(bot)
        assert not CONCERNED & found.keys(), "the change concerns them, and they have not read it"
        assert set(found.values()) <= set(range(1, number)), "who signed has signed what they read"
        assert found.keys() <= OTHERS


async def may_sign(bot: Chat, person: str) -> bool:
    """Whether the button is on their screen."""
    return any(press.label == "Sign" for line in await bot.lines(person) for press in line.presses)
