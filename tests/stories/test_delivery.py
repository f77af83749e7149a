"""Delivery: everything once, in order, edited in place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flows.effects import Post, Promise
from flows.messages import ToChannel
from storage.transaction import Transaction
from tests.storage.clerk import post
from tests.stories.post_office import START, Office, office

__all__ = ["office"]


async def test_posts_of_an_address_are_shown_once_and_in_order(office: Office) -> None:
    await office.clerk.posts(*(post(f"news/{n}", f"{n}") for n in range(5)))
    await office.delivers()
    assert office.chat.said == ["0", "1", "2", "3", "4"]
    assert await office.waiting() == 0
    await office.later()
    assert len(office.chat.said) == 5


async def test_same_key_is_an_edit_in_place(office: Office) -> None:
    await office.clerk.posts(post("card", "asked"))
    await office.delivers()
    await office.clerk.posts(post("card", "decided"))
    await office.delivers()
    assert office.chat.said == ["decided"]
    assert office.chat.calls == ["send card", "update card"]


async def test_same_key_that_is_still_waiting_is_replaced(office: Office) -> None:
    await office.clerk.posts(post("card", "asked"))
    await office.clerk.posts(post("card", "decided"))
    await office.delivers()
    assert office.chat.calls == ["send card"]
    assert office.chat.said == ["decided"]


async def test_same_content_again_is_nothing(office: Office) -> None:
    await office.clerk.posts(post("card", "asked"), post("card", "asked"))
    await office.clerk.posts(post("card", "asked"))
    await office.delivers()
    await office.clerk.posts(post("card", "asked"))
    assert await office.delivers() == 0
    assert office.chat.calls == ["send card"]


async def test_a_refresh_of_nothing_is_not_sent(office: Office) -> None:
    refresh = post("card", "new look", promise=Promise.REFRESH)
    await office.clerk.posts(refresh)
    assert await office.delivers() == 0
    await office.clerk.posts(post("card", "old look"))
    await office.clerk.posts(refresh)
    await office.delivers()
    assert office.chat.said == ["new look"]


async def test_replies_hang_under_their_post_and_wait_for_it(office: Office) -> None:
    channel = ToChannel("line3")
    tomorrow = START + timedelta(days=1)
    head = replace(post("digest", "headline", channel), not_before=tomorrow)
    await office.clerk.posts(head, replace(post("digest/details", "details", channel), thread="digest"))
    await office.delivers()
    assert office.chat.said == []
    await office.later(timedelta(days=1))
    assert office.chat.said == ["headline", "details"]
    headline, details = office.chat.screen.items()
    assert details[1].thread == headline[0]


async def test_nothing_new_goes_before_its_time_and_edits_go_at_once(office: Office) -> None:
    morning = START + timedelta(hours=20)
    await office.clerk.posts(replace(post("nudge", "please answer"), not_before=morning), post("red line", "stop"))
    await office.delivers()
    assert office.chat.said == ["stop"]
    assert await office.clerk.store.next_due("acme") == morning
    await office.clerk.posts(replace(post("red line", "stopped"), not_before=morning))
    await office.delivers()
    assert office.chat.said == ["stopped"]
    office.clerk.now = morning
    await office.delivers()
    assert office.chat.said == ["stopped", "please answer"]


async def test_what_is_withdrawn_is_not_sent(office: Office) -> None:
    await office.clerk.posts(post("E-1/nudge/1", "please decide"), post("E-10/nudge/1", "please decide too"))

    def decided(records: Transaction) -> None:
        records.withdraw("E-1/")
        records.queue([post("E-1/outcome", "decided")])

    await office.clerk.does(decided)
    await office.delivers()
    assert office.chat.said == ["please decide too", "decided"]
    assert await office.waiting() == 0


async def test_expired_posts_are_dropped_and_logged(office: Office) -> None:
    await office.clerk.posts(replace(post("nudge", "please answer"), expires=START + timedelta(hours=1)))
    await office.later(timedelta(hours=2))
    assert office.chat.said == []
    assert await office.log() == [("nudge", "expired")]
    assert await office.waiting() == 0


async def test_a_late_post_says_so(office: Office) -> None:
    await office.clerk.posts(post("ask", "please decide"))
    await office.later(timedelta(hours=3))
    assert [shown.late for shown in office.chat.screen.values()] == [True]


async def test_posts_that_a_refused_command_wanted_are_not_sent(office: Office) -> None:
    wanted: Post = post("card", "decided")

    def change_of_mind(records: Transaction) -> None:
        records.queue([wanted])
        records.forget()

    await office.clerk.does(change_of_mind)
    assert await office.delivers() == 0
