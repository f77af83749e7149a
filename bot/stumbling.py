"""Due items whose use case fails: tried again ever more rarely, kept with their reason, told to whoever can help."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from flows.phrases import Count, Phrase
from storage.store import Due, Store
from storage.stumbles import Stumble, recovered, stumbled, stumbles

LONGEST_WAIT, SHORT_WAIT = 3600, 5
"""Seconds between two tries at most: of what fails by an error, and of what the database does not take."""
NOT_TAKEN = "The database does not take it"
SETTLED = timedelta(seconds=10)
"""What has stumbled so long ago and is not due is settled; before, another process's clock may be a little behind."""
FORGOTTEN = timedelta(minutes=5)
"""An item that is not tried again so long after its time is not due any more, where more is due than is looked at."""
SERIOUS = 3
"""Failures after which those who look after Accord are told."""
KIND = "broken items"
"""The kind of the alarm."""
BROKEN = (
    "{count} cannot be carried out because of an error in Accord, and is tried again every hour. The first: {kind} "
    "{id}. {reason}. Please run the doctor, and report it."
)
LOCKED = (
    "{count} cannot be carried out, and is tried again every few seconds. The first: {kind} {id}. {reason}. Please "
    "look whether somebody keeps it locked in the database, and run the doctor."
)


class Stumbling:
    """What is known of them: in the database, and here as of the last `refresh` with what has happened since."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[Due, Stumble] | None = None

    @property
    def known(self) -> Mapping[Due, Stumble]:
        """Items that fail: how often, since when, why, and when they are tried again."""
        return self._known or {}

    async def begin(self) -> None:
        """What an earlier process knew is known, and always what other processes know. Raises Unavailable."""
        if self._known is None or self._store.shared:
            await self._read()

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
        """Whether its time to be tried (again) has come."""
        how = self.known.get(item)
        return how is None or how.again_at <= now

    def warnings(self) -> list[str]:
        """What nobody else waits for, and somebody has to look into."""
        count = sum(map(_is_serious, self.known.values()))
        items = f"{count} due {'item' if count == 1 else 'items'}"
        return [f"{items} cannot be carried out. Please run the doctor, and report it."] if count else []

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
        await self._put_off(item, replace(before, reason=reason, failures=count, untaken=0), now, _wait(count))

    async def not_taken(self, item: Due, now: datetime, reason: str) -> None:
        """The database did not take it. Where it takes that this is so, the item is put off like one that fails, for
        seconds only; where it does not take that either, it is the database. Raises Unavailable then."""
        before = self._before(item, now)
        count = before.untaken + 1
        how = replace(before, reason=f"{NOT_TAKEN}: {reason}", untaken=count)
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


def _is_serious(how: Stumble) -> bool:
    return max(how.failures, how.untaken) >= SERIOUS


def why_refused(phrase: Phrase) -> str:
    """The refusal without the values in it, which may be people's words; a fixed sentence is itself the value."""
    words = phrase.values.get("words")
    return words if phrase.template == "{words}" and isinstance(words, str) else phrase.template


def complaint(known: Mapping[Due, Stumble], organisation_id: str) -> Phrase | None:
    """What the organisation's administrators are told; None while nothing there fails for long."""
    ours = [(item, how) for item, how in known.items() if item.organisation_id == organisation_id and _is_serious(how)]
    if not ours:
        return None
    item, how = min(ours, key=lambda each: each[1].since)
    return Phrase(
        LOCKED if how.reason.startswith(NOT_TAKEN) else BROKEN,
        count=Count(len(ours), "due item", "due items"),
        kind=item.kind,
        id=item.id,
        reason=how.reason,
    )
