"""F44: an answer in the chat and one in the form at once: both versions are kept, and the newest is shown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from flows.questionnaires.commands import AnswerQuestion, ChangeAnswer, OpenForm
from tests.stories.chat import Answered, Chat, running
from tests.stories.plant import load, view
from tests.stories.two_plants import give

QUESTION = "outcome.statement"
VIEW = "line3/1/operations"
TIMES = 10


@pytest.fixture
async def bot(database_url: str) -> AsyncIterator[Chat]:
    """The round has started, and Maria is at its first question."""
    async with running(database_url) as chat:
        await load(chat)
        await chat.press("maria", "Start")
        yield chat


async def in_both(bot: Chat, number: int) -> tuple[Answered, Answered]:
    """She presses an answer in the chat and sends another in the form, at the same moment."""
    await give(bot, "maria", ChangeAnswer(VIEW, QUESTION, anew=True))
    assert (await give(bot, "maria", OpenForm(VIEW))).kind == "form"
    form, button = bot._forms["maria"], bot.encode(AnswerQuestion(VIEW, QUESTION, "no_view"))
    pressed = bot.send("maria", "press", {"command": button})
    filled = bot.send("maria", "form", {"command": form, "values": {QUESTION: f"filled in {number}"}})
    first, second = (pressed, filled) if number % 2 else (filled, pressed)
    told = await asyncio.gather(first, second)
    await bot.settle()
    return (told[0], told[1]) if number % 2 else (told[1], told[0])


async def test_f44_chat_and_form_at_once_both_are_kept_and_the_newest_is_shown(bot: Chat) -> None:
    both = 0
    for number in range(TIMES):
        before = len((await view(bot, "operations")).answers.get(QUESTION, ()))
        pressed, filled = await in_both(bot, number)
        assert (pressed.status, filled.status, filled.kind) == (200, 200, "none"), (pressed, filled)
        versions = (await view(bot, "operations")).answers[QUESTION]
        both += (taken := pressed.kind != "refusal")
        said = [str(each.value) for each in versions[max(before - 1, 0) :]]
        assert f"filled in {number}" in said[-2:]
        assert not taken or any("filled" not in each for each in said), "the same again is no new version"
        filled_last = str(versions[-1].value) == f"filled in {number}"
        assert (f"filled in {number}" in await shown(bot)) == filled_last
    assert both, "the chat was never taken"


async def shown(bot: Chat) -> str:
    """The form as it opens now: what is kept is what stands in it."""
    return (await give(bot, "maria", OpenForm(VIEW))).html


async def test_f44_two_forms_at_once_leave_both_in_the_audit(bot: Chat) -> None:
    assert (await give(bot, "maria", OpenForm(VIEW))).kind == "form"
    form = bot._forms["maria"]
    said = [{QUESTION: f"way {number}"} for number in range(TIMES)]
    told = await asyncio.gather(*(bot.send("maria", "form", {"command": form, "values": dict(each)}) for each in said))
    assert {each.status for each in told} == {200}
    taken = {f"way {number}" for number, each in enumerate(told) if each.kind != "refusal"}
    kept = (await view(bot, "operations")).answers[QUESTION]
    assert {str(each.value) for each in kept} == taken
    assert len(taken) == TIMES, [each.text for each in told]
    assert str(kept[-1].value) in await shown(bot)
