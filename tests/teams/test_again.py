"""Teams tells of a thing several times, or only the second time: it is done once (F18, F19, A13)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from tests.slack.holding import locked
from tests.stories.chat import MONDAY
from tests.stories.plant import fill
from tests.stories.plant import load as load_round
from tests.stories.test_escalations import DECIDED, FILLED, decide, escalate, sees
from tests.teams.fake.delivering import again
from tests.teams.fake.teams import FakeTeams
from tests.teams.gestures import Gesture
from tests.teams.living import running
from tests.teams.people import TeamsChat

WORDS = "No shift runs slower than before"


async def pressed(bot: TeamsChat, person: str, label: str) -> Gesture:
    """A press that is not carried to Accord yet."""
    press = await bot.find(person, label)
    return bot.gestures.press(await bot.user(person), press.command)


async def answers(bot: TeamsChat) -> int:
    """How often Maria's words were taken as an answer."""
    return sum(WORDS in line.text and line.text.startswith("AccordApp") for line in await bot.lines("maria"))


async def typed(bot: TeamsChat) -> Gesture:
    """Maria has begun to answer, and types her first answer."""
    await load_round(bot)
    await bot.press("maria", "Start")
    maria = await bot.user("maria")
    gesture = bot.gestures.typed(maria, bot.tenant.personal(maria), WORDS)
    assert gesture is not None
    return gesture


async def test_f18_the_same_press_under_other_ids_is_one_effect_and_answered_alike(plant: TeamsChat) -> None:
    await escalate(plant)
    press = await pressed(plant, "maria", "I'll take it")
    replies = [await plant.carrier.carry(again(press.activity, number)) for number in range(3)]
    assert {reply.status for reply in replies} == {200}
    assert len({reply.body for reply in replies}) == 1
    assert "is yours" in replies[0].json["value"]
    await plant.settle()
    assert (await sees(plant, "ben")).count("has taken this") == 1


async def test_f18_a_press_that_opens_a_form_in_the_chat_opens_it_once(bot: TeamsChat) -> None:
    await load_round(bot)
    press = await pressed(bot, "maria", "Start")
    before = len(bot.tenant.shown)
    await bot.carry(*(again(press.activity, number) for number in range(3)))
    assert len(bot.tenant.shown) - before <= 1


async def test_f18_the_same_dialog_three_times_is_one_decision(plant: TeamsChat) -> None:
    await escalate(plant)
    await plant.press("maria", "Decide")
    form = plant._forms["maria"]
    known = await plant._known(plant.tenant.dialogs[form].card)
    sent = plant.gestures.form(await plant.user("maria"), form, DECIDED, known)
    replies = [await plant.carrier.carry(again(sent.activity, number)) for number in range(3)]
    assert [("Recorded as D-1" in reply.body, reply.status) for reply in replies] == [(True, 200)] * 3
    assert "D-2" not in await plant.say("piotr", "/decisions", "line3")


async def test_f18_after_a_restart_the_repeat_of_a_press_changes_nothing(teams: FakeTeams, database: str) -> None:
    async with running(teams, database) as bot:
        gesture = await typed(bot)
        await bot.carry(gesture.activity)
        await bot.settle()
    async with running(teams, database, MONDAY + timedelta(minutes=5)) as bot:
        (reply,) = await bot.carry(gesture.activity)
        assert reply.status == 200
        await bot.settle()
        assert await answers(bot) == 1
        assert "question 3 of 15" not in await bot.sees("maria")


async def test_f18_while_the_database_takes_nothing_the_client_comes_back(plant: TeamsChat) -> None:
    await escalate(plant)
    press = await pressed(plant, "maria", "I'll take it")
    path = plant.app.settings.sqlite_path
    assert path is not None
    async with locked(path):
        first = await plant.carrier.carry(press.activity)
    assert (first.status, first.json["statusCode"]) == (503, 503)
    second = await plant.carrier.carry(again(press.activity, 1))
    assert (second.status, "is yours" in second.body) == (200, True)
    await plant.settle()
    assert (await sees(plant, "ben")).count("has taken this") == 1


async def test_a_client_that_knows_no_execute_sends_the_press_as_a_message(plant: TeamsChat) -> None:
    await escalate(plant)
    press = await pressed(plant, "maria", "I'll take it")
    assert press.on is not None
    action = press.activity["value"]["action"]
    old = plant.work.payloads.submitted(await plant.user("maria"), press.on, action, {})
    await plant.carry(old, old)
    await plant.settle()
    assert (await plant.sees("maria")).count("is yours") == 1
    assert (await sees(plant, "ben")).count("has taken this") == 1


async def test_f19_fifty_press_at_once_and_one_wins(plant: TeamsChat) -> None:
    await escalate(plant)
    gestures = [plant.gestures.apart(await pressed(plant, "maria", "I'll take it")) for _ in range(50)]
    plant.carrier.patience = 30
    replies = await asyncio.gather(*(plant.carrier.press(each.activity) for each in gestures))
    assert {reply.status for reply in replies} == {200}
    assert sum("is yours" in reply.body for reply in replies) == 1
    await plant.shown()
    await plant.settle()
    assert (await sees(plant, "ben")).count("has taken this") == 1


async def test_f19_two_dialogs_are_sent_at_once_and_one_decides(plant: TeamsChat) -> None:
    await escalate(plant)
    forms = []
    for _ in range(2):
        await plant.press("maria", "Decide")
        forms.append(plant._forms["maria"])
    assert forms[0] != forms[1]
    told = await asyncio.gather(*(plant.send("maria", "form", {"command": form, "values": DECIDED}) for form in forms))
    assert sorted(answer.kind for answer in told) == ["message", "refusal"]
    assert "Maria Nowak decided" in next(answer.text for answer in told if answer.kind == "refusal")


async def test_two_people_at_once_and_the_other_is_told_who(bot: TeamsChat) -> None:
    await load_round(bot)
    people = ("adam", "maria", "piotr", "ben")
    await asyncio.gather(*(fill(bot, person) for person in people))
    assert (await bot.sees("ewa", "line3")).count("The round closed on") == 1


async def test_a13_a_button_of_last_week_says_what_happened_since(plant: TeamsChat) -> None:
    await escalate(plant)
    old = await plant.find("maria", "I'll take it")
    await plant.until(MONDAY + timedelta(days=1, minutes=1))
    await decide(plant, "jan")
    await plant.until(MONDAY + timedelta(days=7))
    late = await plant.post("maria", "press", {"command": old.command})
    assert late.kind == "refusal"
    assert "Jan Lis decided: “15 May”" in late.text


async def test_k3_after_an_action_the_card_is_changed_for_everybody_who_has_it(plant: TeamsChat) -> None:
    await escalate(plant)
    await plant.press("maria", "I'll take it")
    (line,) = [each for each in await plant.lines("maria") if each.key.startswith("escalation/")]
    assert "I'll take it" not in [press.label for press in line.presses]
    assert "(edited)" in line.text


async def test_the_same_form_twice_opens_no_second_escalation(plant: TeamsChat) -> None:
    await plant.say("ben", "/escalate", "line3")
    await plant.fill("ben", FILLED)
    press = await pressed(plant, "ben", "Send to Maria")
    await plant.carry(*(again(press.activity, number) for number in range(3)))
    await plant.settle()
    assert "E-2" not in await plant.say("ben", "/align escalations", "line3")
