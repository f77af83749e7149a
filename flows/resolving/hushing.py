"""Answers that were made confidential after a contradiction with them was found: off its card, and out of its decision.

`hush` runs in the transaction of that change, before what is found now is tracked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from flows.charter import hushing as charters
from flows.charter.keys import CARD, SIGN, channel_key, sign_key
from flows.contradictions.case import Case
from flows.contradictions.findings import QuotedAnswer
from flows.contradictions.openly import TITLES, between, without_names
from flows.decisions import cards as decisions
from flows.decisions import voices
from flows.decisions.cast import Cast
from flows.decisions.keeping import ById
from flows.effects import Card, Post, Promise
from flows.messages import ToChannel
from flows.questionnaires.answers import Visibility
from flows.resolving import telling, topmost
from flows.resolving.keeping import Tracked
from flows.resolving.records import CONSENT, LiveContradiction, Party, Settled, Way
from flows.resolving.tracking import printed
from flows.resolving.verdicts import options, question

Closed = Collection[tuple[str, str]]
"""Function and question (ids) of each answer that not everybody may read now."""


class Records(Tracked, Protocol):
    """Contradictions, and what was decided about them."""

    @property
    def decisions(self) -> ById: ...
    @property
    def charters(self) -> charters.Versions: ...


def hush(records: Records, cast: Cast, case: Case, now: datetime) -> tuple[Post, ...]:
    """Every contradiction that quotes what is closed now, without it, whether or not it is settled; and drawn anew.
    What a published charter tells of these answers is taken off it, too.

    `case`: with all answers, so that it is known which are closed.
    """
    closed = {(view.id, each) for view in case.views for each in view.said.answers if not view.open(each)}
    posts: list[Post] = []
    quiet: dict[str, LiveContradiction] = {}
    for before in records.contradictions.where(project_id=cast.project.id) if closed else ():
        after = hushed(before, case, closed, cast)
        if after is not before:
            records.contradictions.put(after)
            posts += telling.shown(records, after, cast, now)
            posts += _decision(records, after, cast, now)
            posts += topmost.quieted(records, after)
            quiet[after.label] = after
    posts += _charters(records, cast, closed, quiet, now=now) if closed else ()
    return tuple(posts)


def _charters(
    records: Records, cast: Cast, closed: Closed, quiet: Mapping[str, LiveContradiction], *, now: datetime
) -> Iterator[Post]:
    """The newest version, where it is on screen: to read in the channel, and to sign; and what was new in each."""
    quieter = tuple(charters.hushed(records.charters, cast.project.id, closed, quiet))
    if cast.project.channel:
        yield from charters.told_anew(records.charters, cast.project.channel, quieter)
    for charter in quieter:
        if charter.is_current and cast.project.channel:
            channel, card = ToChannel(cast.project.channel), Card(CARD, cast.project.id)
            yield Post(channel_key(cast.project.id), channel, card, Promise.REFRESH)
        for function in cast.project.functions if charter.is_current else ():
            if function.id in charter.asked:
                card = Card(SIGN, charter.id, function.id)
                asking = voices.Asking(sign_key(charter, function.id), card, Promise.REFRESH, waits=False)
                yield from voices.asked(asking, function, cast, now)


def hushed(before: LiveContradiction, case: Case, closed: Closed, cast: Cast) -> LiveContradiction:
    """Without the quotes that are closed, and without all that was made of them: names, sentences, what was said back.

    Words that people wrote for everybody stay: a condition, own words of a decision, a reason.
    """
    quotes = [quote for party in before.parties for quote in party.quotes]
    if before.rule == CONSENT or not any(_closed(quote, closed) for quote in quotes):
        return before
    parties = tuple(
        Party(party.functions, tuple(quote for quote in party.quotes if not _closed(quote, closed)))
        for party in before.parties
    )
    left = [quote for party in parties for quote in party.quotes]
    named = before.rule in ("R5", "R6") and left
    matter = before.matter if named else without_names(case, before.rule, before.subject, before.matter)
    gone = [replace(quote, visibility=Visibility.CONFIDENTIAL) for quote in quotes if _closed(quote, closed)]
    openly = f"{matter}: {TITLES[before.rule]}, between {between(case, (*left, *gone))}."
    quiet = replace(before, parties=parties, matter=matter, openly=openly, hidden=True)
    quiet = replace(quiet, print=printed(before.found, [party.quotes for party in parties if party.quotes]))
    return replace(quiet, settled=_settled(before, quiet, cast))


def _closed(quote: QuotedAnswer, closed: Closed) -> bool:
    return (quote.function, quote.question) in closed


def _settled(before: LiveContradiction, after: LiveContradiction, cast: Cast) -> Settled | None:
    """How it ended; what was decided by choosing an option is that option as it reads now."""
    settled = before.settled
    if settled is None or settled.way is not Way.DECISION:
        return settled
    now = {each.id: each.text for each in options(after, cast)}
    return replace(settled, words=now.get(settled.option, settled.words))


def _decision(records: Records, after: LiveContradiction, cast: Cast, now: datetime) -> tuple[Post, ...]:
    """The decision that settled it, with the question and the options as they read now; nothing else of it changes."""
    settled = after.settled
    made = records.decisions.find(settled.decision_id) if settled is not None and settled.decision_id else None
    if made is None or settled is None:
        return ()
    texts = tuple(each.text for each in options(after, cast))
    texts = (*texts, *made.options[len(texts) :])
    quiet = replace(made, question=question(after), options=texts, choice=settled.words)
    records.decisions.put(quiet)
    return decisions.published(quiet, cast, now, first=False)
