"""Slack's answers get lost, come late, or say "not now": every message is shown once (F06, F07)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.slack.fake.faults import Fault, Trouble
from tests.slack.fake.slack import FakeSlack
from tests.slack.living import known, running, serving, settings
from tests.slack.people import SlackChat
from tests.stories.chat import MONDAY
from tests.stories.plant import PROJECT, load
from tests.stories.test_digest import CHANNEL, LINE3
from tests.stories.test_escalations import escalate

POST = "chat.postMessage"
APPLIED = (Fault.ERROR_AFTER, Fault.RESET_AFTER, Fault.NON_JSON)
NOT_APPLIED = (Fault.ERROR_BEFORE, Fault.RESET_BEFORE, Fault.TOO_MANY)


def keys(bot: SlackChat) -> Counter[str]:
    """How many messages bear each key."""
    marked = [each.metadata["event_payload"]["key"] for each in bot.team.messages if each.metadata]
    return Counter(marked)


@pytest.mark.parametrize("fault", [*APPLIED, *NOT_APPLIED])
async def test_f06_after_any_answer_that_was_lost_everybody_has_every_message_once(
    bot: SlackChat, fault: Fault
) -> None:
    bot.slack.trouble(POST, *(Trouble(fault, retry_after=2) for _ in range(6)))
    await load(bot)
    await bot.until(MONDAY + timedelta(minutes=5))
    assert set(keys(bot).values()) == {1}
    for person in ("adam", "maria", "piotr", "ben"):
        assert (await bot.sees(person)).count("what does") == 1, person
    looked = bot.slack.made("conversations.history")
    assert bool(looked) == (fault is not Fault.TOO_MANY), "what is surely not done needs no look"
    assert all(call.arguments["include_all_metadata"] for call in looked)


async def test_f06_a_reply_in_a_thread_is_looked_for_in_its_thread(plant: SlackChat) -> None:
    await plant.until(MONDAY + timedelta(days=6, hours=23, minutes=59))
    before = len(plant.team.messages)
    plant.slack.trouble(POST, Trouble(Fault.RESET_BEFORE), Trouble(Fault.RESET_AFTER), Trouble(Fault.RESET_AFTER))
    await plant.until(MONDAY + timedelta(days=7, minutes=5))
    new = plant.team.messages[before:]
    assert [bool(each.thread) for each in new] == [False, True]
    assert plant.slack.made("conversations.replies")


async def test_f06_accord_dies_between_the_attempt_and_its_answer(slack: FakeSlack, database: str) -> None:
    async with running(slack, database) as bot:
        slack.trouble(POST, *(Trouble(Fault.RESET_AFTER) for _ in range(20)))
        await load(bot)
    assert slack.team().messages, "it was shown, and nobody noted it"
    slack.troubles.waiting.clear()
    async with running(slack, database, MONDAY + timedelta(minutes=5)) as bot:
        await bot.settle()
        assert set(keys(bot).values()) == {1}
        assert (await bot.sees("maria")).count("what does Operations need?") == 1


async def test_f07_no_call_is_made_while_slack_asks_to_wait_and_nothing_is_lost(plant: SlackChat) -> None:
    plant.slack.troubles.always[POST] = Trouble(Fault.TOO_MANY, retry_after=30)
    await escalate(plant)
    plant.slack.troubles.always.clear()
    asked = len(plant.slack.made(POST))
    assert "Decision needed" not in await plant.sees("maria")
    await plant.app.local_clock.skip(MONDAY + timedelta(seconds=25))
    assert len(plant.slack.made(POST)) == asked
    await plant.until(MONDAY + timedelta(seconds=60))
    assert (await plant.sees("maria")).count("Decision needed") == 1
    assert set(keys(plant).values()) == {1}


async def test_f07_the_wait_outlives_a_restart(slack: FakeSlack, database: str) -> None:
    async with running(slack, database) as bot:
        slack.troubles.always[POST] = Trouble(Fault.TOO_MANY, retry_after=600)
        await load(bot)
        slack.troubles.always.clear()
        asked = len(slack.made(POST))
    async with running(slack, database, MONDAY + timedelta(minutes=5)) as bot:
        await bot.settle()
        assert len(slack.made(POST)) == asked
        await bot.until(MONDAY + timedelta(minutes=12))
        assert (await bot.sees("maria")).count("what does Operations need?") == 1


async def test_one_message_per_second_is_all_that_a_channel_gets(bot: SlackChat) -> None:
    bot.slack.paced = True
    await load(bot)
    await bot.until(MONDAY + timedelta(days=7, minutes=5))
    assert not [call for call in bot.slack.calls if call.outcome == "ratelimited"]
    assert set(keys(bot).values()) == {1}


async def test_a_picture_is_uploaded_and_shown_with_words_for_who_cannot_see_it(bot: SlackChat) -> None:
    await bot.load(LINE3, start=False, answers=True)
    images = [block for each in bot.team.messages for block in each.blocks if block["type"] == "image"]
    files = [bot.team.files.pop(image["slack_file"]["id"]) for image in images]
    assert [(file.complete, file.body[:4]) for file in files] == [(True, b"\x89PNG")] * 2
    assert not bot.team.files, "each picture is uploaded once"
    assert "Leadership: contradiction on outcome" in images[0]["alt_text"]
    assert "Leadership: pulls apart from others on safety" in images[1]["alt_text"]


async def test_a_message_whose_picture_takes_too_long_is_told_in_words(slack: FakeSlack, database: str) -> None:
    slack.troubles.always["files.getUploadURLExternal"] = Trouble(Fault.HANG_BEFORE)
    async with serving(slack, replace(settings(slack, database), pictures_within=0.1)) as served:
        await known(served.app)
        bot = served.chat(slack.team(), served.app.organisation)
        await bot.load(LINE3, start=False, answers=True)
        seen = await bot.sees("ewa", CHANNEL)
    assert "Alignment of" in seen
    assert not [block for each in bot.team.messages for block in each.blocks if block["type"] == "image"]


async def test_without_the_permission_for_pictures_they_are_told_in_words(bot: SlackChat) -> None:
    bot.team.scopes = tuple(scope for scope in bot.team.scopes if scope != "files:write")
    await bot.load(LINE3, start=False, answers=True)
    seen = await bot.sees("ewa", CHANNEL)
    assert "Alignment of" in seen
    assert not bot.team.files
    assert not [block for each in bot.team.messages for block in each.blocks if block["type"] == "image"]


async def test_k10_two_hundred_people_are_written_to_and_slack_says_that_it_is_too_much(bot: SlackChat) -> None:
    """Nobody is left out and nobody is written to twice, though every third message is refused for a while."""
    names = [f"p{number}" for number in range(200)]
    people = "".join(f"  - {{id: {name}, name: Person {name}, email: {name}@example.com}}\n" for name in names)
    functions = "".join(f"  - {{id: f{name}, name: Function {name}, representative: {name}}}\n" for name in names)
    before, after = PROJECT.split("roles:")
    head, rest = after.split("functions:\n")
    due = rest[rest.index("round:") :]
    bot.slack.trouble(POST, *(Trouble(Fault.TOO_MANY, retry_after=5) for _ in range(60)))
    await load(bot, f"{before}{people}roles:{head}functions:\n{functions}{due}")
    await bot.until(MONDAY + timedelta(minutes=10))
    kickoffs = Counter(each.channel for each in bot.team.messages if ": what Function p" in each.text)
    assert len(kickoffs) == 200
    assert set(kickoffs.values()) == {1}
    assert set(keys(bot).values()) == {1}
