"""F36: those who look after Accord are told by chat and by mail within a minute, once, and again when it is over."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.alarms import Alarm
from tests.mail.plant import file_in, plant, without_chat
from tests.mail.relay import FakeRelay, relaying
from tests.stories.chat import Chat

NOBODY = Alarm("unroutable/line3/E-1", "Nobody is left to decide E-1 of Line 3 MES. Please name somebody.")


@pytest.fixture
async def relay() -> AsyncIterator[FakeRelay]:
    async with relaying() as running:
        yield running


@pytest.fixture
async def bot(database_url: str, relay: FakeRelay, tmp_path: Path) -> AsyncIterator[Chat]:
    async with plant(database_url, relay, "jan@plant.example", "ops@plant.example") as chat:
        await chat.load(file_in(tmp_path), start=False)
        yield chat


async def in_chat(bot: Chat, person: str) -> list[str]:
    return [line.text for line in await bot.lines(person) if line.key.startswith("alarm/")]


async def test_f36_administrators_are_told_by_chat_and_by_mail_within_a_minute(bot: Chat, relay: FakeRelay) -> None:
    await bot.app.alarms.tell("local", NOBODY)
    await bot.wait(seconds=59)
    assert len(await in_chat(bot, "jan")) == 1
    assert sorted(mail.to for mail in relay.mails) == ["jan@plant.example", "ops@plant.example"]
    for mail in relay.mails:
        assert "Nobody is left to decide E-1 of Line 3 MES. Please name somebody." in mail.text
        assert "no chat reaches you" not in mail.text


async def test_f36_it_is_mailed_once_while_it_lasts_and_once_when_it_is_over(bot: Chat, relay: FakeRelay) -> None:
    for _ in range(30):
        await bot.app.alarms.tell("local", NOBODY)
        await bot.wait(minutes=1)
    assert len(relay.mails) == 2
    await bot.app.alarms.over("local", NOBODY.kind)
    await bot.wait(minutes=11)
    assert len(relay.mails) == 4
    first, _, last, _ = sorted(relay.mails, key=lambda mail: mail.to)[:2] * 2
    assert first.mail["References"] == last.mail["References"]
    assert sum("This trouble is over" in mail.text for mail in relay.mails) == 2


async def test_f36_an_administrator_whom_no_chat_reaches_is_told_by_mail_all_the_same_and_once(
    bot: Chat, relay: FakeRelay
) -> None:
    without_chat(bot, "jan")
    await bot.app.alarms.tell("local", NOBODY)
    await bot.wait(minutes=5)
    assert len(relay.to("jan@plant.example")) == 1


async def test_f36_an_address_of_nobody_is_told_once_of_what_concerns_everybody(bot: Chat, relay: FakeRelay) -> None:
    await bot.app.alarms.tell_all(NOBODY)
    await bot.wait(minutes=1)
    assert len(relay.to("ops@plant.example")) == 1
