"""What `doctor` says of mail and of alarms."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.doctor import doctor
from tests.mail.plant import file_in, plant
from tests.mail.relay import SENDER, FakeRelay, Trouble
from tests.stories.chat import Chat, running


@pytest.fixture
async def bot(relay: FakeRelay, tmp_path: Path) -> AsyncIterator[Chat]:
    async with plant(f"sqlite:///{tmp_path / 'accord.db'}", relay, "ewa", "ops@plant.example") as chat:
        await chat.load(file_in(tmp_path), start=False)
        yield chat


async def test_a_relay_that_works_is_said_to_and_nothing_is_sent(bot: Chat, relay: FakeRelay) -> None:
    report = await doctor(bot.app, "")
    assert f"ok       The mail relay 127.0.0.1:{relay.port} takes mail from {SENDER}." in report.lines
    assert "ok       Alarms go to Ewa Kot, ops@plant.example." in report.lines
    assert relay.mails == []


async def test_a_test_mail_is_sent_where_it_is_asked_for(bot: Chat, relay: FakeRelay) -> None:
    report = await doctor(bot.app, "", "you@plant.example")
    assert "ok       A test mail is on its way to you@plant.example." in report.lines
    (got,) = relay.to("you@plant.example")
    assert "This is a test." in got.text


async def test_what_is_in_the_way_is_said_with_the_cure(bot: Chat, relay: FakeRelay) -> None:
    relay.befall(Trouble.NOBODY)
    report = await doctor(bot.app, "", "you@plant.example")
    assert "The test mail was not sent: the mail relay takes no mail for this address (550)." in "".join(report.lines)
    assert "This is no address" in "".join((await doctor(bot.app, "", "you at plant")).lines)
    await relay.down()
    report = await doctor(bot.app, "")
    assert report.broken
    assert "the mail relay cannot be reached. Check ACCORD_SMTP_URL" in report.lines[0]


async def test_where_there_is_no_mail_there_is_nothing_to_try(tmp_path: Path) -> None:
    async with running(f"sqlite:///{tmp_path / 'accord.db'}") as chat:
        assert "Mail is not set up" not in "".join((await doctor(chat.app, "")).lines)
        assert "Mail is not set up; there is no mail to try." in "".join((await doctor(chat.app, "", "a@b.c")).lines)
        assert "Nobody is told of troubles" not in "".join((await doctor(chat.app, "")).lines)
        path = tmp_path / "line3.yaml"
        path.write_text(
            "accord: 1\nproject: {id: l3, name: Line 3, kickoff: 2027-02-01, zone: UTC}\n", encoding="utf-8"
        )
        await chat.load(path, start=False)
        assert "Nobody is told of troubles" in "".join((await doctor(chat.app, "")).lines)
