"""Whether the one in turn was ever shown what they are asked, and in time: silence of the others says nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from flows.escalations import rules, times
from flows.escalations.keeping import Watched
from flows.escalations.posts import card_key, nudge_key
from flows.escalations.records import Escalation, Happened
from flows.people import Person
from flows.phrases import Phrase

UNSHOWN = Phrase("the request had not reached them when the time ended")
SHOWN_LATE = Phrase("the request reached them too late to have the whole time")
LATE_SHARE = 4
"""Whoever misses less than this part of their time, and less than what counts as late, has had it."""
ACTED = frozenset({Happened.ACKNOWLEDGED, Happened.INFO_ASKED, Happened.MORE_TIME})
"""What shows that somebody has seen it, wherever."""


class Arrivals(Watched, Protocol):
    """What the clock needs besides the records."""

    def arrived(self, key: str, /) -> datetime | None:
        """When the post of that key was first shown; None where it waits, was given up, or never was."""


def reached_at(records: Arrivals, escalation: Escalation) -> datetime | None:
    """When the one in turn first saw, or did something with, what they were last asked; None where they never did.

    Who was asked again has to have been shown it once more.
    """
    turn, history = escalation.turn.person_id, escalation.history
    asked = max((n for n, event in enumerate(history) if event.what is Happened.ASKED), default=0)
    again = asked > 0 and history[asked - 1].what is Happened.ASKED_AGAIN
    acted = (event.at for event in history[asked:] if event.what in ACTED and event.by == turn)
    keys = (card_key(escalation, turn), *(nudge_key(escalation, n) for n in range(1, escalation.nags + 1)))
    shown = (moment for key in keys if (moment := records.arrived(key)) is not None)
    counted = (moment for moment in shown if not again or moment >= history[asked].at)
    return min((*counted, *acted), default=None)


def had_their_time(escalation: Escalation, reached: datetime, person: Person) -> bool:
    """Whether what came at that moment left the person the time that the step has, or nearly."""
    allowed = escalation.turn.allowed
    missed = min(rules.LATE, allowed / LATE_SHARE)
    seen = max(reached, escalation.asked_at)
    if seen <= escalation.asked_at + missed:
        return True
    return times.left(person, seen, escalation.until, escalation.urgency) >= allowed - missed
