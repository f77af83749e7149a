"""What delivery has claimed: a post that is ours to send for a while, and how many of them are wanted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from flows.effects import Promise

LEASE = timedelta(seconds=9)
"""Nobody else sends meanwhile. Who is still at it makes it longer (`RENEWED`), so that it can be shorter than what an
attempt may take: what a dead process was sending goes on soon."""
RENEWED = timedelta(seconds=3)
"""How old a lease gets before it is made longer."""
DOUBTFUL = 2
"""Attempts in a row whose end nobody saw, after which a post is sent alone (bot/flights.py): if it is what ends the
process, it takes next to nothing along with it, and what only happened to be under way at the time is cleared."""

DEATHS = 5
"""Attempts in a row whose end nobody saw, after which a post is set aside without another one."""
PROBATION, LONGEST_PROBATION = 5.0, 20.0
"""Seconds that a process must have lived before it tries a doubtful post: twice as many after each death, at most so
many. Where something else ends processes again and again, no post is blamed for it."""
LaneId = tuple[str, str]
"""(organisation_id, address)."""


@dataclass(frozen=True)
class Claim:
    """A post that is ours to send until the lease ends.

    `on_screen`: the reference of the message to edit. `thread`: that of the message to hang under. `uncertain`: an
    earlier attempt may have shown it. `attempts`: with this one, without those that were none. `reason`: why the last
    one failed, "" before it. `unended`: attempts in a row before this one whose end nobody saw.
    """

    organisation_id: str
    address: str
    lease: int
    seq: int
    key: str
    version: int
    message: str
    digest: str
    promise: Promise
    on_screen: str | None
    thread: str | None
    ready_at: datetime
    expires: datetime | None
    uncertain: bool
    attempts: int
    reason: str = ""
    unended: int = 0

    @property
    def doubtful(self) -> bool:
        """Whether it goes alone."""
        return doubtful(self.unended)

    @property
    def lane(self) -> LaneId:
        """Whose turn it is to wait meanwhile."""
        return self.organisation_id, self.address


class Turn(Enum):
    """When a post that goes alone may be claimed."""

    NEVER = auto()
    """Another one is under way."""
    LAST = auto()
    """When nothing else is under way, and nothing else can go."""
    FIRST = auto()


@dataclass(frozen=True)
class Wanted:
    """How many new posts to claim. `each`: the most that one organisation may have under way, with those in `busy`.
    `alone`: whether one that goes alone may be among them. `alive`: for how many seconds this process has lived."""

    room: int
    each: int
    busy: frozenset[LaneId] = frozenset()
    alone: Turn = Turn.LAST
    alive: float = math.inf


@dataclass(frozen=True)
class Claimed:
    """`claims` are ours now. `doubtful`: whether there is one that goes alone, might go now, and was not claimed."""

    claims: Sequence[Claim]
    doubtful: bool = False


def doubtful(unended: int) -> bool:
    """Whether a post with so many attempts whose end nobody saw goes alone; after the last of them it goes nowhere."""
    return DOUBTFUL <= unended < DEATHS


def probation(unended: int) -> float:
    """Seconds that a process must have lived before it tries a post with so many attempts whose end nobody saw."""
    return min(PROBATION * 2 ** (unended - DOUBTFUL), LONGEST_PROBATION) if doubtful(unended) else 0.0
