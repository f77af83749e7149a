"""Guests and people of other companies do what they are named for, and nothing else (A15)."""

from __future__ import annotations

import pytest

from flows.projects.setup import OpenNewProject
from tests.slack.fake.world import User
from tests.slack.people import SlackChat
from tests.stories.plant import load as load_round
from tests.stories.test_escalations import escalate, sees
from tests.stories.two_plants import give


def as_guest(user: User) -> None:
    user.guest = True


def as_stranger(user: User) -> None:
    user.stranger, user.home = True, "T99OTHER"


OUTSIDE = pytest.mark.parametrize("become", [as_guest, as_stranger], ids=["guest", "stranger"])


async def outsider(bot: SlackChat, become: object, name: str = "Gil Gast") -> User:
    """Somebody from outside comes into the workspace."""
    user = bot.slack.person(bot.team, name, "gil@other.example")
    assert callable(become)
    become(user)
    bot.team.named("line3").members.add(user.id)
    return user


@OUTSIDE
async def test_a15_an_outsider_begins_nothing(plant: SlackChat, become: object) -> None:
    gil = await outsider(plant, become)
    place = plant.team.named("line3")
    for text in ("/align new", "/escalate Which day?", "/decisions record We take it", "/align start"):
        gesture = plant.gestures.command(gil, place, text)
        assert gesture is not None
        told = await plant.give("gil", gil, gesture)
        assert told.kind == "refusal", (text, told)
        assert told.text.endswith("."), told.text
    assert "Line 3" not in (await plant.give("gil", gil, plant.gestures.command(gil, place, "/align") or ("", {}))).text


@OUTSIDE
async def test_a15_an_outsider_presses_what_is_for_others_and_nothing_happens(plant: SlackChat, become: object) -> None:
    await escalate(plant)
    gil = await outsider(plant, become)
    press = await plant.find("maria", "I'll take it")
    told = await plant.give("gil", gil, plant.gestures.press(gil, press.command))
    assert told.kind == "refusal"
    assert "Cut over" not in told.text
    assert "has taken this" not in await sees(plant, "ben")


async def test_a15_a_guest_who_is_named_answers_and_starts_no_project(bot: SlackChat) -> None:
    await load_round(bot)
    piotr = await bot.user("piotr")
    as_guest(piotr)
    changed = {"type": "user_change", "user": bot.work.described(piotr)}
    await bot.carry("events_api", bot.work.payloads.event(changed))
    await bot.press("piotr", "Open as a form")
    sent = await bot.fill("piotr", {"outcome.statement": "Every batch has its record"})
    assert not sent.problems, sent.problems
    assert "Thank you, the answers of Quality are in." in await bot.sees("piotr")
    assert (await give(bot, "piotr", OpenNewProject())).kind == "refusal"


async def test_another_bot_is_never_answered(plant: SlackChat) -> None:
    robot = plant.slack.person(plant.team, "Robot", bot=True)
    place = plant.team.named("line3")
    calls = len(plant.slack.made("chat.postEphemeral")) + len(plant.slack.made("chat.postMessage"))
    told = await plant.give("robot", robot, plant.gestures.typed(robot, place, "@accord /align status"))
    assert told.kind == "none"
    assert len(plant.slack.made("chat.postEphemeral")) + len(plant.slack.made("chat.postMessage")) == calls
