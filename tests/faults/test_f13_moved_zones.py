"""F13: a project or a person moves to another zone in mid-week, or the zone's own rules change under Accord.

No digest is lost, none comes twice in a week, and deadlines stay the instants that they are.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, available_timezones, reset_tzpath

import pytest

from flows.calendar import zone_named
from flows.calendar.working import _hours_on, _soon, next_working
from tests.faults.timed import Watch, living
from tests.stories.chat import WARSAW, Chat, running
from tests.stories.plant import PROJECT, came
from tests.stories.test_escalations import load

WEEKS = 3


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'accord.db'}"


def warsaw(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=WARSAW)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


async def digest_weeks(bot: Chat, zones: list[tuple[datetime, str]]) -> list[date]:
    """The weeks of the digests that came, each in the zone that the project was in then, named by their Mondays."""
    weeks = []
    for each in await bot.arrivals():
        if each.to == "#line3" and each.key.startswith("digest/") and not each.key.endswith("/detail"):
            zone = [name for since, name in zones if since <= each.at][-1]
            weeks.append(monday_of(each.at.astimezone(ZoneInfo(zone)).date()))
    return weeks


@pytest.mark.parametrize("first", [True, False], ids=["before its first digest", "later"])
@pytest.mark.parametrize(
    ("change", "zone"),
    [
        (warsaw(30, 8, 30), "Asia/Tokyo"),  # nine o'clock is past there, and was still to come here
        (warsaw(29, 23), "Pacific/Auckland"),
        (warsaw(30, 9, 30), "America/New_York"),  # the digest has come, and nine o'clock is still to come there
        (warsaw(30, 9, 30), "Pacific/Honolulu"),
    ],
)
async def test_a_project_that_moves_has_one_digest_each_week(
    database: str, tmp_path: Path, change: datetime, zone: str, first: bool
) -> None:
    start = warsaw(24, 12) if first else warsaw(23, 8)
    async with running(database, start) as bot:
        await load(bot, tmp_path, PROJECT)
        await bot.until(change)
        await load(bot, tmp_path, PROJECT.replace("zone: Europe/Warsaw", f"zone: {zone}"))
        await bot.until(warsaw(30, 12) + timedelta(weeks=WEEKS))
        weeks = await digest_weeks(bot, [(start, "Europe/Warsaw"), (change, zone)])
    here = date(2026, 11, 30) if first else date(2026, 11, 23)
    assert weeks == [here + number * timedelta(weeks=1) for number in range(len(weeks))]
    assert len(weeks) >= (WEEKS if first else WEEKS + 1)


async def test_a_person_who_moves_is_reminded_in_the_new_mornings_and_the_deadline_stays(
    database: str, tmp_path: Path
) -> None:
    async with running(database, warsaw(23, 9)) as bot:
        await load(bot, tmp_path, PROJECT.replace("due: 2026-11-27T15:00", "due: 2026-12-04T15:00"))
        await bot.say("ewa", "/align start line3")
        before = await bot.app.store.read("local", lambda records: records.rounds.get("line3/1"))
        await bot.say("maria", "/align hours 08:00-16:00 America/New_York")
        await bot.until(warsaw(30, 9) + timedelta(days=5))
        after = await bot.app.store.read("local", lambda records: records.rounds.get("line3/1"))
        nudged = [each.split()[-1] for each in await came(bot, "@maria", "/nudge/")]
    assert after.deadline == before.deadline
    assert nudged
    assert all("14:00" <= at < "22:00" for at in nudged), nudged


@pytest.fixture
def new_rules(tmp_path: Path) -> Iterator[Path]:
    """A folder of zones in which Warsaw can be given other rules; Accord's memory of zones is its own again later."""
    folder, before = tmp_path / "zones", TZPATH
    folder.mkdir()
    yield folder
    reset_tzpath(to=before)
    forget_zones()
    for name in available_timezones():  # other tests have read them before their loops run
        zone_named(name)


def forget_zones() -> None:
    """What a process started anew knows of zones."""
    ZoneInfo.clear_cache()
    for kept in (zone_named, _soon, _hours_on, next_working):
        kept.cache_clear()


def give_warsaw_the_rules_of(other: str, folder: Path) -> None:
    zones = Path(str(files("tzdata"))) / "zoneinfo"
    (folder / "Europe").mkdir()
    shutil.copy(zones / other, folder / "Europe" / "Warsaw")
    reset_tzpath(to=[str(folder)])
    forget_zones()


async def test_zones_brought_up_to_date_lose_and_double_nothing(database: str, tmp_path: Path, new_rules: Path) -> None:
    """Poland gives summer time up: from one start of Accord to the next, nine o'clock in April is another instant."""
    start = datetime(2027, 3, 23, 12, tzinfo=WARSAW)
    watch = Watch(start)
    moved = PROJECT.replace("2026-11-27T15:00", "2027-04-20T15:00").replace("2027-02-01", "2027-06-01")
    async with living(database, watch.clock()) as bot:
        await load(bot, tmp_path, moved)
        await bot.say("ewa", "/align start line3")
        deadline = (await bot.app.store.read("local", lambda records: records.rounds.get("line3/1"))).deadline
        await bot.until(datetime(2027, 3, 31, 12, tzinfo=WARSAW))
        stopped = bot.now
    await asyncio.to_thread(give_warsaw_the_rules_of, "Africa/Lagos", new_rules)
    async with living(database, Watch(stopped).clock()) as bot:
        assert (await bot.app.store.read("local", lambda records: records.rounds.get("line3/1"))).deadline == deadline
        await bot.until(stopped + timedelta(weeks=3))
        weeks = await digest_weeks(bot, [(start, "Europe/Warsaw")])
        came_at = [
            each.at.astimezone(ZoneInfo("Africa/Lagos")).strftime("%a %H:%M")
            for each in await bot.arrivals()
            if each.key.startswith("digest/") and not each.key.endswith("/detail")
        ]
    assert weeks == [date(2027, 3, 29) + number * timedelta(weeks=1) for number in range(4)]
    assert came_at[-2:] == ["Mon 09:00", "Mon 09:00"]
