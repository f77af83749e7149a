"""The outbox to Slack through a bad week: whatever is lost on the way, every message is on screen exactly once."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from adapters.slack.platform import SlackPlatform
from bot.commands import draw
from bot.delivery import Delivery
from flows.effects import Post, Promise
from flows.messages import Address, Message, ToChannel, ToPerson
from flows.plain import Plain
from flows.undelivered import PostFailed
from flows.wire import Wire
from storage.store import Store
from tests.adapters.slack.desk import START
from tests.adapters.slack.office import LINE, Office, office
from tests.adapters.slack.scripted import Fault, no
from tests.storage.clerk import Clerk
from tests.tables import lay_tables

PLACES: tuple[Address, ...] = (ToPerson("maria"), ToPerson("ben"), ToChannel("line-4"))
BAD_WEEK = (
    Fault(reset=True),
    Fault(reset=True, applied=True),
    Fault(status=500, body={"ok": False, "error": "internal_error"}, applied=True),
    Fault(status=502, raw="<h1>Bad gateway</h1>", content_type="text/html"),
    Fault(status=429, headers={"Retry-After": "30"}),
    replace(no("brand_new_code"), applied=True),
    Fault(raw='{"ok": tr', applied=True),
    no("request_timeout"),
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
        return Counter(str(one["text"]) for screen in self.at.desk.slack.shown.values() for one in screen)


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

        platform: SlackPlatform = at.platform
        delivery = Delivery(store, platform, lambda: clerk.now, asyncio.Event(), draw=draw, tell=tell)
        yield Works(at, clerk, delivery, told)
        await store.close()


def post(number: int, to: Address, promise: Promise = Promise.NEVER_LOST) -> Post:
    return Post(f"escalation/line/E-{number}", to, Message(f"message {number}"), promise)


@pytest.mark.parametrize("seed", range(3))
async def test_nothing_is_lost_and_nothing_is_doubled(works: Works, seed: int) -> None:
    chance, script = random.Random(seed), works.at.desk.slack.script  # noqa: S311  # the same trouble each time
    script["chat.postMessage"] = [chance.choice(BAD_WEEK) for _ in range(20)]
    script["conversations.history"] = [chance.choice(BAD_WEEK[4:5] + BAD_WEEK[:1]) for _ in range(5)]
    promises = (Promise.NEVER_LOST, Promise.NEVER_LOST, Promise.NEVER_DOUBLED)
    posts = [post(number, PLACES[number % 3], promises[number % 3]) for number in range(30)]
    await works.clerk.posts(*posts)
    await works.later(60)
    assert works.shown() == Counter(f"message {number}" for number in range(30))
    assert not works.told
    keys = _keys(works.at.desk.slack.shown)
    assert keys == {sha256(f"escalation/line/E-{number}".encode()).hexdigest() for number in range(30)}


def _keys(shown: Mapping[str, list[dict[str, Plain]]]) -> set[str]:
    found = set()
    for one in (one for screen in shown.values() for one in screen):
        metadata = one["metadata"]
        assert isinstance(metadata, dict)
        payload = metadata["event_payload"]
        assert isinstance(payload, dict)
        found.add(str(payload["key"]))
    return found


async def test_inside_a_wait_nothing_is_called_and_then_everything_goes(works: Works) -> None:
    slack = works.at.desk.slack
    slack.script["chat.postMessage"] = [Fault(status=429, headers={"Retry-After": "600"})] * 3
    await works.clerk.posts(*[post(number, PLACES[number % 3]) for number in range(30)])
    await works.later(19)
    assert len(slack.made("chat.postMessage")) <= 3, "one for each lane that was under way"
    assert not works.shown()
    await works.later(10)
    assert works.shown() == Counter(f"message {number}" for number in range(30))
    assert len(slack.made("chat.postMessage")) <= 33


async def test_a_workspace_that_was_paused_gets_everything_when_it_is_back(works: Works) -> None:
    slack = works.at.desk.slack
    slack.script = {"chat.postMessage": [no("invalid_auth")] * 3, "auth.test": [no("invalid_auth")] * 2}
    await works.clerk.posts(*[post(number, PLACES[number % 3]) for number in range(9)])
    await works.later(400)
    assert works.shown() == Counter(f"message {number}" for number in range(9))
    assert len(slack.made("auth.test")) == 3
    assert not works.told


async def test_what_is_refused_is_told_in_words_and_keeps_no_other_address_waiting(works: Works) -> None:
    await works.at.spots.keep("plant", [replace(LINE, archived=True)])
    works.at.desk.slack.script["conversations.info"] = [no("missing_scope")]
    await works.clerk.posts(*[post(number, PLACES[number % 3]) for number in range(6)])
    await works.later(20)
    assert works.shown() == Counter(f"message {number}" for number in (0, 1, 3, 4))
    assert {failed.key for failed in works.told} == {"escalation/line/E-2", "escalation/line/E-5"}
    assert {failed.said.partition(".")[0] for failed in works.told} == {"the channel is archived"}


async def test_posts_that_come_before_people_are_read_wait_for_that(works: Works) -> None:
    """On the first start the posts may be quicker than the list of everybody."""
    at = works.at
    ben = at.accounts.known.pop(("plant", "U0BEN"))
    at.desk.slack.script["users.list"] = [Fault(status=500)] * 5
    await works.clerk.posts(post(1, ToPerson("ben")))
    await works.later(5)
    assert not works.told
    await at.accounts.keep("plant", [ben])
    await works.later(5)
    assert works.shown() == Counter({"message 1": 1})
