"""How often Slack may be called: what it asked for by Retry-After, and per method and workspace what it documents.

Each workspace has its own, so that a busy or throttled one never keeps another waiting.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from adapters.platform import Held
from adapters.slack.ports import Waits
from flows.errors import Unavailable

log = structlog.get_logger("accord.slack")

AT_ONCE = 24
"""Calls under way in one workspace; the others wait for their turn."""
LOOK = 5.0
"""Seconds until the kept waits are read again: another process may have been asked to wait."""
LONGEST = 60.0
HEAD_START = 0.5
"""Seconds after a wait that belong to those whom Slack itself had refused, however late they come."""
USUAL = 50
"""Calls in a minute of a method that is not named below (tier 3)."""
BUDGETS: Mapping[str, int] = {
    # Slack documents no figure for a workspace, and one a second for each channel (which delivery keeps).
    "chat.postMessage": 300,
    **dict.fromkeys(("auth.test", "chat.getPermalink"), 100),
    **dict.fromkeys(("chat.postEphemeral", "views.publish", "users.info", "conversations.members"), 100),
    **dict.fromkeys(("files.getUploadURLExternal", "files.completeUploadExternal"), 100),
    **dict.fromkeys(("users.list", "conversations.list", "usergroups.list", "usergroups.users.list", "pins.add"), 20),
}
"""Calls in a minute, by method (docs.slack.dev/apis/web-api/rate-limits)."""
NOW_OR_NEVER = frozenset({"views.open", "views.push", "views.update"})
"""What somebody waits for with a trigger of three seconds: only Slack itself may say no."""


class Budget:
    """So many calls a minute, all at once if they come so. Whoever may not call now is told a time of their own.

    `first`: those whom Slack itself had refused. The others let them pass.
    """

    __slots__ = ("_at", "_closed_until", "_first", "_left", "_most", "_pace", "_promised")

    def __init__(self, per_minute: int, now: float) -> None:
        self._most = float(per_minute)
        self._pace = 60.0 / per_minute
        self._left, self._at = self._most, now
        self._promised = self._first = self._closed_until = 0.0

    def take(self, now: float, *, first: bool = False) -> float:
        """0.0 when the call may be made now; else in how many seconds to ask again."""
        if now > self._at:
            self._left = min(self._left + (now - self._at) / self._pace, self._most)
            self._at = now
        on_time = now >= self._at and self._left > 0.999  # who comes back on the dot must not miss by a rounding
        if on_time and (first or now >= self._closed_until):
            self._left -= 1.0
            return 0.0
        free = self._at + max(1.0 - self._left, 0.0) * self._pace
        if first:
            self._first = max(self._first + self._pace, free)
            self._closed_until = max(self._closed_until, self._first + HEAD_START)
            return min(self._first - now, LONGEST)
        self._promised = max(self._promised + self._pace, free, self._closed_until)
        return min(self._promised - now, max(self._at - now, 0.0) + LONGEST)

    def empty(self, until: float) -> None:
        """Slack has said that it was too many: from `until` on it goes at the pace, not all at once again."""
        self._left, self._at = 1.0, max(self._at, until)
        self._first, self._closed_until = self._at - self._pace, self._at + HEAD_START


class Limits:
    """What may be called now.

    `budgets`: calls a minute by method; None where only the other side's own word counts. `seconds`: a clock that never
    jumps; `now`: the process's clock, for what is kept.
    """

    def __init__(
        self,
        waits: Waits,
        now: Callable[[], datetime],
        budgets: Mapping[str, int] | None = BUDGETS,
        *,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._waits = waits
        self._now = now
        self._per_minute = budgets
        self._seconds = seconds
        self._until: dict[tuple[str, str], datetime] = {}
        self._budgets: dict[tuple[str, str], Budget] = {}
        self._rooms: dict[str, asyncio.Semaphore] = {}
        self._read_at: float | None = None
        self._heard = self._known = 0
        self._reading = asyncio.Lock()

    def room(self, team_id: str) -> asyncio.Semaphore:
        """A place among the workspace's calls under way."""
        return self._rooms.setdefault(team_id, asyncio.Semaphore(AT_ONCE))

    async def take(self, team_id: str, method: str, *, first: bool = False) -> None:
        """Counts a call that is about to be made; raises Held when it may not be made now. `first`: Slack refused it
        before, so that after the wait it goes before those that Slack has not heard of."""
        await self._look()
        left = self._until.get((team_id, method), self._now()) - self._now()
        if left <= timedelta():
            self._until.pop((team_id, method), None)
        seconds = 0.0
        if self._per_minute is not None and method not in NOW_OR_NEVER:
            seconds = self._budget(team_id, method, self._per_minute).take(self._seconds(), first=first)
        if left > timedelta() or seconds:
            raise Held(max(left, timedelta(seconds=seconds)))

    def look_again(self) -> None:
        """Another process may have been asked to wait: the kept waits are read before the next call."""
        self._heard += 1

    async def wait(self, team_id: str, method: str, how_long: timedelta) -> None:
        """Slack asks not to be called for so long. It is kept; until it can be, at least this process knows."""
        until = self._now() + how_long
        self._know((team_id, method), until)
        try:
            await self._waits.keep(team_id, method, until)
        except Unavailable:
            log.warning("a wait of Slack could not be kept", method=method)

    def _know(self, key: tuple[str, str], until: datetime) -> None:
        if key in self._until and self._until[key] >= until:
            return
        self._until[key] = until
        if self._per_minute is not None:
            left = (until - self._now()).total_seconds()
            self._budget(*key, self._per_minute).empty(self._seconds() + left)

    def _budget(self, team_id: str, method: str, per_minute: Mapping[str, int]) -> Budget:
        found = self._budgets.get((team_id, method))
        if found is None:
            found = Budget(per_minute.get(method, USUAL), self._seconds())
            self._budgets[team_id, method] = found
        return found

    async def _look(self) -> None:
        """Reads the kept waits, before the first call and then now and again."""
        if self._is_fresh():
            return
        async with self._reading:
            if self._is_fresh():
                return
            heard = self._heard
            try:
                kept = await self._waits.all(self._now())
            except Unavailable:
                kept = {}
            for key, until in kept.items():
                self._know(key, until)
            self._read_at, self._known = self._seconds(), heard

    def _is_fresh(self) -> bool:
        """Whether nothing was heard of since the last look, a moment ago."""
        return self._known == self._heard and self._read_at is not None and self._seconds() - self._read_at < LOOK
