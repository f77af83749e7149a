"""F07: Slack throttles one organisation that floods, again and again: it is left in peace, and others notice nothing.

The storm is short, and so are its waits: two seconds stand for Retry-After: 30.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import inf
from time import monotonic

import pytest

from adapters.platform import Outgoing, Reference, Throttled
from adapters.slack.limits import Limits
from bot.commands import draw
from bot.delivery import Delivery
from flows.messages import ToPerson
from flows.wire import Wire
from storage.rings import Ring
from storage.store import Store
from storage.waits import Waits
from tests.bench.table import percentile
from tests.faults.report import QUIET, Report
from tests.storage.clerk import Clerk, post
from tests.tables import lay_tables

STORM, PAUSE, BREATH = 12.0, 2.0, 60
"""Seconds; seconds of each wait; and the calls that Slack takes between two of them: more than two processes have under
way, so that whoever was refused gets through next time."""
PACE = {"chat.postMessage": 1500}
"""Calls a minute that are allowed, but for what Slack says: five times as many as in life, as the waits are short."""
LOUD, LANES, SOME = 1000, 250, 60
ORGANISATION_A, ORGANISATION_B = "loud", "quiet"


@dataclass(frozen=True)
class Promise:
    """`heard`: seconds from when a wait is kept until every process knows of it; who was told it knows it at once.

    `soon`: seconds until B's posts are delivered, but for one in a hundred; A needs forty for its own. `tries`: how
    often a post of A is begun at most; a process that has not heard of a wait yet begins it once more.
    """

    heard: float
    soon: float
    tries: int


PROMISES = [Promise(30.0, 30.0, 5), pytest.param(Promise(1.0, 2.0, 2), marks=QUIET)]
"""On a machine however busy, and on a quiet one."""


@dataclass
class Storm:
    """Slack's side. `kept_at`: when the wait was written down for all. `inside`: calls of A that were begun in a wait
    by a process that knew of it."""

    heard: float
    until: float = 0.0
    kept_at: float = inf
    breath: int = BREATH
    inside: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    shown: dict[str, float] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)

    def call(self, post: Outgoing, begun: float, known: float, over: float) -> None:
        """Answers a call that was begun by a process that had been told to wait until `known`. Raises Throttled."""
        now = monotonic()
        self.calls[post.key] += 1
        if post.organisation_id == ORGANISATION_A and now < over:
            if now < self.until:
                self.inside += begun < known or begun > self.kept_at + self.heard
                raise Throttled(timedelta(seconds=self.until - now))
            if self.breath == 0:
                self.breath, self.until, self.kept_at = BREATH, now + PAUSE, inf
                raise Throttled(timedelta(seconds=PAUSE))
            self.breath -= 1
        if post.key in self.shown:
            self.twice.append(post.key)
        self.shown[post.key] = now


@dataclass
class Way:
    """One process's way to Slack, with what it and the others know of waits."""

    storm: Storm
    limits: Limits
    over: float
    known: float = 0.0
    name: str = "slack"

    async def send(self, post: Outgoing) -> Reference:
        async with self.limits.room(post.organisation_id):
            await self.limits.take(post.organisation_id, "chat.postMessage", first=post.again)
            begun, known = monotonic(), self.known
            await asyncio.sleep(0.01)
            try:
                self.storm.call(post, begun, known, self.over)
            except Throttled as error:
                self.known = self.storm.until
                await self.limits.wait(post.organisation_id, "chat.postMessage", error.retry_after)
                self.storm.kept_at = min(self.storm.kept_at, monotonic())
                raise
        return f"ref-{post.key}"

    async def update(self, reference: Reference, post: Outgoing) -> Reference:
        raise AssertionError(f"{post.key} is shown once, and is not at {reference} already")

    async def look_up(self, post: Outgoing) -> Reference | None:
        return f"ref-{post.key}" if post.key in self.storm.shown else None


def now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def delivering(store: Store, storm: Storm, over: float) -> AsyncIterator[asyncio.Event]:
    """One process that delivers; the event wakes it."""
    limits, wake = Limits(Waits(store, "slack"), now, PACE), asyncio.Event()

    def heard(what: str) -> None:
        if what != Ring.POSTS:
            limits.look_again()
        wake.set()

    store.heed(heard)
    task = asyncio.create_task(Delivery(store, Way(storm, limits, over), now, wake, draw=draw).run())
    try:
        yield wake
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def writing(store: Store, wake: asyncio.Event) -> dict[str, float]:
    """Organisation B sends something ten times a second, to somebody else each time; when."""
    queued: dict[str, float] = {}
    for number in range(SOME):
        key = f"b/{number}"
        await Clerk(store, now(), ORGANISATION_B).posts(post(key, "please", ToPerson(f"b{number}")))
        queued[key] = monotonic()
        wake.set()
        store.ring("posts")
        await asyncio.sleep(0.1)
    return queued


@pytest.mark.timeout(240)
@pytest.mark.parametrize("promise", PROMISES)
async def test_a_throttled_flood_delays_nobody_else(promise: Promise, database_url: str, report: Report) -> None:
    await asyncio.to_thread(lay_tables, database_url)
    one = await Store.open(database_url, Wire({}))
    other = await Store.open(database_url, Wire({})) if one.shared else one
    storm = Storm(promise.heard)
    flood = [post(f"a/{n}", "!", ToPerson(f"a{n % LANES}")) for n in range(LOUD)]
    for first in range(0, LOUD, 200):
        await Clerk(one, now(), ORGANISATION_A).posts(*flood[first : first + 200])
    over = monotonic() + STORM
    async with delivering(one, storm, over) as wake:
        if other is one:
            queued = await writing(one, wake)
            await everything(storm)
        else:
            async with delivering(other, storm, over):
                queued = await writing(one, wake)
                await everything(storm)
    took = [storm.shown[key] - at for key, at in queued.items()]
    await asyncio.gather(*(store.close() for store in {one, other}))
    kind = "PostgreSQL, two processes" if other is not one else "SQLite"
    most = max(storm.calls.values())
    told = f"B's p99 {percentile(took, 0.99):.2f} s, {storm.inside} calls to A in its waits, at most {most} tries"
    report.say("F07", kind, told)
    assert not storm.twice
    assert storm.inside == 0
    assert percentile(took, 0.99) <= promise.soon
    assert most <= promise.tries


async def everything(storm: Storm) -> None:
    """Nothing is lost."""
    async with asyncio.timeout(150):
        while len(storm.shown) < LOUD + SOME:
            await asyncio.sleep(0.1)
