"""The outbox to Teams through a bad week: nothing is lost, and no more is doubled than Teams leaves in doubt."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands import draw
from bot.delivery import Delivery
from flows.effects import Post, Promise
from flows.messages import Address, Message, ToChannel, ToPerson
from flows.undelivered import PostFailed
from flows.wire import Wire
from storage.store import Store
from tests.adapters.teams.desk import START
from tests.adapters.teams.office import Office, office
from tests.adapters.teams.scripted import Fault, no
from tests.storage.clerk import Clerk
from tests.tables import lay_tables

PLACES: tuple[Address, ...] = (ToPerson("maria"), ToPerson("ben"), ToChannel("line-4"))
SURE = (
    Fault(status=429, headers={"Retry-After": "30"}),
    Fault(status=412),
    Fault(status=401),
)
UNCLEAR = (
    Fault(reset=True),
    Fault(reset=True, applied=True),
    Fault(status=500, applied=True),
    Fault(status=502, raw="<h1>Bad gateway</h1>"),
    Fault(status=504),
    Fault(raw='{"i', applied=True),
)


@dataclass
class Works:
    """A store, the platform, and delivery between them."""

    at: Office
    clerk: Clerk
    delivery: Delivery
    told: list[PostFailed]

    async def later(self, rounds: int) -> None:
        """Lets half a minute go by, again and again."""
        for _ in range(rounds):
            while await self.delivery.deliver_once(self.clerk.now):
                pass
            self.clerk.now += timedelta(seconds=31)
            self.at.desk.clock.pass_(timedelta(seconds=31))

    def shown(self) -> Counter[str]:
        """How often each text is on screen."""
        return Counter(str(one["summary"]) for screen in self.at.desk.teams.shown.values() for one in screen.values())


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    url = f"sqlite:///{tmp_path / 'accord.db'}"
    await asyncio.to_thread(lay_tables, url)
    async with office() as at:
        store = await Store.open(url, Wire({}))
        clerk, told = Clerk(store, START, "plant"), list[PostFailed]()

        async def tell(organisation_id: str, failed: PostFailed) -> None:
            assert organisation_id == "plant"
            told.append(failed)

        delivery = Delivery(store, at.platform, lambda: clerk.now, asyncio.Event(), draw=draw, tell=tell)
        yield Works(at, clerk, delivery, told)
        await store.close()


def post(number: int, to: Address, promise: Promise = Promise.NEVER_LOST) -> Post:
    return Post(f"escalation/line/E-{number}", to, Message(f"message {number}"), promise)


@pytest.mark.parametrize("seed", range(3))
async def test_nothing_is_lost_and_each_unclear_answer_doubles_one_at_most(works: Works, seed: int) -> None:
    chance, teams = random.Random(seed), works.at.desk.teams  # noqa: S311  # the same trouble each time
    faults = [chance.choice(UNCLEAR if chance.random() < 0.5 else SURE) for _ in range(20)]
    teams.script["post"] = list(faults)
    await works.clerk.posts(*[post(number, PLACES[number % 3]) for number in range(30)])
    await works.later(60)
    shown = works.shown()
    assert set(shown) == {f"message {number}" for number in range(30)}
    assert sum(shown.values()) - 30 <= sum(fault.applied for fault in faults)
    assert not works.told


@pytest.mark.parametrize("seed", range(3))
async def test_a_nudge_is_never_doubled(works: Works, seed: int) -> None:
    chance, teams = random.Random(seed), works.at.desk.teams  # noqa: S311  # the same trouble each time
    teams.script["post"] = [chance.choice(UNCLEAR) for _ in range(10)]
    await works.clerk.posts(*[post(number, PLACES[number % 3], Promise.NEVER_DOUBLED) for number in range(30)])
    await works.later(40)
    shown = works.shown()
    assert max(shown.values()) == 1
    assert len(shown) >= 20, "only those in doubt may be missing"


async def test_what_is_surely_not_sent_is_sent_once(works: Works) -> None:
    works.at.desk.teams.script["post"] = list(SURE) * 4
    await works.clerk.posts(*[post(number, PLACES[number % 3], Promise.NEVER_DOUBLED) for number in range(9)])
    await works.later(60)
    assert works.shown() == Counter(f"message {number}" for number in range(9))


async def test_an_edit_whose_answer_is_lost_is_made_again_in_place(works: Works) -> None:
    await works.clerk.posts(post(1, PLACES[0]))
    await works.later(1)
    works.at.desk.teams.script["put"] = [Fault(reset=True, applied=True), Fault(status=503), Fault(reset=True)]
    await works.clerk.posts(Post("escalation/line/E-1", PLACES[0], Message("changed")))
    await works.later(10)
    assert works.shown() == Counter({"changed": 1})


async def test_what_is_refused_is_told_in_words_and_keeps_no_other_address_waiting(works: Works) -> None:
    teams = works.at.desk.teams
    teams.script["create"] = [no(403, "BotNotInConversationRoster")] * 9
    await works.clerk.posts(*[post(number, PLACES[number % 3]) for number in range(6)])
    await works.later(20)
    assert works.shown() == Counter(f"message {number}" for number in (0, 2, 3, 5))
    assert {failed.key for failed in works.told} == {"escalation/line/E-1", "escalation/line/E-4"}
    assert all("choose Add" in failed.said for failed in works.told)
    assert len(teams.made("create")) == 1


async def test_wrong_credentials_keep_everything_waiting_until_they_are_put_right(works: Works) -> None:
    works.at.desk.teams.script["token"] = [Fault(401, {"error": "invalid_client"})] * 10
    await works.clerk.posts(*[post(number, PLACES[number % 3]) for number in range(9)])
    await works.later(10)
    assert not works.told
    await works.later(20)
    assert works.shown() == Counter(f"message {number}" for number in range(9))
