"""Guests and people of other companies do what they are named for, and begin nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from flows.commands import OPERATOR, Actor, Command
from flows.decisions.commands import ListDecisions, OpenRecordDecision
from flows.digests.posting import ShowStatus
from flows.effects import Refusal
from flows.escalations.commands import OpenEscalate
from flows.forms import Form
from flows.help import ShowHelp
from flows.home import OpenHome
from flows.people import Person
from flows.projects.loading import LoadProject
from flows.projects.setup import CreateProject, DiscardSetup, OpenNewProject, OpenSetupPage, Page, SaveBasics
from flows.rounds.commands import AskSomebodyElse, HandOver, StartRound
from storage.store import Cause
from tests.flows.office import MONDAY, Office, opened, text_of
from tests.flows.project_text import RIGHT, load

BEGIN = (OpenNewProject(), OpenSetupPage(Page.PEOPLE), SaveBasics(), CreateProject(1), DiscardSetup(1))


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    text = RIGHT.replace("kickoff: 2027-02-01", "kickoff: 2027-02-01\n  channel: line3")
    async with opened(tmp_path) as office:
        await office.order(LoadProject(await asyncio.to_thread(load, text)))
        yield office


async def guest(office: Office, person_id: str, command: Command) -> object:
    actor = Actor(office.app.organisation, person_id, "slack", outside=True)
    return await office.app.engine.run(actor, command, f"guest-{person_id}-{command}")


@pytest.mark.parametrize("command", BEGIN, ids=lambda each: type(each).__name__)
async def test_j4_a_guest_sets_up_no_project(office: Office, command: Command) -> None:
    outcome = await guest(office, "maria", command)
    assert isinstance(outcome, Refusal)
    assert text_of(outcome).startswith("Guests cannot set up a project. Please ask somebody of the organisation")


async def test_j4_a_guest_is_not_offered_what_they_may_not_do(office: Office) -> None:
    for command in (OpenHome(), ShowHelp()):
        said = str(await guest(office, "maria", command))
        assert "/align new" not in said
        assert "Set up a project" not in said
        assert "Set up a project" in str(await office.give("maria", OpenHome()))


async def test_a15_a_guest_escalates_only_where_they_have_a_part(office: Office) -> None:
    assert isinstance(await guest(office, "maria", OpenEscalate("line3")), Form)
    for person in ("rita", "stranger"):
        for command in (OpenEscalate("line3"), OpenEscalate(), OpenRecordDecision("line3"), OpenRecordDecision()):
            assert isinstance(await guest(office, person, command), Refusal)


async def test_j4_a_guest_learns_nothing_of_a_project_in_whose_channel_they_are(office: Office) -> None:
    asked = (OpenEscalate("line3"), OpenRecordDecision("line3"), ListDecisions(channel="line3"), ShowStatus("line3"))
    for command in asked:
        outcome = await guest(office, "rita", command)
        assert isinstance(outcome, Refusal)
        refused = text_of(outcome)
        for word in ("Line 3", "Maria", "@", "/align new"):
            assert word not in refused, (command, refused)
        assert "facilitator" in refused or "You have no part in a project" in refused
    assert "You have no part in the project Line 3" in text_of(
        await office.give("rita", ListDecisions(channel="line3"))
    )


async def test_j4_a_guest_is_shown_no_people_but_those_of_the_project(office: Office) -> None:
    other = Person("rita", "Rita Obca")
    cause = Cause(OPERATOR, "Arrive", MONDAY)
    await office.app.store.run(office.app.organisation, cause, lambda records: records.people.put(other))
    await office.order(StartRound("line3"))
    (view,) = await office.look(lambda records: records.views.where(person_id="maria"))
    for outcome, sees in (
        (await office.give("maria", AskSomebodyElse(view.id)), True),
        (await guest(office, "maria", AskSomebodyElse(view.id)), False),
    ):
        assert isinstance(outcome, Form)
        assert ("Rita Obca" in str(outcome)) is sees
    refused = await guest(office, "maria", HandOver(view.id, values={"to": "rita"}))
    assert isinstance(refused, Refusal)
