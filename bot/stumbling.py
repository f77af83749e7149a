"""Due items whose use case fails: tried again ever more rarely, kept with their reason, told to whoever can help."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from uuid import uuid4

from bot import complaints
from bot.complaints import NOT_TAKEN
from bot.lately import since_now
from flows.errors import Unavailable
from flows.phrases import Phrase
from storage import under_way
from storage.claims import DEATHS, DOUBTFUL, probation
from storage.connections import Connection
from storage.store import Conflict, Due, Store
from storage.stumbles import Stumble, recovered, stumbled, stumbles
from storage.under_way import Left

LONGEST_WAIT, SHORT_WAIT = 3600, 5
"""Seconds between two tries at most: of what fails by an error, and of what the database does not take."""
SETTLED = timedelta(seconds=10)
"""What has stumbled so long ago and is not due is settled; before, another process's clock may be a little behind."""
FORGOTTEN = timedelta(minutes=5)
"""An item that is not tried again so long after its time is not due any more, where more is due than is looked at."""
AFTER_POSTS = 3.0
"""Seconds that a doubtful item is tried later than a doubtful post: one of them ends the process at a time."""


class Stumbling:
    """What is known of them: in the database, and here as of the last `refresh` with what has happened since."""

    def __init__(self, store: Store, alive: Callable[[], float] | None = None) -> None:
        self._store = store
        self._known: dict[Due, Stumble] | None = None
        self._me = uuid4().hex
        self._alive = alive or since_now()
        self._gone: dict[Left, float] = {}  # notes whose session has ended, and since when that was seen
        self._held: frozenset[Due] = frozenset()

    @property
    def known(self) -> Mapping[Due, Stumble]:
        """Items that fail: how often, since when, why, and when they are tried again."""
        return self._known or {}

    @property
    def holds_back(self) -> bool:
        """Whether there are items of which nobody knows yet whether their process lives."""
        return bool(self._held)

    async def begin(self, now: datetime) -> None:
        """What an earlier process knew is known, and what it was at when it ended; always what other processes know,
        and what they were at. Raises Unavailable."""
        if self._known is not None and not self._store.shared:
            return
        try:
            self._known, left = await self._store.look(self._found)
        except Unavailable:
            self._gone = {}
            raise
        dead = self._dead(left)
        if dead and not self._store.silence:
            for note in dead:
                await self._store.change(partial(under_way.count_deaths, note=note, now=now))
            await self._read()

    def _found(self, connection: Connection) -> tuple[dict[Due, Stumble], Sequence[Left]]:
        return dict(stumbles(connection)), under_way.left_behind(connection, self._me)

    def _dead(self, left: Sequence[Left]) -> Sequence[Left]:
        """Those whose process would have noted something by now; the items of the others are left alone."""
        if not self._store.shared:
            return left
        at = self._alive()
        gone = {note: self._gone.get(note, at) for note in left}
        self._gone = {note: since for note, since in gone.items() if at - since < under_way.GRACE}
        self._held = frozenset(chain.from_iterable(note.items for note in self._gone))
        return [note for note in left if note not in self._gone]

    @asynccontextmanager
    async def noted(self, items: Collection[Due], now: datetime) -> AsyncIterator[None]:
        """Whoever comes after this process knows that these were under way, if it ends meanwhile. Raises Unavailable
        before anything is done."""
        note = partial(under_way.begin, me=self._me, items=items, now=now)
        await self._store.change(note)
        ended = asyncio.Event()
        living = asyncio.create_task(self._lives(note, ended))
        try:
            yield
        finally:
            ended.set()
            await living
            with suppress(Unavailable):  # the next note takes the place of this one
                await self._store.change(partial(under_way.end, me=self._me))

    async def _lives(self, note: Callable[[Connection], None], ended: asyncio.Event) -> None:
        while self._store.shared and not ended.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), under_way.AGAIN)
                return
            with suppress(Unavailable, Conflict):  # and again
                await self._store.change(note)

    async def refresh(self, now: datetime) -> None:
        """What other processes know is known, and what is settled is forgotten. Raises Unavailable."""
        for item, how in (await self._read()).items():
            if how.again_at + FORGOTTEN < now:
                await self.went_well(item)

    async def settled(self, due: Collection[Due], now: datetime) -> None:
        """What has stumbled and is not among those, which are all that are due, is forgotten: somebody, or another
        process, has settled it. Raises Unavailable."""
        for item in self.known.keys() - set(due):
            if self.known[item].since + SETTLED < now:
                await self.went_well(item)

    async def _read(self) -> dict[Due, Stumble]:
        self._known = dict(await self._store.look(stumbles))
        return dict(self._known)

    def may_try(self, item: Due, now: datetime) -> bool:
        """Whether its time to be tried (again) has come, and nobody else may be at it."""
        how = self.known.get(item)
        return item not in self._held and (how is None or how.again_at <= now)

    def is_doubtful(self, item: Due) -> bool:
        """Whether processes have ended in the middle of it, so that nothing else is carried out at the same time."""
        how = self.known.get(item)
        return how is not None and how.unended >= DOUBTFUL

    def alone(self, items: Iterable[Due]) -> list[Due]:
        """Of doubtful items those that may be tried now, one after the other: first who has been there fewest times,
        and so is the likeliest to be innocent. Where something else ends processes soon, no item is blamed for it."""
        deaths = {item: self.known[item].unended for item in items}
        wait = {item: probation(min(count, DEATHS - 1)) + AFTER_POSTS for item, count in deaths.items()}
        return sorted((item for item in deaths if wait[item] <= self._alive()), key=deaths.__getitem__)

    def warnings(self) -> list[str]:
        """What nobody else waits for, and somebody has to look into."""
        return complaints.warnings(self.known)

    def is_news(self, item: Due, reason: str) -> bool:
        """Whether nothing of this kind in its organisation fails for this reason already."""
        return not any(
            how.reason == reason and (each.organisation_id, each.kind) == (item.organisation_id, item.kind)
            for each, how in self.known.items()
        )

    async def failed(self, item: Due, now: datetime, reason: str) -> None:
        """It is put off; what it is about stays due in the database. `reason`: nobody's words."""
        before = self._before(item, now)
        count = before.failures + 1
        await self._put_off(
            item, replace(before, reason=reason, failures=count, untaken=0, unended=0), now, _wait(count)
        )

    async def not_taken(self, item: Due, now: datetime, reason: str) -> None:
        """The database did not take it. Where it takes that this is so, the item is put off like one that fails, for
        seconds only; where it does not take that either, it is the database. Raises Unavailable then."""
        before = self._before(item, now)
        count = before.untaken + 1
        how = replace(before, reason=f"{NOT_TAKEN}: {reason}", untaken=count, unended=0)
        await self._put_off(item, how, now, _wait(count, SHORT_WAIT))

    def _before(self, item: Due, now: datetime) -> Stumble:
        return self.known.get(item) or Stumble(now, now, "")

    async def _put_off(self, item: Due, how: Stumble, now: datetime, wait: timedelta) -> None:
        how = replace(how, again_at=now + wait)
        await self._store.change(lambda connection: stumbled(connection, item, how))
        self._known = {**self.known, item: how}

    async def went_well(self, item: Due) -> None:
        """It is forgotten if it had failed before."""
        if item not in self.known:
            return
        await self._store.change(lambda connection: recovered(connection, item))
        self._known = {each: how for each, how in self.known.items() if each != item}


def _wait(count: int, longest: int = LONGEST_WAIT) -> timedelta:
    """Until the next try after so many."""
    return timedelta(seconds=longest if count >= longest.bit_length() else 2**count)


def why_refused(phrase: Phrase) -> str:
    """The refusal without the values in it, which may be people's words; a fixed sentence is itself the value."""
    words = phrase.values.get("words")
    return words if phrase.template == "{words}" and isinstance(words, str) else phrase.template
