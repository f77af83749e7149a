"""The home of a person, and help that fits who asks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from flows.help import ShowHelp, closest
from flows.home import OpenHome
from flows.projects.loading import LoadProject
from flows.projects.setup import SaveBasics
from flows.questionnaires.commands import ContinueAnswering
from flows.rights.commands import OpenRightChange
from flows.rounds.commands import AskSomebodyElse, HandOver
from flows.rounds.records import ViewState
from tests.flows.office import Office, button, opened, text_of
from tests.flows.project_text import RIGHT, changed, load
from tests.flows.test_projects_wizard import BASICS

OBSERVED = changed("facilitator: hanna}", "facilitator: hanna, observers: [vera]}").replace(
    "  - {id: jan, name: Jan Lis}", "  - {id: jan, name: Jan Lis}\n  - {id: vera, name: Vera Sum}"
)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(tmp_path) as there:
        yield there


async def view_of(office: Office, person_id: str) -> str:
    views = await office.look(lambda records: records.views.where(person_id=person_id))
    return views[0].id


async def test_a_questionnaire_waits_with_its_progress_and_its_deadline(office: Office) -> None:
    await office.order(LoadProject(load(OBSERVED), start=True))
    home = await office.give("maria", OpenHome())
    assert text_of(home).startswith("1 thing waits for you")
    assert "Line 3, questions for Operations: 0 of 15 answered, due Fri 15 Jan 2027, 16:00." in text_of(home)
    assert "Line 3: 0 of 2 functions are in; waiting for" in text_of(home)
    assert "I write to you Mon–Fri 09:00–17:00 Europe/Warsaw." in text_of(home)
    assert button(home, "Start") == ContinueAnswering(await view_of(office, "maria"))


async def test_the_settings_name_the_deputies_and_how_to_change_them(office: Office) -> None:
    rights = "{tradeoff: speed/scope, decider: maria}"
    more = f"{rights}\n  - {{tradeoff: cost/quality, decider: maria, deputy: jan}}"
    await office.order(LoadProject(load(changed(rights, more))))
    home = await office.give("maria", OpenHome())
    _, _, settings = text_of(home).partition("Your settings")
    assert "Line 3: no deputy for speed against scope." in settings
    assert "Line 3: your deputy is Jan Lis for cost against quality." in settings
    assert button(home, "Name a deputy") == OpenRightChange("line3", "speed/scope")
    assert button(home, "Change my deputy") == OpenRightChange("line3", "cost/quality")
    assert "deputy" not in await office.say("jan", OpenHome())


async def test_nothing_waits_for_an_observer(office: Office) -> None:
    await office.order(LoadProject(load(OBSERVED), start=True))
    home = await office.say("vera", OpenHome())
    assert home.startswith("Nothing waits for you")
    assert "Line 3: 0 of 2 functions are in" in home


async def test_the_facilitator_is_offered_to_start(office: Office) -> None:
    await office.order(LoadProject(load(RIGHT)))
    home = await office.give("hanna", OpenHome())
    assert "Nobody has been asked yet." in text_of(home)
    assert "Round 1 of Line 3 has started." in await office.say("hanna", button(home, "Start asking"))
    assert "Start asking" not in await office.say("hanna", OpenHome())
    assert "Start asking" not in await office.say("adam", OpenHome())


async def test_a_draft_waits_for_who_began_it(office: Office) -> None:
    await office.order(LoadProject(load(RIGHT)))
    await office.give("jan", SaveBasics(values=BASICS))
    home = await office.give("jan", OpenHome())
    assert "You have begun to set up Paint shop Łódź." in text_of(home)
    assert "You have begun to set up" in await office.say("jan", button(home, "Continue"))


async def test_a_request_to_take_over_waits_until_it_is_answered(office: Office) -> None:
    await office.order(LoadProject(load(RIGHT), start=True))
    view_id = await view_of(office, "maria")
    await office.give("maria", AskSomebodyElse(view_id))
    await office.give("maria", HandOver(view_id, values={"to": "jan"}))
    home = await office.give("jan", OpenHome())
    assert "Maria Nowak asks you to answer for Operations in Line 3." in text_of(home)
    await office.give("jan", button(home, "Accept"))
    after = await office.say("jan", OpenHome())
    assert "asks you to answer" not in after
    assert "questions for Operations" in after


async def test_recorded_answers_wait_to_be_confirmed(office: Office) -> None:
    recorded = changed("    by: maria\n", "    by: maria\n    recorded_by: hanna\n")
    await office.order(LoadProject(load(recorded), answers=True))
    home = await office.give("maria", OpenHome())
    assert "Hanna Mazur recorded answers for you, for Operations in Line 3." in text_of(home)
    await office.give("maria", button(home, "Yes, I said that"))
    assert "recorded answers" not in await office.say("maria", OpenHome())


async def test_whoever_was_gone_on_without_can_still_answer_from_here(office: Office) -> None:
    await office.order(LoadProject(load(RIGHT[: RIGHT.index("  quality:\n    by")]), answers=True))
    views = await office.look(lambda records: records.views.all())
    (missed,) = [view for view in views if view.state is ViewState.WITHOUT]
    home = await office.give(missed.respondent, OpenHome())
    assert text_of(home).startswith("1 thing waits for you\nLine 3: no goal"), "Hanna runs the project, too"
    assert "a late answer for Quality is still welcome" in text_of(home)
    assert button(home, "Start") == ContinueAnswering(missed.id)
    others = [view.respondent for view in views if view is not missed]
    assert "late answer for" not in await office.say(others[0], OpenHome())


async def test_who_is_in_no_project_is_told_what_can_be_done(office: Office) -> None:
    await office.order(LoadProject(load(RIGHT)))
    nina = "  - {id: jan, name: Jan Lis}\n  - {id: nina, name: Nina Rok}\n"
    lone = changed("  - {id: jan, name: Jan Lis}\n", nina).replace("id: line3", "id: paint")
    await office.order(LoadProject(load(lone)))
    home = await office.say("nina", OpenHome())
    assert "You are not part of a project yet." in home
    assert "Line 3" not in home


@pytest.mark.parametrize("command", [OpenHome(), ShowHelp()])
async def test_whom_nobody_knows_is_told_whom_to_ask(office: Office, command: OpenHome) -> None:
    assert (await office.say("stranger", command)).startswith("I do not know you yet.")


async def test_help_shows_what_the_person_can_do(office: Office) -> None:
    await office.order(LoadProject(load(OBSERVED)))
    sponsor, member, observer = [await office.say(who, ShowHelp()) for who in ("adam", "maria", "vera")]
    assert "/align start" in sponsor
    assert "/align start" not in member
    for acting in ("/escalate", "/decisions record"):
        assert acting in member
        assert acting not in observer
    assert "/align status" in observer
    assert "ask Hanna Mazur (facilitator) or Adam Wolski (sponsor) of Line 3." in member


def test_a_mistyped_command_is_recognised() -> None:
    known = ("/align", "/align status", "/align help", "/escalate", "/decisions")
    assert closest("/align stauts", known) == "/align status"
    assert closest("/Escalte now please", known) == "/escalate"
    assert closest("/decision", known) == "/decisions"
    assert closest("/remind me", known) is None
    assert closest("/align foo", (*known, "/align home", "/align next")) is None
    assert closest("/align export", (*known, "/align home", "/align next")) is None
    assert closest("/align nxt", (*known, "/align home", "/align next")) == "/align next"
