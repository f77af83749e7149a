"""From what an analysis finds to what people work on: new ones begin in private, those that are gone end by themselves.

`tracked` runs in the transaction of the change that led to the analysis: a round that closes, a late or changed answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from flows.commands import CLOCK
from flows.contradictions.findings import Contradiction, QuotedAnswer
from flows.decisions.cast import Cast
from flows.effects import Post
from flows.resolving import holding, rules, telling
from flows.resolving.keeping import Tracked, Watched
from flows.resolving.records import CONSENT, LiveContradiction, LiveState, Party, Settled, Way


def tracked(
    records: Watched, cast: Cast, found: Sequence[Contradiction], now: datetime, *, thread: str
) -> tuple[Post, ...]:
    """Notes what is new, changed or gone, and tells those whom it concerns. `thread`: where they are opened."""
    everything = records.contradictions.where(project_id=cast.project.id)
    known = {each.found: each for each in everything if each.rule != CONSENT}
    posts: list[Post] = []
    asked: list[str] = []
    for finding in found:
        before = known.get(finding.id)
        after = _noticed(records, cast, finding, before, now)
        if after is not None:
            after, heard = holding.noticed(records, before, replace(after, thread=thread), cast, now)
            records.contradictions.put(after)
            posts += (*telling.shown(records, after, cast, now, new=holding.new_in(before, after)), *heard)
            asked += telling.waits_for(after, cast, now)
    there = {finding.id for finding in found}
    for gone in known.values():
        if gone.found not in there and gone.state in (LiveState.CLARIFYING, LiveState.OPEN, LiveState.ACCEPTED):
            after = rules.settle(gone, Settled(Way.ANSWER, CLOCK, now), cast)
            records.contradictions.put(after)
            posts += telling.shown(records, after, cast, now)
    return (*posts, *telling.asked(asked, cast, now))


def settled_since(records: Tracked, project_id: str) -> frozenset[str]:
    """Ids of the findings that people have settled, or accepted as they are."""
    everything = records.contradictions.where(project_id=project_id)
    return frozenset(each.found for each in everything if not each.is_live)


def _noticed(
    records: Watched, cast: Cast, finding: Contradiction, before: LiveContradiction | None, now: datetime
) -> LiveContradiction | None:
    """The new one, or the known one as it is now; None where there is nothing to do about it."""
    if before is None:
        return rules.begin(_fresh(cast, finding, records.contradictions.next_number(cast.project.id), now), cast, now)
    fresh = _fresh(cast, finding, before.number, now)
    same = before.print == fresh.print
    if before.is_live:
        return None if same and before.hidden is fresh.hidden else _with_new_answers(before, fresh)
    by_people = before.settled is not None and before.settled.way is not Way.ANSWER
    if same and by_people:
        return None  # they have settled it, and nobody has said anything else since
    again = rules.move(before, LiveState.CLARIFYING, cast)
    seen = before.in_channel or before.opened_at is not None
    kept = replace(fresh, history=again.history, suggestions=again.suggestions, in_channel=seen)
    return rules.begin(kept, cast, now)


def _with_new_answers(before: LiveContradiction, fresh: LiveContradiction) -> LiveContradiction:
    """Where it stands stays; what was said back of answers that are not given any more is gone."""
    return replace(
        before,
        matter=fresh.matter,
        openly=fresh.openly,
        kind=fresh.kind,
        parties=fresh.parties,
        print=fresh.print,
        hidden=fresh.hidden,
        suggestion=None,
    )


def _fresh(cast: Cast, finding: Contradiction, number: int, now: datetime) -> LiveContradiction:
    return LiveContradiction(
        id=f"{cast.project.id}/C-{number}",
        project_id=cast.project.id,
        number=number,
        found=finding.id,
        matter=finding.matter,
        openly=finding.openly,
        kind=finding.kind,
        parties=tuple(_parties(finding)),
        found_at=now,
        print=fingerprint(finding),
        hidden=any(not quote.open for quote in finding.quotes),
    )


def _parties(finding: Contradiction) -> Iterator[Party]:
    for side in finding.sides:
        yield Party(side.functions, tuple(quote for quote in side.quotes if quote.open))


def fingerprint(finding: Contradiction) -> str:
    """Of who said what, whatever sentence we make of it: it changes with any of the answers, and with nothing else.

    Not to be read backwards by who sees it.
    """
    return printed(finding.id, [side.quotes for side in finding.sides])


def printed(found: str, sides: Sequence[Sequence[QuotedAnswer]]) -> str:
    """The same of the quotes of each side; `found`: the finding's id."""
    said = "\n".join(
        f"{number}\t{quote.function}\t{quote.question}\t{quote.text}"
        for number, quotes in enumerate(sides)
        for quote in quotes
    )
    return sha256(f"{found}\n{said}".encode()).hexdigest()[:24]
