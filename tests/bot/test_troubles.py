"""Troubles of the computer and the database: told to whoever looks after Accord, and reasons not to rely on it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from adapters.web.ports import LOCAL
from bot.doctor import running
from bot.every_minute import LATE
from bot.heartbeat import beat
from bot.readiness import Probe, complaints, problems
from bot.room import MEGABYTE, Room
from bot.silence import resume
from bot.troubles import Troubles
from flows.errors import Unavailable
from flows.escalations.records import EscalationState
from flows.people import Person
from storage.instants import micros
from storage.notes import SILENT, keep_note
from tests.bot.test_watching import Looks, asked, listener
from tests.storage.clerk import JAN, Clerk, escalation, raw_sql
from tests.storage.clerk import PROJECT as PLANT
from tests.stories.chat import Chat
from tests.stories.test_alarms import heard
from tests.stories.test_undelivered import PROJECT

GIGABYTE = 1024 * MEGABYTE
NORA = Person("nora", "Nora", zone="Europe/Atlantis")
BODY = "SELECT body FROM escalation WHERE id = 'line3/E-3'"
WRITTEN = "UPDATE escalation SET body = ? WHERE id = 'line3/E-3'"


@pytest.fixture
async def plant(bot: Chat, tmp_path: Path) -> Chat:
    path = tmp_path / "line3.yaml"
    path.write_text(PROJECT, encoding="utf-8")
    await bot.load(path, start=False)
    await bot.settle()
    return bot


async def minutes(bot: Chat, number: int = 1) -> None:
    for _ in range(number):
        bot.app.clock.set_forward(bot.now + timedelta(minutes=1))
        await bot.app.maintain()
        await bot.settle()


@pytest.mark.parametrize(
    ("free", "total", "short", "gone"),
    [
        (600 * MEGABYTE, 100 * GIGABYTE, False, False),
        (500 * MEGABYTE, 100 * GIGABYTE, True, False),
        (63 * MEGABYTE, 100 * GIGABYTE, True, True),
        (63 * MEGABYTE, GIGABYTE, True, False),
        (20 * MEGABYTE, GIGABYTE, True, True),
        (3 * MEGABYTE, 8 * MEGABYTE, False, False),
    ],
)
def test_how_much_room_is_too_little(free: int, total: int, short: bool, gone: bool) -> None:
    assert (Room(free, total).is_short, Room(free, total).is_gone) == (short, gone)


@pytest.mark.web_only
async def test_a_disk_that_fills_is_told_before_it_is_full_and_again_when_there_is_room(plant: Chat) -> None:
    rooms = [Room(300 * MEGABYTE, 100 * GIGABYTE)]
    disk = Path("/nowhere/accord.db")
    app = plant.app
    troubles = Troubles(app.store, app.alarms, app.skew, disk, lambda _: rooms[0])
    for _ in range(3):
        await troubles.tell(plant.now)
    await plant.settle()
    (told,) = await heard(plant, "ewa")
    assert "The disk of the database is nearly full." in told
    assert await problems(app, Probe(app.store, disk, lambda _: rooms[0])) == []
    rooms[0] = Room(MEGABYTE, 100 * GIGABYTE)
    assert await problems(app, Probe(app.store, disk, lambda _: rooms[0])) == [
        "The disk of the database is full but for 1 MB. Please make some room."
    ]
    rooms[0] = Room(50 * GIGABYTE, 100 * GIGABYTE)
    await troubles.tell(plant.now)
    await plant.wait(minutes=11)
    (told,) = await heard(plant, "ewa")
    assert "This trouble is over" in told


@pytest.mark.web_only
async def test_f16_a_clock_that_is_a_minute_off_is_told(plant: Chat) -> None:
    wall = plant.app.skew._wall()
    plant.app.skew.heard("Slack", {"Date": format_datetime(wall - timedelta(seconds=59), usegmt=True)})
    await minutes(plant)
    assert await heard(plant, "ewa") == []
    plant.app.skew.heard("Slack", {"Date": format_datetime(wall - timedelta(seconds=90), usegmt=True)})
    await minutes(plant, 2)
    (told,) = await heard(plant, "ewa")
    assert "The clock of this computer is more than a minute from Slack's." in told
    plant.app.skew.heard("Slack", {"Date": format_datetime(plant.app.skew._wall(), usegmt=True)})
    await minutes(plant, 12)
    (told,) = await heard(plant, "ewa")
    assert "This trouble is over" in told


@pytest.mark.web_only
@pytest.mark.parametrize(("long", "is_told"), [(1, False), (3, True)])
async def test_a_database_that_took_nothing_for_long_is_told_when_it_does_again(
    plant: Chat, long: int, is_told: bool
) -> None:
    app, now = plant.app, plant.now
    troubles = Troubles(app.store, app.alarms, app.skew, None)
    app.store.silence = "database is locked"  # as good as any other reason to take nothing
    for minute in range(long):
        with pytest.raises(Unavailable):
            await troubles.tell(now + timedelta(minutes=minute))
    app.store.silence = ""
    await troubles.tell(now + timedelta(minutes=long - 1, seconds=30))
    await plant.settle()
    told = await heard(plant, "ewa")
    assert len(told) == int(is_told)
    assert all("took no changes for 2 minutes. " in each and "was: database is locked." in each for each in told)


@pytest.mark.web_only
async def test_f28_who_looks_after_an_accord_from_a_backup_is_told_when_it_goes_on(plant: Chat) -> None:
    how = "restored from the backup of 2026-11-23 02:00 UTC"
    await plant.app.store.change(lambda connection: keep_note(connection, SILENT, how, plant.now))
    assert await resume(plant.app.store)
    await minutes(plant, 2)
    (told,) = await heard(plant, "ewa")
    assert f"This Accord was {how}, and goes on from there." in told


# --- F43: the audit of what is open ---

ASLEEP, AWAKE = "UPDATE escalation SET due_at = NULL", "UPDATE escalation SET due_at = ?"


@pytest.mark.web_only
async def test_f43_an_item_that_cannot_be_mended_keeps_the_heartbeat_away_and_nobody_out(
    plant: Chat, database_url: str
) -> None:
    """Its record says when it is due and its column does not: a defect that the audit finds and cannot mend."""
    app, beats = plant.app, list[float]()
    due = plant.now + timedelta(days=1)
    asleep = escalation(1, plant.now, due_at=due)
    await Clerk(app.store, plant.now, LOCAL).does(lambda records: records.escalations.put(asleep))
    await app.tick()
    async with listener(beats) as url:
        looks = Looks(lambda: complaints(app, Probe(app.store)))
        beating = asyncio.create_task(beat(url, looks, every=0.05))
        while len(beats) < 2:
            await asyncio.sleep(0.02)
        await asyncio.to_thread(raw_sql, database_url, ASLEEP)
        await minutes(plant)
        status, said = await asked(plant, "/readyz")
        assert (status, json.loads(said)["problems"]) == (200, [])
        assert "1 open item would never be looked at again." in json.loads(said)["warnings"][0]
        assert "\naccord_never_due 1.0" in (await asked(plant, "/metrics"))[1]
        app.delivering = app.delivering or beating
        assert any("1 open item would never be looked at again." in finding.what for finding in running(app))
        assert "1 open item would never be looked at again. The first: escalation" in (await heard(plant, "ewa"))[0]
        await looks.more(2)
        before = len(beats)
        await looks.more(5)
        assert len(beats) == before
        await asyncio.to_thread(raw_sql, database_url, AWAKE, (micros(due),))
        await minutes(plant)
        while len(beats) == before:
            await asyncio.sleep(0.02)
        beating.cancel()
        await asyncio.wait([beating])


@pytest.mark.web_only
async def test_f43_nobody_relies_on_a_process_that_looks_nothing_over(plant: Chat) -> None:
    assert plant.app.every_minute.problems() == []
    plant.app.every_minute._looked -= LATE + 5
    (problem,) = plant.app.every_minute.problems()
    assert "What is open has not been looked over for 18" in problem
    await minutes(plant)
    assert plant.app.every_minute.problems() == []


@pytest.mark.web_only
async def test_f36_an_item_that_breaks_the_look_at_it_hides_no_other(plant: Chat, database_url: str) -> None:
    """One waits for somebody in a time zone that there is not; another one's record is cut short."""
    app = plant.app
    here, elsewhere = Clerk(app.store, plant.now, LOCAL), Clerk(app.store, plant.now, "another")
    stuck = replace(escalation(3, plant.now), state=EscalationState.EXHAUSTED)
    await elsewhere.does(lambda records: records.people.put(JAN))
    await elsewhere.does(lambda records: records.people.put(NORA))
    await elsewhere.does(lambda records: records.projects.put(PLANT))
    await elsewhere.does(lambda records: records.escalations.put(escalation(1, plant.now, asks="nora")))
    await here.does(lambda records: records.escalations.put(escalation(2, plant.now)))
    await here.does(lambda records: records.escalations.put(stuck))
    ((body,),) = await asyncio.to_thread(raw_sql, database_url, BODY)
    await asyncio.to_thread(raw_sql, database_url, WRITTEN, ("{",))
    await minutes(plant)
    await asyncio.to_thread(raw_sql, database_url, WRITTEN, (body,))
    woken = await here.sees(lambda records: records.escalations.get("line3/E-2"))
    assert woken.due_at is not None
    assert (app.every_minute.problems(), app.every_minute.left) == ([], 1)
    assert "line3/E-3 waits for a decision and cannot be read, because of" in " ".join(await heard(plant, "ewa"))
    (alarm,) = await elsewhere.sees(lambda records: records.alarms.all())
    assert alarm.sentence.values["name"] == "escalation line3/E-1"
