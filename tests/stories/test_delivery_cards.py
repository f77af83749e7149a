"""Cards are drawn when they are sent: as things stand then, and one that cannot be drawn holds up nobody."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.delivery import Delivery
from bot.preparing import Draw
from flows.effects import Card, Post, Promise
from flows.errors import NotFound
from flows.messages import Message, ToPerson
from flows.phrases import Phrase
from storage.store import Transaction
from tests.storage.clerk import JAN, post, raw_sql
from tests.stories.post_office import Office, office
from tests.stories.unreliable_platform import LOST_ANSWER

__all__ = ["office"]

MARIA = ToPerson("maria")


@dataclass
class Painter:
    """Draws Jan's name as it is now; `troubles` befall the next drawings."""

    troubles: list[Exception] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)

    def draw(self, records: Transaction, card: Card, reader: str | None, now: datetime) -> Message:  # noqa: ARG002
        if self.troubles:
            raise self.troubles.pop(0)
        name = records.people.get(card.of).name
        self.drawn.append(name)
        return Message(Phrase("{words}", words=name))


def drawing(office: Office, draw: Draw) -> Office:
    clerk = office.clerk
    return replace(office, delivery=Delivery(clerk.store, office.chat, lambda: clerk.now, asyncio.Event(), draw=draw))


def card(promise: Promise = Promise.NEVER_LOST) -> Post:
    return Post("card", MARIA, Card("name", "jan"), promise)


async def named(office: Office, name: str, promise: Promise = Promise.REFRESH) -> None:
    """Jan gets a name, and his card is queued in the same transaction."""

    def work(records: Transaction) -> None:
        records.people.put(replace(JAN, name=name))
        records.queue([card(promise)])

    await office.clerk.does(work)


async def test_many_changes_before_it_goes_are_drawn_once_as_the_last_left_them(office: Office) -> None:
    painter = Painter()
    office = drawing(office, painter.draw)
    await named(office, "one", Promise.NEVER_LOST)
    await named(office, "two")
    await named(office, "three")
    await office.delivers()
    assert (office.chat.said, painter.drawn) == (["three"], ["three"])
    await named(office, "four")
    await named(office, "five")
    await office.delivers()
    assert (office.chat.said, painter.drawn) == (["five"], ["three", "five"])
    assert await office.waiting() == 0


async def test_a_change_after_the_drawing_is_shown_after_it(office: Office) -> None:
    office = drawing(office, Painter().draw)
    office.chat.gate = asyncio.Event()
    await named(office, "one", Promise.NEVER_LOST)
    flying = asyncio.create_task(office.delivery.deliver_once(office.clerk.now))
    while not office.chat.calls:
        await asyncio.sleep(0.001)
    await named(office, "two")
    office.chat.gate.set()
    await flying
    assert office.chat.said == ["one"]
    await office.delivers()
    assert office.chat.said == ["two"]
    assert await office.waiting() == 0


async def test_presses_while_it_is_delivered_end_with_what_is_so(office: Office) -> None:
    """Thirty changes race with claims and drawings, on every database."""
    office = drawing(office, Painter().draw)
    await named(office, "start", Promise.NEVER_LOST)

    async def presses() -> None:
        for number in range(30):
            await named(office, f"press {number}")

    pressing = asyncio.create_task(presses())
    while not pressing.done():
        await office.delivery.deliver_once(office.clerk.now)
    await pressing
    await office.delivers()
    assert office.chat.said == ["press 29"]
    assert await office.waiting() == 0


async def test_what_an_unclear_attempt_may_have_shown_is_drawn_again(office: Office) -> None:
    office = drawing(office, Painter().draw)
    office.chat.trouble(LOST_ANSWER)
    await named(office, "one", Promise.NEVER_LOST)
    await office.delivers()
    await named(office, "two")
    await office.later()
    assert office.chat.said == ["two"]
    assert await office.waiting() == 0


async def test_a_card_with_nothing_to_show_is_dropped_and_the_next_post_goes(office: Office) -> None:
    office = drawing(office, Painter([NotFound("It is gone.")]).draw)
    await named(office, "one", Promise.NEVER_LOST)
    await office.clerk.posts(post("news", "news"), replace(post("reply", "under it"), thread="card"))
    await office.delivers()
    assert office.chat.said == ["news", "under it"]
    assert await office.log() == [("card", "nothing to draw")]


async def test_a_card_whose_drawing_is_broken_is_set_aside_and_the_next_post_goes(office: Office) -> None:
    """A bug in one drawing must not silence a person for good, nor hold what was drawn well."""
    broken = Painter([KeyError("no such axis") for _ in range(20)])
    office = drawing(office, broken.draw)
    await named(office, "one", Promise.NEVER_LOST)
    await office.clerk.posts(post("news", "news"))
    for _ in range(6):
        async with asyncio.timeout(20):
            await office.later()
    assert office.chat.said == ["news"]
    assert (await office.log())[-1] == ("card", "set aside")
    reason = await asyncio.to_thread(raw_sql, office.url, "SELECT reason FROM outbox")
    assert "KeyError" in reason[0][0]
    assert "no such axis" not in reason[0][0]


async def test_a_card_that_failed_once_is_drawn_again(office: Office) -> None:
    office = drawing(office, Painter([KeyError("once")]).draw)
    await named(office, "one", Promise.NEVER_LOST)
    await office.delivers()
    await office.later()
    assert office.chat.said == ["one"]
    assert await office.waiting() == 0


async def test_a_row_that_nobody_can_read_any_more_is_set_aside(office: Office) -> None:
    await office.clerk.posts(post("old", "old"), post("news", "news"))
    statement = "UPDATE outbox SET message = '[\"Forgotten\", {}]' WHERE key = 'old' RETURNING key"
    assert await asyncio.to_thread(raw_sql, office.url, statement) == [("old",)]
    for _ in range(6):
        async with asyncio.timeout(20):
            await office.later()
    assert office.chat.said == ["news"]
