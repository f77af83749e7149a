"""The alignment summary of a round: a headline for the channel, and what stands behind it for its thread.

It is read by everyone in the project: only what everyone may read is told or quoted. Functions are counted, not heads.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from flows.contradictions import sayings
from flows.contradictions.case import Case
from flows.contradictions.clearing import NOTHING_QUIET, Quiet, named, stands
from flows.contradictions.closeness import Agreeing, closeness
from flows.contradictions.coverage import coverage
from flows.contradictions.details import Detail, agreed_line, agreements, contradictions, functions_on, gaps
from flows.contradictions.divisive import most_agreed_first, most_divisive_first
from flows.contradictions.findings import Agreement, Analysis, Contradiction, Side, Strength
from flows.contradictions.lenses import lenses
from flows.contradictions.next_steps import Step, next_steps
from flows.contradictions.openly import OTHERS
from flows.messages import Block, Facts, Header, Items, Message, Note, Text
from flows.phrases import Count, Listing, Phrase, Words

SHOWN_STEPS = 5
"""How many steps the channel shows; the thread has all."""

_MAJORITY = {
    "R1": ("accept the risk “{matter}”", "refuse the risk “{matter}”"),
    "R3": ("put the same first in {matter}", "put the same first in {matter}"),
    "R4": ("agree who decides {matter}", "agree who decides {matter}"),
    "R5": ("agree on {matter}", "agree on {matter}"),
}
"""What the larger side does, by rule and by which side it is; a limit and a need (R2) have no majority."""


@dataclass(frozen=True)
class Summary:
    """The channel message, and the messages of its thread in reading order."""

    headline: Message
    thread: tuple[Detail, ...]


def summarise(
    case: Case,
    analysis: Analysis,
    steps: Sequence[Step] | None = None,
    *,
    settled: Collection[str] = (),
    agreeing: Agreeing | None = None,
    quiet: Mapping[str, Quiet] = NOTHING_QUIET,
) -> Summary:
    """The summary of a round. `steps`: what happens next where the caller knows better than `next_steps`.

    `settled`: ids of contradictions that people have settled since: counted apart, and nobody is asked about them.
    `agreeing`: from when on an item counts as agreed, where that is not the template's.
    `quiet`: by id, the contradictions that are told without quotes.
    """
    open_ = replace(analysis, contradictions=tuple(c for c in analysis.contradictions if c.id not in settled))
    planned = next_steps(case, open_) if steps is None else tuple(steps)
    thread = (
        *agreements(case, analysis.agreement),
        *closeness(case, agreeing or Agreeing(case.project.agreement or case.template.agreement)),
        *lenses(case),
        *contradictions(case, most_divisive_first(analysis), quiet),
        *gaps(case, analysis.gaps),
        Detail("next", Message("What happens next", (Header("What happens next"), _steps(planned)))),
    )
    private = {each.id for each in open_.contradictions if each.id in quiet and quiet[each.id].until is not None}
    counts = _counts(case, open_, len(analysis.contradictions) - len(open_.contradictions), len(private))
    return Summary(_headline(case, open_, planned, counts, line=headline_line(case, open_, quiet)), thread)


def _headline(
    case: Case, analysis: Analysis, steps: Sequence[Step], counts: tuple[tuple[str, Words], ...], *, line: Phrase
) -> Message:
    blocks: list[Block] = [
        Header(Phrase("Alignment of {project}", project=case.project.name)),
        Text(line),
        Facts(counts),
        coverage(case, analysis),
        Text("What happens next:"),
        _steps(steps[:SHOWN_STEPS]),
        Note(_note(case)),
    ]
    return Message(Phrase("{project}: {line}", project=case.project.name, line=line), tuple(blocks))


def _note(case: Case) -> str:
    thread = "The thread has the agreements, each contradiction with its quotes once it is opened, and the gaps."
    in_confidence = any(not view.open(question) for view in case.views for question in view.said.answers)
    if not in_confidence:
        return thread
    return f"{thread} It is made of the answers alone that everybody may read; those in confidence do not count in it."


def headline_line(case: Case, analysis: Analysis, quiet: Mapping[str, Quiet] = NOTHING_QUIET) -> Phrase:
    """Who agrees on what, in one line: by the most divisive contradiction, or that there is none.

    While that is cleared in private, nobody reads on which side anybody stands.
    """
    answered = len(case.views) - len(analysis.silent)
    ranked = [found for found in most_divisive_first(analysis) if found.kind is not Strength.APPARENT]
    if answered == 0:
        return Phrase("No function has answered yet.")
    if not ranked:
        return Phrase(
            "{answered} of {all} answered, and nothing they say{openly} contradicts.",
            openly=" openly" if case.withheld else "",
            answered=answered,
            all=Count(len(case.views), "function", "functions"),
        )
    most = ranked[0]
    if most.id in quiet:
        who = named(functions_on(case, most))
        return Phrase("{who}, on {matter}: {stands}", who=who, matter=most.matter, stands=stands(quiet[most.id]))
    return _most_divisive(case, most)


def _most_divisive(case: Case, found: Contradiction) -> Phrase:
    if len(found.sides) == 1 and all(quote.open for quote in found.quotes):
        on_it = found.sides[0].functions
        return Phrase(
            "{rest} of {all} can live with the date of {matter}; objection from {who}.",
            rest=len(case.views) - len(on_it),
            all=Count(len(case.views), "function", "functions"),
            matter=found.matter,
            who=_named(case, found.sides),
        )
    largest = max(found.sides, key=lambda side: len(side.functions))
    others = [side for side in found.sides if side is not largest]
    against = {function for side in others for function in side.functions} - set(largest.functions)
    countable = found.rule in _MAJORITY and all(quote.open for quote in found.quotes)
    if len(largest.functions) <= len(against) or not countable:
        return Phrase("{who} pull apart on {matter}.", who=_named(case, found.sides), matter=found.matter)
    does = _MAJORITY[found.rule][min(found.sides.index(largest), 1)]
    return Phrase(
        f"{{agreed}} of {{all}} {does}; objection from {{who}}.",
        agreed=len(largest.functions),
        all=Count(len(largest.functions) + len(against), "function", "functions"),
        matter=found.matter,
        who=_named(case, others),
    )


def _named(case: Case, sides: Sequence[Side]) -> Listing:
    """The functions of these sides in the order of the project; others where some answered in confidence."""
    quotes = [quote for side in sides for quote in side.quotes]
    shown = {quote.function for quote in quotes if quote.open}
    hidden = {quote.function for quote in quotes} - shown
    names: list[Words] = [view.name for view in case.views if view.id in shown]
    if len(names) > sayings.SHOWN:
        names = [*names[: sayings.SHOWN], f"{len(names) - sayings.SHOWN} more"]
    return Listing((*names, OTHERS) if hidden else tuple(names))


def _counts(case: Case, analysis: Analysis, settled: int, private: int) -> tuple[tuple[str, Words], ...]:
    silent = tuple(view.name for view in case.views if view.id in analysis.silent)
    answered = Phrase(
        "{answered} of {all}",
        answered=len(case.views) - len(silent),
        all=Count(len(case.views), "function", "functions"),
    )
    if silent:
        answered = Phrase("{answered}; not yet: {silent}", answered=answered, silent=Listing(silent))
    most = tuple(("Most agreed", agreed_line(case, *held)) for held in most_agreed_first(analysis.agreement)[:1])
    return (
        ("Answered", answered),
        *most,
        ("Contradictions", _kinds(analysis.contradictions, settled, private)),
        ("Gaps", Phrase("{gaps}", gaps=len(analysis.gaps)) if analysis.gaps else "none"),
        ("Priorities", concordance(analysis.agreement)),
    )


def _kinds(found: Sequence[Contradiction], settled: int, private: int) -> Words:
    counts = ((kind, sum(each.kind is kind for each in found)) for kind in Strength)
    parts = tuple(Phrase("{count} {kind}", count=count, kind=kind.value) for kind, count in counts if count)
    if private:
        parts = (*parts, Phrase("{private} of them cleared in private first", private=private))
    if settled:
        parts = (*parts, Phrase("{settled} settled since", settled=settled))
    return Phrase("{parts}", parts=Listing(parts, empty="none"))


def concordance(agreed: Agreement) -> Words:
    """Kendall's W for people: to two digits, with what it counts."""
    if agreed.kendall_w is None:
        return "not enough rankings to compare"
    return Phrase(
        "agreement {w} between {m} of {n} axes, where 1 is the same order for all and 0 is none in common",
        w=f"{float(agreed.kendall_w):.2f}",
        m=Count(agreed.m, "ranking", "rankings"),
        n=agreed.n,
    )


def _steps(steps: Sequence[Step]) -> Items:
    return Items(tuple(step.words for step in steps))
