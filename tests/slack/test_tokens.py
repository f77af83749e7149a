"""The token stops working: nothing is sent with it any more, and after a new one what waited goes (F38)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.slack.fake.slack import FakeSlack
from tests.slack.living import running
from tests.slack.people import SlackChat
from tests.stories.chat import MONDAY
from tests.stories.plant import load

PAUSED = "Accord is disconnected from this workspace, so nothing was done."
AFTER = MONDAY + timedelta(minutes=30)


def asked(slack: FakeSlack) -> int:
    """How many calls were made with a token of the first workspace."""
    return len([call for call in slack.calls if call.method != "apps.connections.open"])


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive", "invalid_auth"])
async def test_f38_what_slack_does_not_accept_is_not_tried_again_and_all_goes_with_a_new_token(
    slack: FakeSlack, database: str, error: str
) -> None:
    async with running(slack, database) as bot:
        slack.team().dead = error
        await load(bot)
        await bot.until(AFTER)
        assert asked(slack) - before_posts(bot) <= 10, "those in flight, and no more"
        calls = asked(slack)
        await bot.until(AFTER + timedelta(hours=3))
        assert asked(slack) - calls <= 1
        assert not [each for each in bot.team.messages if each.by_app]
    slack.team().dead, slack.team().token = "", "xoxb-another-token"
    async with running(slack, database, AFTER + timedelta(hours=4)) as bot:
        await bot.until(AFTER + timedelta(hours=4, minutes=10))
        assert (await bot.sees("maria")).count("what does Operations need?") == 1


def before_posts(bot: SlackChat) -> int:
    """Calls that read who and what there is."""
    return len([call for call in bot.slack.calls if not call.method.startswith("chat.")])


async def test_f38_accord_is_removed_and_says_so_to_whoever_still_presses(bot: SlackChat) -> None:
    await load(bot)
    press = await bot.find("maria", "Start")
    event = {"type": "app_uninstalled"}
    bot.team.dead = "account_inactive"
    await bot.carry("events_api", bot.work.payloads.event(event))
    calls = asked(bot.slack)
    told = await bot.post("maria", "press", {"command": press.command})
    assert told.text.startswith(PAUSED)
    assert (await bot.say("maria", "/align")).startswith(PAUSED)
    await bot.until(MONDAY + timedelta(days=2))
    assert asked(bot.slack) == calls
