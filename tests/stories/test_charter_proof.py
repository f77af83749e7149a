"""Where the proof that the charter names stands, beside its line and in the coverage picture."""

from __future__ import annotations

from pathlib import Path

from flows.charter.keys import COVERAGE
from flows.charter.posting import draw_coverage
from flows.effects import Card
from flows.messages import Mark, Picture
from tests.stories.chat import Chat
from tests.stories.plant import warsaw
from tests.stories.test_charter_export import exported, signed

EVIDENCE, IT = 4, 3


async def mark(bot: Chat) -> Mark:
    """What the picture shows for the proof that IT asked for."""
    card = Card(COVERAGE, "line3")
    drawn = await bot.app.store.read("local", lambda records: draw_coverage(records, card, None, bot.now))
    picture = next(block for block in drawn.blocks if isinstance(block, Picture))
    assert (picture.rows[IT], picture.columns[EVIDENCE]) == ("IT", "Evidence")
    return picture.marks[IT][EVIDENCE]


async def test_o8_the_charter_says_which_proof_is_promised_overdue_and_accepted(bot: Chat, tmp_path: Path) -> None:
    await signed(bot, tmp_path)
    assert "(answer of IT; EV-1, asked for)" in await bot.say("olga", "/charter", "line3")
    await bot.press("maria", "I will give it")
    assert "EV-1, promised by Fri 30 Apr 2027" in await bot.say("olga", "/charter", "line3")
    assert await mark(bot) is Mark.ANSWERED
    await bot.until(warsaw(3, 10, month=5).replace(year=2027))
    assert "EV-1, overdue since Fri 30 Apr 2027: promised" in await bot.say("olga", "/charter", "line3")
    assert await mark(bot) is Mark.GAP
    await bot.press("maria", "Give it")
    await bot.fill("maria", {"link": "https://files.example/report"})
    await bot.press("ben", "Accept")
    seen = await bot.say("olga", "/charter", "line3")
    assert "EV-1, accepted on" in seen
    assert "not published yet" not in seen, "proof that is given is no change of the charter"
    assert "EV-1, accepted on" in (await exported(bot, "markdown")).decode().replace("\\", "")
    assert await mark(bot) is Mark.ALIGNED
