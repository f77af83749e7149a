"""A flood of escalations in one organisation is refused, in words, and passes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.drawing import draw_text
from bot.config import BadSettings, read_settings
from bot.crowds import Crowds
from bot.engine import Engine
from flows.commands import Actor
from flows.effects import Refusal
from flows.escalations.commands import Acknowledge, Draft, Escalate
from tests.stories.chat import MONDAY, Chat
from tests.stories.test_escalations import load

DRAFT = Draft(
    "line3",
    "speed/operational_safety",
    "Cut over on 8 May or a week later?",
    ("8 May", "15 May"),
    "The supplier's team leaves.",
    MONDAY + timedelta(days=9),
    drafted_at=MONDAY,
)
SEND = Escalate(DRAFT, "maria", 1)
AGAIN = Escalate(replace(DRAFT, drafted_at=MONDAY + timedelta(seconds=1)), "maria", 2)


def test_the_last_minute_counts_and_each_organisation_by_itself() -> None:
    crowds = Crowds(2)
    assert [crowds.refusal("one", SEND, MONDAY + timedelta(seconds=at)) for at in (0, 20)] == [None, None]
    refused = crowds.refusal("one", SEND, MONDAY + timedelta(seconds=59))
    assert refused is not None
    assert draw_text(refused.phrase).startswith("2 escalations have been sent here within a minute")
    assert crowds.refusal("two", SEND, MONDAY + timedelta(seconds=59)) is None
    assert crowds.refusal("one", SEND, MONDAY + timedelta(seconds=60)) is None


def test_nothing_but_escalations_is_counted() -> None:
    crowds = Crowds(1)
    assert crowds.refusal("one", SEND, MONDAY) is None
    assert crowds.refusal("one", Acknowledge("line3/E-1", 0), MONDAY) is None


def test_a_clock_that_goes_back_lets_nobody_wait_for_ever() -> None:
    crowds = Crowds(1)
    assert crowds.refusal("one", SEND, MONDAY) is None
    assert crowds.refusal("one", SEND, MONDAY - timedelta(days=1)) is None


async def test_what_is_refused_is_not_sent_and_goes_through_later(bot: Chat, tmp_path: Path) -> None:
    await load(bot, tmp_path)
    store, ben = bot.app.store, Actor(bot.app.organisation, "ben")
    engine = Engine(store, store.wire, lambda: bot.now, asyncio.Event().set, crowds=Crowds(1))
    first, second = await engine.run(ben, SEND, "first"), await engine.run(ben, AGAIN, "second")
    sent = await store.read(ben.organisation_id, lambda records: len(records.escalations.all()))
    await bot.wait(minutes=1)
    later = await engine.run(ben, AGAIN, "third")
    assert not isinstance(first, Refusal), first
    assert isinstance(second, Refusal)
    assert sent == 1
    assert not isinstance(later, Refusal), later


def test_the_setting_is_a_number_of_its_own() -> None:
    assert read_settings({"ACCORD_ESCALATIONS_A_MINUTE": "200"}).escalations_a_minute == 200


@pytest.mark.parametrize("wrong", ["0", "-1", "many", "1e3", "1000000"])
def test_anything_else_is_refused(wrong: str) -> None:
    with pytest.raises(BadSettings, match="ACCORD_ESCALATIONS_A_MINUTE"):
        read_settings({"ACCORD_ESCALATIONS_A_MINUTE": wrong})
