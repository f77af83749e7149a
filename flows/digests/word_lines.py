"""What the digest says about functions that have a word in a decision and have not said it: each with its owner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.digests.standing import Line, Situation
from flows.holds.records import Ground, Hold
from flows.phrases import Count, Phrase, Quote
from flows.resolving.verdicts import question


def words_wanted(situation: Situation, now: datetime) -> Iterator[Line]:
    """Of everything that is open."""
    for escalation in situation.escalations:
        for hold in escalation.holds if escalation.is_open else ():
            if hold.blocks:
                key = f"word/{escalation.id}/{hold.label}"
                matter = Phrase("{label} {question}", label=escalation.label, question=Quote(escalation.question))
                yield Line(key, hold.word.value, _words(situation, matter, hold, now))
    for live in situation.live.values():
        for hold in live.holds if live.is_live else ():
            if hold.blocks:
                matter = Phrase("{label} {question}", label=live.label, question=Quote(question(live)))
                yield Line(f"word/{live.id}/{hold.label}", hold.word.value, _words(situation, matter, hold, now))


def _words(situation: Situation, matter: Phrase, hold: Hold, now: datetime) -> Phrase:
    named = {each.id: each.name for each in situation.project.functions}
    owner = named.get(hold.owner, hold.owner)
    why = Phrase("{owner} must agree", owner=owner)
    if hold.ground is Ground.RED_LINE:
        why = Phrase("waits for {owner}, who own the red line {label}", owner=owner, label=hold.label)
    return Phrase(
        "{matter}: {why}: with {who}, for {age}, answer due {until}",
        matter=matter,
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
