"""An attempt that its process did not survive says nothing about the post: it is not counted."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from adapters.platform import Refused
from storage.claims import LEASE, Wanted
from storage.lanes import exchange
from tests.storage.clerk import post
from tests.stories.post_office import Office, office

__all__ = ["office"]


async def test_a_post_in_flight_at_four_deaths_is_not_set_aside_at_its_first_refusal(office: Office) -> None:
    await office.clerk.posts(post("news", "news"))
    for _ in range(4):
        work = partial(exchange, settlements=(), now=office.clerk.now, wanted=Wanted(9, 9))
        dying = await office.clerk.store.deliver(work)
        assert [claim.attempts for claim in dying.claims] == [1]
        office.clerk.now += LEASE + timedelta(seconds=1)
    office.chat.trouble(Refused("not now"))
    await office.later()
    await office.later()
    assert office.chat.said == ["news"]
