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
