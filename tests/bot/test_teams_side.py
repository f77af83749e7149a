"""Teams in a running Accord: who gets in, who is answered, and what is said where nobody is asked who they are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from aiohttp import ClientSession

from bot.app import build
from bot.clock import Clock
from bot.doctor import doctor
from bot.operate import tasks
from bot.teams import dialogs_of, hosts_of
from bot.teams_settings import NO_LOG_IN, TeamsSettings
from flows.people import Person
from storage.store import Cause
from tests.bot.teams_here import database, playground, real, running, teams
from tests.teams.fake.payloads import Payloads
from tests.teams.fake.teams import FakeTeams

__all__ = ["database", "teams"]


async def test_somebody_of_the_tenant_is_answered_in_their_own_chat(teams: FakeTeams, database: str) -> None:
    jan = teams.person(teams.tenant(), "Jan Lis", "jan@plant.example")
    async with running(teams, real(teams, database)) as here:
        assert await here.types(jan, "help") == 200
        assert "/align" in (await here.answered(jan))[0]
        assert (found := await here.side.accounts.find("local", jan.aad)) is not None
        assert found.email == "jan@plant.example"
        assert {call.outcome for call in teams.calls} == {"ok"}


async def test_somebody_who_was_set_up_before_is_known_by_their_address(teams: FakeTeams, database: str) -> None:
    jan = teams.person(teams.tenant(), "Jan Lis", "Jan@Plant.example")
    async with running(teams, real(teams, database)) as here:
        cause = Cause("test", "Keep", here.app.clock.now())
        known = Person("jan", "Jan Lis", "jan@plant.example", zone="Europe/Warsaw")
        await here.app.store.run("local", cause, lambda records: records.people.put(known))
        await here.types(jan, "help")
        assert (found := await here.side.accounts.find("local", jan.aad)) is not None
        assert found.person_id == "jan"


async def test_without_a_good_token_nobody_gets_in(teams: FakeTeams, database: str) -> None:
    jan = teams.person(teams.tenant(), "Jan Lis", "jan@plant.example")
    async with running(teams, real(teams, database)) as here:
        for token in ("", "x.y.z", here.carrier.token()[:-4] + "AAAA"):
            assert await here.types(jan, "help", token) == 401
        assert teams.made("post") == []


async def test_somebody_of_another_tenant_is_refused(teams: FakeTeams, database: str) -> None:
    other = teams.tenant("bbbb1111-2222-4333-8444-555566667777", "globex")
    eve = teams.person(other, "Eve", "eve@globex.example")
    async with running(teams, real(teams, database)) as here:
        activity = Payloads(teams, other).typed(eve, other.personal(eve), "help")
        assert (await here.carrier.carry(activity)).status == 403
        assert teams.made("post") == []


async def test_in_the_playground_nobody_is_asked_who_they_are_and_that_is_said(
    teams: FakeTeams, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    jan = teams.person(teams.tenant(), "Jan Lis", "jan@plant.example")
    teams.playground = True
    async with running(teams, playground(database)) as here:
        assert await here.types(jan, "help", "") == 200
        await here.answered(jan)
        assert here.side.problems() == []
    assert capsys.readouterr().err.count(NO_LOG_IN) == 1
    assert teams.made("token") == []


async def test_with_a_log_in_there_is_nothing_to_warn_of(
    teams: FakeTeams, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(teams, real(teams, database)):
        pass
    assert NO_LOG_IN not in capsys.readouterr().err


def test_this_machine_is_a_connector_only_in_tests_and_in_the_playground(teams: FakeTeams, database: str) -> None:
    product = replace(TeamsSettings("app", "password", ("tenant",)), service_hosts=("smba.example.com",))
    assert "127.0.0.1" not in hosts_of(product)
    assert {"smba.trafficmanager.net", "smba.example.com"} <= hosts_of(product)
    assert {"127.0.0.1", "localhost"} <= hosts_of(TeamsSettings(development=True))


def test_the_playground_opens_no_dialogs() -> None:
    assert "OpenEscalate" in dialogs_of(TeamsSettings("app", "password", ("tenant",)))
    assert dialogs_of(TeamsSettings(development=True)) == frozenset()


async def test_who_only_works_hears_nothing_and_warns_of_nothing(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    app = await build(playground(database), Clock())
    assert app.teams is not None
    await app.teams.start(door=False)
    assert app.teams.listening is False
    await app.teams.stop()
    await app.close()
    assert NO_LOG_IN not in capsys.readouterr().err


async def test_the_operator_need_not_name_the_only_organisation(teams: FakeTeams, database: str) -> None:
    async with running(teams, real(teams, database)) as here:
        answer = await tasks(here.app)["project-export"]({"id": "line3", "organisation": ""})
        assert "no project line3" in str(answer["err"])


async def test_health_and_the_page_about_it_are_beside_it(teams: FakeTeams, database: str) -> None:
    async with running(teams, real(teams, database)) as here, ClientSession() as session:
        base = here.carrier.url.removesuffix("/api/messages")
        for path in ("/healthz", "/about"):
            async with session.get(base + path) as response:
                assert response.status == 200
        async with session.get(here.carrier.url) as response:
            assert response.status == 405


async def test_the_doctor_calls_a_door_without_a_log_in_broken(teams: FakeTeams, database: str) -> None:
    async with running(teams, playground(database)) as here:
        report = await doctor(here.app, "")
    assert report.broken
    assert report.lines[0].startswith(f"broken   {NO_LOG_IN} Leave TEAMS_DEVELOPMENT out")
    assert "type help in its personal chat" in report.lines[1], "there is no package to upload to the Playground"
