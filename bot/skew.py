"""How far the clock of this computer is from the chat platforms', as the Date of their answers tells.

Slack refuses requests, and Microsoft tokens, that are five minutes off: by then nobody can be heard any more.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import structlog

from adapters.hearing import Heard

log = structlog.get_logger("accord.skew")
DOUBTFUL = 60.0
"""Seconds from which on it is told."""
TOO_FAR = 240.0
"""Seconds from which on this process is not ready."""
BELIEVED = 900.0
"""Seconds for which one answer is believed; the clock may have been set meanwhile."""


@dataclass(frozen=True)
class Seen:
    """`ahead`: seconds by which this computer is ahead of theirs; `at`: when that was seen, on the steady clock."""

    ahead: float
    at: float


class Skew:
    """`wall`: the clock of this computer; `steady`: seconds of one that never jumps."""

    def __init__(
        self, wall: Callable[[], datetime] = lambda: datetime.now(UTC), steady: Callable[[], float] = time.monotonic
    ) -> None:
        self._wall = wall
        self._steady = steady
        self._seen: dict[str, Seen] = {}

    def of(self, whose: str) -> Heard:
        """What takes the answers of a platform of that name."""
        return lambda headers: self.heard(whose, headers)

    def heard(self, whose: str, headers: Mapping[str, str]) -> None:
        """An answer has just come. One without a readable Date tells nothing."""
        try:
            theirs = parsedate_to_datetime(headers.get("Date", "")).astimezone(UTC)
        except ValueError:
            return
        ahead = (self._wall() - theirs).total_seconds()
        before = self._seen.get(whose)
        self._seen[whose] = Seen(ahead, self._steady())
        if abs(ahead) > DOUBTFUL and (before is None or abs(before.ahead) <= DOUBTFUL):
            log.warning("the clock of this computer is off", seconds=round(ahead), platform=whose)

    def doubtful(self) -> list[str]:
        """A sentence for each platform whose clock is more than a minute away."""
        return self._told(DOUBTFUL)

    def problems(self) -> list[str]:
        """A sentence for each platform that will soon refuse what we send, and we what it sends."""
        return self._told(TOO_FAR)

    def doubted(self) -> list[str]:
        """The platforms whose clocks are more than a minute away."""
        return [whose for whose, _ in self._off(DOUBTFUL)]

    def _off(self, most: float) -> list[tuple[str, Seen]]:
        oldest = self._steady() - BELIEVED
        return [(whose, seen) for whose, seen in self._seen.items() if abs(seen.ahead) > most and seen.at >= oldest]

    def _told(self, most: float) -> list[str]:
        return [
            f"The clock of this computer is {abs(seen.ahead):.0f} seconds {'ahead of' if seen.ahead > 0 else 'behind'} "
            f"{whose}'s. Above 300 nothing is taken by either side. Please set it, for example by NTP."
            for whose, seen in self._off(most)
        ]
