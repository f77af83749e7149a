"""The coverage picture: functions × topics, and the same in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from flows.contradictions.case import Case
from flows.contradictions.findings import Analysis, QuotedAnswer, Strength
from flows.contradictions.r7_evidence_and_reporting import finer_than_digest
from flows.contradictions.views import CADENCE, DECIDERS, EVIDENCE, JOINT, MEASURE, PRIORITIES, View
from flows.messages import Mark, Picture
from flows.phrases import Listing, Phrase
from flows.questionnaires.answers import DeciderChoice, EvidenceNeed, Measure
from flows.text import name_key

Cell = tuple[str, str]
"""A function id and a topic."""

_IN_WORDS = (
    (Mark.CONTRADICTION, "contradiction on"),
    (Mark.GAP, "gap on"),
    (Mark.ALIGNED, "aligned on"),
    (Mark.ANSWERED, "answered, nothing to compare, on"),
)


def coverage(case: Case, analysis: Analysis) -> Picture:
    """One mark per function and topic, the most pressing one.

    contradiction: a side of a contradiction that is more than apparent · gap: nothing answered, or asked for in vain ·
    aligned: shares a view with another function or with the plan · answered: the rest. What is said in confidence
    shows as answered.
    """
    topics = tuple(dict.fromkeys(topic_of(question.id) for question in case.template.questions))
    cells = _Cells(case, analysis)
    marks = tuple(tuple(cells.mark(view, topic) for topic in topics) for view in case.views)
    columns = tuple(topic.replace("_", " ").capitalize() for topic in topics)
    rows = tuple(view.name for view in case.views)
    title = f"Who agrees on what: {case.project.name}"
    return Picture(title, rows, columns, marks, in_words(rows, columns, marks))


def topic_of(question: str) -> str:
    """The topic a question belongs to: its first part, but priorities are a topic of their own."""
    return "priorities" if question == PRIORITIES else question.split(".")[0]


class _Cells:
    """Which cells are in contradiction, gap or agreement; worked out once for the whole picture."""

    def __init__(self, case: Case, analysis: Analysis) -> None:
        firm = [found for found in analysis.contradictions if found.kind is not Strength.APPARENT]
        apparent = [found for found in analysis.contradictions if found.kind is Strength.APPARENT]
        self.contradicting = _cells(quote for found in firm for quote in found.quotes)
        self.unclear = _cells(quote for found in apparent for quote in found.quotes)
        self.lacking = _cells(source for gap in analysis.gaps for source in gap.sources)
        self.shared = {*_shared_answers(case), *_shared_risks(case, analysis), *_fits_the_plan(case)}

    def mark(self, view: View, topic: str) -> Mark:
        """The most pressing mark of one cell."""
        cell = (view.id, topic)
        if cell in self.contradicting:
            return Mark.CONTRADICTION
        if cell in self.lacking or all(topic_of(question) != topic for question in view.said.answers):
            return Mark.GAP
        return Mark.ALIGNED if cell in self.shared and cell not in self.unclear else Mark.ANSWERED


def _cells(quotes: Iterable[QuotedAnswer]) -> set[Cell]:
    return {(quote.function, topic_of(quote.question)) for quote in quotes if quote.open}


def _shared_answers(case: Case) -> Iterator[Cell]:
    """Rankings, measures of one name, and deciders or joint decisions that more than one function gives."""
    given = [(view, held) for view in case.views for held in _comparable(view, case)]
    counted = Counter(held for _, held in given)
    for view, held in given:
        if counted[held] > 1:
            yield view.id, topic_of(held[0])


def _comparable(view: View, case: Case) -> Iterator[tuple[str, str]]:
    """What this function says that others may say too, by question."""
    if view.ranking and view.open(PRIORITIES):
        yield PRIORITIES, ""
    measure = view.one(MEASURE, Measure)
    if measure is not None and view.open(MEASURE):
        yield MEASURE, name_key(measure.name)
    if view.open(DECIDERS):
        for tradeoff, choice in view.entries(DECIDERS, DeciderChoice).items():
            yield DECIDERS, f"{case.tradeoff(tradeoff)} {choice.decider}"
    if view.open(JOINT):
        yield from ((JOINT, decision) for decision in view.several(JOINT, str))


def _shared_risks(case: Case, analysis: Analysis) -> Iterator[Cell]:
    """Functions that hold the most common stance on every risk on which they are not alone."""
    compared = {risk: held for risk, held in analysis.agreement.risks.items() if held.of > 1}
    differing = {function for held in compared.values() for function in held.differ}
    for risk in compared:
        for held in case.risks[risk]:
            if held.view.open(held.question) and held.view.id not in differing:
                yield held.view.id, topic_of(held.question)


def _fits_the_plan(case: Case) -> Iterator[Cell]:
    """Reporting that the digest gives, and evidence that somebody provides."""
    for view in case.views:
        cadence = view.one(CADENCE, str)
        if cadence is not None and view.open(CADENCE) and not finer_than_digest(case, cadence):
            yield view.id, topic_of(CADENCE)
        if view.several(EVIDENCE, EvidenceNeed) and view.open(EVIDENCE):
            yield view.id, topic_of(EVIDENCE)


def in_words(
    rows: tuple[str, ...],
    columns: tuple[str, ...],
    marks: tuple[tuple[Mark, ...], ...],
    said: Sequence[tuple[Mark, str]] = _IN_WORDS,
) -> Phrase:
    """What the picture shows, function by function: its alternative text. `said`: what each mark means."""
    lines = {f"row{number}": _row(name, columns, marks[number], said) for number, name in enumerate(rows)}
    template = " ".join(f"{{{line}}}" for line in lines)
    return Phrase("Functions by topic. " + template, **lines)


def _row(name: str, columns: tuple[str, ...], marks: tuple[Mark, ...], said: Sequence[tuple[Mark, str]]) -> Phrase:
    parts: list[Phrase] = []
    for mark, words in said:
        topics = tuple(column.lower() for column, held in zip(columns, marks, strict=True) if held is mark)
        if topics:
            parts.append(Phrase(f"{words} {{topics}}", topics=Listing(topics)))
    template = "{name}: " + "; ".join(f"{{part{number}}}" for number in range(len(parts))) + "."
    return Phrase(template, name=name, **{f"part{number}": part for number, part in enumerate(parts)})
