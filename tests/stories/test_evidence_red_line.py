"""Evidence that touches a red line: its owner hears at once, in or out of hours, and it counts only with their word."""

from __future__ import annotations

from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, came, fill, load, warsaw
from tests.stories.test_evidence import LINK
from tests.stories.test_red_lines import LINE, agreed

NEED = "Rehearsal protocol; from: IT; by: 2027-01-15"
TOUCHES = {"link": LINK, "words": "Two orders ran without their batch record."}


async def owed(bot: Chat) -> None:
    """Operations needs a protocol from IT, and a red line of Quality names the batch record."""
    await load(bot, PROJECT)
    await fill(bot, "maria", {"evidence.needs": NEED})
    for person in ("adam", "piotr", "ben"):
        await fill(bot, person)
    await bot.say("ewa", "/align red lines", "line3")
    await bot.press("ewa", "Propose another red line")
    await bot.fill("ewa", LINE)
    await agreed(bot)


async def give(bot: Chat, **values: str) -> None:
    await bot.press("ben", "Give")
    assert not (await bot.fill("ben", values)).problems


async def test_o5_evidence_that_touches_a_red_line_is_held_until_its_owner_has_accepted_it(bot: Chat) -> None:
    await owed(bot)
    await bot.until(warsaw(28, 22))
    await give(bot, **TOUCHES)
    assert await came(bot, "@piotr", "/hold/") == ["Sat 28 22:00"], "at once, out of hours"
    for seen in (await bot.sees("piotr"), await bot.sees("olga", "line3")):
        assert "touches the red line RL-1" in seen
        assert "It does not count before Quality has accepted it." in seen
    await bot.until(warsaw(30, 10))
    half = await bot.press("maria", "Accept")
    assert "accepted by Operations" in half
    assert "Quality says whether it is enough, too" in half
    assert "Accepted on" not in half
    await bot.press("piotr", "Not enough")
    told = (await bot.fill("piotr", {"reason": "No record, no release."})).text
    assert "Rejected by Quality" in told


async def test_o5_a_new_version_that_touches_none_is_for_those_who_asked_alone(bot: Chat) -> None:
    await owed(bot)
    await give(bot, **TOUCHES)
    await give(bot, link=LINK, words="All orders ran with what belongs to them.")
    assert "Accepted on" in await bot.press("maria", "Accept")
