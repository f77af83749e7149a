"""A project set up in chat: three pages, a review, and it is there; every field says what is wrong with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from flows.commands import Command, FormValues
from flows.effects import Outcome
from flows.forms import Form, PeopleField
from flows.projects.loading import LoadProject
from flows.projects.setup import (
    CreateProject,
    OpenNewProject,
    OpenSetupPage,
    Page,
    SaveBasics,
    SaveFunctions,
    SavePeople,
    SetupState,
)
from tests.flows.office import Office, button, filled_in, opened, text_of
from tests.flows.project_text import RIGHT, load

BASICS: FormValues = {
    "name": "Paint shop Łódź",
    "stage": "First line without paper",
    "channel": "#paint",
    "kickoff": "2027-02-01",
    "due_day": "2027-01-15",
    "due_time": "16:00",
    "zone": "Europe/Warsaw",
}
FUNCTIONS: FormValues = {
    "functions": ("operations", "it"),
    "own": "Logistics",
    "newcomers": "Anna Nowak <anna@example.com>",
}
PEOPLE: FormValues = {
    "sponsor": "adam",
    "facilitator": "hanna",
    "operations.representative": "maria",
    "operations.deputy": "jan",
    "it.representative": "jan",
    "logistics.representative": "anna-nowak",
}


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Adam, Maria, Jan and Hanna are known from another project."""
    async with opened(tmp_path) as there:
        await there.order(LoadProject(load(RIGHT)))
        yield there


async def reviewed(office: Office, by: str = "hanna") -> Outcome:
    """All three pages as above."""
    await office.give(by, SaveBasics(values=BASICS))
    await office.give(by, SaveFunctions(values=FUNCTIONS))
    return await office.give(by, SavePeople(values=PEOPLE))


async def test_three_pages_a_review_and_the_project_is_there(office: Office) -> None:
    assert text_of(await office.give("hanna", OpenNewProject("paint"))) == "New project (1 of 3)"
    assert text_of(await office.give("hanna", SaveBasics(values=BASICS))) == "New project (2 of 3)"
    assert text_of(await office.give("hanna", SaveFunctions(values=FUNCTIONS))) == "New project (3 of 3)"
    review = await office.give("hanna", SavePeople(values=PEOPLE))
    for told in (
        "#paint",
        "Operations: Maria Nowak, deputy Jan Lis",
        "Logistics: Anna Nowak, no deputy",
        "New in Accord",
    ):
        assert told in text_of(review)
    created = await office.say("hanna", button(review, "Create, ask later"))
    assert "Paint shop Łódź is set up: 3 functions, 5 people and 0 decision rights" in created
    assert "Nobody has been asked yet." in created
    project = await office.look(lambda records: records.projects.get("paint-shop-łodz"))
    assert (project.channel, project.facilitator, project.kickoff) == ("paint", "hanna", date(2027, 2, 1))
    anna = await office.look(lambda records: records.people.get("anna-nowak"))
    assert (anna.name, anna.email, anna.zone) == ("Anna Nowak", "anna@example.com", "Europe/Warsaw")
    digest = await office.look(lambda records: records.digests.get(project.id))
    assert digest.due_at is not None
    assert digest.due_at > office.app.clock.now()


async def test_create_and_ask_everyone_starts_the_round(office: Office) -> None:
    review = await reviewed(office)
    assert "Round 1 of Paint shop Łódź has started." in await office.say(
        "hanna", button(review, "Create and ask everyone")
    )
    views = await office.look(lambda records: records.views.where(project_id="paint-shop-łodz"))
    assert {view.respondent for view in views} == {"maria", "jan", "anna-nowak"}


async def test_who_does_not_run_the_project_creates_it_and_the_facilitator_is_told(office: Office) -> None:
    review = await reviewed(office, by="maria")
    assert "Create and ask everyone" not in str(review)
    assert "Hanna Mazur is told and can start asking." in await office.say("maria", button(review, "Create"))
    assert await office.look(lambda records: records.rounds.where(project_id="paint-shop-łodz")) == ()
    assert "has been created already" in await office.say("maria", CreateProject(4, start=True))


async def test_a_second_press_creates_nothing_twice(office: Office) -> None:
    review = await reviewed(office)
    create = button(review, "Create, ask later")
    await office.give("hanna", create)
    assert await office.say("hanna", create) == "Paint shop Łódź has been created already."
    assert await office.look(lambda records: len(records.projects.all())) == 2


async def test_a_review_that_was_changed_since_creates_nothing(office: Office) -> None:
    review = await reviewed(office)
    await office.give("hanna", SaveBasics(values={**BASICS, "name": "Paint shop two"}))
    refused = await office.say("hanna", button(review, "Create, ask later"))
    assert "has changed since this was shown" in refused
    assert await office.look(lambda records: len(records.projects.all())) == 1


async def test_the_draft_waits_and_is_resumed(office: Office) -> None:
    await office.give("hanna", SaveBasics(values=BASICS))
    resumed = await office.give("hanna", OpenNewProject())
    assert "You have begun to set up Paint shop Łódź" in text_of(resumed)
    assert text_of(await office.give("hanna", button(resumed, "Continue"))) == "New project (2 of 3)"
    again = await office.give("hanna", button(resumed, "Change project"))
    assert filled_in(again) == {**BASICS, "channel": "paint"}


async def test_everybody_has_a_draft_of_their_own(office: Office) -> None:
    await office.give("hanna", SaveBasics(values=BASICS))
    assert isinstance(await office.give("maria", OpenNewProject()), Form)


async def test_a_discarded_draft_is_gone(office: Office) -> None:
    review = await reviewed(office)
    assert "Nobody was written to." in await office.say("hanna", button(review, "Discard"))
    setup = await office.look(lambda records: records.setups.get("hanna"))
    assert setup.state is SetupState.DISCARDED
    empty = filled_in(await office.give("hanna", OpenNewProject()))
    assert empty["name"] == ""
    assert "There is no project that you are setting up" in await office.say("hanna", OpenSetupPage(Page.PEOPLE))


async def test_a_page_that_comes_too_early_opens_the_one_that_is_missing(office: Office) -> None:
    await office.give("hanna", SaveBasics(values=BASICS))
    assert await office.say("hanna", OpenSetupPage(Page.REVIEW)) == "New project (2 of 3)"


async def test_changing_the_functions_keeps_who_was_chosen_and_asks_for_who_is_new(office: Office) -> None:
    await reviewed(office)
    values = {**FUNCTIONS, "functions": ("operations", "quality")}
    form = await office.give("hanna", SaveFunctions(values=values))
    shown = filled_in(form)
    assert (shown["operations.representative"], shown["operations.deputy"]) == ("maria", "jan")
    assert shown["quality.representative"] == ""
    assert "it.representative" not in shown


async def test_somebody_who_is_taken_out_again_has_no_part_any_more(office: Office) -> None:
    await reviewed(office)
    form = await office.give("hanna", SaveFunctions(values={**FUNCTIONS, "newcomers": ""}))
    assert filled_in(form)["logistics.representative"] == ""


async def test_the_menus_hold_everybody_and_tell_namesakes_apart(office: Office) -> None:
    await office.give("hanna", SaveBasics(values=BASICS))
    values = {**FUNCTIONS, "newcomers": "Maria Nowak <maria.n@example.com>"}
    form = await office.give("hanna", SaveFunctions(values=values))
    assert isinstance(form, Form)
    sponsor = form.fields[0]
    assert isinstance(sponsor, PeopleField)
    assert {option.label for option in sponsor.options} == {
        "Adam Wolski", "Hanna Mazur", "Jan Lis", "Maria Nowak (maria)", "Maria Nowak (maria.n@example.com)",
    }  # fmt: skip


async def test_the_review_tells_what_looks_odd(office: Office) -> None:
    await office.give("hanna", SaveBasics(values={**BASICS, "due_day": "2027-02-15"}))
    await office.give("hanna", SaveFunctions(values=FUNCTIONS))
    review = text_of(await office.give("hanna", SavePeople(values={**PEOPLE, "it.deputy": "jan"})))
    assert "IT has one person as representative and deputy." in review
    assert "The answers are due after the kick-off." in review


async def test_a_draft_whose_dates_have_passed_is_not_created(office: Office) -> None:
    review = await reviewed(office)
    office.app.clock.set_forward(office.app.clock.now() + timedelta(days=60))
    assert "Its dates have passed" in await office.say("hanna", button(review, "Create, ask later"))


async def test_a_name_that_somebody_else_took_meanwhile_is_not_taken_twice(office: Office) -> None:
    mine, theirs = await reviewed(office), await reviewed(office, by="maria")
    await office.give("maria", button(theirs, "Create"))
    assert "There is a project called Paint shop Łódź by now" in await office.say(
        "hanna", button(mine, "Create, ask later")
    )


@pytest.mark.parametrize("command", [OpenNewProject(), SaveBasics(values=BASICS), CreateProject(1)])
async def test_whom_nobody_knows_is_told_whom_to_ask(office: Office, command: Command) -> None:
    told = await office.say("stranger", command)
    assert told.startswith("I do not know you yet. Please ask the facilitator of your project")


async def test_words_of_people_stay_words(office: Office) -> None:
    name = "<!channel> {name} *x*"
    review = await office.give("hanna", SaveBasics(values={**BASICS, "name": name}))
    assert text_of(review) == "New project (2 of 3)"
    setup = await office.look(lambda records: records.setups.get("hanna"))
    assert setup.project.name == name
    assert setup.project.id == "channel-name-x"
