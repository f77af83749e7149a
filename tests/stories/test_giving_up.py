"""Whoever has to know is told before a post is set aside, so that no crash keeps it quiet; refreshes are not told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from adapters.platform import Gone
from bot.commands import draw
from bot.delivery import Delivery
from flows.effects import Promise
from flows.errors import Unavailable
from flows.undelivered import Failure, PostFailed
from tests.storage.clerk import post
from tests.stories.post_office import START, Office, office

__all__ = ["office"]


class Ears:
    """Hears what is given up; cannot write it down `deaf` times."""

    def __init__(self, deaf: int = 0) -> None:
        self.deaf = deaf
        self.heard: list[PostFailed] = []

    async def tell(self, organisation_id: str, failed: PostFailed) -> None:
        assert organisation_id == "acme"
        if self.deaf:
            self.deaf -= 1
            raise Unavailable
        self.heard.append(failed)


def listening(office: Office, ears: Ears) -> Office:
    old = office.delivery
    new = Delivery(old._store, office.chat, old._now, old._wake, draw=draw, tell=ears.tell)
    return replace(office, delivery=new)


async def test_what_is_refused_is_told_once_with_the_reason(office: Office) -> None:
    ears = Ears()
    here = listening(office, ears)
    office.chat.trouble(*[Gone("no such account")] * 3)
    await office.clerk.posts(post("card", "asked"))
    for _ in range(6):
        await here.later()
    (failed,) = ears.heard
    assert (failed.key, failed.failure, failed.said) == ("card", Failure.REFUSED, "no such account")
    assert await office.log() == [("card", "set aside")]


async def test_what_cannot_be_written_down_now_is_tried_again(office: Office) -> None:
    ears = Ears(deaf=1)
    here = listening(office, ears)
    office.chat.trouble(*[Gone("no such account")] * 4)
    await office.clerk.posts(post("card", "asked"))
    for _ in range(6):
        await here.later()
    assert len(ears.heard) == 1
    assert office.chat.said == []


async def test_an_error_of_our_own_shows_nothing_of_itself(office: Office) -> None:
    ears = Ears()
    here = listening(office, ears)
    office.chat.trouble(*[KeyError("somebody's secret")] * 5)
    await office.clerk.posts(post("card", "asked"))
    for _ in range(8):
        await here.later()
    (failed,) = ears.heard
    assert (failed.failure, failed.said) == (Failure.BROKEN, "")


async def test_what_was_out_of_date_is_told_and_a_mere_refresh_is_not(office: Office) -> None:
    ears = Ears()
    here = listening(office, ears)
    await office.clerk.posts(replace(post("old", "soon"), expires=START + timedelta(minutes=1)))
    await here.later()
    assert [(failed.key, failed.failure) for failed in ears.heard] == [("old", Failure.EXPIRED)]
    await office.clerk.posts(post("card", "asked"))
    await here.delivers()
    office.chat.trouble(*[Gone("no such account")] * 9)
    await office.clerk.posts(post("card", "new look", promise=Promise.REFRESH))
    for _ in range(6):
        await here.later()
    assert len(ears.heard) == 1
