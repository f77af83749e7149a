"""The thread of the alignment summary: agreements, contradictions with their quotes, gaps, in readable portions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from flows.contradictions import sayings
from flows.contradictions.case import Case
from flows.contradictions.clearing import NOTHING_QUIET, Quiet, told
from flows.contradictions.divisive import most_agreed_first
from flows.contradictions.findings import Agreement, Contradiction, Gap, QuotedAnswer, RiskAgreement, Strength
from flows.contradictions.openly import OTHERS, TITLES
from flows.messages import Block, Header, Items, Message, Note, Quoted, Text
from flows.phrases import Count, Listing, Phrase, Words

QUOTES = 6
"""How many quotes one contradiction shows, the sides taking turns; the rest is counted."""
QUOTE_LENGTH = 300
BLOCKS = 30
"""How many blocks one message of contradictions may have (Slack takes 50, people fewer)."""
LINES = 15
"""How many items one message lists."""

_KINDS = {
    Strength.HARD: "hard: both cannot hold",
    Strength.BRIDGEABLE: "can be bridged",
    Strength.APPARENT: "may only be a difference in words: needs a definition",
}


@dataclass(frozen=True)
class Detail:
    """One message of the thread. `name` stays the same from one analysis to the next: "contradictions/2".

    `first`: which sentence of its part it begins with, counted over all its messages from 0.
    """

    name: str
    message: Message
    first: int = 0

    @property
    def part(self) -> str:
        """What it is a message of: "contradictions"."""
        return self.name.partition("/")[0]


def agreements(case: Case, agreed: Agreement) -> Iterator[Detail]:
    """The stances that most of at least two functions with a view share, the most agreed first."""
    lines = tuple(agreed_line(case, risk, held) for risk, held in most_agreed_first(agreed) if 2 * held.agree > held.of)
    if not lines:
        lines = (Phrase("There is no risk yet on which most functions take the same stance."),)
    yield from _listed("agreements", "What the functions agree on", lines)


def agreed_line(case: Case, risk: str, held: RiskAgreement) -> Phrase:
    """How many functions hold the most common stance on a risk, and who holds another."""
    named = case.names.get(risk)
    line = Phrase(
        "{agree} of {of}: {risk} is {stance}",
        agree=held.agree,
        of=Count(held.of, "function", "functions"),
        risk=Phrase("“{name}”", name=named) if named else "a risk named in confidence",
        stance=sayings.STANCES[held.stance],
    )
    if not held.differ:
        return line
    seen = {view.view.id: view.view for view in case.risks[risk] if view.view.open(view.question)}
    shown = tuple(seen[function].name for function in held.differ if function in seen)
    differing = (*shown, OTHERS) if len(shown) < len(held.differ) else shown
    return Phrase("{line}; differently: {differing}", line=line, differing=Listing(differing))


def contradictions(
    case: Case, found: Sequence[Contradiction], quiet: Mapping[str, Quiet] = NOTHING_QUIET
) -> Iterator[Detail]:
    """Each contradiction with its quotes, in the order given, as many messages as stay readable.

    `quiet`: those that are told without; each has its place as with them, so that none moves when it is opened.
    """
    portions = _portions([(number, _shown(case, each, number)) for number, each in enumerate(found, 1)])
    for place, portion in enumerate(portions, 1):
        first, last = portion[0][0], portion[-1][0]
        title = Phrase("Contradictions {first} to {last} of {all}", first=first, last=last, all=len(found))
        if first == last:
            title = Phrase("Contradiction {first} of {all}", first=first, all=len(found))
        shown = ((number, found[number - 1], blocks) for number, blocks in portion)
        blocks = tuple(
            block
            for number, each, blocks in shown
            for block in (blocks if each.id not in quiet else _quiet(case, each, number, quiet[each.id]))
        )
        yield Detail(f"contradictions/{place}", Message(title, (Header(title), *blocks)), first - 1)


def _portions(
    shown: Sequence[tuple[int, tuple[Block, ...]]],
) -> Iterator[list[tuple[int, tuple[Block, ...]]]]:
    portion: list[tuple[int, tuple[Block, ...]]] = []
    size = 0
    for number, blocks in shown:
        if portion and size + len(blocks) > BLOCKS:
            yield portion
            portion, size = [], 0
        portion.append((number, blocks))
        size += len(blocks)
    if portion:
        yield portion


def _shown(case: Case, found: Contradiction, number: int) -> tuple[Block, ...]:
    title = Phrase(
        "{number}. {matter}: {title} ({kind})",
        number=number,
        matter=found.matter,
        title=TITLES[found.rule],
        kind=_KINDS[found.kind],
    )
    turns = zip_longest(*([quote for quote in side.quotes if quote.open] for side in found.sides))
    quotes = [quote for turn in turns for quote in turn if quote is not None]
    untold = len(found.quotes) - len(quotes[:QUOTES])
    why: Words = Phrase("{why}", why=found.openly)
    if untold:
        count = Count(untold, "answer is", "answers are")
        why = Phrase("{why} {count} not shown here.", why=found.openly, count=count)
    return (Text(title), *(_quoted(case, quote) for quote in quotes[:QUOTES]), Note(why))


def _quiet(case: Case, found: Contradiction, number: int, quiet: Quiet) -> tuple[Block, ...]:
    line = told(found.matter, functions_on(case, found), quiet)
    return (Text(Phrase("{number}. {line}", number=number, line=line)),)


def functions_on(case: Case, found: Contradiction) -> list[Words]:
    """The functions of all its sides by name, in the order of the project; others where some answered in confidence."""
    shown = {quote.function for quote in found.quotes if quote.open}
    names: list[Words] = [view.name for view in case.views if view.id in shown]
    return names if all(quote.open for quote in found.quotes) else [*names, OTHERS]


def _quoted(case: Case, quote: QuotedAnswer) -> Quoted:
    names = {view.id: view.name for view in case.views}
    by = Phrase("{function}, {person}", function=names[quote.function], person=case.person(quote.by))
    if quote.recorded_by is not None:
        by = Phrase("{by} (written down by {writer})", by=by, writer=case.person(quote.recorded_by))
    return Quoted(_spoken(quote), by)


def _spoken(quote: QuotedAnswer) -> str:
    """The answer, cut where it would fill the screen."""
    words = quote.text
    return words if len(words) <= QUOTE_LENGTH else f"{words[: QUOTE_LENGTH - 1].rstrip()}…"


def gaps(case: Case, found: Sequence[Gap]) -> Iterator[Detail]:
    """What nobody has answered, provides or decides, with the functions it concerns."""
    lines = tuple(_gap(case, gap) for gap in found)
    if lines:
        yield from _listed("gaps", "What is still missing", lines)


def _gap(case: Case, gap: Gap) -> Phrase:
    if len(gap.functions) == len(case.views) and len(case.views) > 1 and not gap.sources:
        return Phrase("Every function: {why}", why=gap.openly)
    return Phrase("{why}", why=gap.openly)


def _listed(name: str, title: str, lines: Sequence[Phrase]) -> Iterator[Detail]:
    """A list in messages of a readable length, named "gaps/1", "gaps/2" …"""
    for start in range(0, len(lines), LINES):
        shown = title if len(lines) <= LINES else f"{title} ({start // LINES + 1})"
        items = Items(tuple(lines[start : start + LINES]))
        yield Detail(f"{name}/{start // LINES + 1}", Message(shown, (Header(shown), items)), start)
