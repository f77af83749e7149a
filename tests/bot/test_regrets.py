"""A message that was shown too late is taken away, once another process has shown the same one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from adapters.platform import Reference
from bot.regrets import Regrets
from storage.lanes import LEASE, Ending, Settlement, Wanted, exchange
from storage.store import Store
from tests.storage.clerk import Clerk, post
from tests.storage.conftest import NOW
from tests.storage.shared import server_url, stores
from tests.stories.unreliable_platform import Chat

__all__ = ["server_url", "stores"]
Stores = tuple[Store, Store]


@dataclass
class Retracts(Chat):
    """A chat that takes messages back."""

    taken: list[Reference] = field(default_factory=list)

    async def retract(self, organisation_id: str, reference: Reference) -> None:
        self.taken.append(f"{organisation_id} {reference}")


async def late(stores: Stores, theirs: Reference) -> tuple[Settlement, Settlement]:
    """Two attempts at one post: one whose lease is over, and the other one's."""
    await Clerk(stores[0], NOW).posts(post("card", "asked"))
    found = []
    for store, at in zip(stores, (NOW, NOW + 2 * LEASE), strict=True):
        exchanged = await store.deliver(lambda connection, at=at: exchange(connection, (), at, Wanted(9, 9)))  # type: ignore[misc]
        found.append(exchanged.claims[0])
    return (
        Settlement(found[0], Ending.SENT, NOW, reference="mine"),
        Settlement(found[1], Ending.SENT, NOW, reference=theirs),
    )


async def after(stores: Stores, theirs: Reference) -> list[Reference]:
    """What was taken away in the end."""
    mine, other = await late(stores, theirs)
    chat = Retracts()
    regrets = Regrets(stores[0], chat, between=0.2)
    regrets.late(mine)
    await asyncio.sleep(0.1)
    assert chat.taken == [], "nobody knows yet what the other one will show"
    await stores[1].deliver(lambda connection: exchange(connection, [other], NOW, Wanted(0, 0)))
    while regrets._under_way:
        await asyncio.sleep(0.01)
    return chat.taken


async def test_the_second_message_goes(stores: Stores) -> None:
    assert await after(stores, "theirs") == ["acme mine"]


async def test_the_one_that_the_other_has_found_stays(stores: Stores) -> None:
    assert await after(stores, "mine") == []
