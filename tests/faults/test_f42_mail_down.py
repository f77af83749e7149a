"""F42: the mail relay is down for hours, or loses answers: nothing is lost, nothing comes twice, nobody else waits."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.alarms import Alarm, Alarms
from tests.mail.plant import file_in, plant, without_chat
from tests.mail.relay import FakeRelay, Trouble, relaying
from tests.storage.clerk import raw_sql
from tests.stories.chat import Chat

ADMINISTRATORS = ("ewa", *(f"admin{number}@plant.example" for number in range(5)))
ALARMS = [Alarm(f"trouble{number}", f"Trouble {number} needs you.") for number in range(5)]
MAILS = len(ADMINISTRATORS) * len(ALARMS)


@pytest.fixture
async def relay() -> AsyncIterator[FakeRelay]:
    async with relaying() as running:
        yield running


@pytest.fixture
async def bot(database_url: str, relay: FakeRelay, tmp_path: Path) -> AsyncIterator[Chat]:
    async with plant(database_url, relay, *ADMINISTRATORS) as chat:
        await chat.load(file_in(tmp_path), start=False)
        yield chat


async def raise_all(bot: Chat) -> None:
    for alarm in ALARMS:
        await bot.app.alarms.tell("local", alarm)


async def hours(bot: Chat, number: int) -> None:
    """So many hours pass, a quarter of one at a time."""
    for _ in range(4 * number):
        bot.app.clock.set_forward(bot.now + timedelta(minutes=15))
        await bot.settle()


def give_up_after(bot: Chat, seconds: float) -> None:
    """How long a relay that says nothing is waited for, in real time."""
    assert bot.app.mail is not None
    platform = bot.app.mail.platform
    platform.line = replace(platform.line, before=seconds)


def counted(relay: FakeRelay) -> Counter[str]:
    return Counter(relay.names)


@pytest.mark.parametrize("how", ["refuses", "hangs"])
async def test_f42_hours_without_a_relay_lose_nothing_and_double_nothing(bot: Chat, relay: FakeRelay, how: str) -> None:
    give_up_after(bot, 0.1)
    relay.hangs = how == "hangs"
    if not relay.hangs:
        await relay.down()
    await raise_all(bot)
    await hours(bot, 3)
    assert relay.mails == []
    assert relay.calls <= 3 * 60 + 20
    relay.hangs = False
    if how == "refuses":
        await relay.up()
    await hours(bot, 1)
    assert set(counted(relay).values()) == {1}
    assert len(relay.mails) == MAILS
    assert all("This comes later than planned" in mail.text for mail in relay.mails)


async def test_f42_whoever_is_in_chat_does_not_wait_for_the_relay(bot: Chat, relay: FakeRelay) -> None:
    async def organisations() -> tuple[str, ...]:
        return ("local",)

    give_up_after(bot, 90.0)
    relay.hangs = True
    many = tuple(f"many{number}@plant.example" for number in range(100))
    app = bot.app
    await Alarms(app.engine, app.clock.now, organisations, administrators=many, mail=True).tell("local", ALARMS[0])
    delivering = asyncio.create_task(app.delivery.run())
    while not relay.calls:
        await asyncio.sleep(0.01)
    async with asyncio.timeout(60):
        await raise_all(bot)
        while len([line for line in await bot.lines("ewa") if "/trouble" in line.key]) < len(ALARMS):
            await asyncio.sleep(0.02)
    relay.hangs = False
    delivering.cancel()
    await asyncio.gather(delivering, return_exceptions=True)


async def test_f42_lost_answers_double_no_more_than_were_lost_and_a_double_has_the_same_name(
    bot: Chat, relay: FakeRelay, database_url: str
) -> None:
    lost = [Trouble.LOST_ANSWER if number % 5 == 0 else Trouble.TAKEN for number in range(MAILS)]
    relay.befall(*lost)
    await raise_all(bot)
    await hours(bot, 2)
    names = counted(relay)
    extra = sum(names.values()) - len(names)
    ((unclear,),) = raw_sql(database_url, "SELECT count(*) FROM delivery_log WHERE what = 'unclear'")
    assert len(names) == MAILS
    assert 0 < extra <= lost.count(Trouble.LOST_ANSWER) <= unclear


async def test_f42_a_reminder_is_never_mailed_twice(bot: Chat, relay: FakeRelay, tmp_path: Path) -> None:
    await bot.load(file_in(tmp_path))
    without_chat(bot, "maria")
    relay.befall(*[Trouble.LOST_ANSWER] * 20)
    await hours(bot, 48)
    nudges = Counter(mail.name for mail in relay.to("maria@plant.example"))
    assert nudges
    assert set(nudges.values()) == {1}


async def test_f42_what_waits_for_the_relay_outlives_a_restart(
    relay: FakeRelay, database_url: str, tmp_path: Path
) -> None:
    await relay.down()
    async with plant(database_url, relay, *ADMINISTRATORS) as before:
        await before.load(file_in(tmp_path), start=False)
        await raise_all(before)
        await before.settle()
    await relay.up()
    async with plant(database_url, relay, *ADMINISTRATORS) as after:
        await raise_all(after)
        await after.wait(minutes=5)
    assert len(relay.mails) == MAILS == len(counted(relay))
