"""Vague answers are asked about once, politely, by a list of words (C9)."""

from __future__ import annotations

from tests.stories.chat import Chat
from tests.stories.plant import answer, fill, load, view

ASKS = "“ASAP”: which date would still be in time for you?"


async def test_c9_vague_words_are_asked_about_once_and_what_is_said_is_added(bot: Chat) -> None:
    await load(bot)
    await bot.press("maria", "Start")
    await bot.say("maria", "Orders without paper ASAP")
    assert ASKS in await bot.sees("maria")
    assert "question 2 of 15" not in await bot.sees("maria")
    await bot.say("maria", "at the latest on 30 June 2027")
    said = "Orders without paper ASAP – at the latest on 30 June 2027"
    assert (await answer(bot, "operations", "outcome.statement")).value == said
    seen = await bot.sees("maria")
    assert "“ASAP”: added “at the latest on 30 June 2027”." in seen
    assert "question 2 of 15" in seen
    await bot.press("maria", "Back")
    await bot.say("maria", "Orders without paper soon")
    assert "which date would still be in time" not in await bot.sees("maria")


async def test_c9_the_question_can_be_passed_by_a_press_or_a_word_and_never_comes_again(bot: Chat) -> None:
    await load(bot)
    await bot.press("maria", "Start")
    await bot.say("maria", "tbd")
    assert "“tbd”: what can you say already?" in await bot.sees("maria")
    leave = await bot.find("maria", "Leave it as it is")
    await bot.press("maria", "Leave it as it is")
    assert "question 2 of 15" in await bot.sees("maria")
    assert "Your answer stays as it is." in await bot.sees("maria")
    await bot.post("maria", "press", {"command": leave.command})
    assert (await view(bot, "operations")).asking == "outcome.measure"
    assert (await answer(bot, "operations", "outcome.statement")).value == "tbd"
    await bot.say("maria", "no view")
    await bot.say("maria", "high quality")
    assert "“high quality”: by what would everybody see that it is good enough?" in await bot.sees("maria")
    await bot.say("maria", "skip")
    assert (await answer(bot, "operations", "outcome.failure")).value == "high quality"
    assert "question 4 of 15" in await bot.sees("maria")


async def test_c9_after_a_form_all_vague_answers_are_asked_about_in_one_message(bot: Chat) -> None:
    await load(bot)
    await bot.press("maria", "Open as a form")
    stop = {
        "risks.stances:production_stop": "acceptable_if",
        "risks.stances:production_stop:details": "condition: as needed",
    }
    sent = await bot.fill("maria", {"outcome.statement": "Good quality, tbd", "outcome.failure": "A stop", **stop})
    assert not sent.problems
    seen = await bot.sees("maria")
    assert "2 answers leave something open" in seen
    assert "“as needed”: when exactly is it needed, and who says so?" in seen
    assert seen.count("leave something open") == 1
    await bot.say("maria", "/align questions")
    await bot.press("maria", "Open as form")
    await bot.fill("maria", {"outcome.statement": "Best quality", "outcome.failure": "A stop", **stop})
    assert (await bot.sees("maria")).count("leave something open") == 1


async def test_a_clear_answer_is_not_asked_about_and_nobody_else_reads_the_question(bot: Chat) -> None:
    await load(bot)
    await fill(bot, "adam", {"outcome.statement": "As soon as the line stops, and by 30 June 2027 ASAP"})
    assert "leaves something open" not in await bot.sees("adam")
    await bot.press("maria", "Start")
    await bot.say("maria", "The canary sings ASAP")
    await bot.press("maria", "Confidential")
    assert ASKS in await bot.sees("maria")
    written = await bot.written_to_others("maria")
    assert "canary" not in written
    assert "in time for you" not in written
