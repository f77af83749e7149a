"""Slack tells of a thing several times, or only the second time: it is done once (F17, F19, A13)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from tests.slack.fake.delivering import deliver
from tests.slack.fake.slack import FakeSlack
from tests.slack.holding import locked
from tests.slack.living import running
from tests.slack.people import SlackChat
from tests.stories.chat import MONDAY
from tests.stories.plant import fill
from tests.stories.plant import load as load_round
from tests.stories.test_escalations import DECIDED, FILLED, decide, escalate, sees

WORDS = "No shift runs slower than before"


async def answering(bot: SlackChat) -> None:
    """Maria has begun to answer."""
    await load_round(bot)
    await bot.press("maria", "Start")


async def answers(bot: SlackChat) -> int:
    """How often her words were taken as an answer."""
    return sum(WORDS in line.text and line.text.startswith("AccordApp") for line in await bot.lines("maria"))


async def test_f17_the_same_event_four_times_over_five_minutes_is_one_answer(bot: SlackChat) -> None:
    await answering(bot)
    gesture = bot.gestures.typed(await bot.user("maria"), await bot.place(await bot.user("maria"), None), WORDS)
    for retry in range(4):
        reply = await bot.carrier.carry("events_api", gesture[1], (retry, "http_timeout" if retry else ""))
        assert reply.status == 200
        await bot.shown()
        await bot.settle()
        bot.app.clock.set_forward(bot.now + timedelta(seconds=(1, 60, 300, 1)[retry]))
    assert await answers(bot) == 1
    assert "question 2 of 15" in await bot.sees("maria")
    assert "question 3 of 15" not in await bot.sees("maria")


async def test_f17_a_retry_after_a_restart_changes_nothing(slack: FakeSlack, database: str) -> None:
    async with running(slack, database) as bot:
        await answering(bot)
        user = await bot.user("maria")
        gesture = bot.gestures.typed(user, bot.team.direct(user.id), WORDS)
        await bot.carry(*gesture)
        await bot.settle()
    async with running(slack, database, MONDAY + timedelta(minutes=5)) as bot:
        assert (await bot.carry(*gesture)).status == 200
        await bot.settle()
        assert await answers(bot) == 1
        assert "question 3 of 15" not in await bot.sees("maria")


async def test_f17_only_the_retry_arrives_and_is_taken(bot: SlackChat) -> None:
    await answering(bot)
    user = await bot.user("maria")
    lost = bot.gestures.typed(user, bot.team.direct(user.id), WORDS)
    assert (await bot.carrier.carry(*lost, retry=(1, "connection_failed"))).status == 200
    await bot.settle()
    assert await answers(bot) == 1


async def test_f17_while_the_database_takes_nothing_slack_is_told_so_and_comes_back(bot: SlackChat) -> None:
    await answering(bot)
    user = await bot.user("maria")
    typed = bot.gestures.typed(user, bot.team.direct(user.id), WORDS)
    waited: list[float] = []
    held, lock = asyncio.Event(), asyncio.Event()

    async def pause(seconds: float) -> None:
        waited.append(seconds)
        lock.set()

    holding = asyncio.create_task(hold(bot, held, lock))
    await held.wait()
    replies = await deliver(bot.carrier, typed[1], pause)
    await holding
    assert [reply.status for reply in replies] == [503, 200]
    assert waited == [0.0]
    await bot.settle()
    assert await answers(bot) == 1


async def hold(bot: SlackChat, held: asyncio.Event, until: asyncio.Event) -> None:
    """Somebody else has the database to themselves."""
    path = bot.app.settings.sqlite_path
    assert path is not None
    async with locked(path):
        held.set()
        await until.wait()


async def test_f19_fifty_press_at_once_one_wins_and_everybody_else_hears_who(plant: SlackChat) -> None:
    await escalate(plant)
    press = await plant.find("maria", "I'll take it")
    user = await plant.user("maria")
    gestures = [plant.gestures.press(user, press.command) for _ in range(50)]
    replies = await asyncio.gather(*(plant.carrier.carry(*gesture) for gesture in gestures))
    await plant.shown()
    assert {reply.status for reply in replies} == {200}
    told = [each.text for each in plant.team.ephemerals if each.only_for == user.id]
    assert sum("is yours" in text for text in told) == 1
    await plant.settle()
    assert (await sees(plant, "ben")).count("has taken this") == 1


async def test_f19_two_modals_are_sent_at_once_and_one_decides(plant: SlackChat) -> None:
    await escalate(plant)
    await plant.press("maria", "Decide")
    first = plant._forms["maria"]
    await plant.press("maria", "Decide")
    second = plant._forms["maria"]
    assert first != second
    told = await asyncio.gather(
        *(plant.send("maria", "form", {"command": view, "values": DECIDED}) for view in (first, second))
    )
    assert sorted(answer.kind for answer in told) == ["message", "refusal"]
    assert "Maria Nowak decided" in next(answer.text for answer in told if answer.kind == "refusal")


async def test_a13_a_button_of_last_week_says_what_happened_since(plant: SlackChat) -> None:
    await escalate(plant)
    old = await plant.find("maria", "I'll take it")
    await plant.until(MONDAY + timedelta(days=1, minutes=1))
    await decide(plant, "jan")
    await plant.until(MONDAY + timedelta(days=7))
    late = await plant.post("maria", "press", {"command": old.command})
    assert late.kind == "refusal"
    assert "Jan Lis decided: “15 May”" in late.text


async def test_the_same_form_twice_opens_no_second_escalation(plant: SlackChat) -> None:
    await plant.say("ben", "/escalate", "line3")
    await plant.fill("ben", FILLED)
    press = await plant.find("ben", "Send to Maria")
    user = await plant.user("ben")
    gesture = plant.gestures.press(user, press.command)
    for _ in range(3):
        await plant.carry(*gesture)
    await plant.settle()
    assert "E-2" not in await plant.say("ben", "/align escalations", "line3")


async def test_everybody_answers_and_a_round_closes_once(bot: SlackChat) -> None:
    await load_round(bot)
    await asyncio.gather(*(fill(bot, person) for person in ("adam", "maria", "piotr", "ben")))
    assert (await bot.sees("ewa", "line3")).count("The round closed on") == 1
