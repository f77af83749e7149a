"""An answer that is made confidential is taken off what was posted before: digests, and the list on the first day."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.stories.chat import WARSAW, Chat
from tests.stories.plant import fill, load

CHANNEL = "line3"
STOP = "risks.stances:production_stop"
WHY, PROOF = "the canary of the shift", "Protocol of the canary"
OPENLY: dict[str, str | list[str]] = {
    "outcome.statement": "No stop",
    STOP: "not_acceptable",
    f"{STOP}:details": f"why: {WHY}",
    "evidence.needs": PROOF,
}


@pytest.fixture
async def told(bot: Chat) -> Chat:
    """Operations says openly what it refuses and needs; a digest has told of it."""
    await load(bot)
    await fill(bot, "maria", OPENLY)
    await fill(bot, "adam", {STOP: "acceptable"})
    await fill(bot, "ben", {"reporting.content": ["risks", "evidence"], "reporting.alerts": ["production_stop"]})
    await fill(bot, "piotr")
    await bot.until(datetime(2026, 12, 7, 9, 30, tzinfo=WARSAW))
    return bot


async def everywhere(bot: Chat) -> str:
    """All that stands before anybody but who said it, and what the observer is told on demand."""
    asked = [await bot.say("olga", f"/align {words}", CHANNEL) for words in ("status", "contradictions", "evidence")]
    digest = await bot.lines("olga", CHANNEL, thread="digest/line3/1")
    return "\n".join([await bot.written_to_others("maria"), *asked, *(line.text for line in digest)]).casefold()


async def test_a12_digests_say_no_more_what_was_made_confidential(told: Chat) -> None:
    before = await told.lines("olga", CHANNEL, thread="digest/line3/1")
    assert any(PROOF in line.text for line in before)
    await told.press("maria", "Open as form")
    hidden: dict[str, str | list[str]] = {"who_may_read:confidential": ["risks.stances", "evidence.needs"]}
    done = await told.fill("maria", {**OPENLY, **hidden})
    assert not done.problems, done.problems
    await told.wait(minutes=1)
    after = await everywhere(told)
    for words in (WHY, PROOF):
        at = after.find(words.casefold())
        assert at < 0, after[max(at - 600, 0) : at + 200]
    assert "was kept from some readers since" in after
    await told.until(datetime(2026, 12, 14, 9, 30, tzinfo=WARSAW))
    newest = [line.text for line in await told.lines("olga", CHANNEL) if line.key.startswith("digest/")][-1]
    assert "was kept from some readers since" not in newest, "what is told from then on stands"
