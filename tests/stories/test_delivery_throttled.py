"""Delivery when the platform finds it too much, or our own pacing holds a post back before it is asked."""

from __future__ import annotations

from datetime import timedelta

from adapters.platform import Held, Refused, Throttled
from tests.storage.clerk import post
from tests.stories.post_office import Office, office

__all__ = ["office"]

WAIT = timedelta(seconds=10)


async def test_what_was_only_asked_to_wait_is_no_closer_to_being_set_aside(office: Office) -> None:
    office.chat.trouble(*[Throttled(WAIT), Held(WAIT)] * 4, *[Refused("too long")] * 2)
    await office.clerk.posts(post("ask", "please decide"))
    await office.delivers()
    for _ in range(12):
        await office.later()
    assert office.chat.said == ["please decide"]
    assert ("ask", "set aside") not in await office.log()


async def test_three_refusals_set_it_aside_however_often_it_waited_before(office: Office) -> None:
    office.chat.trouble(*[Throttled(WAIT)] * 4, *[Refused("too long")] * 3)
    await office.clerk.posts(post("ask", "please decide"))
    await office.delivers()
    for _ in range(12):
        await office.later()
    assert office.chat.said == []
    assert ("ask", "set aside") in await office.log()


async def test_what_the_platform_asked_to_wait_comes_back_on_time_and_goes_first(office: Office) -> None:
    """It says so, and the platform's side lets it pass before what was merely held back here."""
    office.chat.trouble(Held(WAIT), Throttled(WAIT), Held(WAIT), Held(WAIT))
    await office.clerk.posts(post("ask", "please decide"))
    for _ in range(4):
        await office.delivers()
        await office.later(WAIT - timedelta(milliseconds=1))
        office.clerk.now += timedelta(milliseconds=1)
    await office.delivers()
    assert office.chat.again == [False, False, True, True, True], "at its second each time, and never sooner"
    assert office.chat.said == ["please decide"]
