"""Questionnaire templates: read from YAML of the shape in docs/project-file.md, alone or on top of another one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from flows.amounts import read_number
from flows.errors import Invalid
from flows.project_file.fields import (
    Record,
    choice,
    identifier,
    items,
    name,
    once,
    parsed,
    parsed_raw,
    percent,
    record,
    reference,
    text,
    words,
    yes_no,
)
from flows.project_file.nodes import Node, Reading, shown
from flows.project_file.rights import read_tradeoff
from flows.project_file.round_answers import ABOUT_ANSWERS
from flows.questionnaires.answers import Lens
from flows.questionnaires.template import Kind, Named, Question, Risk, Scale, Template
from flows.units import is_unit, tidy

KEYS = (
    "accord_template", "id", "extends", "version", "name", "minutes", "axes", "tradeoffs", "risks", "joint",
    "questions", "leave_out", "agreement", "lenses",
)  # fmt: skip
QUESTION = (
    "id", "kind", "title", "asks", "why", "example", "required", "options", "own_words", "unit", "scale", "after",
)  # fmt: skip
MOST = 1000
LARGEST = 1_000_000

RULES_READ: Mapping[str, Kind] = {
    "outcome.measure": Kind.MEASURE,
    "outcome.priorities": Kind.RANKING,
    "risks.stances": Kind.RISK_GRID,
    "risks.needs": Kind.AMOUNTS,
    "risks.own": Kind.OWN_RISKS,
    "risks.no_touch": Kind.NO_TOUCH,
    "decisions.deciders": Kind.DECIDERS,
    "decisions.joint": Kind.CHOICES,
    "reporting.cadence": Kind.CHOICE,
    "evidence.needs": Kind.EVIDENCE,
}
"""Questions that the contradiction rules read: a template may leave them out, but not make something else of them."""

N = TypeVar("N", bound=Named)


def read_template(node: Node, templates: Mapping[str, Template]) -> Template:
    """A template; `templates`: those it may extend, by id. Raises FileRefused."""
    given = record(node, KEYS)
    version = given.need("accord_template")
    if version.value != "1" or version.reads_as is not Reading.NUMBER:
        raise version.but("1, the version of the template's format")
    below = given.maybe("extends", lambda entry: templates[reference(entry, templates, "a template")]) or _EMPTY
    axes = given.maybe("axes", _named) or below.axes
    if len(axes) < 2:
        raise given.node.refused("expected the key axes with two axes or more")
    joint = _merged(below.joint, given.maybe("joint", _named) or ())
    frame = Template(
        id=identifier(given.need("id")),
        version=given.maybe("version", _whole) or 1,
        name=name(given.need("name")),
        minutes=given.maybe("minutes", _whole) or below.minutes,
        axes=axes,
        tradeoffs=below.tradeoffs if axes == below.axes else (),
        risks=_merged(below.risks, given.maybe("risks", _risks) or ()),
        joint=joint,
        questions=_questions(given, below.questions, joint),
        agreement=given.maybe("agreement", percent) or below.agreement,
        lenses={**below.lenses, **(given.maybe("lenses", _lenses) or {})},
    )
    return replace(frame, tradeoffs=given.maybe("tradeoffs", lambda entry: _tradeoffs(entry, frame)) or frame.tradeoffs)


_EMPTY = Template("", 1, "", 30, (), (), (), (), ())


def _whole(node: Node) -> int:
    number = parsed_raw(node, read_number)
    if number != int(number) or not 1 <= number <= MOST:
        raise node.but(f"a whole number from 1 to {MOST}")
    return int(number)


def _named(node: Node) -> tuple[Named, ...]:
    given = [record(entry, ("id", "name")) for entry in items(node)]
    return tuple(Named(own_id, name(entry.need("name"))) for own_id, entry in _with_ids(given))


def _lenses(node: Node) -> dict[str, Lens]:
    """By what a measure is about: the words by which it is known."""
    by_lens = record(node, tuple(Lens)).entries
    return {name(words_): Lens(lens) for lens, listed in by_lens.items() for words_ in items(listed)}


def _risks(node: Node) -> tuple[Risk, ...]:
    given = [record(entry, ("id", "name", "unit")) for entry in items(node)]
    return tuple(
        Risk(own_id, name(entry.need("name")), entry.maybe("unit", lambda unit: parsed(unit, _unit)))
        for own_id, entry in _with_ids(given)
    )


def _with_ids(given: Sequence[Record]) -> Iterable[tuple[str, Record]]:
    ids = once([entry.need("id") for entry in given], [identifier(entry.need("id")) for entry in given], "id")
    return zip(ids, given, strict=True)


def _unit(characters: str) -> str:
    if not is_unit(tidy(characters)):
        raise Invalid("Expected a unit such as h, weeks or %.")
    return tidy(characters)


def _tradeoffs(node: Node, frame: Template) -> tuple[str, ...]:
    """As the template asks them: in the order of axes that is written here."""
    asked = [words(entry).replace(" ", "") for entry in items(node)]
    pairs = [read_tradeoff(entry, said, frame) for entry, said in zip(items(node), asked, strict=True)]
    once(items(node), pairs, "tradeoff")
    return tuple(asked)


def _merged(below: tuple[N, ...], own: tuple[N, ...]) -> tuple[N, ...]:
    """What is extended, with changed entries in their places and new ones at the end."""
    return tuple({entry.id: entry for entry in (*below, *own)}.values())


def _questions(given: Record, below: tuple[Question, ...], joint: tuple[Named, ...]) -> tuple[Question, ...]:
    left_out = given.maybe(
        "leave_out", lambda node: [reference(entry, _ids(below), "a question") for entry in items(node)]
    )
    questions = [question for question in below if question.id not in (left_out or [])]
    own = [record(entry, QUESTION) for entry in given.maybe("questions", items) or ()]
    for question_id, entry in _with_ids(own):
        questions = _placed(questions, _question(question_id, entry, questions), entry.get("after"))
    if not questions:
        raise given.node.refused("expected the key questions with a question or more")
    return tuple(replace(asked, options=joint) if asked.id == "decisions.joint" else asked for asked in questions)


def _ids(questions: Iterable[Question]) -> list[str]:
    return [question.id for question in questions]


def _placed(questions: list[Question], question: Question, after: Node | None) -> list[Question]:
    """Where it stood, behind the one it is to follow, or at the end."""
    ids = _ids(questions)
    others = [other for other in questions if other.id != question.id]
    at = ids.index(question.id) if question.id in ids else len(others)
    if after is not None:
        at = _ids(others).index(reference(after, _ids(others), "a question")) + 1
    return [*others[:at], question, *others[at:]]


def _question(question_id: str, given: Record, below: Iterable[Question]) -> Question:
    """A question of its own, or a changed one: what is not given stays."""
    same = next((question for question in below if question.id == question_id), None)
    if same is None:
        same = Question(
            question_id, choice(given.need("kind"), Kind), name(given.need("title")), text(given.need("asks"))
        )
    changed = replace(
        same,
        kind=given.maybe("kind", lambda node: choice(node, Kind)) or same.kind,
        title=given.maybe("title", name) or same.title,
        asks=given.maybe("asks", text) or same.asks,
        why=given.maybe("why", text) or same.why,
        example=given.maybe("example", text) or same.example,
        required=same.required if "required" not in given.entries else yes_no(given.entries["required"]),
        options=given.maybe("options", _named) or same.options,
        own_words=same.own_words if "own_words" not in given.entries else yes_no(given.entries["own_words"]),
        unit=given.maybe("unit", lambda node: parsed(node, _unit)) or same.unit,
        scale=given.maybe("scale", _scale) or same.scale,
    )
    return _checked(changed, given)


def _scale(node: Node) -> Scale:
    given = record(node, ("from", "to", "low", "high"))
    low, high = _end(given.need("from")), _end(given.need("to"))
    if high <= low:
        raise given.need("to").refused(f"expected a scale that ends above {low}, not at {high}")
    return Scale(low, high, given.maybe("low", name) or "", given.maybe("high", name) or "")


def _end(node: Node) -> int:
    number = parsed_raw(node, read_number)
    if number != int(number) or abs(number) > LARGEST:
        raise node.but(f"a whole number of at most {LARGEST:,}")
    return int(number)


def _checked(question: Question, given: Record) -> Question:
    kind = RULES_READ.get(question.id, question.kind)
    if question.kind is not kind:
        raise given.need("kind").refused(f"expected the kind {kind}, which the rules read in {question.id}")
    if question.id in ABOUT_ANSWERS:
        raise given.need("id").refused(f"expected another id: {shown(question.id)} says who answered")
    closed = question.kind in (Kind.CHOICE, Kind.CHOICES) and not question.own_words
    if closed and not question.options and question.id != "decisions.joint":
        raise given.node.refused("expected the key options, which is missing or empty")
    for key, only in (("unit", Kind.AMOUNT), ("scale", Kind.SCALE)):
        if key in given.entries and question.kind is not only:
            raise given.entries[key].refused(f"expected {key} only in a question of the kind {only}")
    return question
