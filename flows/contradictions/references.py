"""The answers behind each sentence of a summary (C12), by the part of the summary that it stands in.

Only answers that everybody may read are named, and how many others there are is not told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flows.contradictions import sayings
from flows.contradictions.case import Case, RiskView
from flows.contradictions.clearing import Quiet
from flows.contradictions.clearing import told as quietly
from flows.contradictions.closeness import Agreeing, apart_and_close, item_line
from flows.contradictions.details import agreed_line, functions_on
from flows.contradictions.divisive import most_agreed_first, most_divisive_first
from flows.contradictions.findings import Analysis, Contradiction, QuotedAnswer, Strength
from flows.contradictions.lenses import apart_line, looks, measured_line, pulling_apart
from flows.contradictions.summary import concordance, headline_line
from flows.contradictions.views import MEASURE, PRIORITIES
from flows.phrases import Count, Phrase, as_phrase


@dataclass(frozen=True)
class Ref:
    """An answer that a sentence stands on; `said`: the part of it that is meant, "" for all of it."""

    function: str
    question: str
    said: str = ""


@dataclass(frozen=True)
class Sourced:
    """One sentence with its answers; `hidden`: it stands on others, too, that not everybody may read.

    `quiet`: it stands on others, too, that are not quoted on a contradiction that its sides clear in private.
    """

    says: Phrase
    refs: tuple[Ref, ...]
    hidden: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class Told:
    """What a summary is made from. `quiet`: the contradictions that are told without quotes."""

    case: Case
    analysis: Analysis
    agreeing: Agreeing
    quiet: Mapping[str, Quiet] = field(default_factory=dict)


HEADLINE = "headline"


def references(part: str, told: Told) -> tuple[Sourced, ...]:
    """Every sentence of that part, in its order; none for a part that is computed from the others."""
    find = PARTS.get(part)
    return tuple(find(told)) if find is not None else ()


def _headline(told: Told) -> Iterator[Sourced]:
    case, analysis = told.case, told.analysis
    firm = [found for found in most_divisive_first(analysis) if found.kind is not Strength.APPARENT]
    line = headline_line(case, analysis, told.quiet)
    yield _unless_quiet(line, firm[:1], told) if firm else Sourced(line, _everything(case))
    held = most_agreed_first(analysis.agreement)[:1]
    yield from (_on_risk(agreed_line(case, risk, most), case.risks[risk]) for risk, most in held)
    count = Count(len(analysis.contradictions), "contradiction", "contradictions")
    yield _unless_quiet(Phrase("{count} found", count=count), analysis.contradictions, told)
    refs = tuple(Ref(view.id, PRIORITIES) for view in case.views if view.ranking and view.open(PRIORITIES))
    yield Sourced(as_phrase(concordance(analysis.agreement)), refs)


def _agreements(told: Told) -> Iterator[Sourced]:
    for risk, held in most_agreed_first(told.analysis.agreement):
        if 2 * held.agree > held.of:
            yield _on_risk(agreed_line(told.case, risk, held), told.case.risks[risk])


def _closeness(told: Told) -> Iterator[Sourced]:
    for listed in apart_and_close(told.case, told.agreeing):
        for item in listed:
            refs = tuple(Ref(each.function, item.question, each.said) for each in item.shown)
            yield Sourced(item_line(item), refs)


def _lenses(told: Told) -> Iterator[Sourced]:
    found = tuple(looks(told.case))
    for each in found:
        if each.measure is not None:
            yield Sourced(measured_line(each), (Ref(each.view.id, MEASURE),))
    for lens in pulling_apart(found):
        at = [Ref(each.view.id, MEASURE if each.lens is lens else PRIORITIES) for each in found if lens in each.at]
        away = [Ref(each.view.id, PRIORITIES) for each in found if lens in each.away]
        yield Sourced(apart_line(lens, found), (*at, *away))


def _contradictions(told: Told) -> Iterator[Sourced]:
    for found in most_divisive_first(told.analysis):
        words = Phrase("{found}", found=found.openly)
        if found.id in told.quiet:
            words = quietly(found.matter, functions_on(told.case, found), told.quiet[found.id])
        yield _unless_quiet(words, (found,), told)


def _gaps(told: Told) -> Iterator[Sourced]:
    for gap in told.analysis.gaps:
        yield _quoting(Phrase("{gap}", gap=gap.openly), gap.sources)


PARTS: Mapping[str, Callable[[Told], Iterator[Sourced]]] = {
    HEADLINE: _headline,
    "agreements": _agreements,
    "closeness": _closeness,
    "lenses": _lenses,
    "contradictions": _contradictions,
    "gaps": _gaps,
}
"""By the first part of the name of a detail."""


def _unless_quiet(says: Phrase, found: Sequence[Contradiction], told: Told) -> Sourced:
    """On the quotes of those that are told with quotes."""
    quoted = [quote for each in found if each.id not in told.quiet for quote in each.quotes]
    return replace(_quoting(says, quoted), quiet=any(each.id in told.quiet for each in found))


def _quoting(says: Phrase, quotes: Iterable[QuotedAnswer]) -> Sourced:
    quoted = tuple(quotes)
    refs = tuple(Ref(quote.function, quote.question, quote.text) for quote in quoted if quote.open)
    return Sourced(says, refs, hidden=len(refs) < len(quoted))


def _on_risk(says: Phrase, held: Iterable[RiskView]) -> Sourced:
    open_to_all = (each for each in held if each.view.open(each.question))
    return Sourced(says, tuple(Ref(each.view.id, each.question, sayings.risk_view(each)) for each in open_to_all))


def _everything(case: Case) -> tuple[Ref, ...]:
    return tuple(Ref(view.id, question) for view in case.views for question in view.said.answers if view.open(question))
