"""What will reach the sponsor in the next ten days: what is asked for now, and what is to be expected by then.

Each with its options, what functions have said, and what a day of waiting costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flows.charter.material import Material
from flows.escalations.records import Escalation
from flows.messages import Block, Header, Text
from flows.phrases import Count, Phrase
from flows.sponsor import forecast_cards
from flows.sponsor.records import Expected

NEXT = timedelta(days=10)


@dataclass(frozen=True)
class NextDays:
    """`expected`: what is the sponsor's to decide by `until`; `later`: everything else; `asked`: what is open now and
    is, or may come to be, the sponsor's."""

    until: date
    expected: tuple[Expected, ...]
    later: tuple[Expected, ...]
    asked: tuple[Escalation, ...]

    @property
    def count(self) -> int:
        """How many decisions reach the sponsor."""
        return len(self.expected) + len(self.asked)


def next_days(
    found: Material, expected: Sequence[Expected], escalations: Sequence[Escalation], today: date
) -> NextDays:
    """Both parts in the order in which they are due."""
    sponsor, until = found.project.sponsor, today + NEXT
    soon = tuple(each for each in expected if each.decider == sponsor and each.day <= until)
    asked = tuple(each for each in escalations if _may_reach(each, sponsor, until))
    return NextDays(until, soon, tuple(each for each in expected if each not in soon), asked)


def _may_reach(escalation: Escalation, sponsor: str, until: date) -> bool:
    """It is with the sponsor, or comes to them when the one before does not answer in time."""
    if not escalation.is_open:
        return False
    ahead = [step.person_id for step in escalation.ladder[escalation.step :]]
    return sponsor in ahead and (ahead[0] == sponsor or escalation.until.date() <= until)


def blocks(found: Material, days: NextDays, escalations: Sequence[Escalation]) -> Iterator[Block]:
    """How many, then each; what is asked for now first."""
    yield Header("In the next 10 days")
    yield Text(line(found, days))
    yield from forecast_cards.under_way(found, days.asked)
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
