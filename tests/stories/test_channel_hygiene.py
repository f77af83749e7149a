"""The project's channel: one place for each matter, edited as it moves; nothing is said there twice."""

from __future__ import annotations

from collections import Counter

from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, fill, load
from tests.stories.test_escalations import FILLED, plain

RIGHTS = """\
decision_rights:
  - {tradeoff: speed/operational_safety, decider: maria, deputy: jan, informed: [quality]}
"""


async def said(bot: Chat) -> list[str]:
    """The lines of the channel, without times and marks."""
    return [plain(line.text).partition(" ")[2] for line in await bot.lines("olga", "line3")]


async def test_k9_three_weeks_leave_one_line_for_each_matter_and_none_twice(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS)
    await bot.say("ben", "/escalate", "line3")
    await bot.fill("ben", FILLED)
    await bot.press("ben", "Send to Maria")
    asked = len(await bot.lines("olga", "line3"))
    await bot.press("maria", "I'll take it")
    await bot.press("maria", "Ask for information")
    await bot.fill("maria", {"person": "ben", "words": "Is there a crane?"})
    await bot.press("ben", "Answer")
    await bot.fill("ben", {"words": "On Sunday."})
    for person in ("maria", "piotr"):
        await fill(bot, person)
    assert len(await bot.lines("olga", "line3")) == asked, "what moves is edited in place"
    await bot.press("maria", "Decide")
    await bot.fill("maria", {"choice": "b", "rationale": "It is safe."})
    assert len(await bot.lines("olga", "line3")) == asked + 1, "and the decision is one new line"
    for person in ("ben", "adam"):
        await fill(bot, person)
    await bot.wait(days=21)
    lines = await bot.lines("olga", "line3")
    keys = Counter(line.key for line in lines)
    assert max(keys.values()) == 1
    counted = Counter(await said(bot)).items()
    assert not [text for text, times in counted if times > 1 and "nothing has changed since" not in text]
