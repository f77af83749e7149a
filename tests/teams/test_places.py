"""People and places that Teams does not let Accord reach: who has to know is told, and things go on (F37, K5)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.slack.fake.json import Json
from tests.stories.chat import MONDAY
from tests.stories.plant import load as load_round
from tests.stories.test_escalations import FILLED, decide, sees
from tests.teams.fake.world import User
from tests.teams.people import TeamsChat

CLOSED = (
    "BotDisabledByAdmin",
    "BotNotInConversationRoster",
    "ConversationBlockedByUser",
    "ForbiddenOperationException",
    "NotEnoughPermissions",
    "MessageWritesBlocked",
    "ConversationNotFound",
)


async def escalate_directly(bot: TeamsChat) -> None:
    """From the chat with Accord, since the channel may be gone."""
    await bot.say("ben", "/escalate")
    shown = await bot.fill("ben", FILLED)
    assert shown.kind == "message", shown.problems
    await bot.press("ben", "Send to Maria")


async def uninstall(bot: TeamsChat, person: str) -> User:
    """Somebody removes the app."""
    user = await bot.user(person)
    user.installed = False
    await bot.carry(bot.work.payloads.installed(user, bot.tenant.personal(user), "remove"))
    return user


async def install(bot: TeamsChat, user: User) -> None:
    """And adds it again."""
    user.installed = True
    await bot.carry(bot.work.payloads.installed(user, bot.tenant.personal(user)))


def posts(bot: TeamsChat, conversation: str) -> list[Json]:
    """What was posted, or tried, in a conversation."""
    return [call.arguments for call in bot.teams.made("post") if call.team == conversation]


@pytest.mark.parametrize("error", CLOSED)
async def test_f37_a_channel_that_is_closed_to_accord_is_told_once_and_the_decision_is_made_by_chat(
    plant: TeamsChat, error: str
) -> None:
    line3 = plant.tenant.named("line3")
    line3.closed = error
    before = len(posts(plant, line3.id))
    await escalate_directly(plant)
    assert "Decision needed" in await plant.sees("maria")
    await decide(plant, "maria")
    assert "Maria Nowak decided: 15 May." in await sees(plant, "ben")
    await plant.until(MONDAY + timedelta(hours=8))
    assert (await plant.sees("ewa")).count("#line3 could not be reached") == 1
    assert len(posts(plant, line3.id)) - before <= 1


async def test_f37_a_channel_that_is_opened_again_is_used_again(plant: TeamsChat) -> None:
    line3, somebody = plant.tenant.named("line3"), await plant.user("ewa")
    await plant.carry(plant.work.payloads.channel_event(somebody, line3, "channelDeleted"))
    line3.closed = "ConversationNotFound"
    await escalate_directly(plant)
    await plant.until(MONDAY + timedelta(hours=1))
    assert not posts(plant, line3.id)
    line3.closed = ""
    await plant.carry(plant.work.payloads.channel_event(somebody, line3, "channelRestored"))
    await decide(plant, "maria")
    assert "Maria Nowak decided: 15 May." in await sees(plant, "piotr", "line3")


async def test_a_channel_keeps_its_project_under_another_name(plant: TeamsChat) -> None:
    line3 = plant.tenant.named("line3")
    line3.name = "line3-archive-2026"
    await plant.carry(plant.work.payloads.channel_event(await plant.user("ewa"), line3, "channelRenamed"))
    assert "Where Line 3 MES stands" in await plant.say("ben", "/align status")


async def test_k5_who_cannot_be_reached_is_named_to_the_facilitator_with_what_to_do(bot: TeamsChat) -> None:
    await load_round(bot, start=False)
    await uninstall(bot, "maria")
    await load_round(bot)
    await bot.until(MONDAY + timedelta(minutes=30))
    told = await bot.sees("ewa")
    assert "Maria Nowak" in told
    assert "choose Add" in told or "adds Accord" in told
    maria = await bot.user("maria")
    assert not [each for each in bot.tenant.screen(bot.tenant.personal(maria).id) if not each.sender]


async def test_k5_who_removes_accord_and_adds_it_again_gets_what_waits_for_them(bot: TeamsChat) -> None:
    await load_round(bot)
    assert "what does Operations need?" in await bot.sees("maria")
    maria = await uninstall(bot, "maria")
    there = len(bot.tenant.screen(bot.tenant.personal(maria).id))
    await bot.until(MONDAY + timedelta(days=1, hours=7))
    assert len(bot.tenant.screen(bot.tenant.personal(maria).id)) == there
    await install(bot, maria)
    await bot.until(MONDAY + timedelta(days=4))
    assert len(bot.tenant.screen(bot.tenant.personal(maria).id)) > there
    await bot.press("maria", "Start")
    assert "question 1 of 15" in await bot.sees("maria")


async def test_k5_a_403_drops_the_place_and_the_person_is_heard_again_when_they_write(bot: TeamsChat) -> None:
    await load_round(bot)
    maria = await bot.user("maria")
    maria.blocked = True
    await bot.until(MONDAY + timedelta(days=2))
    direct = bot.tenant.personal(maria).id
    tried = len(posts(bot, direct))
    await bot.until(MONDAY + timedelta(days=2, hours=5))
    assert len(posts(bot, direct)) - tried <= 1
    maria.blocked = False
    assert "Where Line 3 MES stands" in await bot.say("maria", "/align status")


async def test_k5_somebody_of_a_team_whom_accord_never_heard_of_is_written_to(bot: TeamsChat) -> None:
    await load_round(bot, start=False)
    place = bot.tenant.named("line3")
    assert len(place.members) > bot.teams.page, "the roster has several pages"
    assert bot.teams.made("members")
    await load_round(bot)
    for person in ("adam", "maria", "piotr", "ben"):
        assert "what does" in await bot.sees(person)
