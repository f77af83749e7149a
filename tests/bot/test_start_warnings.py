"""Who cannot be reached in Slack: told when a project begins to ask, and where alarms would go to them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.doctor import doctor
from bot.forewarned import UNKNOWN, warnings
from bot.operate import tasks
from flows.plain import Plain
from tests.bot.test_slack_side import database, one, opened, slack
from tests.slack.fake.slack import FakeSlack

__all__ = ["database", "slack"]


LOAD: Mapping[str, Plain] = {"organisation": "", "start": False, "answers": False}


def written(folder: Path) -> Path:
    """A project of two: Ewa, who runs it, and Jan, who answers."""
    path = folder / "line3.yaml"
    path.write_text(
        "accord: 1\n"
        "project: {id: line3, name: Line 3, kickoff: 2027-02-01, zone: Europe/Warsaw, channel: line3}\n"
        "people:\n"
        "  - {id: ewa, name: Ewa Kot, email: ewa@plant.example}\n"
        "  - {id: jan, name: Jan Lis, email: jan@plant.example}\n"
        "roles: {sponsor: jan, facilitator: ewa}\n"
        "functions: [{id: operations, name: Operations, representative: jan}]\n"
        "round: {due: 2027-01-15T15:00}\n",
        encoding="utf-8",
    )
    return path


async def test_the_doctor_names_who_would_be_told_of_alarms_and_cannot_be_written_to(
    slack: FakeSlack, database: str, tmp_path: Path
) -> None:
    slack.person(slack.team(), "Jan Lis", "jan@plant.example")
    file = written(tmp_path)
    async with opened(one(slack, database), start=False) as (app, _):
        await tasks(app)["project-load"]({**LOAD, "file": str(file)})
        lines = (await doctor(app, "")).lines
        assert any(line.startswith("broken   Ewa Kot: nobody in the Slack workspace") for line in lines)
        assert any(line.startswith("broken   Alarms for Ewa Kot do not arrive") for line in lines)
        assert not any("Alarms go to" in line for line in lines)
        slack.person(slack.team(), "Ewa Kot", "ewa@plant.example")
        assert "ok       Alarms go to Ewa Kot." in (await doctor(app, "")).lines
        slack.team().dead = "token_revoked"
        assert not any("Alarms go to" in line for line in (await doctor(app, "")).lines)


async def test_a_start_says_who_and_what_cannot_be_reached(slack: FakeSlack, database: str, tmp_path: Path) -> None:
    slack.person(slack.team(), "Jan Lis", "jan@plant.example")
    file = written(tmp_path)
    async with opened(one(slack, database), start=False) as (app, _):
        quiet = await tasks(app)["project-load"]({**LOAD, "file": str(file)})
        assert quiet["err"] == ""
        started = await tasks(app)["project-load"]({**LOAD, "start": True, "file": str(file)})
    warned = str(started["err"]).split("\n")
    assert started["exit"] == 0
    assert warned[0].startswith("Warning: Ewa Kot: nobody in the Slack workspace has this person's e-mail address.")
    assert any(line.startswith("Warning: #line3: there is no such channel") for line in warned)
    assert warned[-1].startswith("One of the 2 people in the projects cannot be written to and is not asked.")
    assert "`python -m bot doctor`" in warned[-1]
    assert not any("Jan Lis" in line for line in warned)


async def test_a_start_where_all_is_well_warns_of_nothing(slack: FakeSlack, database: str, tmp_path: Path) -> None:
    for name in ("Jan Lis", "Ewa Kot"):
        slack.person(slack.team(), name, f"{name.split()[0].lower()}@plant.example")
    slack.channel(slack.team(), "line3")
    async with opened(one(slack, database), start=False) as (app, _):
        started = await tasks(app)["project-load"]({**LOAD, "start": True, "file": str(written(tmp_path))})
    assert (started["exit"], started["err"]) == (0, "")


async def test_a_start_does_not_wait_for_a_slack_that_does_not_answer(slack: FakeSlack, database: str) -> None:
    slack.slowness = 3600.0
    async with opened(one(slack, database), start=False) as (app, _):
        assert await warnings(app, "local", within=0.2) == [UNKNOWN]
