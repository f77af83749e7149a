"""Each function gets the part of the digest that it asked for, in private, with an owner for what is open."""

from __future__ import annotations

import pytest

from tests.stories.chat import Chat
from tests.stories.plant import came, fill, load, warsaw
from tests.stories.test_evidence import PROTOCOL, WITH_MILESTONE, give

STOP = "risks.stances:production_stop"
ASKED: dict[str, dict[str, str | list[str]]] = {
    "maria": {"reporting.content": ["risks"], "reporting.alerts": ["failed_test"], STOP: "not_acceptable"},
    "adam": {"reporting.content": ["people"], "reporting.cadence": "monthly", STOP: "acceptable"},
    "piotr": {"evidence.needs": PROTOCOL, "reporting.content": ["evidence"], STOP: "no_view"},
    "ben": {"reporting.content": ["cost"], STOP: "no_view"},
}


@pytest.fixture
async def answered(bot: Chat) -> Chat:
    """Operations asks for risks, Quality for evidence, IT for cost, Leadership for people once a month."""
    await load(bot, WITH_MILESTONE)
    for person, values in ASKED.items():
        await fill(bot, person, values)
    return bot


async def part(bot: Chat, person: str) -> str:
    """What this person was sent as their function's part, all of them."""
    return "\n".join(line.text for line in await bot.lines(person) if "/for/" in line.key)


async def test_h2_each_function_gets_the_part_it_asked_for_in_private(answered: Chat) -> None:
    await answered.until(warsaw(30, 10))
    operations, quality = await part(answered, "maria"), await part(answered, "piotr")
    assert "what Operations asked to hear" in operations
    assert "Risks" in operations
    assert "Rehearsal protocol" not in operations
    assert "EV-1 “Rehearsal protocol”: asked for, due Fri 11 Dec" in quality
    assert "production stop" not in quality.casefold()
    assert await part(answered, "ben") == ""


async def test_h6_every_open_item_in_it_has_an_owner(answered: Chat) -> None:
    await answered.until(warsaw(30, 10))
    operations = await part(answered, "maria")
    assert "production stop" in operations.casefold()
    assert "With @Adam Wolski and @Maria Nowak." in operations or "With @Ewa Kot." in operations
    assert "with @Ben Okoye" in await part(answered, "piotr")


async def test_h4_nothing_is_sent_where_nothing_has_changed(answered: Chat) -> None:
    await answered.until(warsaw(7, 10, month=12))
    assert await came(answered, "@piotr", "/for/") == ["Mon 30 09:00"]
    await give(answered)
    await answered.until(warsaw(14, 10, month=12))
    assert await came(answered, "@piotr", "/for/") == ["Mon 30 09:00", "Mon 14 09:00"]


async def test_i4_what_is_claimed_and_not_evidenced_comes_to_who_asked_only(answered: Chat) -> None:
    await answered.say("ben", "/align done Cut-over", "line3")
    await answered.until(warsaw(30, 10))
    assert "claimed by IT, not evidenced" in await part(answered, "piotr")
    assert "not evidenced" not in await answered.written_to_others("piotr")


async def test_h2_who_stands_in_is_sent_the_part_while_the_other_is_away_or_gone(answered: Chat) -> None:
    await answered.say("maria", "/align away until 2 December")
    await answered.until(warsaw(30, 10))
    assert "what Operations asked to hear" in await part(answered, "jan")
    assert await part(answered, "maria") == ""


async def test_h2_who_is_away_with_nobody_to_stand_in_is_told_all_of_it_when_back(answered: Chat) -> None:
    await answered.say("piotr", "/align away until 9 December")
    await answered.until(warsaw(11, 10, month=12))
    assert await came(answered, "@piotr", "/for/") == ["Thu 10 09:00"]
    assert "EV-1" in await part(answered, "piotr")


async def test_h2_what_was_kept_from_others_shapes_no_part_of_who_stands_in(bot: Chat) -> None:
    await load(bot, WITH_MILESTONE)
    hidden: dict[str, str | list[str]] = {"who_may_read:confidential": ["reporting.content", "reporting.alerts"]}
    for person, values in ASKED.items():
        await fill(bot, person, {**values, **(hidden if person == "maria" else {})})
    await bot.say("maria", "/align away until 2 December")
    await bot.until(warsaw(30, 10))
    assert await part(bot, "jan") == ""


async def test_h2_every_day_means_every_working_day_with_news_in_the_hours_of_who_asked(bot: Chat) -> None:
    await load(bot, WITH_MILESTONE.replace("name: Maria Nowak}", "name: Maria Nowak, hours: '11:00-15:00'}"))
    await bot.until(warsaw(23, 12))
    daily: dict[str, str | list[str]] = {"reporting.content": ["evidence"], "reporting.cadence": "daily"}
    for person, values in ASKED.items():
        await fill(bot, person, {**values, **(daily if person == "maria" else {})})
    await bot.until(warsaw(2, 12, month=12))
    assert await came(bot, "@maria", "/for/") == ["Mon 30 11:00"], "no news, no message"
    await give(bot)
    await bot.until(warsaw(4, 16, month=12))
    assert await came(bot, "@maria", "/for/") == ["Mon 30 11:00", "Thu 03 11:00"]
    assert await came(bot, "@piotr", "/for/") == ["Mon 30 09:00"], "who did not ask for every day hears with the digest"


async def test_a12_what_was_told_in_between_is_taken_back_too(bot: Chat) -> None:
    await load(bot, WITH_MILESTONE)
    daily: dict[str, str | list[str]] = {"reporting.content": ["evidence"], "reporting.cadence": "daily"}
    await fill(bot, "piotr", {"evidence.needs": PROTOCOL})
    for person in ("maria", "adam", "ben"):
        await fill(bot, person, daily)
    await bot.until(warsaw(30, 10))
    await give(bot)
    await bot.until(warsaw(1, 10, month=12))
    assert await came(bot, "@maria", "/for/") == ["Mon 30 09:00", "Tue 01 09:00"]
    assert "Rehearsal protocol" in await part(bot, "maria")
    await bot.press("piotr", "Open as form")
    hidden: dict[str, str | list[str]] = {"evidence.needs": PROTOCOL, "who_may_read:confidential": ["evidence.needs"]}
    done = await bot.fill("piotr", {"outcome.statement": "piotr is content", **hidden})
    assert not done.problems, done.problems
    await bot.wait(minutes=1)
    assert "Rehearsal protocol" not in await part(bot, "maria")
    assert (await part(bot, "maria")).count("was kept from some readers since") == 2
