"""Posts under way from this process: which there are, how old their leases get, and what may go beside them."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence

from storage.claims import Turn
from storage.lanes import LEASE, RENEWED, Claim, Exchanged, LaneId, Wanted

ROOM, EACH = 96, 32
"""Posts in flight at a time: in all, and of one organisation, so that a platform that hangs for it leaves room."""
MARGIN = 3.0
"""Seconds that a lease must still last when something is begun. Who stood still for longer begins nothing more."""
LANDING, TRIAL = 0.5, 1.0
"""Seconds: how long nothing is begun so that what is under way can land before one that goes alone, and for how long
nothing is begun beside that. What ends a process does so soon; what hangs holds up nobody else for longer."""


class Flights:
    """A post that may have ended the process before flies alone: what is under way is given a moment to land, nothing
    is begun beside it in its first one, and then the others have as much time as it took. Times are seconds passed,
    which no clock can set."""

    def __init__(self) -> None:
        self._tasks: dict[LaneId, asyncio.Task[None]] = {}
        self._claims: dict[LaneId, Claim] = {}
        self._begun: dict[LaneId, float] = {}
        self._leased: dict[LaneId, float] = {}
        self._landing: float | None = None  # since when nothing is begun, for one that goes alone
        self._others = -math.inf  # until when it is the turn of the others

    @property
    def tasks(self) -> list[asyncio.Task[None]]:
        """Those that are under way."""
        return list(self._tasks.values())

    def wanted(self, at: float, *, more: bool) -> Wanted:
        """What may be claimed now; nothing unless `more`. `at`: for how many seconds this process has lived."""
        room = ROOM - len(self._tasks) if more and not self.pause(at) else 0
        turn = Turn.LAST if self._landing is None else Turn.FIRST
        if any(claim.doubtful for claim in self._claims.values()):
            turn = Turn.NEVER
        return Wanted(room, EACH, frozenset(self._tasks), turn, at)

    def pause(self, at: float) -> float:
        """Seconds for which nothing may be begun."""
        trials = [TRIAL - (at - self._begun[lane]) for lane, claim in self._claims.items() if claim.doubtful]
        if self._landing is not None and self._tasks:
            trials.append(LANDING - (at - self._landing))
        return max([0.0, *trials])

    def claimed(self, wanted: Wanted, exchanged: Exchanged, at: float) -> None:
        """Whose turn it is next."""
        if wanted.room <= 0:
            return
        if any(claim.doubtful for claim in exchanged.claims):
            since = at if self._landing is None else self._landing
            self._landing, self._others = None, at + (at - since) + 2 * TRIAL
        elif not exchanged.doubtful:
            self._landing = None
        elif self._landing is None and at >= self._others:
            self._landing = at

    def begin(self, claim: Claim, task: asyncio.Task[None], at: float) -> None:
        """One more, leased at that time."""
        self._tasks[claim.lane], self._claims[claim.lane] = task, claim
        self._begun[claim.lane] = self._leased[claim.lane] = at

    def end(self, claim: Claim, at: float) -> None:
        """It has landed."""
        if claim.doubtful:  # the others have as much time as they were kept waiting
            unused = max(0.0, TRIAL - (at - self._begun[claim.lane]))
            self._others -= 2 * unused
        for kept in (self._tasks, self._claims, self._begun, self._leased):
            del kept[claim.lane]

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
