"""Being named decider by consent, and a silence that was agreed."""

from __future__ import annotations

from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, came, load
from tests.stories.test_rights_register import RIGHTS, TO_PIOTR, agreed, changed, decider_asked


async def test_e11_who_decides_for_the_first_time_is_told_what_comes_and_sets_deputy_and_hours(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    await changed(bot, {**TO_PIOTR, "deputy": ""})
    assert "You are a decider" not in await bot.sees("piotr")
    await agreed(bot)
    seen = await bot.sees("piotr")
    for part in ("From now on you decide in Line 3 MES: speed against scope.", "How often", "4 h", "nobody yet"):
        assert part in seen, part
    await bot.press("piotr", "Name a deputy")
    assert (await bot.fill("piotr", {**TO_PIOTR, "deputy": "maria"})).kind == "message"
    assert (await bot.try_press("piotr", "My hours and absences")).kind == "form"


async def test_e11_it_comes_once_however_many_rights_follow(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    await changed(bot, TO_PIOTR)
    await agreed(bot)
    await changed(bot, {**TO_PIOTR, "within": "2 working days"})
    await agreed(bot)
    assert len(await came(bot, "@piotr", "rights/line3/decider/")) == 1
    assert len(await came(bot, "@maria", "rights/")) == 1, "who was named before is not told anew"


async def test_o6_agreed_silence_is_printed_on_the_card_and_in_the_log_with_its_rule(bot: Chat) -> None:
    await load(bot, PROJECT + RIGHTS, start=False)
    await changed(bot, {**TO_PIOTR, "silence": "proceeds", "within": "4 h"})
    await agreed(bot)
    assert "agreed for this case" in await decider_asked(bot)
    await bot.press("ben", "Send to Piotr")
    assert "agreed for speed against scope, rule R-1" in await bot.sees("piotr")
    await bot.wait(days=3)
    log = await bot.say("adam", "/decisions", "line3")
    assert "goes ahead by agreed silence, rule R-1" in log
    assert "goes ahead by agreed silence, rule R-1" in await bot.sees("adam", "line3")


TWO = RIGHTS + "  - {tradeoff: cost/quality, decider: maria}\n  - {tradeoff: speed/quality, decider: piotr}\n"


async def test_e11_who_decides_by_the_project_file_is_told_once_about_all_of_it(bot: Chat) -> None:
    await load(bot, PROJECT + TWO, start=False)
    for person, topics in (
        ("maria", "speed against scope and cost against quality"),
        ("piotr", "speed against quality"),
    ):
        assert f"From now on you decide in Line 3 MES: {topics}." in await bot.sees(person)
    assert "nobody yet; please propose one" in await bot.sees("maria")
    await load(bot, PROJECT + TWO, start=False)
    await load(bot, PROJECT + TWO + "  - {tradeoff: scope/quality, decider: ben}\n", start=False)
    assert len(await came(bot, "@maria", "rights/line3/decider/")) == 1
    assert len(await came(bot, "@ben", "rights/line3/decider/")) == 1
    await changed(bot, {**TO_PIOTR, "decider": ["maria"], "deputy": "ben"})
    await agreed(bot)
    assert len(await came(bot, "@maria", "rights/line3/decider/")) == 1


async def test_e11_it_comes_in_working_hours(bot: Chat) -> None:
    await bot.wait(hours=12)
    await load(bot, PROJECT + RIGHTS, start=False)
    assert not await came(bot, "@maria", "rights/line3/decider/")
    await bot.wait(hours=12)
    assert await came(bot, "@maria", "rights/line3/decider/") == ["Tue 24 09:00"]
