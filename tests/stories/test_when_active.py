"""Reminders when somebody is at it (B13): with the first thing they do, at the latest before their day ends."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from flows.calendar import is_working
from tests.stories.chat import Chat
from tests.stories.plant import PROJECT, came, fill, load, warsaw

AT_IT = PROJECT.replace("Maria Nowak}", "Maria Nowak, reminders: when_active}")
CHOSEN: Mapping[str, str | list[str]] = {
    "days": ["mon", "tue", "wed", "thu", "fri"],
    "start": "09:00",
    "end": "17:00",
    "zone": "Europe/Warsaw",
    "language": "en",
}


async def test_b13_a_reminder_comes_with_the_next_thing_that_somebody_does(bot: Chat) -> None:
    await load(bot)
    await bot.say("maria", "/align settings")
    saved = await bot.fill("maria", {**CHOSEN, "reminders": "when_active"})
    assert saved.text.startswith("Saved."), saved.problems
    await bot.until(warsaw(24, 15, 40))
    assert await came(bot, "@piotr", "/nudge/") == ["Tue 24 15:00"]
    assert await came(bot, "@maria", "/nudge/") == []
    await bot.say("ben", "/align hours")
    assert await came(bot, "@maria", "/nudge/") == []
    await bot.say("maria", "/align status")
    assert await came(bot, "@maria", "/nudge/") == ["Tue 24 15:40"]
    await bot.until(warsaw(27, 9))
    await bot.say("maria", "/align hours")
    assert await came(bot, "@maria", "/nudge/") == ["Tue 24 15:40", "Thu 26 16:45"]


async def test_b13_who_does_nothing_is_reminded_before_the_day_ends_and_in_time_to_answer(bot: Chat) -> None:
    await load(bot, AT_IT.replace("15:00}", "15:00, nudges: active}"))
    await bot.until(warsaw(27, 13, 59))
    assert await came(bot, "@maria", "/nudge/") == ["Tue 24 16:45", "Thu 26 16:45"]
    await bot.until(warsaw(30, 12))
    moments = await came(bot, "@maria", "/nudge/")
    assert moments[2:] == ["Fri 27 14:15", "Mon 30 09:00"], "one before the deadline; what is overdue does not wait"
    assert await came(bot, "@piotr", "/nudge/") == [
        "Tue 24 15:00", "Thu 26 15:00", "Fri 27 11:00", "Fri 27 14:00", "Mon 30 09:00"
    ]  # fmt: skip
    await bot.until(warsaw(30, 14))
    assert "Maria Nowak was asked and has been reminded 4 times." in await bot.sees("jan"), "as often as she saw it"


@pytest.mark.web_only
async def test_b13_what_is_done_in_the_evening_brings_no_reminder_then(bot: Chat) -> None:
    await load(bot, AT_IT)
    await bot.until(warsaw(24, 20))
    await bot.say("maria", "/align status")
    await bot.say("maria", "/align hours")
    people = await bot.app.store.read("local", lambda records: {each.id: each for each in records.people.all()})
    nudges = [each for each in await bot.arrivals() if each.to == "@maria" and "/nudge/" in each.key]
    assert len(nudges) == 1
    assert is_working(people["maria"], nudges[0].at)


@pytest.mark.web_only
async def test_b13_who_has_answered_meanwhile_is_not_reminded(bot: Chat) -> None:
    await load(bot, AT_IT)
    await bot.until(warsaw(24, 14, 59))
    await fill(bot, "maria")
    await bot.until(warsaw(27, 16))
    assert await came(bot, "@maria", "/nudge/") == []


@pytest.mark.web_only
async def test_b13_a_reminder_that_was_put_off_comes_when_it_was_asked_for(bot: Chat) -> None:
    await load(bot, AT_IT)
    await bot.until(warsaw(24, 15, 5))
    await bot.say("maria", "/align status")
    assert "I will remind you Wed 25 Nov 2026, 09:00." in await bot.press("maria", "Remind me tomorrow")
    await bot.until(warsaw(25, 10))
    assert await came(bot, "@maria", "/nudge/") == ["Tue 24 15:05", "Wed 25 09:00"]
