"""A post that ends its process each time is found out, sent alone, and set aside; everything else goes on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.platform import Outgoing, Reference, Unreachable
from adapters.web.ports import LOCAL
from flows.commands import OPERATOR
from flows.effects import Post
from flows.messages import ToPerson
from storage.claims import DEATHS, DOUBTFUL, LEASE, probation
from storage.store import Cause
from tests.storage.clerk import post, raw_sql
from tests.stories.chat import Chat as Bot
from tests.stories.post_office import Office, office
from tests.stories.test_alarms import heard
from tests.stories.test_undelivered import PROJECT
from tests.stories.unreliable_platform import Chat, sends

__all__ = ["office"]
POISON = "poison"


@dataclass
class Deadly(Chat):
    """Ends its process when it is to show the poison: whatever is under way then has no end either."""

    dead: bool = False

    async def send(self, post: Outgoing) -> Reference:
        self.dead = self.dead or post.key == POISON
        if self.dead:
            self.calls.append(f"send {post.key}")
            raise asyncio.CancelledError
        return await super().send(post)


@pytest.fixture
def chat(office: Office) -> Deadly:
    office.chat = Deadly()
    return office.chat


async def live(office: Office, chat: Deadly) -> None:
    """One process, until it dies or nothing is left to do now; then as long as another one waits for its leases."""
    chat.dead, office.delivery = False, office.restarted().delivery
    while not chat.dead and await office.delivery.deliver_once(office.clerk.now):
        pass
    office.clerk.now += LEASE + timedelta(seconds=1)


async def test_f29_it_is_set_aside_after_five_deaths_and_everything_else_arrives(office: Office, chat: Deadly) -> None:
    others = [post(f"other/{n}", f"{n}", ToPerson(f"p{n}")) for n in range(9)]
    await office.clerk.posts(post(POISON, "never read"), post("behind", "behind it"), *others)
    for death in range(DEATHS):
        await live(office, chat)
        assert chat.dead
        assert (len(chat.said) == len(others)) is (death > DOUBTFUL), "those beside it arrive once it went alone"
    await live(office, chat)
    assert not chat.dead
    assert sends(chat.calls).count(POISON) == DEATHS <= 5
    assert sorted(chat.said) == sorted(["behind it", *(f"{n}" for n in range(9))])
    assert await office.log() == [(POISON, "set aside")]
    assert await office.waiting() == 1, "it is kept, for whoever looks into it"


async def test_f29_others_go_first_and_the_doubtful_one_has_its_turn(office: Office, chat: Deadly) -> None:
    await office.clerk.posts(post(POISON, "never read"))
    for _ in range(DOUBTFUL):
        await live(office, chat)
    await office.clerk.posts(*(post(f"new/{n}", f"{n}", ToPerson(f"p{n}")) for n in range(3)))
    await live(office, chat)
    assert sorted(chat.said) == ["0", "1", "2"]
    assert chat.dead


async def test_f29_an_attempt_that_ends_in_whatever_way_clears_a_post(office: Office) -> None:
    await office.clerk.posts(post("news", "news"))
    await _died(office.url, "news", DEATHS - 1)
    office.chat.trouble(Unreachable("down"))
    await office.delivers()
    await _died(office.url, "news", None)
    await office.later()
    assert office.chat.said == ["news"]


async def test_f29_where_processes_die_of_something_else_no_post_is_blamed_for_it(office: Office, chat: Deadly) -> None:
    """Each dies a moment after its start, whatever it is at."""
    await office.clerk.posts(post(POISON, "only unlucky"), post("beside", "beside", ToPerson("jan")))
    for _ in range(4 * DEATHS):
        chat.dead, office.delivery = False, office.restarted(alive=1.0).delivery
        await office.delivery.deliver_once(office.clerk.now)
        office.clerk.now += LEASE + timedelta(seconds=1)
    assert len(sends(chat.calls)) == 2 * DOUBTFUL
    calm = Chat()
    office.chat = calm
    office.delivery = office.restarted().delivery
    await office.delivers()
    assert sorted(calm.said) == ["beside", "only unlucky"]


@pytest.mark.parametrize(("deaths", "seconds"), [(0, 0), (1, 0), (2, 5), (3, 10), (4, 20), (5, 0), (99, 0)])
def test_f29_how_long_a_process_has_lived_before_it_tries_it(deaths: int, seconds: float) -> None:
    assert probation(deaths) == seconds


@pytest.fixture
async def plant(bot: Bot, tmp_path: Path) -> Bot:
    path = tmp_path / "line3.yaml"
    path.write_text(PROJECT, encoding="utf-8")
    await bot.load(path, start=False)
    await bot.settle()
    return bot


@pytest.mark.web_only
async def test_f29_whoever_looks_after_accord_is_told_and_it_is_over_after_a_day(plant: Bot, database_url: str) -> None:
    await _deadly(plant, database_url, post("digest/line3/1", "never read"))
    await plant.app.maintain()
    await plant.settle()
    (told,) = await heard(plant, "ewa")
    assert "Accord ended again and again in the middle of sending 1 message, and does not try that any more." in told
    await plant.wait(days=1, minutes=1)
    await plant.app.maintain()
    await plant.wait(minutes=11)
    (told,) = await heard(plant, "ewa")
    assert "This trouble is over" in told


async def _deadly(bot: Bot, url: str, what: Post) -> None:
    """It is as if so many processes had ended in the middle of sending this."""
    cause = Cause(OPERATOR, "Test", bot.now)
    await bot.app.store.run(LOCAL, cause, lambda records: records.queue([what]))
    await _died(url, what.key, DEATHS)
    await bot.settle()


async def _died(url: str, key: str, times: int | None) -> None:
    """So many processes have ended in the middle of sending this, one after the other; once more than what is known."""
    dead = "UPDATE outbox SET state = 'sending', uncertain = 1 WHERE key = ?"
    await asyncio.to_thread(raw_sql, url, dead, [key])
    if times is not None:
        await asyncio.to_thread(raw_sql, url, "UPDATE outbox SET unended = ? WHERE key = ?", [times - 1, key])
