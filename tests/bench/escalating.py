"""Escalations as people send them: a whole draft with four texts, from many people in many projects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from flows.escalations.commands import Draft, Escalate
from tests.bench.plants import START, TRADEOFFS, Plant

QUESTION = "Do we move the cut-over of line 3 by two weeks, or go live without the reports for the night shift?"
OPTIONS = (
    "Move the cut-over to 22 May and keep the scope as agreed; the group is told this week.",
    "Go live on 8 May without the reports for the night shift, and deliver them by the end of June.",
    "Go live on 8 May with paper reports for the night shift, and two people more to type them in.",
)
IMPACT = "The supplier of the reports needs an order by Friday; after that neither date can be kept."


def escalations(plant: Plant, first: int = 1) -> Iterator[tuple[str, Escalate]]:
    """(who sends it, the button that was shown): one new escalation after the other."""
    tradeoff = TRADEOFFS[1]
    decider, number = plant.people[2], first
    while True:
        yield (
            plant.people[0],
            Escalate(_draft(plant, tradeoff, START + timedelta(microseconds=number)), decider, number),
        )
        number += 1


def _draft(plant: Plant, tradeoff: str, at: datetime) -> Draft:
    return Draft(
        project_id=plant.id,
        tradeoff=tradeoff,
        question=QUESTION,
        options=OPTIONS,
        impact=IMPACT,
        deadline=START + timedelta(days=9),
        drafted_at=at,
        cost="About 40,000 EUR a week",
        links=("https://example.com/plan",),
    )
