"""A company of many projects in a database, with everybody's account in the fake Slack."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from adapters.accounts import Account
from adapters.slack.ports import Installation, Workspace
from adapters.web.ports import LOCAL
from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from bot.operate import order
from flows.messages import Message
from flows.people import Hours, Person
from flows.project_file import ProjectFile
from flows.projects.loading import LoadProject
from tests.bench.plants import NO_LIMIT, Plant, plant_file
from tests.faults.rig.slack import slack_settings, team
from tests.slack.fake.slack import FakeSlack
from tests.slack.fake.world import User
from tests.tables import lay_tables

PLANTS, FUNCTIONS = 16, 6
ALWAYS = Hours(time(0), time(0))
"""Round the clock: these runs go by the machine's own time, and do the same whenever they are made."""


@dataclass(frozen=True)
class Company:
    """What was set up. `users`: the Slack account of each person, by the person's id; `since`: when."""

    database: str
    slack: FakeSlack
    plants: tuple[Plant, ...]
    users: dict[str, User]
    since: datetime


async def founded(database: str, slack: FakeSlack, plants: int = PLANTS) -> Company:
    """A new database with these projects, none of which has a channel; nobody was asked or written to yet."""
    await asyncio.to_thread(lay_tables, database)
    settings = Settings(
        database=database, local_workspace=False, slack=slack_settings(slack), escalations_a_minute=NO_LIMIT
    )
    app = await build(settings, Clock())
    now = app.clock.now()
    made = [_plant(number, now) for number in range(plants)]
    try:
        for _, file in made:
            told = await order(app, LoadProject(file))
            assert isinstance(told, Message), told
        users = await _seated(app, slack, [file for _, file in made])
    finally:
        await app.close()
    return Company(database, slack, tuple(plant for plant, _ in made), users, now)


def _plant(number: int, now: datetime) -> tuple[Plant, ProjectFile]:
    """One whose dates are still to come, whenever this runs."""
    plant, file = plant_file(number, FUNCTIONS)
    due = (now + timedelta(days=30)).replace(tzinfo=None)
    project = replace(file.project, channel="", milestones=(), kickoff=(now + timedelta(days=90)).date(), round_due=due)
    return plant, replace(file, project=project, people=tuple(map(_at_work, file.people)))


def _at_work(person: Person) -> Person:
    return replace(person, days=tuple(range(7)), hours=ALWAYS, holidays=None)


async def _seated(app: App, slack: FakeSlack, files: Sequence[ProjectFile]) -> dict[str, User]:
    assert app.slack is not None
    here, seated, accounts = team(slack), dict[str, User](), list[Account]()
    for person in (person for file in files for person in file.people):
        user = seated[person.id] = slack.person(here, person.name, person.email or "", zone=person.zone)
        direct = here.direct(user.id).id
        accounts.append(Account(user.id, user.name, user.email, user.zone, direct=direct))
    installed = Installation(LOCAL, Workspace("", here.id), here.name, here.token, here.bot_id, here.bot_user)
    await app.slack.installations.keep(installed)
    await app.slack.accounts.keep(LOCAL, accounts)
    return seated
