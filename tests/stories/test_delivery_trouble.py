"""Delivery when the platform or we ourselves misbehave: nothing lost, nothing doubled, nobody held up."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from adapters.platform import Gone, Refused, Throttled, Unreachable
from bot.commands import draw
from bot.delivery import Delivery
from flows.effects import Promise
from flows.messages import ToPerson
from storage.store import Transaction
from tests.storage.clerk import post, raw_sql
from tests.stories.post_office import Office, office
from tests.stories.unreliable_platform import LOST_ANSWER, sends

__all__ = ["office"]


async def test_a_refresh_of_a_deleted_message_shows_it_again(office: Office) -> None:
    await office.clerk.posts(post("card", "old look"))
    await office.delivers()
    office.chat.screen.clear()
    await office.clerk.posts(post("card", "new look", promise=Promise.REFRESH))
    await office.delivers()
    assert office.chat.said == ["new look"]


async def test_withdrawn_in_flight_is_not_tried_again(office: Office) -> None:
    office.chat.trouble(Unreachable("down"))
    await office.clerk.posts(post("nudge/1", "please decide"), post("news", "news"))
    await office.delivers()
    await office.clerk.does(lambda records: records.withdraw("nudge/"))
    await office.later()
    assert office.chat.said == ["news"]
    assert await office.waiting() == 0


async def test_a_card_that_is_on_its_way_when_it_closes_still_loses_its_buttons(office: Office) -> None:
    office.chat.gate = asyncio.Event()
    await office.clerk.posts(post("E-1/card", "please decide [Decide]"))
    flying = asyncio.create_task(office.delivery.deliver_once(office.clerk.now))
    while not office.chat.calls:
        await asyncio.sleep(0)

    def close(records: Transaction) -> None:
        records.withdraw("E-1/")
        records.queue([post("E-1/card", "decided", promise=Promise.REFRESH)])

    await office.clerk.does(close)
    office.chat.gate.set()
    await flying
    await office.delivers()
    assert office.chat.said == ["decided"]
    assert await office.waiting() == 0


async def test_a_card_that_failed_and_was_withdrawn_is_not_refreshed_onto_the_screen(office: Office) -> None:
    office.chat.trouble(Unreachable("down"))
    await office.clerk.posts(post("E-1/card", "please decide [Decide]"))
    await office.delivers()

    def close(records: Transaction) -> None:
        records.withdraw("E-1/")
        records.queue([post("E-1/card", "decided", promise=Promise.REFRESH)])

    await office.clerk.does(close)
    await office.later()
    assert office.chat.said == []
    assert await office.waiting() == 0


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
    delivery = Delivery(office.clerk.store, office.chat, lambda: office.clerk.now, wake, draw=draw)
    running = asyncio.create_task(delivery.run())
    await office.clerk.posts(*(post(f"news/{n}", f"{n}", ToPerson(f"p{n % 7}")) for n in range(50)))
    wake.set()
    async with asyncio.timeout(30):
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
    delivery = Delivery(office.clerk.store, office.chat, lambda: office.clerk.now, wake, draw=draw)
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
    async with asyncio.timeout(30):
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
