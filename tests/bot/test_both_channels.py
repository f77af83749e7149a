"""Slack and Teams in one process: what a project's channel is told stands in both."""

from __future__ import annotations

import asyncio

from flows.effects import Post
from flows.messages import Message, ToChannel
from storage.store import Cause
from tests.bot.teams_here import Running, database, teams
from tests.bot.test_both_sides import SOON, served, slack
from tests.slack.fake.slack import FakeSlack
from tests.teams.fake.payloads import Payloads
from tests.teams.fake.teams import FakeTeams
from tests.teams.fake.world import Conversation

__all__ = ["database", "slack", "teams"]
KEY = "decision/line3/D-1"


async def known(here: Running) -> None:
    """Returns when the channel is known in both."""
    app = here.app
    assert app.slack is not None
    async with asyncio.timeout(SOON):
        while not all([await side.spots.named("local", "line3") for side in (app.slack, here.side)]):
            for installation in await app.slack.installations.all():
                await app.slack.syncing.everything(installation)
            await here.side.members.everybody("local")
            await asyncio.sleep(0.01)


async def tell(here: Running, words: str) -> None:
    """Puts it in the channel."""
    app = here.app
    posts = [Post(KEY, ToChannel("line3"), Message(words))]
    await app.store.run("local", Cause("test", "Tell", app.clock.now()), lambda records: records.queue(posts))


async def delivered(here: Running, slack: FakeSlack, there: Conversation, words: str) -> None:
    """Returns when that, and nothing else, stands in both channels: a conversation rests after each new message."""
    app = here.app
    async with asyncio.timeout(SOON):
        while True:
            await app.delivery.deliver_once(app.clock.now())
            in_slack = [message.text for message in slack.team().messages]
            in_teams = [str(one.card()) for one in here.teams.tenant().screen(there.id)]
            if in_slack == [words] and len(in_teams) == 1 and words in in_teams[0]:
                return
            assert len(in_slack) < 2
            assert len(in_teams) < 2
            await asyncio.sleep(0.05)


async def test_k2_a_decision_stands_in_the_channel_of_both_and_changes_in_both(
    slack: FakeSlack, teams: FakeTeams, database: str
) -> None:
    maria = teams.person(teams.tenant(), "Maria Nowak", "maria@plant.example")
    there = teams.channel(teams.tenant(), "line3")
    slack.channel(slack.team(), "line3")
    async with served(slack, teams, database) as here:
        assert await here.types(maria, "help") == 200
        await here.carrier.carry(Payloads(teams, teams.tenant()).installed(maria, there))
        await known(here)
        for words in ("Maria decides", "Maria has decided"):
            await tell(here, words)
            await delivered(here, slack, there, words)
