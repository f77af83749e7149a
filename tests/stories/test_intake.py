"""The intake as people live it, on the running local workspace: by conversation, by form, across a restart."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.project_files import load_file
from flows.projects.loading import LoadProject
from tests.stories.chat import MONDAY, Chat, Running

PROJECT = """\
accord: 1
project:
  id: line3
  name: Line 3 MES roll-out
  kickoff: 2027-02-01
  zone: Europe/Warsaw
  channel: line3
  milestones:
    - {id: cutover, name: Cut-over of line 3, date: 2027-05-08, touches_production: true}
people:
  - {id: adam, name: Adam Wolski, hours: "08:00-17:00"}
  - {id: ewa, name: Ewa Kot, hours: "08:00-17:00"}
  - {id: maria, name: Maria Nowak, hours: "08:00-17:00"}
  - {id: piotr, name: Piotr Zima, hours: "08:00-17:00"}
roles: {sponsor: adam, facilitator: ewa}
functions:
  - {id: operations, name: Operations, representative: maria}
  - {id: quality, name: Quality, representative: piotr}
round: {due: 2026-12-11T16:00}
"""
STATEMENT = "No shift on line 3 runs slower than before"


@pytest.fixture
def project(tmp_path: Path) -> LoadProject:
    """The project with its round begun, as the operator loads it."""
    path = tmp_path / "line3.yaml"
    path.write_text(PROJECT, encoding="utf-8")
    return LoadProject(load_file(path), start=True, answers=False)


async def test_maria_answers_in_conversation(bot: Chat, project: LoadProject) -> None:
    await bot.order(project)
    await bot.press("maria", "Start")
    assert "question 1 of 15" in await bot.sees("maria")
    await bot.say("maria", STATEMENT)
    refused = await bot.say("maria", "OEE line 3: from 61")
    assert "Missing: the number today and the number to reach; the day" in refused
    await bot.say("maria", "OEE line 3: 61 -> 66 % by 2027-06-30")
    await bot.press("maria", "No view / not my area")
    await bot.say("maria", "safety > quality > scope = speed > cost")
    await bot.press("maria", "Acceptable if", row="Unplanned production stop")
    await bot.press("maria", "Not acceptable", row="Safety incident")
    await bot.press("maria", "Done with the list")
    assert "No answer yet on" in (await bot.lines("maria"))[-1].text
    await bot.press("maria", "Leave the rest open")
    for said in ("4 h", "only on a Sunday night shift", "nobody gets hurt for a date", "any recordable incident"):
        await bot.say("maria", said)
    seen = await bot.sees("maria")
    assert "acceptable if “only on a Sunday night shift”, up to 4 h" in seen
    while "Send my answers" not in seen:
        await bot.press("maria", "No view / not my area")
        seen = await bot.sees("maria")
    await bot.press("maria", "Send my answers")
    assert "Thank you, the answers of Operations are in." in await bot.sees("maria")
    assert "1 of 2 functions is in; waiting for Quality (Piotr Zima)" in await bot.sees("maria", "line3")


async def test_piotr_answers_in_the_form_and_maria_never_sees_it_before_the_round_closes(
    bot: Chat, project: LoadProject
) -> None:
    await bot.order(project)
    await bot.press("piotr", "Open as a form")
    refused = await bot.fill("piotr", {"outcome.statement": "", "risks.no_touch": "all of May"})
    assert refused.problems["outcome.statement"] == "Please answer this one, or write “no view”."
    assert "there is no day in it" in refused.problems["risks.no_touch"]
    values: dict[str, str | list[str]] = {
        "outcome.statement": "The canary sings",
        "risks.stances:production_stop": "not_acceptable",
        "risks.own": "Labels mixed up at changeover; not acceptable; why: it happened twice",
        "reporting.cadence": "weekly",
    }
    await bot.fill("piotr", values)
    assert "Thank you, the answers of Quality are in." in await bot.sees("piotr")
    await bot.press("maria", "Start")
    await bot.say("maria", STATEMENT)
    for _ in range(3):
        await bot.press("maria", "No view / not my area")
    seen = await bot.sees("maria") + await bot.sees("maria", "line3")
    assert "Labels mixed up at changeover" in seen
    assert "canary" not in seen
    assert "it happened twice" not in seen


async def test_a_restart_in_the_middle_loses_nothing(tmp_path: Path, project: LoadProject, running: Running) -> None:
    database = f"sqlite:///{tmp_path / 'accord.db'}"
    async with running(database) as bot:
        await bot.order(project)
        await bot.press("maria", "Start")
        await bot.say("maria", STATEMENT)
        await bot.say("maria", "no view")
        await bot.say("maria", "no view")
    async with running(database, MONDAY + timedelta(hours=1)) as bot:
        body = {"text": "safety > quality > scope = speed > cost", "channel": None}
        await bot.post("maria", "say", body, event_id="after-the-restart")
        seen = await bot.sees("maria")
        assert "operational safety > quality > scope = speed > cost" in seen
        assert "question 5 of 15" in seen


async def test_an_answer_is_changed_and_hidden_on_its_card(bot: Chat, project: LoadProject) -> None:
    await bot.order(project)
    await bot.press("maria", "Start")
    await bot.say("maria", STATEMENT)
    await bot.press("maria", "Change")
    await bot.say("maria", "No shift runs slower, ever")
    await bot.press("maria", "Confidential")
    seen = await bot.sees("maria")
    assert f"was: “{STATEMENT}”" in seen
    assert "Confidential: nobody else; you alone are told what contradicts it." in seen


async def test_the_list_of_questionnaires_and_stray_words(bot: Chat, project: LoadProject) -> None:
    await bot.order(project)
    assert "Type /align questions to begin" in await bot.say("maria", "hello")
    assert "I have no questions for you" in await bot.say("adam", "hello")
    assert "0 of 15 questions answered" in await bot.say("maria", "/align questions")
    await bot.press("maria", "Start")
    assert "question 1 of 15" in await bot.sees("maria")
