"""At most so many escalations a minute in one organisation, so that no flood of one keeps the others waiting.

Counted in the database, for all processes together (`storage.slots`); what counts by person and by project is counted
from the records (flows/escalations/floods.py).
"""

from __future__ import annotations

from typing import Protocol

from flows.commands import Command
from flows.effects import Refusal
from flows.escalations.commands import Escalate
from flows.phrases import Count, Phrase

ESCALATIONS = "escalations"
ENDLESS = 1000
"""Who allows more than so many does not want them counted."""


class Slots(Protocol):
    """What may happen how often, inside one transaction."""

    def take_slot(self, what: str, most: int) -> bool: ...


def refusal(slots: Slots, command: Command, most: int) -> Refusal | None:
    """Why this one is too many; None when it is not, and then it counts."""
    if not isinstance(command, Escalate) or most > ENDLESS or slots.take_slot(ESCALATIONS, most):
        return None
    return Refusal(
        Phrase(
            "{many} have been sent here within a minute, which is the most that Accord takes at once. Nothing was "
            "sent. Please press Send again in a minute.",
            many=Count(most, "escalation", "escalations"),
        )
    )
