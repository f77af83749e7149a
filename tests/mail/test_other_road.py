"""Who is not reached in chat gets the same by mail; nobody else does, and nobody twice (B11, F12)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.mail.plant import file_in, plant, without_chat
from tests.mail.relay import FakeRelay, Trouble
from tests.stories.chat import WARSAW, Chat
from tests.stories.test_undelivered import ESCALATION, view

MARIA = "maria@plant.example"


@pytest.fixture
async def bot(database_url: str, relay: FakeRelay) -> AsyncIterator[Chat]:
    async with plant(database_url, relay) as chat:
        yield chat


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return file_in(tmp_path)


@pytest.fixture
def asking(tmp_path: Path) -> Path:
    return file_in(tmp_path, deciders=False)


async def test_who_is_not_reached_in_chat_gets_it_by_mail_and_reads_whom_to_ask(
    bot: Chat, asking: Path, relay: FakeRelay
) -> None:
    without_chat(bot, "maria")
    await bot.load(asking)
    await bot.wait(minutes=1)
    (got,) = relay.mails
    assert got.to == MARIA
    assert "Line 3 MES" in str(got.mail["Subject"])
    for words in (got.text, got.html):
        assert "This comes by mail because no chat reaches you. Nobody reads answers to it." in words
        assert "Please tell Ewa Kot what you would answer" in words
        assert "[" not in words
        assert "/local/" not in words


async def test_the_facilitator_reads_that_it_went_by_mail_and_the_channel_is_not_asked(
    bot: Chat, asking: Path, relay: FakeRelay
) -> None:
    without_chat(bot, "maria")
    await bot.load(asking)
    await bot.wait(minutes=1)
    told = await bot.sees("ewa")
    assert (
        "I could not deliver the first message with the questions in chat and send it by mail instead, where nobody "
        "can answer. The chat says: no such account."
    ) in told
    assert "cannot reach you in direct messages" not in await bot.sees("ewa", "line3")
    assert "I cannot reach Maria Nowak about the questions for Operations." in (await bot.sees("jan")).replace("@", "")
    assert len(relay.mails) == 1


async def test_where_mail_does_not_lead_there_either_it_is_as_if_there_were_none(
    bot: Chat, asking: Path, relay: FakeRelay
) -> None:
    without_chat(bot, "maria")
    relay.befall(*[Trouble.NOBODY] * 3)
    await bot.load(asking)
    await bot.wait(minutes=5)
    assert relay.mails == []
    assert "No chat reaches them, and mail does not either: the mail relay takes no mail" in await bot.sees("ewa")
    assert "cannot reach you in direct messages" in await bot.sees("ewa", "line3")


async def test_who_is_reached_in_chat_or_has_no_address_gets_no_mail(bot: Chat, file: Path, relay: FakeRelay) -> None:
    without_chat(bot, "ben")
    await bot.load(file)
    await bot.until(datetime(2026, 12, 1, 16, tzinfo=WARSAW))
    assert relay.mails == []
    assert "Ben Okoye could not be reached" in (await bot.sees("ewa")).replace("@", "")


async def test_a_nudge_by_mail_counts_and_comes_once(bot: Chat, asking: Path, relay: FakeRelay) -> None:
    await bot.load(asking)
    without_chat(bot, "maria")
    await bot.until(datetime(2026, 11, 24, 16, tzinfo=WARSAW))
    assert (await view(bot)).nudges == 1
    assert len(relay.to(MARIA)) == 1
    assert len(await bot.lines("maria")) == 1


async def test_a_nudge_that_mail_does_not_bring_either_does_not_count(bot: Chat, file: Path, relay: FakeRelay) -> None:
    await bot.load(file)
    without_chat(bot, "maria")
    relay.befall(*[Trouble.NOBODY] * 3)
    await bot.until(datetime(2026, 11, 24, 16, tzinfo=WARSAW))
    assert (await view(bot)).nudges == 0


async def test_what_waits_for_the_relay_comes_when_it_is_back_and_once(
    bot: Chat, asking: Path, relay: FakeRelay
) -> None:
    without_chat(bot, "maria")
    await relay.down()
    await bot.load(asking)
    await bot.wait(minutes=1)
    assert "send it by mail instead" in await bot.sees("ewa")
    bot.app.clock.set_forward(bot.now + timedelta(hours=3))
    await relay.up()
    await bot.wait(minutes=2)
    assert len(relay.to(MARIA)) == len(set(relay.names)) == 1


async def test_a_decider_whom_no_chat_reaches_reads_it_and_nobody_waits_for_them(
    bot: Chat, file: Path, relay: FakeRelay
) -> None:
    await bot.load(file, start=False)
    without_chat(bot, "maria")
    await bot.say("ben", "/escalate", "line3")
    await bot.fill("ben", ESCALATION)
    await bot.press("ben", "Send to Maria")
    await bot.wait(minutes=1)
    (got,) = relay.mails
    assert got.to == MARIA
    assert "Cut over a week later?" in got.text
    assert "Cut over a week later?" in await bot.sees("jan")


async def test_a_facilitator_whom_no_chat_reaches_is_told_by_mail_who_else_is_not(
    bot: Chat, file: Path, relay: FakeRelay
) -> None:
    without_chat(bot, "ben", "ewa")
    await bot.load(file)
    await bot.wait(minutes=2)
    assert any("Ben Okoye could not be reached" in str(got.mail["Subject"]) for got in relay.to("ewa@plant.example"))
