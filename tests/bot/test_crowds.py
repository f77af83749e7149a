"""A flood of escalations in one organisation is refused, in words, and passes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.drawing import draw_text
from bot.config import BadSettings, read_settings
from bot.crowds import ENDLESS, refusal
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


class OnlyOne:
    """Something may happen once in this minute."""

    def __init__(self) -> None:
        self.left = 1
        self.asked: list[tuple[str, int]] = []

    def take_slot(self, what: str, most: int) -> bool:
        self.asked.append((what, most))
        self.left -= 1
        return self.left >= 0


def test_the_refusal_says_how_many_and_when_to_try_again() -> None:
    slots = OnlyOne()
    assert refusal(slots, SEND, 2) is None
    refused = refusal(slots, SEND, 2)
    assert refused is not None
    assert draw_text(refused.phrase).startswith("2 escalations have been sent here within a minute")


def test_nothing_but_escalations_is_counted_and_no_limit_counts_nothing() -> None:
    slots = OnlyOne()
    assert refusal(slots, Acknowledge("line3/E-1", 0), 1) is None
    assert refusal(slots, SEND, ENDLESS + 1) is None
    assert slots.asked == []


async def test_what_is_refused_is_not_sent_and_goes_through_later(bot: Chat, tmp_path: Path) -> None:
    await load(bot, tmp_path)
    store, ben = bot.app.store, Actor(bot.app.organisation, "ben")
    engine = Engine(store, store.wire, lambda: bot.now, asyncio.Event().set, escalations_a_minute=1)
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
