"""Rows of the feature list about reminders and scheduling, each played as its test says. B11: test_undelivered.py."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.platform import Outgoing, Platform, Reference
from bot.app import build
from bot.clock import Clock
from bot.config import Settings
from flows.calendar import is_working
from flows.people import Person
from storage.errors import StoreRefused
from tests.stories.chat import MONDAY, WARSAW, Chat, Running
from tests.stories.plant import PROJECT, came, fill, load, loaded, view, warsaw

EVERY_DAY = PROJECT.replace("Maria Nowak}", "Maria Nowak, days: mon-sun}").replace(
    "2026-11-27T15:00", "2026-10-27T09:00"
)
SHIFTS = (
    PROJECT.replace("Maria Nowak}", 'Maria Nowak, hours: "22:00-06:00"}')
    .replace("Piotr Zima}", 'Piotr Zima, days: [sun, mon, tue], hours: "06:00-14:00", holidays: PL}')
    .replace("Ben Okoye}", "Ben Okoye, zone: America/New_York}")
    .replace("Adam Wolski}", "Adam Wolski, zone: Asia/Kolkata, away: [{from: 2026-11-30, to: 2026-12-03}]}")
)
LINE3 = Path(__file__).parents[2] / "examples" / "line3-mes.yaml"


async def test_b1_nine_o_clock_in_warsaw_before_and_after_the_last_sunday_of_october(
    database_url: str, running: Running
) -> None:
    async with running(database_url, datetime(2026, 10, 19, 9, tzinfo=WARSAW)) as bot:
        await load(bot, EVERY_DAY)
        await bot.until(datetime(2026, 10, 26, 12, tzinfo=WARSAW))
        assert await came(bot, "@maria", "/nudge/") == ["Sat 24 09:00", "Mon 26 09:00"]
        first, second = [at for person, at in await _moments(bot, "/nudge/") if person == "maria"]
    assert (first.astimezone(UTC).hour, second.astimezone(UTC).hour) == (7, 8)


async def _moments(bot: Chat, part: str = "/") -> list[tuple[str, datetime]]:
    """Who got a new direct message from Accord, and when."""
    arrived = [each for each in await bot.arrivals() if each.to.startswith("@") and part in each.key]
    return [(each.to[1:], each.at) for each in arrived]


@pytest.mark.parametrize("start", [warsaw(20, 19), warsaw(21, 3)], ids=["Friday evening", "Saturday night"])
async def test_b2_nothing_comes_outside_the_working_time_of_each_person(
    database_url: str, start: datetime, running: Running
) -> None:
    async with running(database_url, start) as bot:
        await load(bot, SHIFTS)
        await bot.until(warsaw(10, 12, month=12))
        people = await _people(bot)
        moments = await _moments(bot)
    assert {person for person, _ in moments} == {"adam", "ewa", "maria", "jan", "piotr", "ben"}
    assert not [(person, at) for person, at in moments if not is_working(people[person], at)]
    first = {person: min(at for other, at in moments if other == person) for person in ("maria", "piotr")}
    assert first["maria"] - max(start, warsaw(20, 22)) < timedelta(minutes=1)
    assert first["piotr"] - warsaw(22, 6) < timedelta(minutes=1)


async def _people(bot: Chat) -> dict[str, Person]:
    return await bot.app.store.read("local", lambda records: {each.id: each for each in records.people.all()})


async def test_b4_only_who_has_not_answered_is_reminded_until_the_second_they_do(bot: Chat) -> None:
    await load(bot)
    await fill(bot, "ben")
    await bot.until(warsaw(24, 14, 59))
    await fill(bot, "maria")
    await bot.until(warsaw(27, 14))
    assert await came(bot, "@ben", "/nudge/") == await came(bot, "@maria", "/nudge/") == []
    assert await came(bot, "@piotr", "/nudge/") == ["Tue 24 15:00", "Thu 26 15:00", "Fri 27 11:00"]


@pytest.mark.parametrize(
    ("profile", "moments"),
    [
        ("light", ["Thu 26 15:00", "Mon 30 09:00"]),
        ("standard", ["Tue 24 15:00", "Thu 26 15:00", "Fri 27 11:00", "Mon 30 09:00"]),
        ("active", ["Tue 24 15:00", "Thu 26 15:00", "Fri 27 11:00", "Fri 27 14:00", "Mon 30 09:00"]),
    ],
)
async def test_b5_the_ladder_of_each_profile_goes_by_the_deadline_and_ends(
    bot: Chat, profile: str, moments: list[str]
) -> None:
    await load(bot, PROJECT.replace("15:00}", f"15:00, nudges: {profile}}}"))
    await bot.until(warsaw(20, 12, month=12))
    assert await came(bot, "@maria", "/nudge/") == moments


async def test_b6_a_reminder_is_put_off_within_the_deadline_only(bot: Chat) -> None:
    await load(bot)
    await bot.until(warsaw(24, 15, 5))
    assert "I will remind you Wed 25 Nov 2026, 09:00." in await bot.press("maria", "Remind me tomorrow")
    assert "I will remind you Tue 24 Nov 2026, 16:0" in await bot.press("piotr", "Remind me in 1 hour")
    await bot.until(warsaw(25, 10))
    assert await came(bot, "@maria", "/nudge/") == ["Tue 24 15:00", "Wed 25 09:00"]
    assert len(await came(bot, "@piotr", "/nudge/")) == 2
    await bot.until(warsaw(27, 11, 5))
    last = (await bot.lines("ben"))[-1]
    assert "/nudge/" in last.key
    assert [press.label for press in last.presses if "Remind" in press.label] == ["Remind me in 1 hour"]
    old = next(press for press in (await bot.lines("ben"))[-2].presses if "tomorrow" in press.label)
    refused = await bot.post("ben", "press", {"command": old.command})
    assert refused.kind == "refusal"
    assert "the deadline is Fri 27 Nov 2026, 15:00" in refused.text


async def test_b7_after_the_reminders_the_deputy_then_the_sponsor_are_told_once_with_what_is_missing(
    bot: Chat,
) -> None:
    await load(bot)
    for person in ("adam", "piotr", "ben"):
        await fill(bot, person)
    await bot.press("maria", "Start")
    await bot.say("maria", "It works")
    await bot.until(warsaw(1, 14, month=12))
    assert await came(bot, "@jan", "/owner") == ["Mon 30 13:00"]
    told = next(line.text for line in await bot.lines("jan") if line.key.endswith("/owner/jan"))
    assert "Maria Nowak was asked and has been reminded 4 times. Answered: 1 of 15 questions" in told
    asked = next(line.text for line in await bot.lines("adam") if "/stragglers/" in line.key)
    assert "Answered: 1 of 15 questions" in asked
    assert "3 of 4 functions are in" in asked
    await bot.until(warsaw(20, 17, month=12))
    assert await came(bot, "@jan", "/owner") == ["Mon 30 13:00"]
    assert await came(bot, "@adam", "/stragglers/") == ["Tue 01 13:00"]


async def test_b9_two_schedulers_on_one_database_send_nothing_twice(
    database_url: str, tmp_path: Path, running: Running
) -> None:
    async with running(database_url) as bot:
        await loaded(bot, tmp_path / "line3.yaml")
        if database_url.startswith("sqlite"):
            with pytest.raises(StoreRefused):
                await build(Settings(database=database_url), Clock.beginning(bot.now))
            return
        other = await build(Settings(database=database_url), Clock.beginning(bot.now))
        sent: Counter[str] = Counter()
        for app in (bot.app, other):
            app.delivery._platform = Counting(app.delivery._platform, sent)
        try:
            moment = bot.now
            while moment < warsaw(2, 12, month=12):
                moment += timedelta(minutes=30)
                bot.app.clock.set_forward(moment)
                other.clock.set_forward(moment)
                await asyncio.gather(bot.app.settle(), other.settle())
        finally:
            await other.close()
        assert set(sent.values()) == {1}
        assert {f"round/line3/1/{each}/nudge/4" for each in ("operations", "quality", "it")} < sent.keys()
        assert {"round/line3/1/operations/owner/jan", "digest/line3/1"} < sent.keys()
        for function in ("operations", "quality", "it"):
            assert f"round/line3/1/{function}/nudge/5" not in sent
            assert (await view(bot, function)).nudges == 4


@dataclass
class Counting:
    """A chat platform that counts the new messages it is sent, by key."""

    platform: Platform
    sent: Counter[str]
    name: str = "counting"

    async def send(self, post: Outgoing) -> Reference:
        self.sent[post.key] += 1
        return await self.platform.send(post)

    async def update(self, reference: Reference, post: Outgoing) -> Reference:
        return await self.platform.update(reference, post)

    async def look_up(self, post: Outgoing) -> Reference | None:
        return await self.platform.look_up(post)


async def test_b10_after_two_days_off_the_reminder_is_sent_once_and_says_that_it_is_late(
    database_url: str, tmp_path: Path, running: Running
) -> None:
    async with running(database_url) as bot:
        await loaded(bot, tmp_path / "line3.yaml")
    async with running(database_url, warsaw(25, 10)) as bot:
        await bot.wait(minutes=5)
        assert await came(bot, "@maria", "/nudge/") == ["Wed 25 10:00"]
        assert "This comes late: I was not running when it was due." in await bot.sees("maria")
        await bot.until(warsaw(26, 16))
        assert len(await came(bot, "@maria", "/nudge/")) == 2


async def test_b14_the_line_in_the_channel_counts_functions_and_is_edited_in_place(bot: Chat) -> None:
    await bot.load(LINE3)
    project = await bot.app.store.read("local", lambda records: records.projects.get("line3-mes"))
    for function in project.functions[:4]:
        await fill(bot, function.representative)
    (line,) = [line for line in await bot.lines("ewa", "line3-mes") if line.key.endswith("/participation")]
    waiting = project.functions[4:]
    assert "4 of 6 functions are in; waiting for" in line.text
    assert all(function.name in line.text for function in waiting)
    assert "due Fri 15 Jan 2027, 16:00" in line.text
    assert "(edited)" in line.text
    assert len(await came(bot, "#line3-mes", "/participation")) == 1


async def test_b16_nothing_closes_before_people_in_far_zones_had_a_working_day(
    database_url: str, running: Running
) -> None:
    far = PROJECT.replace("Ben Okoye}", "Ben Okoye, zone: America/Los_Angeles}").replace("2026-11-27", "2026-11-23")
    async with running(database_url, MONDAY) as bot:
        await load(bot, far)
        for person in ("adam", "maria", "piotr"):
            await fill(bot, person)
        await bot.until(warsaw(24, 1, 59))  # 16:59 of Ben's Monday
        assert "The round closed" not in await bot.sees("ewa", "line3")
        assert await came(bot, "@adam", "/stragglers/") == []
        await fill(bot, "ben")
        assert not (await view(bot, "it")).answers["outcome.statement"][-1].late
        assert "All 4 functions are in." in await bot.sees("ewa", "line3")
