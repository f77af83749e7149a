"""How close the functions are, in words: for the thread of the summary, the most divisive and the most agreed first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flows.contradictions import sayings
from flows.contradictions.case import Case
from flows.contradictions.details import LINES, Detail
from flows.contradictions.spread import (
    STEPS,
    THRESHOLD,
    Item,
    agreed_first,
    compared,
    divisive_first,
    figure,
    items,
    number,
)
from flows.contradictions.views import PRIORITIES, STANCES
from flows.messages import Block, Header, Items, Message, Note, Text
from flows.phrases import Count, Phrase

HOW = (
    "Each function counts once. To say about the same means at most half a step from the middle answer for a stance, "
    "one place for a priority, one point on a scale. "
    "The spread is the distance between the quartiles. Consensus is the product over functions of "
    "their smoothed rate of agreement, as a part of what it is when all agree. Answers that not everybody may read are "
    "left out."
)


@dataclass(frozen=True)
class Agreeing:
    """`threshold`: percent in the band from which an item is agreed, set before the round; `before`: the figure before
    the second look, where somebody has changed an answer in it."""

    threshold: int = THRESHOLD
    before: int | None = None


def closeness(case: Case, agreeing: Agreeing) -> Iterator[Detail]:
    """One message with the figures, where anything can be compared."""
    found = compared(items(case))
    if not found:
        return
    apart, close = apart_and_close(case, agreeing)
    title = "How close the functions are, item by item"
    blocks: list[Block] = [Header(title), Text(_figure(found, agreeing))]
    for heading, listed in (("Furthest apart", apart), ("Closest", close)):
        if listed:
            lines = [item_line(item) for item in listed[:LINES]]
            lines += [Phrase("and {n} more", n=len(listed) - LINES)] if len(listed) > LINES else []
            blocks += [Text(Phrase("{heading}:", heading=heading)), Items(tuple(lines))]
    yield Detail("closeness", Message(title, (*blocks, Note(HOW))))


def apart_and_close(case: Case, agreeing: Agreeing) -> tuple[list[Item], list[Item]]:
    """What is not agreed, the most divisive first; what is agreed, the most agreed first."""
    found = compared(items(case))
    apart = [item for item in divisive_first(found) if not item.agreed(agreeing.threshold)]
    return apart, [item for item in agreed_first(found) if item.agreed(agreeing.threshold)]


def _figure(found: Sequence[Item], agreeing: Agreeing) -> Phrase:
    agreed = sum(item.agreed(agreeing.threshold) for item in found)
    now = figure(found) or 0
    words = Phrase(
        "{agreed} of {all} agreed: at least {threshold} % of the functions say about the same, as set before the "
        "round. On average {now} % do.",
        agreed=agreed,
        all=Count(len(found), "item is", "items are"),
        threshold=agreeing.threshold,
        now=now,
    )
    if agreeing.before is None:
        return words
    return Phrase("{words} Before the second look it was {before} %.", words=words, before=agreeing.before)


def item_line(item: Item) -> Phrase:
    """ "Audit finding: 3 of 4 functions say about the same, acceptable (75 %); spread 0.5, consensus 0.5 of 1"."""
    return Phrase(
        "{name}: {inside} of {all} say about the same, {median} ({share} %); spread {spread}, "
        "consensus {consensus} of 1",
        name=item.name,
        inside=item.inside,
        all=Count(len(item.shown), "function", "functions"),
        median=in_words(item, item.median),
        share=round(100 * item.share),
        spread=number(item.spread),
        consensus=f"{float(item.consensus):.2g}",
    )


def in_words(item: Item, value: Fraction) -> str:
    """A median as people say it: a stance, between two stances, a place, or a point."""
    if item.question == PRIORITIES:
        return f"place {number(value)}"
    if item.question != STANCES:
        return number(value)
    below, above = sayings.STANCES[STEPS[int(value)]], sayings.STANCES[STEPS[min(-int(-value // 1), 2)]]
    return below if below == above else f"between {below} and {above}"
