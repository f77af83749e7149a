"""Places and people that Slack does not let Accord reach: who has to know is told, and things go on (F34, F37)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.slack.fake.faults import Called
from tests.slack.fake.slack import FakeSlack
from tests.slack.fake.world import Channel, Team
from tests.slack.people import SlackChat
from tests.stories.chat import MONDAY
from tests.stories.plant import load as load_round
from tests.stories.test_escalations import FILLED, decide, escalate, sees

POST = "chat.postMessage"


def archive(team: Team, channel: Channel) -> None:
    channel.archived = True


def kick(team: Team, channel: Channel) -> None:
    channel.members.discard(team.bot_user)


def hide(team: Team, channel: Channel) -> None:
    channel.private = True
    kick(team, channel)


def restrict(team: Team, channel: Channel) -> None:
    channel.restricted = True


def remove(team: Team, channel: Channel) -> None:
    del team.channels[channel.id]


@pytest.mark.parametrize("change", [archive, hide, kick, restrict, remove])
async def test_f37_a_channel_that_is_closed_to_accord_is_told_once_and_the_decision_is_made_by_dm(
    plant: SlackChat, change: Callable[[Team, Channel], None]
) -> None:
    line3 = plant.team.named("line3")
    await decided_by_dm(plant, 1)
    assert "Maria Nowak decided: 15 May." in await sees(plant, "piotr", "line3")
    before = len(tries(plant, line3))
    change(plant.team, line3)
    for number in (2, 3):
        await decided_by_dm(plant, number)
        assert "Maria Nowak decided: 15 May." in await sees(plant, "ben")
    await plant.until(MONDAY + timedelta(hours=8))
    told = await plant.sees("ewa")
    assert told.count("#line3 could not be reached") == 1
    assert len(tries(plant, line3)) - before == 1, "Slack says no once, and that is remembered"


async def decided_by_dm(bot: SlackChat, number: int) -> None:
    """Another decision is asked for and made in direct messages."""
    await escalate_directly(bot)
    assert (await decide(bot, "maria")).startswith(f"Recorded as D-{number}.")


def tries(bot: SlackChat, channel: Channel) -> list[Called]:
    """What Accord has tried to post in a channel."""
    return [call for call in bot.slack.made(POST) if call.arguments["channel"] == channel.id]


async def escalate_directly(bot: SlackChat) -> None:
    """From the direct messages, since the channel may be gone."""
    await bot.say("ben", "/escalate")
    shown = await bot.fill("ben", FILLED)
    assert shown.kind == "message", shown.problems
    await bot.press("ben", "Send to Maria")


@pytest.fixture
def may_join(slack: FakeSlack) -> None:
    """Somebody has given Accord one permission more than it asks for."""
    slack.team().scopes += ("channels:join",)


@pytest.mark.usefixtures("may_join")
async def test_f37_accord_joins_an_open_channel_that_it_is_not_in(plant: SlackChat) -> None:
    kick(plant.team, plant.team.named("line3"))
    await escalate(plant)
    await decide(plant, "maria")
    assert "Maria Nowak decided: 15 May." in await sees(plant, "piotr", "line3")


async def test_f37_a_channel_that_is_opened_again_is_used_again(plant: SlackChat) -> None:
    line3 = plant.team.named("line3")
    line3.archived = True
    await plant.carry(
        "events_api", plant.work.payloads.event({"type": "channel_archive", "channel": line3.id, "user": "U1"})
    )
    await escalate_directly(plant)
    await plant.until(MONDAY + timedelta(hours=1))
    assert not tries(plant, line3)
    line3.archived = False
    event = {"type": "channel_unarchive", "channel": line3.id, "user": "U1"}
    await plant.carry("events_api", plant.work.payloads.event(event))
    await decide(plant, "maria")
    assert "Maria Nowak decided: 15 May." in await sees(plant, "piotr", "line3")


async def test_a_channel_keeps_its_project_under_another_name(plant: SlackChat) -> None:
    line3 = plant.team.named("line3")
    line3.name = "line3-archive-2026"
    event = {"type": "channel_rename", "channel": {"id": line3.id, "name": line3.name, "created": 1}}
    await plant.carry("events_api", plant.work.payloads.event(event))
    assert "Where Line 3 MES stands" in await plant.say("ben", "/align status")


async def test_f34_who_has_left_is_passed_over_within_a_minute_though_slack_would_take_the_message(
    plant: SlackChat,
) -> None:
    await escalate(plant)
    assert "Decision needed" in await plant.sees("maria")
    maria = await plant.user("maria")
    before = len(plant.team.screen(plant.team.direct(maria.id).id))
    await plant.closes(maria)
    await plant.until(plant.now + timedelta(seconds=60))
    assert "Jan Lis, the deputy, for Maria Nowak, is asked to decide by" in await sees(plant, "jan")
    assert "Maria Nowak has no working account any more" in await sees(plant, "ben")
    await decide(plant, "jan")
    assert "Jan Lis, on behalf of Maria Nowak, decided: 15 May." in await sees(plant, "piotr", "line3")
    assert len(plant.team.screen(plant.team.direct(maria.id).id)) == before
    refused = await plant.post("maria", "say", {"text": "hello", "channel": None})
    assert refused.kind == "none"


async def test_the_messages_tab_is_off_and_everybody_is_called_in_the_channel(bot: SlackChat) -> None:
    bot.team.messages_tab = False
    await load_round(bot)
    await bot.until(MONDAY + timedelta(minutes=30))
    called = await bot.sees("piotr", "line3")
    assert "@Maria Nowak, I have something for you and cannot reach you in direct messages." in called
    assert not [each for each in bot.team.messages if each.channel.startswith("D") and each.by_app]
    bot.team.messages_tab = True
    await bot.until(MONDAY + timedelta(days=4))
    assert "Operations" in await bot.sees("maria")
