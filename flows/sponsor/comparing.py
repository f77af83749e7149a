"""What of a forecast came, and what came that was not expected; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.decisions.records import Decision, Standing
from flows.escalations.records import Escalation
from flows.sponsor.records import Expected, Forecast


@dataclass(frozen=True)
class Came:
    """A decision that was asked for or recorded: "E-3", or "D-4" where nobody had asked. `at`: when."""

    label: str
    tradeoff: str
    at: datetime
    reached_sponsor: bool


@dataclass(frozen=True)
class Compared:
    """`met`: every expected one with what came, None where nothing has; `others`: what came besides."""

    met: tuple[tuple[Expected, Came | None], ...]
    others: tuple[Came, ...]

    @property
    def came(self) -> tuple[Came, ...]:
        """Everything that came."""
        return (*(each for _, each in self.met if each is not None), *self.others)


def compared(forecast: Forecast, came: Iterable[Came]) -> Compared:
    """Each of what came stands for one expected decision on its topic at most, in the order of time."""
    left = sorted(came, key=lambda each: each.at)
    met: list[tuple[Expected, Came | None]] = []
    for each in forecast.expected:
        found = next((one for one in left if _topic(one.tradeoff) == _topic(each.tradeoff)), None)
        left = [one for one in left if one is not found]
        met.append((each, found))
    return Compared(tuple(met), tuple(left))


def came_since(
    at: datetime, escalations: Sequence[Escalation], decisions: Sequence[Decision], sponsor: str
) -> tuple[Came, ...]:
    """What was escalated, or recorded as decided without that, since that moment."""
    asked = [
        Came(each.label, each.tradeoff, each.raised_at, _reached(each, sponsor))
        for each in escalations
        if each.raised_at >= at
    ]
    taken = [
        Came(each.label, each.tradeoff, each.decided_at, each.decided_by == sponsor)
        for each in decisions
        if each.decided_at >= at and each.standing is Standing.TAKEN and not each.escalation_id and not each.supersedes
    ]
    return (*asked, *taken)


def _reached(escalation: Escalation, sponsor: str) -> bool:
    return any(step.person_id == sponsor for step in escalation.ladder[: escalation.step + 1])


def _topic(tradeoff: str) -> frozenset[str]:
    return frozenset(tradeoff.split("/"))
