"""F36: nobody is left to decide, or something open would never be looked at again. It is found within a minute, put
right where that can be done, and told; nothing is ever silently stuck.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from flows.commands import CLOCK, Actor
from flows.escalations.commands import Withdraw
from flows.escalations.records import Escalation, EscalationState
from flows.leaving import PersonLeft
from flows.rounds.records import Chase
from storage.open_items import free_stuck_posts, overlooked
from storage.store import Transaction
from tests.faults.report import QUIET, Report
from tests.storage.clerk import Clerk, escalation
from tests.stories.chat import Chat, running
from tests.stories.test_escalations import PROJECT, escalate, load, sees

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def plant(database_url: str, tmp_path: Path) -> AsyncIterator[Chat]:
    async with running(database_url) as bot:
        await load(bot, tmp_path, PROJECT + "round: {due: 2026-12-04T15:00}\n")
        yield bot


async def leaves(bot: Chat, who: str) -> None:
    await bot.app.engine.run(Actor("local", CLOCK), PersonLeft(who), f"left/{who}")
    await bot.settle()


async def a_minute(bot: Chat) -> None:
    """What happens within a minute of simulated time."""
    await bot.until(bot.now + MINUTE)
    await bot.app.maintain()
    await bot.settle()


async def test_when_all_three_are_gone_the_requester_and_the_administrators_are_told(plant: Chat) -> None:
    await escalate(plant)
    await leaves(plant, "maria")
    assert "Jan Lis, the deputy, for Maria Nowak, is asked to decide" in await sees(plant, "jan")
    await leaves(plant, "jan")
    assert "Adam Wolski" in await sees(plant, "ben")
    await a_minute(plant)
    assert "nobody who may decide it has a working account" not in await sees(plant, "ewa")
    await leaves(plant, "adam")
    (only,) = await plant.app.store.read("local", lambda records: records.escalations.all())
    assert only.state is EscalationState.EXHAUSTED
    assert "Nobody decided in time. It stays open" in await sees(plant, "ben")
    began = plant.now
    await a_minute(plant)
    assert "E-1 in Line 3 MES waits for a decision, and nobody who may decide it" in await sees(plant, "ewa")
    (alarm,) = [each for each in await plant.arrivals() if each.key.startswith("alarm/unroutable/")]
    assert alarm.at - began <= 2 * MINUTE
    await a_minute(plant)
    assert len([each for each in await plant.arrivals() if each.key.startswith("alarm/unroutable/")]) == 1, "told once"


async def test_it_is_over_when_it_is_withdrawn(plant: Chat) -> None:
    await escalate(plant)
    for who in ("maria", "jan", "adam"):
        await leaves(plant, who)
    await a_minute(plant)
    await plant.press("ben", "Withdraw")
    await plant.fill("ben", {"words": "Nobody is left."})
    for _ in range(15):
        await a_minute(plant)
    stages = await plant.app.store.read("local", lambda records: [each.stage.value for each in records.alarms.all()])
    assert stages == ["over"]


async def test_whatever_is_open_and_never_due_is_given_a_time_within_a_minute(plant: Chat) -> None:
    await escalate(plant)
    await plant.say("ewa", "/align start line3")
    due = await moments(plant)
    assert await plant.app.store.look(overlooked) == []

    def forget(records: Transaction) -> None:
        for each in records.escalations.all():
            records.escalations.put(replace(each, due_at=None))
        for view in records.views.all():
            chase = Chase.SPONSOR_ASKED if view.function_id == "it" else view.chase
            records.views.put(replace(view, due_at=None, chase=chase))
        for round_ in records.rounds.all():
            records.rounds.put(replace(round_, due_at=None))
        for digest in records.digests.all():
            records.digests.put(replace(digest, due_at=None))

    await Clerk(plant.app.store, plant.now, "local").does(forget)
    lost = {(item.kind, item.id) for item in await plant.app.store.look(overlooked)}
    assert {kind for kind, _ in lost} == {"escalation", "view", "digest"}
    await a_minute(plant)
    assert await plant.app.store.look(overlooked) == []
    after = await moments(plant)
    assert {key: after[key] for key in after if key[0] != "round" and key[1] != "line3/1/it"} == {
        key: at for key, at in due.items() if key[0] != "round" and key[1] != "line3/1/it"
    }
    assert all(at is not None for key, at in after.items() if key[0] != "round")


async def moments(bot: Chat) -> dict[tuple[str, str], object]:
    """When each record is due."""

    def look(records: Transaction) -> dict[tuple[str, str], object]:
        found: dict[tuple[str, str], object] = {
            ("escalation", each.id): each.due_at for each in records.escalations.all()
        }
        found |= {("view", each.id): each.due_at for each in records.views.all()}
        found |= {("round", each.id): each.due_at for each in records.rounds.all()}
        return found | {("digest", each.id): each.due_at for each in records.digests.all()}

    return await bot.app.store.read("local", look)


async def test_a_message_that_nobody_would_have_looked_at_is_sent(plant: Chat) -> None:
    await plant.say("ewa", "/align start line3", None)
    await escalate(plant, send="Send to Maria")
    await plant.app.engine.run(Actor("local", "ben"), Withdraw("line3/E-1", 0, values={"words": "Not needed."}), "w")
    asleep = text("UPDATE outbox SET wake_at = NULL RETURNING seq")
    assert await plant.app.store.change(lambda connection: connection.rows(asleep, {}))
    await plant.settle()
    assert "withdrew it" not in await sees(plant, "maria")
    await a_minute(plant)
    await a_minute(plant)
    assert "withdrew it" in await sees(plant, "maria")


def put(records: Transaction, some: list[Escalation]) -> None:
    for each in some:
        records.escalations.put(each)


@pytest.mark.parametrize("within", [20.0, pytest.param(1.0, marks=QUIET)])
async def test_ten_thousand_open_items_are_looked_over_at_once(within: float, tmp_path: Path, report: Report) -> None:
    async with running(f"sqlite:///{tmp_path / 'accord.db'}") as bot:
        clerk = Clerk(bot.app.store, bot.now)
        for first in range(1, 10_000, 500):
            some = [escalation(n, bot.now, due_at=bot.now + timedelta(days=1)) for n in range(first, first + 500)]
            await clerk.does(partial(put, some=some))
        began = time.monotonic()
        assert await bot.app.store.look(overlooked) == []
        await bot.app.store.change(free_stuck_posts)
        took = time.monotonic() - began
    report.say("F36", "SQLite", f"10,000 open items looked over in {took:.2f} s")
    assert took < within
