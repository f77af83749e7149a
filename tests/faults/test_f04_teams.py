"""F04 in Teams, where nothing can be looked up: over deploys no reminder is dropped for doubt, and none comes twice."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from adapters.web.ports import LOCAL
from bot.app import App
from flows.effects import Promise
from flows.messages import ToPerson
from flows.people import Person
from storage.store import Cause
from storage.tables import table
from tests.bot.teams_here import database, real, running, teams
from tests.faults.report import Report
from tests.faults.rig.nursery import nursery
from tests.faults.rig.replicas import Replica, replicas, surroundings
from tests.faults.rig.tally import connected, quiet
from tests.storage.clerk import post
from tests.teams.fake.teams import FakeTeams

__all__ = ["database", "teams"]
PEOPLE, EACH, DEPLOYS = 40, 3, 2
MOMENT = 0.3
"""Seconds in which delivery wants to settle what has landed and to claim more, and then is asked to stop. A machine on
which it takes longer only shows less."""
LOGGED = table("delivery_log")


@pytest.fixture
async def seated(teams: FakeTeams, database: str) -> str:
    """A database of people who have written to Accord in Teams, and for whom reminders wait."""
    async with running(teams, real(teams, database)) as here:
        cause = Cause("test", "Keep", here.app.clock.now())
        for number in range(PEOPLE):
            kept = Person(f"p{number}", f"Person {number}", f"p{number}@plant.example", zone="Europe/Warsaw")
            await here.app.store.run(LOCAL, cause, lambda records, kept=kept: records.people.put(kept))  # type: ignore[misc]
            user = teams.person(teams.tenant(), kept.name, f"p{number}@plant.example")
            assert await here.types(user, "help") == 200
            await here.answered(user)
        await _remind(here.app)
    return database


async def _remind(app: App) -> None:
    def to_send(number: int) -> str:
        return f"Reminder {number:03}."

    some = [
        post(f"nudge/{n}", to_send(n), ToPerson(f"p{n % PEOPLE}"), Promise.NEVER_DOUBLED) for n in range(PEOPLE * EACH)
    ]
    await app.store.run(LOCAL, Cause("test", "Remind", app.clock.now()), lambda records: records.queue(some))


def environment(teams: FakeTeams, database: str) -> dict[str, str]:
    """Settings of a process of ours."""
    return {
        "ACCORD_DATABASE": database,
        "TEAMS_APP_ID": teams.app_id,
        "TEAMS_APP_PASSWORD": teams.secret,
        "TEAMS_TENANT_ID": teams.tenant().id,
        "TEAMS_SERVICE_HOSTS": urlsplit(teams.url).netloc,
        "TEAMS_OPENID_URL": teams.openid_url,
        "TEAMS_LOGIN_URL": teams.url,
    }


def reminders(teams: FakeTeams) -> Counter[str]:
    """How often Teams has shown each."""
    shown = (json.dumps(call.arguments) for call in teams.made("post") if call.outcome == "ok")
    return Counter(found[0] for text in shown if (found := re.search(r"Reminder \d+", text)))


async def some_more(teams: FakeTeams, count: int) -> None:
    """Returns when so many have been shown."""
    async with asyncio.timeout(60):
        while reminders(teams).total() < count:
            await asyncio.sleep(0.02)


async def _stopped_while_it_claims(accord: Replica, database: str) -> None:
    """SIGTERM while the claim of the next ones waits for another writer, and is done only after that."""
    writer = sqlite3.connect(database.removeprefix("sqlite:///"), timeout=30, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    await asyncio.sleep(MOMENT)
    stopping = asyncio.create_task(accord.terminate())
    await asyncio.sleep(MOMENT)
    writer.execute("ROLLBACK")
    writer.close()
    await stopping


@pytest.mark.timeout(180)
async def test_f04_deploys_drop_and_double_no_reminder(
    teams: FakeTeams, seated: str, tmp_path: Path, report: Report
) -> None:
    async with nursery() as nest:
        accord = Replica(surroundings(**environment(teams, seated)), tmp_path / "accord.log", nursery=nest)
        async with replicas(accord):
            for number in range(1, DEPLOYS + 1):
                await some_more(teams, number * PEOPLE * EACH // (DEPLOYS + 2))
                await _stopped_while_it_claims(accord, seated)
                await accord.start()
            await quiet(seated, 60)
            await accord.terminate()
    with connected(seated) as connection:
        doubts = connection.execute(select(func.count()).select_from(LOGGED)).scalar_one()
    found = reminders(teams)
    doubled = found.total() - len(found)
    report.say("F04", "Teams", f"{DEPLOYS} deploys, {len(found)} reminders of {PEOPLE * EACH} shown, {doubled} doubled")
    assert (len(found), doubled, doubts) == (PEOPLE * EACH, 0, 0)
    assert set(accord.ended) == {0}
