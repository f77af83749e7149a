"""What will reach the sponsor in the next ten days: what is asked for now, by whomever, and comes to them unless it is
decided before; contradictions on their ladder; and what is to be expected by then.

Each with its options, what functions have said, and what a day of waiting costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flows.calendar import local_day
from flows.charter.material import Material
from flows.escalations.records import Escalation
from flows.messages import Block, Header, Text
from flows.phrases import Count, Phrase
from flows.resolving.records import LiveContradiction
from flows.sponsor import climbing, forecast_cards, under_way
from flows.sponsor.records import Expected

NEXT = timedelta(days=10)


@dataclass(frozen=True)
class NextDays:
    """`expected`: what is the sponsor's to decide by `until`; `later`: everything else; `asked` and `contradictions`:
    what is open now and is, or may come to be, the sponsor's."""

    now: datetime
    until: date
    expected: tuple[Expected, ...]
    later: tuple[Expected, ...]
    asked: tuple[Escalation, ...]
    contradictions: tuple[LiveContradiction, ...]

    @property
    def count(self) -> int:
        """How many decisions reach the sponsor."""
        return len(self.expected) + len(self.asked) + len(self.contradictions)


def next_days(
    found: Material,
    expected: Sequence[Expected],
    escalations: Sequence[Escalation],
    now: datetime,
    *,
    only_coming: bool = False,
) -> NextDays:
    """Both parts in the order in which they are due. `only_coming`: without what the sponsor has been asked already."""
    sponsor, until = found.project.sponsor, local_day(now, found.project.zone) + NEXT
    soon = tuple(each for each in expected if each.decider == sponsor and each.day <= until)
    asked = tuple(each for each in escalations if _may_reach(found, each, until, only_coming=only_coming))
    live = tuple(each for each in found.live if _may_reach(found, each, until, only_coming=only_coming))
    later = tuple(each for each in expected if each not in soon)
    return NextDays(now, until, soon, later, asked, live)


def _may_reach(found: Material, matter: Escalation | LiveContradiction, until: date, *, only_coming: bool) -> bool:
    """It is with the sponsor, or comes to them by that day of the project when nobody before answers in time."""
    at = climbing.comes(matter, found.cast)
    if at is None or climbing.is_with(matter, found.cast):
        return at is not None and not only_coming
    return local_day(at, found.project.zone) <= until


def blocks(found: Material, days: NextDays, escalations: Sequence[Escalation]) -> Iterator[Block]:
    """How many, then each; what is asked for now first."""
    yield Header("In the next 10 days")
    yield Text(line(found, days))
    yield from under_way.under_way(found, days.asked, days.contradictions, days.now)
    if days.expected:
        yield Header("To be expected")
        yield forecast_cards.lines(found, days.expected, costs=costs(escalations))


def line(found: Material, days: NextDays) -> Phrase:
    """ "Three decisions will reach Adam Wolski (sponsor) by Thu 3 Dec"."""
    who = found.cast.who(found.project.sponsor)
    if not days.count:
        return Phrase("No decision is likely to reach {who} (sponsor) by {until}.", who=who, until=days.until)
    count = Count(days.count, "decision is likely", "decisions are likely")
    return Phrase("{count} to reach {who} (sponsor) by {until}.", count=count, who=who, until=days.until)


def costs(escalations: Sequence[Escalation]) -> dict[str, tuple[str, str]]:
    """What a day of waiting cost the last time, by tradeoff: (label, as it was said)."""
    said = sorted((each for each in escalations if each.cost and not each.is_open), key=lambda each: each.number)
    return {each.tradeoff: (each.label, each.cost) for each in said}
