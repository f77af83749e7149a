"""How each kind of answer is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.amounts import read_number, read_span
from flows.errors import Invalid
from flows.project_file.fields import (
    choice,
    day,
    items,
    listed,
    name,
    once,
    parsed,
    parsed_raw,
    record,
    subjects,
    text,
    words,
)
from flows.project_file.known import NO_VIEW, Asked
from flows.project_file.nodes import Node
from flows.project_file.people import read_range
from flows.project_file.rights import read_tradeoff
from flows.project_file.risks import read_needs, read_own_risks, read_stances
from flows.project_file.single import read_one_day, read_one_person, read_point, read_single_amount
from flows.projects.records import Silence
from flows.questionnaires.answers import (
    AnswerValue,
    DeciderChoice,
    EvidenceNeed,
    Lens,
    Measure,
    NoTouch,
    NoView,
    Ranking,
)
from flows.questionnaires.periods import read_period
from flows.questionnaires.template import Kind
from flows.units import is_unit_or_word, tidy

MEASURE = ("name", "baseline", "target", "unit", "by", "scope", "lens", "stage", "period")
DECIDER = ("decider", "within", "silence")
EVIDENCE = ("what", "from", "by", "for", "form")


def is_no_view(node: Node) -> bool:
    """Whether no view stands here."""
    return isinstance(node.value, str) and node.value.strip() == NO_VIEW


def _text(node: Node, asked: Asked) -> str:  # noqa: ARG001  # every reader has the same arguments
    return text(node)


def _choice(node: Node, asked: Asked) -> str:
    said = name(node)
    options = [option.id for option in asked.question.options]
    if said not in options and not asked.question.own_words and not asked.known.trusted:
        raise node.but(f"one of {listed(options)}")
    return said


def _choices(node: Node, asked: Asked) -> tuple[str, ...]:
    entries = (node,) if isinstance(node.value, str) else items(node)
    for entry in entries:
        if is_no_view(entry):
            raise entry.refused(f"expected {NO_VIEW} in place of the whole answer")
    return once(entries, [_choice(entry, asked) for entry in entries], "choice")


def _ranking(node: Node, asked: Asked) -> Ranking:
    groups = tuple(
        tuple(words(axis) for axis in (entry.value if isinstance(entry.value, tuple) else (entry,)))
        for entry in items(node)
    )
    axes = [axis.id for axis in asked.template.axes]
    named = [axis for group in groups for axis in group]
    if not all(groups) or (sorted(named) != sorted(axes) and not asked.known.trusted):
        raise node.refused(f"expected a ranking that holds each of {', '.join(axes)} exactly once")
    return groups


def _measure(node: Node, asked: Asked) -> Measure:  # noqa: ARG001  # every reader has the same arguments
    given = record(node, MEASURE)
    return Measure(
        name=name(given.need("name")),
        baseline=parsed_raw(given.need("baseline"), read_number),
        target=parsed_raw(given.need("target"), read_number),
        unit=parsed(given.need("unit"), read_unit),
        by=day(given.need("by")),
        scope=given.maybe("scope", name),
        lens=given.maybe("lens", lambda entry: choice(entry, Lens)),
        stage=given.maybe("stage", name),
        period=given.maybe("period", lambda entry: parsed_raw(entry, read_period)),
    )


def read_unit(characters: str) -> str:
    """The unit of a measure as it is kept. Raises Invalid."""
    unit = tidy(characters)
    if not is_unit_or_word(unit):
        raise Invalid("Expected a unit such as %, h or kg/h, or one word of your own such as pieces.")
    return unit


def _no_touch(node: Node, asked: Asked) -> tuple[NoTouch, ...]:  # noqa: ARG001  # every reader has the same arguments
    given = [record(entry, ("from", "to", "why")) for entry in items(node)]
    return tuple(NoTouch(*read_range(entry), why=entry.maybe("why", text)) for entry in given)


def _deciders(node: Node, asked: Asked) -> Mapping[str, DeciderChoice | NoView]:
    entries = subjects(node)
    pairs = [
        asked.template.tradeoff(said) or said if asked.known.trusted else read_tradeoff(entry, said, asked.template)
        for said, entry in entries.items()
    ]
    once(entries.values(), pairs, "tradeoff")
    return {pair: _decider(entry, asked) for pair, entry in zip(pairs, entries.values(), strict=True)}


def _decider(node: Node, asked: Asked) -> DeciderChoice | NoView:
    if is_no_view(node):
        return NoView()
    given = record(node, DECIDER)
    return DeciderChoice(
        decider=asked.person(given.need("decider")),
        within=given.maybe("within", lambda entry: parsed_raw(entry, read_span)),
        silence=given.maybe("silence", lambda entry: choice(entry, Silence)),
    )


def _evidence(node: Node, asked: Asked) -> tuple[EvidenceNeed, ...]:
    given = [record(entry, EVIDENCE) for entry in items(node)]
    return tuple(
        EvidenceNeed(
            what=text(entry.need("what")),
            provider=entry.maybe("from", name),
            by=entry.maybe("by", day),
            milestone=entry.maybe("for", asked.milestone),
            form=entry.maybe("form", name),
        )
        for entry in given
    )


READERS: dict[Kind, Callable[[Node, Asked], AnswerValue]] = {
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.RANKING: _ranking,
    Kind.MEASURE: _measure,
    Kind.AMOUNTS: read_needs,
    Kind.RISK_GRID: read_stances,
    Kind.OWN_RISKS: read_own_risks,
    Kind.NO_TOUCH: _no_touch,
    Kind.DECIDERS: _deciders,
    Kind.EVIDENCE: _evidence,
    Kind.AMOUNT: read_single_amount,
    Kind.SCALE: read_point,
    Kind.DATE: read_one_day,
    Kind.PERSON: read_one_person,
}
