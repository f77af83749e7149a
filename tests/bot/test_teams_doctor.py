"""What doctor finds in Teams: each thing that can be wrong, in a line with its cure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.findings import State
from bot.config import Settings
from bot.doctor import doctor
from bot.operate import tasks
from flows.plain import Plain
from tests.bot.teams_here import Running, database, real, running, teams
from tests.slack.fake.faults import Fault, Trouble
from tests.teams.fake.payloads import Payloads
from tests.teams.fake.teams import FakeTeams

__all__ = ["database", "teams"]
SAMPLE = Path(__file__).parents[2] / "examples" / "line3-mes.yaml"


async def lines(here: Running) -> list[str]:
    return list((await doctor(here.app, "")).lines)


def with_secret(settings: Settings, secret: str) -> Settings:
    assert settings.teams is not None
    return replace(settings, teams=replace(settings.teams, app_password=secret))


async def test_where_all_is_well_each_line_says_so(teams: FakeTeams, database: str) -> None:
    jan = teams.person(teams.tenant(), "Jan Lis", "jan@plant.example")
    async with running(teams, real(teams, database)) as here:
        await here.types(jan, "help")
        await here.answered(jan)
        before = len(teams.made("post"))
        base = here.carrier.url.removesuffix("/api/messages")
        settings = replace(here.app.settings, public_url=base)
        here.app.settings = settings
        report = await doctor(here.app, "")
        assert len(teams.made("post")) == before, "nobody is written to"
    assert not report.broken
    assert [line.removeprefix("ok").strip() for line in report.lines] == [
        f"{here.carrier.url} answers, and refuses what Teams has not signed.",
        "Microsoft's keys can be read.",
        "The clock of this computer agrees with Microsoft's.",
        "Microsoft accepts the bot's app id and password.",
    ]


async def test_before_anybody_has_added_it_that_is_what_is_wrong(teams: FakeTeams, database: str) -> None:
    async with running(teams, real(teams, database)) as here:
        report = await doctor(here.app, "")
        assert (await tasks(here.app)["doctor"]({"organisation": ""}))["exit"] == 1
    assert report.lines[0].startswith("broken   Nobody has added Accord in Teams yet")
    assert report.lines[1].startswith("warning  Whether Teams reaches this server cannot be checked from here.")


async def test_a_wrong_secret_is_found_and_not_shown(teams: FakeTeams, database: str) -> None:
    async with running(teams, with_secret(real(teams, database), "0aB8Q~canary-0123456789")) as here:
        found = await lines(here)
    assert found[0].startswith("broken   Microsoft does not accept Accord's app id and password")
    assert "TEAMS_APP_PASSWORD" in found[0]
    assert "canary" not in "".join(found)


@pytest.mark.parametrize(
    ("method", "says"),
    [("openid", "Microsoft's keys cannot be read"), ("token", "Microsoft's log-in cannot be reached")],
)
async def test_what_of_microsoft_cannot_be_reached_is_told(
    teams: FakeTeams, database: str, method: str, says: str
) -> None:
    async with running(teams, real(teams, database)) as here:
        teams.troubles.always[method] = Trouble(fault=Fault.RESET_BEFORE)
        found = await lines(here)
    assert any(line.startswith(f"broken   {says}") for line in found), found


async def test_people_and_channels_out_of_reach_are_named_with_what_to_do(teams: FakeTeams, database: str) -> None:
    tenant = teams.tenant()
    maria = teams.person(tenant, "Maria Nowak", "maria@example.com")
    jan = teams.person(tenant, "Jan Lis", "jan@example.com")
    jan.installed = False
    async with running(teams, real(teams, database)) as here:
        asked: dict[str, Plain] = {"organisation": "", "start": False, "answers": False, "file": str(SAMPLE)}
        await tasks(here.app)["project-load"](asked)
        general = tenant.conversations[tenant.team]
        await here.carrier.carry(Payloads(teams, tenant).typed(maria, general, "@accord help"))
        found = await lines(here)
        teams.channel(tenant, "line3-mes")
        await here.side.members.everybody("local")
        later = await lines(here)
    said = {line.partition(":")[0]: line for line in found}
    assert "ok       One person of the projects can be written to in Teams." in found
    assert "has not added Accord in Teams. They open Accord there, choose Add" in said["broken   Jan Lis"]
    assert "nobody with this person's e-mail address" in said["broken   Ewa Król"]
    assert "Check ewa@example.com in the project" in said["broken   Ewa Król"]
    assert "there is no channel or chat of this name" in said["broken   #line3-mes"]
    assert "ok       #line3-mes: Accord is in it." in later


async def test_every_problem_has_a_cure(teams: FakeTeams, database: str) -> None:
    async with running(teams, real(teams, database)) as here:
        teams.troubles.always["token"] = teams.troubles.always["openid"] = Trouble(fault=Fault.RESET_BEFORE)
        side = here.side
        findings = [each for each in await side.examine("", "") if each.state is not State.OK]
        elsewhere = await side.examine("http://127.0.0.1:1", "")
    assert len(findings) == 3
    for finding in (*findings, elsewhere[0]):
        assert finding.cure
        assert "\n" not in finding.what + finding.cure
    assert elsewhere[0].what == "http://127.0.0.1:1/api/messages does not answer, at least not from here."


async def test_of_an_organisation_without_teams_nothing_is_found(teams: FakeTeams, database: str) -> None:
    async with running(teams, real(teams, database)) as here:
        assert await here.side.examine("", "slack-T1") == []
