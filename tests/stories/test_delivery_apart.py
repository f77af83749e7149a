"""How long a conversation takes no other new message: by the platform that shows it, and not at all elsewhere."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from adapters.platform import Outgoing, Platform
from bot.commands import draw
from bot.delivery import Delivery
from bot.platforms import Platforms, apart
from flows.messages import ToPerson
from tests.storage.clerk import post
from tests.stories.post_office import Office, office
from tests.stories.unreliable_platform import Chat, sends

__all__ = ["office"]
MOMENT = timedelta(milliseconds=1)


class Here:
    """Three platforms, and where everybody is: each person on the platform of their own name."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.chats = {name: Chat(name=name) for name in ("web", "slack", "teams")}
        self.platform = Platforms(tuple(self.chats.values()), self._choose)
        clerk = office.clerk
        self.delivery = Delivery(clerk.store, self.platform, lambda: clerk.now, asyncio.Event(), draw=draw, apart=apart)

    async def _choose(self, outgoing: Outgoing) -> Platform:
        assert isinstance(outgoing.to, ToPerson)
        return self.chats[outgoing.to.person_id]

    async def shows(self, after: timedelta = timedelta()) -> dict[str, int]:
        """How many new messages each has had, `after` some time."""
        self.office.clerk.now += after
        while await self.delivery.deliver_once(self.office.clerk.now):
            pass
        return {name: len(sends(chat.calls)) for name, chat in self.chats.items()}


async def test_slack_waits_a_second_teams_half_of_one_and_the_local_workspace_not_at_all(office: Office) -> None:
    here = Here(office)
    for n in range(3):
        await office.clerk.posts(*(post(f"{name}/{n}", f"{n}", ToPerson(name)) for name in here.chats))
    assert await here.shows() == {"web": 3, "slack": 1, "teams": 1}
    assert await here.shows(timedelta(seconds=0.5) - MOMENT) == {"web": 3, "slack": 1, "teams": 1}
    assert await here.shows(MOMENT) == {"web": 3, "slack": 1, "teams": 2}
    assert await here.shows(timedelta(seconds=0.5)) == {"web": 3, "slack": 2, "teams": 3}


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_an_edit_waits_for_a_new_message_and_makes_nobody_wait(office: Office, platform: str) -> None:
    here, to = Here(office), ToPerson(platform)
    await office.clerk.posts(post("card", "asked", to))
    await here.shows(timedelta(seconds=2))
    await office.clerk.posts(post("card", "decided", to))
    await here.shows(timedelta(seconds=2))
    await office.clerk.posts(post("news", "told", to))
    await here.shows()
    assert here.chats[platform].calls == ["send card", "update card", "send news"]


@pytest.mark.parametrize(
    ("reference", "seconds"),
    [("slack:C1/1.2", 1.0), ("teams:19:x@thread.tacv2/1", 0.5), ("escalation/7:a", 0.0), ("k", 0.0)],
)
def test_a_reference_says_how_long_its_conversation_rests(reference: str, seconds: float) -> None:
    assert apart(reference) == timedelta(seconds=seconds)
