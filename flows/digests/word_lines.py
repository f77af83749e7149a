"""What the digest says about functions that have a word in a decision and have not said it: each with its owner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.digests.standing import Line, Situation
from flows.escalations.records import Escalation
from flows.holds.records import Ground, Hold
from flows.phrases import Count, Phrase, Quote


def words_wanted(situation: Situation, now: datetime) -> Iterator[Line]:
    """Of everything that is open."""
    for escalation in situation.escalations:
        for hold in escalation.holds if escalation.is_open else ():
            if hold.blocks:
                key = f"word/{escalation.id}/{hold.label}"
                yield Line(key, hold.word.value, _words(situation, escalation, hold, now))


def _words(situation: Situation, escalation: Escalation, hold: Hold, now: datetime) -> Phrase:
    named = {each.id: each.name for each in situation.project.functions}
    owner = named.get(hold.owner, hold.owner)
    why = Phrase("{owner} must agree", owner=owner)
    if hold.ground is Ground.RED_LINE:
        why = Phrase("waits for {owner}, who own the red line {label}", owner=owner, label=hold.label)
    return Phrase(
        "E-{number} {question}: {why}: with {who}, for {age}, answer due {until}",
        number=escalation.number,
        question=Quote(escalation.question),
        why=why,
        who=situation.who(hold.asked),
        age=_age(now, hold.since),
        until=situation.instant(hold.until),
    )


def _age(now: datetime, since: datetime) -> Count:
    span = now - since
    if span.days:
        return Count(span.days, "day", "days")
    return Count(max(int(span.total_seconds() // 3600), 0), "hour", "hours")
