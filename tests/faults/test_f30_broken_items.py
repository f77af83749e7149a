"""F30: an error of ours in what one organisation has due. The others never notice; the item is kept with its reason,
over restarts too, and those who look after Accord are told.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.complaints import SERIOUS
from bot.doctor import failing
from bot.engine import BATCH, Engine
from flows.escalations.records import Escalation, Role, Step, Urgency
from storage.store import Transaction
from tests.faults.report import QUIET, Report
from tests.faults.timed import Watch, beats, living
from tests.storage.clerk import Clerk, escalation
from tests.stories.chat import Chat, running
from tests.stories.test_escalations import load

LATE = [30.0, pytest.param(1.0, marks=QUIET)]
"""Seconds: on a machine however busy, and on a quiet one."""
NEVER_ENDING = Step("jan", Role.DEPUTY, timedelta.max)
"""Accord takes no such span from anybody; here it stands for a bug: whoever counts with it fails."""


def broken(number: int, now: datetime, project: str = "line3") -> Escalation:
    """Its step is over, and what should come next raises OverflowError."""
    whole = escalation(number, now - timedelta(days=1), due_at=now - timedelta(hours=1))
    ladder = (*whole.ladder, NEVER_ENDING)
    late = replace(whole, id=f"{project}/E-{number}", project_id=project, until=now - timedelta(hours=1))
    return replace(late, ladder=ladder, urgency=Urgency.URGENT)


def whole(number: int, now: datetime, project: str = "line3") -> Escalation:
    """One that the clock can move."""
    return replace(broken(number, now, project), ladder=(Step("maria", Role.DECIDER, timedelta(hours=8)),) * 2)


async def keeps(bot: Chat, organisation: str, *found: Escalation) -> None:
    """In a plant like the local one."""
    local = await bot.app.store.read(
        "local", lambda records: (records.projects.all(), records.people.all(), records.templates.all())
    )

    def keep(records: Transaction) -> None:
        if records.projects.find("line3") is None:
            projects, people, templates = local
            for project in projects:
                records.projects.put(project)
            for person in people:
                records.people.put(person)
            for template in templates:
                records.templates.put(template)
        for each in found:
            records.escalations.put(each)

    await Clerk(bot.app.store, bot.now, organisation).does(keep)


@pytest.fixture
async def plant(database_url: str, tmp_path: Path) -> AsyncIterator[Chat]:
    async with running(database_url) as bot:
        await load(bot, tmp_path)
        yield bot


async def step(bot: Chat, organisation: str, number: int) -> int:
    found = await bot.app.store.read(organisation, lambda records: records.escalations.get(f"line3/E-{number}"))
    return found.step if found.is_open and found.due_at else -1


@pytest.mark.parametrize("late", LATE)
async def test_others_are_not_delayed_however_much_is_broken(late: float, plant: Chat, report: Report) -> None:
    """More broken items than are taken at a time, all of them older than what is whole."""
    bot = plant
    many = [broken(number, bot.now - timedelta(days=1)) for number in range(1, BATCH + 100)]
    await keeps(bot, "acme", *many, whole(999, bot.now))
    await keeps(bot, "other", whole(1, bot.now))
    began = time.monotonic()
    await bot.app.engine.tick()
    assert await step(bot, "other", 1) == 1
    took = time.monotonic() - began
    await bot.app.engine.tick()
    await bot.app.engine.tick()
    assert await step(bot, "acme", 999) == 1, "nor is what else the same organisation has"
    report.say(
        "F30",
        plant.app.settings.database.partition(":")[0],
        f"{BATCH + 99} broken items, and another organisation's was carried out after {took:.2f} s",
    )
    assert took < late


async def test_it_is_kept_with_its_reason_over_a_restart_and_told_until_it_is_settled(
    database_url: str, tmp_path: Path
) -> None:
    watch = Watch()
    async with living(database_url, watch.clock()) as bot:
        await load(bot, tmp_path)
        item = replace(broken(7, bot.now), requester="ben", principal="maria")
        await keeps(bot, "local", item)
        await beats(bot.app, watch, 2 ** (SERIOUS + 1))
        ((due, how),) = bot.app.engine.broken.items()
        assert (due.kind, due.id) == ("escalation", "line3/E-7")
        assert how.failures >= SERIOUS
        assert "OverflowError at line" in how.reason
        again = Engine(bot.app.store, bot.app.store.wire, lambda: bot.now, asyncio.Event().set)
        await again.tick()
        assert again.broken == {due: how}, "another process knows, and waits like this one"
        await bot.app.maintain()
        await bot.settle()
        (found,) = await failing(bot.app, "")
        assert "escalation line3/E-7 is due and fails since" in found.what
        assert "OverflowError" in found.what
        assert "1 due item cannot be carried out because of an error in Accord" in await bot.sees("ewa")

        await keeps(bot, "local", replace(item, ladder=item.ladder[:1]))
        watch.goes_on(how.again_at - bot.now)
        await beats(bot.app, watch, 2)
        assert bot.app.engine.broken == {}
        await bot.app.maintain()
        assert await failing(bot.app, "") == []


async def test_what_somebody_has_settled_by_hand_is_forgotten(plant: Chat) -> None:
    bot = plant
    item = broken(1, bot.now)
    await keeps(bot, "acme", item)
    await bot.app.engine.tick()
    assert len(bot.app.engine.broken) == 1
    await keeps(bot, "acme", replace(item, due_at=bot.now + timedelta(days=9)))
    await bot.app.engine.stumbling.refresh(bot.now + timedelta(hours=2))
    assert bot.app.engine.broken == {}


async def test_it_is_tried_again_every_hour_at_least(plant: Chat) -> None:
    bot = plant
    await keeps(bot, "acme", broken(1, bot.now))
    for _ in range(60):
        bot.app.clock.set_forward(bot.now + timedelta(minutes=15))
        await bot.app.engine.tick()
    ((_, how),) = bot.app.engine.broken.items()
    assert how.again_at - bot.now <= timedelta(hours=1)
    assert how.failures >= 15
