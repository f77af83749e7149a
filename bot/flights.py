"""Posts under way from this process: which there are, how old their leases get, and what may go beside them."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Sequence

from storage.lanes import LEASE, RENEWED, Claim, Exchanged, LaneId, Wanted

ROOM, EACH = 96, 32
"""Posts in flight at a time: in all, and of one organisation, so that a platform that hangs for it leaves room."""
MARGIN = 3.0
"""Seconds that a lease must still last when something is begun. Who stood still for longer begins nothing more."""


class Flights:
    """A post that may have ended the process before flies alone: nothing is begun beside it, and it waits until
    everything else has landed. Times are seconds passed, which no clock can set. `alive`: for how many seconds this
    process has lived."""

    def __init__(self, alive: Callable[[], float]) -> None:
        self._alive = alive
        self._tasks: dict[LaneId, asyncio.Task[None]] = {}
        self._claims: dict[LaneId, Claim] = {}
        self._leased: dict[LaneId, float] = {}
        self._alone = False

    @property
    def tasks(self) -> list[asyncio.Task[None]]:
        """Those that are under way."""
        return list(self._tasks.values())

    def wanted(self, *, more: bool) -> Wanted:
        """What may be claimed now; nothing unless `more`."""
        closed = bool(self._tasks) and (self._alone or any(claim.doubtful for claim in self._claims.values()))
        room = ROOM - len(self._tasks) if more and not closed else 0
        return Wanted(room, EACH, frozenset(self._tasks), self._alone, self._alive())

    def claimed(self, wanted: Wanted, exchanged: Exchanged) -> None:
        """Whose turn it is next: after one that flew alone, that of the others."""
        if wanted.room > 0:
            self._alone = exchanged.doubtful

    def begin(self, claim: Claim, task: asyncio.Task[None], at: float) -> None:
        """One more, leased at that time."""
        self._tasks[claim.lane], self._claims[claim.lane], self._leased[claim.lane] = task, claim, at

    def end(self, claim: Claim) -> None:
        """It has landed."""
        del self._tasks[claim.lane], self._claims[claim.lane], self._leased[claim.lane]

    def ageing(self, at: float) -> Sequence[Claim]:
        """Those whose lease has to be made longer."""
        return [self._claims[lane] for lane, since in self._leased.items() if at - since >= RENEWED.total_seconds()]

    def renewed(self, claims: Sequence[Claim], taken: Sequence[Claim], at: float) -> None:
        """Their leases were made longer, but for those that somebody else has taken; some may have landed meanwhile."""
        lost = {claim.lane for claim in taken}
        for claim in claims:
            if self._claims.get(claim.lane) is claim:
                self._leased[claim.lane] = -math.inf if claim.lane in lost else at

    def holds(self, claim: Claim, at: float) -> bool:
        """Whether the lease of a post surely lasts for a while."""
        return at - self._leased[claim.lane] < LEASE.total_seconds() - MARGIN
