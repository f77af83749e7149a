"""Posts that may have ended their process go alone, and while they wait or hang everybody else's are shown."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial

import pytest

from adapters.platform import Outgoing, Reference
from bot.commands import draw
from bot.delivery import Delivery
from bot.flights import EACH, ROOM, TRIAL
from flows.messages import ToPerson
from storage import claiming
from storage.claims import DOUBTFUL, Turn, Wanted
from storage.lanes import Exchanged, exchange
from tests.storage.clerk import post, raw_sql
from tests.stories.post_office import Office, office
from tests.stories.unreliable_platform import Chat, sends

__all__ = ["office"]
AT_MOST = 60.0
"""Seconds until something has happened that is sure to happen."""


@pytest.fixture
async def many(office: Office) -> int:
    """More doubtful posts than one organisation may have under way, each to somebody else."""
    count = EACH + 8
    await office.clerk.posts(*(post(f"doubtful/{n}", f"{n}", ToPerson(f"d{n}")) for n in range(count)))
    died = "UPDATE outbox SET state = 'sending', uncertain = 1, unended = ?"
    await asyncio.to_thread(raw_sql, office.url, died, [DOUBTFUL - 1])
    return count


async def claims(office: Office, wanted: Wanted) -> Exchanged:
    return await office.clerk.store.deliver(
        partial(exchange, settlements=(), now=office.clerk.now, wanted=wanted)  # what is claimed is never shown
    )


async def test_f29_doubtful_ones_leave_the_others_of_their_organisation_their_share(office: Office, many: int) -> None:
    await office.clerk.posts(*(post(f"new/{n}", f"{n}", ToPerson(f"p{n}")) for n in range(EACH)))
    found = await claims(office, Wanted(ROOM, EACH))
    assert {claim.key for claim in found.claims} == {f"new/{n}" for n in range(EACH)}
    assert found.doubtful


async def test_f29_and_so_they_do_where_more_waits_than_is_looked_at(office: Office, many: int) -> None:
    waiting = [post(f"new/{n}", f"{n}", ToPerson(f"p{n}")) for n in range(claiming.WINDOW)]
    await office.clerk.posts(*waiting)
    found = await claims(office, Wanted(ROOM, EACH))
    assert len(found.claims) == EACH
    assert not any(claim.doubtful for claim in found.claims)
    assert found.doubtful


async def test_f29_they_go_one_by_one_and_what_comes_behind_them_waits(office: Office, many: int) -> None:
    await office.clerk.posts(*(post(f"behind/{n}", f"behind {n}", ToPerson(f"d{n}")) for n in range(many)))
    (first,) = (await claims(office, Wanted(ROOM, EACH))).claims
    assert first.doubtful
    beside = await claims(office, Wanted(ROOM, EACH, frozenset({first.lane}), Turn.NEVER))
    assert (beside.claims, beside.doubtful) == ([], False)
    (second,) = (await claims(office, Wanted(ROOM, EACH, frozenset({first.lane}), Turn.FIRST))).claims
    assert second.doubtful
    assert second.lane != first.lane


async def test_f29_everything_is_shown_in_the_end_in_order(office: Office, many: int) -> None:
    await office.clerk.posts(*(post(f"behind/{n}", f"behind {n}", ToPerson(f"d{n}")) for n in range(many)))
    await office.delivers()
    assert sorted(sends(office.chat.calls)) == sorted(f"{of}/{n}" for of in ("doubtful", "behind") for n in range(many))
    for n in range(many):
        assert office.chat.said.index(f"{n}") < office.chat.said.index(f"behind {n}")


@dataclass
class Hanging(Chat):
    """Says nothing to one post, until `answer` is set."""

    hangs: str = "doubtful"
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    answer: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, post: Outgoing) -> Reference:
        if post.key == self.hangs:
            self.asked.set()
            await self.answer.wait()
        return await super().send(post)


async def test_f29_while_a_doubtful_one_hangs_another_organisation_is_served(office: Office) -> None:
    await office.clerk.posts(post("doubtful", "at last"))
    died = "UPDATE outbox SET state = 'sending', uncertain = 1, unended = ?"
    await asyncio.to_thread(raw_sql, office.url, died, [DOUBTFUL - 1])
    chat, wake, seconds = Hanging(), asyncio.Event(), [3600.0]
    delivery = Delivery(office.clerk.store, chat, lambda: office.clerk.now, wake, draw=draw, alive=lambda: seconds[0])
    running = asyncio.create_task(delivery.run())
    async with asyncio.timeout(AT_MOST):
        await chat.asked.wait()
        await office.clerk.at("rival").posts(post("quick", "quick"))
        seconds[0] += TRIAL
        wake.set()
        while not chat.said:
            await asyncio.sleep(0.01)
    assert chat.said == ["quick"]
    chat.answer.set()
    running.cancel()
    await asyncio.wait([running])
    assert chat.said == ["quick", "at last"]
