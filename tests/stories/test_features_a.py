"""The rows A1–A11 of the feature list, about asking, each played as its test says."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from flows.amounts import Amount
from flows.project_file import Node, read_answer
from flows.rounds.records import ViewState
from tests.flows.plant_quality import plant_templates
from tests.stories.chat import MONDAY, Chat, Running
from tests.stories.plant import PROJECT, answer, came, fill, load, loaded, view, warsaw

WITH_SETS = PROJECT.replace("representative: piotr", "representative: piotr, questions: plant-quality").replace(
    "representative: ben", "representative: ben, questions: plant-maintenance"
)
SIX = PROJECT.replace("zone: Europe/Warsaw", "zone: Europe/Warsaw\n  template: six")


async def test_a1_six_questions_with_presses_and_typed_words_only(bot: Chat) -> None:
    await load(bot, SIX)
    assert "1 of 6" in await _after(bot, "Start")
    await bot.say("maria", "No shift runs slower than before")
    await bot.say("maria", "safety > quality > scope = speed > cost")
    await bot.press("maria", "Not acceptable", row="Safety incident")
    await bot.press("maria", "Done with the list")
    await bot.press("maria", "Leave the rest open")
    await bot.say("maria", "nobody gets hurt for a date")
    await bot.say("maria", "any recordable incident")
    await bot.press("maria", "Go-live")
    await bot.press("maria", "That is all")
    await bot.press("maria", "Every week")
    await bot.press("maria", "No view / not my area")
    await bot.press("maria", "Send my answers")
    assert "Thank you, the answers of Operations are in." in await bot.sees("maria")
    assert len((await view(bot, "operations")).answers) == 6


async def _after(bot: Chat, label: str) -> str:
    await bot.press("maria", label)
    return await bot.sees("maria")


async def test_a2_quality_gets_two_questions_more_and_others_do_not(bot: Chat) -> None:
    await load(bot, WITH_SETS)
    for person in ("piotr", "maria", "ben"):
        await bot.press(person, "Start")
    assert "question 1 of 17" in await bot.sees("piotr")
    assert "question 1 of 15" in await bot.sees("maria")
    assert "question 1 of 16" in await bot.sees("ben")  # two more, one left out
    assert "What a good start looks like" in await bot.sees("ben")  # its own wording of a question of the project's
    for person in ("piotr", "maria"):
        await bot.say(person, "It works on every shift")
    assert "How long may the release of batches stand still at most?" in await bot.sees("piotr")
    assert "One number that shows it" in await bot.sees("maria")
    assert "release of batches" not in await bot.sees("maria") + await bot.sees("ben")


async def test_a3_a_follow_up_appears_only_on_the_answer_that_triggers_it(bot: Chat) -> None:
    await load(bot, SIX)
    await bot.press("maria", "Start")
    await bot.say("maria", "It works")
    await bot.say("maria", "no view")
    await bot.say("maria", "Safety incident: acceptable")
    await bot.press("maria", "No view", row="Audit finding")
    await bot.press("maria", "Done with the list")
    await bot.press("maria", "Leave the rest open")
    seen = await bot.sees("maria")
    assert "Decisions that need everyone" in seen
    assert "why" not in seen.split("Which risks are acceptable")[-1].lower()
    await bot.press("ben", "Start")
    await bot.say("ben", "It works")
    await bot.say("ben", "no view")
    await bot.press("ben", "Not acceptable", row="Safety incident")
    await bot.press("ben", "Acceptable if", row="Unplanned production stop")
    await bot.press("ben", "Done with the list")
    await bot.press("ben", "Leave the rest open")
    asked = []
    for said in ("4 h", "on a Sunday", "nobody gets hurt", "any injury"):
        asked.append((await bot.lines("ben"))[-1].text)
        await bot.say("ben", said)
    assert ["production stop" in each for each in asked] == [True, True, False, False]
    assert ["Safety incident" in each for each in asked] == [False, False, True, True]
    assert (await answer(bot, "it", "risks.stances")).value == {
        "production_stop": {"stance": "acceptable_if", "limit": "4 h", "condition": "on a Sunday"},
        "safety_incident": {"stance": "not_acceptable", "why": "nobody gets hurt", "test": "any injury"},
    }


async def test_a4_answers_are_typed_and_checked_on_entry(bot: Chat) -> None:
    await load(bot, WITH_SETS)
    await bot.press("piotr", "Start")
    await bot.say("piotr", "Every batch has its record")
    assert "Please type a number and its unit, for example 4 h." in await bot.say("piotr", "not for long")
    assert "an amount that can be given in h" in await bot.say("piotr", "downtime ≤ 4 kg")
    await bot.say("piotr", "downtime ≤ 4 h")
    stored = (await answer(bot, "quality", "quality.downtime")).value
    template = (await asyncio.to_thread(plant_templates))["plant-quality"]
    read = read_answer(template, template.question("quality.downtime"), Node.of(stored))
    assert isinstance(read, Amount)
    assert (f"{read.number}", read.unit) == ("4", "h")
    assert "Please give a whole number from 0 (none at all) to 10 (complete)." in await bot.say("piotr", "12")
    await bot.press("piotr", "7")
    assert (await answer(bot, "quality", "quality.trust")).value == 7
    await bot.press("ben", "Start")
    await bot.say("ben", "The line starts by itself")
    assert "the year is missing" in await bot.say("ben", "8 May")
    await bot.say("ben", "8 May 2027")
    assert (await answer(bot, "it", "spares.by")).value == "2027-05-08"
    assert "nobody of this project has that name" in await bot.say("ben", "Zofia")
    await bot.press("ben", "Jan Lis")
    assert (await answer(bot, "it", "spares.owner")).value == "jan"
    seen = await bot.sees("piotr") + await bot.sees("ben")
    for said in ("4 h", "7, from 0 (none at all) to 10 (complete)", "8 May 2027", "Jan Lis"):
        assert said in seen


async def test_a5_after_a_stop_at_the_third_question_the_fourth_is_answered(
    database_url: str, tmp_path: Path, running: Running
) -> None:
    async with running(database_url) as bot:
        await loaded(bot, tmp_path / "line3.yaml")
        await bot.press("maria", "Start")
        await bot.say("maria", "It works on every shift")
        await bot.say("maria", "no view")
        await bot.say("maria", "A shift on paper")
    async with running(database_url, MONDAY + timedelta(hours=2)) as bot:
        assert (await bot.lines("maria"))[-1].text.count("question 4 of 15") == 1
        await bot.post("maria", "say", {"text": "safety > quality > scope = speed > cost", "channel": None}, "later")
        assert (await answer(bot, "operations", "outcome.priorities")).value is not None
        assert "question 5 of 15" in await bot.sees("maria")


async def test_a6_whoever_asks_gets_the_list_of_their_open_questions(bot: Chat) -> None:
    await load(bot)
    listed = await bot.say("maria", "/align questions")
    assert "Operations" in listed
    assert "0 of 15 questions answered" in listed
    await bot.press("maria", "Start")
    await bot.say("maria", "It works")
    assert "1 of 15 questions answered" in await bot.say("maria", "/align questions")
    assert "No questions wait for you just now." in await bot.say("olga", "/align questions")


async def test_a7_an_edit_is_shown_with_who_when_and_what_it_was(bot: Chat) -> None:
    await load(bot)
    await bot.press("maria", "Start")
    await bot.say("maria", "The first wording")
    await bot.press("maria", "Change")
    await bot.say("maria", "The second wording")
    assert "Edited by Maria Nowak" in await bot.sees("maria")
    assert "was: “The first wording”" in await bot.sees("maria")
    await fill(bot, "maria", {"outcome.statement": "The third wording"})
    await bot.until(warsaw(24, 14, 2))
    await bot.press("maria", "Success at the end of the first stage")
    await bot.say("maria", "The fourth wording")
    for person in ("adam", "piotr", "ben"):
        await fill(bot, person)
    thread = await bot.sees("ewa", "line3", thread="round/line3/1/summary")
    assert "edited by Maria Nowak, Tue 24 Nov, 14:02, was: “The third wording”" in thread
    versions = (await view(bot, "operations")).answers["outcome.statement"]
    assert [str(each.value).split()[1] for each in versions] == ["first", "second", "third", "fourth"]


async def test_a8_a_late_answer_is_marked_and_opens_the_analysis_again_in_place(bot: Chat) -> None:
    await load(bot)
    for person in ("adam", "piotr", "ben"):
        await fill(bot, person, {"risks.stances:production_stop": "acceptable"})
    await bot.until(warsaw(2, 9, month=12))
    await bot.press("adam", "Go on without")
    before = [line.key for line in await bot.lines("ewa", "line3")]
    assert "nothing they say contradicts" in await bot.sees("ewa", "line3")
    await fill(bot, "maria", {"risks.stances:production_stop": "not_acceptable"})
    after = await bot.lines("ewa", "line3")
    assert [line.key for line in after] == before
    summary = next(line for line in after if line.key == "round/line3/1/summary")
    assert "1 hard" in summary.text
    assert "(edited)" in summary.text
    thread = await bot.sees("ewa", "line3", thread="round/line3/1/summary")
    assert "Operations: 2 of 2 answers late" in thread
    assert (await answer(bot, "operations", "risks.stances")).late


async def test_a9_a_questionnaire_is_handed_over_with_accept_and_decline_and_the_first_stays_informed(
    bot: Chat,
) -> None:
    await load(bot)
    await bot.press("ben", "Ask somebody else")
    await bot.fill("ben", {"to": "jan", "reason": "You know the network."})
    assert "You know the network." in await bot.sees("jan")
    await bot.press("jan", "I cannot")
    assert "Jan Lis" in (await bot.lines("ben"))[-1].text
    assert (await view(bot, "it")).respondent == "ben"
    await bot.press("ben", "Ask somebody else")
    await bot.fill("ben", {"to": "ewa", "reason": ""})
    await bot.press("ewa", "I take it over")
    assert (await view(bot, "it")).respondent == "ewa"
    assert "@Ewa Kot has taken over the answers for IT" in await bot.sees("ben")
    await bot.until(warsaw(27, 14))
    assert not await came(bot, "@ben", "/nudge/")
    for person in ("adam", "maria", "piotr", "ewa"):
        await fill(bot, person)
    assert "The summary is in #line3" in await bot.sees("ben")


async def test_a10_no_view_is_neither_agreement_nor_silence(bot: Chat) -> None:
    await load(bot)
    await fill(bot, "adam", {"risks.stances:production_stop": "not_acceptable"})
    await fill(bot, "maria", {"risks.stances:production_stop": "not_acceptable"})
    await fill(bot, "piotr", {"risks.stances:production_stop": "no_view", "outcome.failure": "no view"})
    await fill(bot, "ben")
    thread = await bot.sees("ewa", "line3", thread="round/line3/1/summary")
    assert "2 of 2 functions: “Unplanned production stop” is not acceptable" in thread
    assert (await answer(bot, "quality", "outcome.failure")).value == "no_view"
    assert "outcome.failure" not in (await view(bot, "it")).answers


async def test_a11_the_next_round_begins_with_the_last_answers(bot: Chat) -> None:
    await load(bot, SIX)
    for person in ("adam", "maria", "piotr", "ben"):
        await bot.press(person, "Start")
        await bot.say(person, f"{person} is content")
        for _ in range(5):
            await bot.press(person, "No view / not my area")
        await bot.press(person, "Send my answers")
    await bot.wait(days=10)
    await bot.say("ewa", "/align start")
    assert "Your answers of the last round are filled in; change only what has moved." in await bot.sees("maria")
    assert (await view(bot, "operations", 2)).state is ViewState.ASKED
    await bot.press("ben", "Continue")
    await bot.press("ben", "Send my answers")
    await bot.press("maria", "Continue")
    await bot.press("maria", "Success at the end of the first stage")
    await bot.say("maria", "No order is lost")
    await bot.press("maria", "Send my answers")
    kept, moved = (
        await answer(bot, "it", "outcome.statement", 2),
        await answer(bot, "operations", "outcome.statement", 2),
    )
    assert (kept.value, kept.at < bot.now - timedelta(days=9)) == ("ben is content", True)
    assert (moved.value, moved.at > kept.at + timedelta(days=9)) == ("No order is lost", True)
    assert (await view(bot, "it", 2)).state is (await view(bot, "operations", 2)).state is ViewState.SUBMITTED
