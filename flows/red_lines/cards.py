"""What red lines, tolerances and the trade-off order look like."""

from __future__ import annotations

from flows.decisions.cast import Cast
from flows.holds.wording import function_name
from flows.messages import Block, Facts, Items, Note, Text
from flows.phrases import Listing, Phrase, Quote, Words
from flows.red_lines.records import DIMENSIONS, Bound, RedLine, Tolerances, TradeoffOrder


def title(content: Bound, cast: Cast) -> Phrase:
    """What it is called."""
    match content:
        case RedLine():
            changed = content.replaces.rpartition("/")[2]
            template = "Change of red line {label}: {text}" if changed else "Red line: {text}"
            return Phrase(template, label=changed, text=Quote(content.text))
        case Tolerances():
            return Phrase("Tolerances of {project}", project=cast.project.name)
        case TradeoffOrder():
            return Phrase("Trade-off order of {project}", project=cast.project.name)


def blocks(content: Bound, cast: Cast) -> tuple[Block, ...]:
    """The whole of it."""
    match content:
        case RedLine():
            return (Facts(red_line_facts(content, cast)),)
        case Tolerances():
            return (Facts(limits(content)), Note(OUTSIDE))
        case TradeoffOrder():
            wins = Text("When these pull apart, the earlier one wins:")
            return (wins, Items(tuple(Phrase("{axes}", axes=each) for each in _ranks(content, cast))))


def red_line_facts(line: RedLine, cast: Cast) -> tuple[tuple[str, Words], ...]:
    """Owner, test, words and what a breach means."""
    trips: Words = Phrase("{words}", words=Listing(tuple(Quote(each) for each in line.trips)))
    return (
        ("Red line", Phrase("{text}", text=Quote(line.text))),
        ("Owner", function_name(cast, line.owner)),
        ("Crossed when", Phrase("{test}", test=Quote(line.test))),
        ("If it is crossed", Phrase("{breach}", breach=Quote(line.breach))),
        ("Words that touch it", trips),
    )


OUTSIDE = "Inside these limits the team decides. What goes beyond one is escalated: /escalate."


def limits(tolerances: Tolerances) -> tuple[tuple[str, Words], ...]:
    """A row for each dimension that has a limit."""
    return tuple(
        (name, Phrase("{limit}", limit=Quote(tolerances.limits[dimension])))
        for dimension, name in DIMENSIONS.items()
        if dimension in tolerances.limits
    )


def _ranks(order: TradeoffOrder, cast: Cast) -> list[Listing]:
    return [Listing(tuple(cast.tradeoff(axis) for axis in group)) for group in order.ranking]


def order_line(order: TradeoffOrder, cast: Cast) -> Phrase:
    """The order in one line: "operational safety, then quality, then speed and scope"."""
    groups = _ranks(order, cast)
    said = Phrase("{axes}", axes=groups[-1])
    for group in reversed(groups[:-1]):
        said = Phrase("{axes}, then {rest}", axes=group, rest=said)
    return said
