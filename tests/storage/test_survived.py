"""An attempt that its process did not survive says nothing about the post; one that never began, nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

import pytest

from adapters.platform import Refused
from bot.attempts import given_back, put_off
from storage.claims import DOUBTFUL, LEASE, Claim, Wanted
from storage.lanes import Settlement, exchange
from tests.storage.clerk import post
from tests.stories.post_office import Office, office

__all__ = ["office"]


async def test_a_post_in_flight_at_four_deaths_is_not_set_aside_at_its_first_refusal(office: Office) -> None:
    await office.clerk.posts(post("news", "news"))
    for _ in range(4):
        assert [claim.attempts for claim in await exchanged(office)] == [1]
        office.clerk.now += LEASE + timedelta(seconds=1)
    office.chat.trouble(Refused("not now"))
    await office.later()
    await office.later()
    assert office.chat.said == ["news"]


async def exchanged(office: Office, *ended: Settlement, room: int = 9) -> Sequence[Claim]:
    work = partial(exchange, settlements=ended, now=office.clerk.now, wanted=Wanted(room, room))
    return (await office.clerk.store.deliver(work)).claims


async def claimed(office: Office) -> Claim:
    """By a process that comes when the leases of others are over."""
    office.clerk.now += LEASE + timedelta(seconds=1)
    (claim,) = await exchanged(office)
    return claim


@pytest.mark.parametrize("unbegun", [given_back, put_off])
async def test_f29_what_is_given_back_before_it_began_is_blamed_for_as_many_deaths_as_before(
    office: Office, unbegun: Callable[[Claim, datetime], Settlement]
) -> None:
    await office.clerk.posts(post("news", "news"))
    for deaths in range(DOUBTFUL + 1):
        claim = await claimed(office)
        assert claim.unended == deaths
    for _ in range(3):
        await exchanged(office, unbegun(claim, office.clerk.now), room=0)
        office.clerk.now += timedelta(minutes=1)
        claim = await claimed(office)
        assert claim.unended == DOUBTFUL
        assert claim.doubtful
