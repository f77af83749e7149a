"""Telling sponsor and facilitator that decisions drift from the agreed order: once, when it begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from flows.calendar import next_working
from flows.decisions.cast import Cast
from flows.decisions.records import Decision
from flows.effects import Post
from flows.ledger.cards import drift_message
from flows.ledger.counting import ledger_of
from flows.ledger.keeping import Records, order_in_force
from flows.messages import ToPerson


def drifted(records: Records, cast: Cast, decision: Decision, now: datetime) -> tuple[Post, ...]:
    """What the decision, which is kept already, has brought about: a post to each for every drift that began with it.

    In working hours. A drift that was there before is told by the digest, not anew.
    """
    order = order_in_force(records, cast.project.id)
    if order is None or decision.weighed is None or not decision.weighed.won:
        return ()
    after = records.decisions.where(project_id=cast.project.id)
    axes = [axis.id for axis in cast.template.axes]
    known = {(each.above, each.below) for each in ledger_of(_before(after, decision), order, axes).drifts}
    fresh = [each for each in ledger_of(after, order, axes).drifts if (each.above, each.below) not in known]
    people = [cast.person(each) for each in dict.fromkeys((cast.project.sponsor, cast.project.facilitator)) if each]
    return tuple(
        Post(
            f"ledger/{cast.project.id}/{drift.above}-{drift.below}/{decision.label}/{person.id}",
            ToPerson(person.id),
            drift_message(drift, order, cast),
            not_before=next_working(person, now),
        )
        for drift in fresh
        for person in people
        if person.active
    )


def _before(decisions: Iterable[Decision], decision: Decision) -> Iterator[Decision]:
    """The log without the decision, and with what it has replaced."""
    for each in decisions:
        if each.id != decision.id:
            yield replace(each, superseded_by=None) if each.superseded_by == decision.id else each
