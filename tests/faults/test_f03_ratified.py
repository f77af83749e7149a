"""F03: a crash at each commit and each call while the charter is published and signed leads to the same end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from adapters.web.ports import LOCAL
from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from flows.charter.commands import PublishCharter, SignCharter
from flows.commands import Actor, Command
from flows.consent.commands import SayStance, StartConsent, StartSenseCheck
from flows.consent.records import Stance
from flows.effects import Refusal
from flows.goals.commands import ProposeGoal
from tests.faults.report import Report
from tests.faults.rig.crowd import Crowd, Event
from tests.faults.rig.nursery import nursery
from tests.faults.rig.plants import FUNCTIONS, Company, founded
from tests.faults.rig.slack import flaky_slack, slack_settings
from tests.faults.test_f03_each_step import Stage, crashed_everywhere, one_by_one, told
from tests.stories.test_goal import GOAL

PROJECT = "plant0"


async def agree(company: Company) -> None:
    """Every function has consented to the goal, so that there can be a charter."""
    settings = Settings(database=company.database, local_workspace=False, slack=slack_settings(company.slack))
    app = await build(settings, Clock())
    try:
        await does(app, "facilitator", ProposeGoal(PROJECT, values=GOAL))
        (goal,) = await app.store.read(LOCAL, lambda records: records.proposals.all())
        await does(app, "facilitator", StartSenseCheck(goal.id, goal.version))
        await does(app, "facilitator", StartConsent(goal.id, goal.version))
        for at in range(FUNCTIONS):
            await does(app, f"r{at}", SayStance(goal.id, goal.version, f"f{at}", Stance.CONSENT))
    finally:
        await app.close()


async def does(app: App, who: str, command: Command) -> None:
    outcome = await app.engine.run(Actor(LOCAL, f"{PROJECT}-{who}"), command, f"{who}/{type(command).__name__}")
    assert not isinstance(outcome, Refusal), outcome


async def ratify(crowd: Crowd, database: str) -> None:
    """It is published, and two functions sign it."""
    publish = Event("publish", f"{PROJECT}-facilitator", PublishCharter(PROJECT, 0))
    sign = [Event(f"sign/{n}", f"{PROJECT}-r{n}", SignCharter(f"{PROJECT}/charter/1", f"f{n}")) for n in (0, 1)]
    await one_by_one(crowd, (publish, *sign), database)


@pytest.mark.faults
@pytest.mark.timeout(900)
async def test_a_crash_at_each_step_of_a_charter(tmp_path: Path, report: Report) -> None:
    original, numbers = tmp_path / "original.db", count(1)

    @contextmanager
    def copies() -> Iterator[str]:
        made = tmp_path / f"copy-{next(numbers)}.db"
        shutil.copyfile(original, made)
        yield f"sqlite:///{made}"

    async with flaky_slack() as slack, nursery() as nest:
        company = await founded(f"sqlite:///{original}", slack, plants=1)
        await agree(company)
        await told(company, nest, tmp_path / "first.log")
        await crashed_everywhere(Stage(company, copies, nest, tmp_path, ratify), report, "SQLite, the charter")
