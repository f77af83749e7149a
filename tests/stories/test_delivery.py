"""Delivery: everything once, in order, edited in place, and nothing lost when the platform misbehaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.platform import Gone, Refused, Throttled, Unreachable
from bot.delivery import Delivery
from flows.effects import Post, Promise
from flows.messages import ToChannel, ToPerson
from flows.wire import Wire
from storage.opening import migrate
from storage.store import Store
from storage.transaction import Transaction
from tests.storage.clerk import Clerk, post, raw_sql
from tests.stories.unreliable_platform import LOST_ANSWER, Chat, sends

START = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
LONG = timedelta(minutes=2)
"""Longer than any wait between two attempts."""


@dataclass
class Office:
    """A store, a chat, and delivery between them, at a moment that the test moves on."""

    clerk: Clerk
    chat: Chat
    url: str
    delivery: Delivery

    async def delivers(self) -> int:
        """Delivers until nothing more can go now; returns how many attempts that took."""
        total = 0
        while done := await self.delivery.deliver_once(self.clerk.now):
            total += done
        return total

    async def later(self, by: timedelta = LONG) -> None:
        self.clerk.now += by
        await self.delivers()

    def restarted(self) -> Office:
        return replace(self, delivery=_delivery(self.clerk, self.chat))

    async def log(self) -> list[tuple[str, str]]:
        rows = await asyncio.to_thread(raw_sql, self.url, "SELECT key, what FROM delivery_log ORDER BY seq")
        return [(key, what) for key, what in rows]

    async def waiting(self) -> int:
        rows = await asyncio.to_thread(raw_sql, self.url, "SELECT count(*) FROM outbox")
        return int(rows[0][0])


def _delivery(clerk: Clerk, chat: Chat) -> Delivery:
    return Delivery(clerk.store, chat, lambda: clerk.now, asyncio.Event())


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    await asyncio.to_thread(migrate, database_url)
    store = await Store.open(database_url, Wire({}))
    clerk, chat = Clerk(store, START), Chat()
    yield Office(clerk, chat, database_url, _delivery(clerk, chat))
    await store.close()


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


async def test_a_refresh_of_a_deleted_message_shows_it_again(office: Office) -> None:
    await office.clerk.posts(post("card", "old look"))
    await office.delivers()
    office.chat.screen.clear()
    await office.clerk.posts(post("card", "new look", promise=Promise.REFRESH))
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


async def test_withdrawn_in_flight_is_not_tried_again(office: Office) -> None:
    office.chat.trouble(Unreachable("down"))
    await office.clerk.posts(post("nudge/1", "please decide"), post("news", "news"))
    await office.delivers()
    await office.clerk.does(lambda records: records.withdraw("nudge/"))
    await office.later()
    assert office.chat.said == ["news"]
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


async def test_a_lost_answer_is_looked_up_not_sent_again(office: Office) -> None:
    office.chat.trouble(LOST_ANSWER)
    await office.clerk.posts(post("ask", "please decide"))
    await office.delivers()
    assert await office.log() == [("ask", "unclear")]
    await office.later()
    assert office.chat.said == ["please decide"]
    assert office.chat.calls == ["send ask", "look up ask"]
    await office.clerk.posts(post("ask", "decided"))
    await office.delivers()
    assert office.chat.said == ["decided"]


async def test_new_content_after_a_lost_answer_becomes_an_edit(office: Office) -> None:
    office.chat.trouble(LOST_ANSWER)
    await office.clerk.posts(post("ask", "please decide"))
    await office.delivers()
    await office.clerk.posts(post("ask", "decided"))
    await office.later()
    assert office.chat.said == ["decided"]


@pytest.mark.parametrize(("promise", "said"), [(Promise.NEVER_LOST, 2), (Promise.NEVER_DOUBLED, 1)])
async def test_where_nothing_can_be_looked_up_the_promise_decides(office: Office, promise: Promise, said: int) -> None:
    office.chat.finds = False
    office.chat.trouble(LOST_ANSWER)
    await office.clerk.posts(post("ask", "please decide", promise=promise))
    await office.delivers()
    await office.later()
    assert office.chat.said == ["please decide"] * said
    assert await office.waiting() == 0


async def test_a_platform_that_is_down_for_hours_gets_everything_afterwards(office: Office) -> None:
    await office.clerk.posts(*(post(f"news/{n}", f"{n}") for n in range(3)))
    office.chat.trouble(*[Unreachable("down")] * 100)
    for _ in range(60):
        await office.later(timedelta(minutes=3))
    assert len(sends(office.chat.calls)) == 61 - 1
    office.chat.troubles.clear()
    await office.later()
    assert office.chat.said == ["0", "1", "2"]


async def test_asked_to_wait_it_waits_and_nobody_else_does(office: Office) -> None:
    office.chat.trouble(Throttled(timedelta(seconds=30)))
    await office.clerk.posts(post("slow", "slow"), post("slow/2", "slower"))
    await office.delivers()
    await office.clerk.at("rival").posts(post("quick", "quick"))
    await office.clerk.posts(post("other", "other", ToPerson("eva")), post("slow/3", "slowest"))
    await office.later(timedelta(seconds=29))
    assert sorted(office.chat.said) == ["other", "quick"]
    assert len(sends(office.chat.calls)) == 3
    restarted = office.restarted()
    await restarted.later(timedelta(seconds=1))
    assert office.chat.said[2:] == ["slow", "slower", "slowest"]


@pytest.mark.parametrize("error", [Refused("too long"), Gone("archived"), ValueError("a bug in the drawing")])
async def test_what_is_refused_again_and_again_is_set_aside_and_the_next_goes_on(
    office: Office, error: Exception
) -> None:
    office.chat.trouble(*[error] * 5)
    await office.clerk.posts(post("bad", "bad"))
    await office.delivers()
    for _ in range(5):
        await office.later()
    tries = len(sends(office.chat.calls))
    assert tries in (3, 5)
    office.chat.troubles.clear()
    await office.clerk.posts(post("good", "good"))
    await office.later()
    assert office.chat.said == ["good"]
    rows = await asyncio.to_thread(raw_sql, office.url, "SELECT key, state, reason FROM outbox")
    assert [row[:2] for row in rows] == [("bad", "parked")]
    assert rows[0][2].startswith(f"{type(error).__name__}: ")
    assert "drawing" not in rows[0][2], "only platforms promise that their reasons hold nobody's words"
    assert ("bad", "set aside") in await office.log()


async def test_a_crash_between_sending_and_settling_doubles_nothing(office: Office) -> None:
    """The first process dies after the message was shown and before anybody wrote that down."""
    office.chat.gate = asyncio.Event()
    await office.clerk.posts(post("ask", "please decide"), post("news", "news"))
    dying = asyncio.create_task(office.delivery.deliver_once(office.clerk.now))
    while not office.chat.calls:
        await asyncio.sleep(0.01)
    dying.cancel()
    restarted = office.restarted()
    assert await restarted.delivers() == 0, "somebody else may still be sending"
    office.chat.gate.set()
    await asyncio.sleep(0.05)
    await restarted.later(timedelta(seconds=31))
    assert office.chat.said == ["please decide", "news"]
    assert office.chat.calls[:2] == ["send ask", "look up ask"]


async def test_organisations_take_turns(office: Office) -> None:
    await office.clerk.posts(*(post(f"mail/{n}", f"{n}", ToPerson(f"p{n}")) for n in range(200)))
    await office.clerk.at("rival").posts(post("quick", "quick"))
    await office.delivery.deliver_once(office.clerk.now)
    assert "quick" in office.chat.said
    await office.delivers()
    assert len(office.chat.said) == 201


async def test_running_it_delivers_when_woken_and_lands_what_flies(office: Office) -> None:
    wake = asyncio.Event()
    delivery = Delivery(office.clerk.store, office.chat, lambda: office.clerk.now, wake)
    running = asyncio.create_task(delivery.run())
    await office.clerk.posts(*(post(f"news/{n}", f"{n}", ToPerson(f"p{n % 7}")) for n in range(50)))
    wake.set()
    async with asyncio.timeout(10):
        while await office.waiting():
            await asyncio.sleep(0.02)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert len(sends(office.chat.calls)) == 50
    for person in range(7):
        mine = [int(shown.words) for shown in office.chat.screen.values() if f"'p{person}'" in shown.where]
        assert mine == list(range(person, 50, 7))


async def test_what_is_queued_while_the_address_is_busy_goes_right_after(office: Office) -> None:
    office.chat.gate = asyncio.Event()
    wake = asyncio.Event()
    delivery = Delivery(office.clerk.store, office.chat, lambda: office.clerk.now, wake)
    running = asyncio.create_task(delivery.run())
    await office.clerk.posts(post("first", "first"))
    wake.set()
    while not office.chat.calls:
        await asyncio.sleep(0.01)
    await office.clerk.posts(post("second", "second"))
    wake.set()
    await asyncio.sleep(0.2)
    assert office.chat.calls == ["send first"]
    office.chat.gate.set()
    async with asyncio.timeout(5):
        while len(office.chat.said) < 2:
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.wait([running])
    assert office.chat.said == ["first", "second"]


async def test_two_processes_share_the_work_and_double_nothing(office: Office) -> None:
    other = office.restarted()
    await office.clerk.posts(*(post(f"mail/{n}", f"{n}", ToPerson(f"p{n % 20}")) for n in range(60)))
    while sum(await asyncio.gather(*(one.delivery.deliver_once(office.clerk.now) for one in (office, other)))):
        pass
    assert sorted(sends(office.chat.calls)) == sorted(f"mail/{n}" for n in range(60))


async def test_posts_that_a_refused_command_wanted_are_not_sent(office: Office) -> None:
    wanted: Post = post("card", "decided")

    def change_of_mind(records: Transaction) -> None:
        records.queue([wanted])
        records.forget()

    await office.clerk.does(change_of_mind)
    assert await office.delivers() == 0
