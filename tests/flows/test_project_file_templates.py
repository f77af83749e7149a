"""Templates: the industrial one holds what it must, and others extend it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.project_files import templates
from bot.yaml_nodes import read_yaml
from flows.project_file import FileRefused, read_template
from flows.questionnaires.template import Kind, Template

INDUSTRIAL = templates()["industrial"]


def read(text: str, known: Mapping[str, Template] | None = None) -> Template:
    return read_template(read_yaml(text.encode()), templates() if known is None else known)


def extended(keys: str) -> Template:
    return read(f"accord_template: 1\nid: lab\nextends: industrial\nname: Lab\n{keys}")


def refusal(text: str) -> str:
    with pytest.raises(FileRefused) as refused:
        read(text)
    return refused.value.sentence


def test_the_industrial_template_asks_what_it_must() -> None:
    assert [(question.id, question.kind.value) for question in INDUSTRIAL.questions] == [
        ("outcome.statement", "text"),
        ("outcome.measure", "measure"),
        ("outcome.failure", "text"),
        ("outcome.priorities", "ranking"),
        ("risks.stances", "risk_grid"),
        ("risks.needs", "amounts"),
        ("risks.own", "own_risks"),
        ("risks.no_touch", "no_touch"),
        ("decisions.deciders", "deciders"),
        ("decisions.joint", "choices"),
        ("reporting.cadence", "choice"),
        ("reporting.form", "choice"),
        ("reporting.content", "choices"),
        ("reporting.alerts", "choices"),
        ("evidence.needs", "evidence"),
    ]
    assert [question.id for question in INDUSTRIAL.questions if question.required] == ["outcome.statement"]
    assert all(
        question.title and question.asks and question.why and question.example for question in INDUSTRIAL.questions
    )


def test_the_industrial_template_knows_axes_tradeoffs_and_risks() -> None:
    assert [axis.id for axis in INDUSTRIAL.axes] == ["operational_safety", "quality", "speed", "scope", "cost"]
    assert INDUSTRIAL.tradeoffs == (
        "speed/operational_safety", "speed/scope", "scope/quality", "cost/quality", "speed/quality",
    )  # fmt: skip
    assert {risk.id: risk.unit for risk in INDUSTRIAL.risks} == {
        "production_stop": "h", "safety_incident": None, "data_loss": "h", "ot_cyber_exposure": None,
        "audit_finding": None, "schedule_slip": "weeks", "budget_overrun": "%", "scope_cut": None,
        "manual_double_work": "weeks", "ramp_up_loss": "%", "vendor_lock_in": None,
        "undocumented_workaround": None, "key_person": None,
    }  # fmt: skip


def test_the_industrial_template_knows_its_choices() -> None:
    def options(question: str) -> list[str]:
        return [option.id for option in INDUSTRIAL.question(question).options]

    assert options("reporting.cadence") == ["daily", "weekly", "biweekly", "monthly", "milestones"]
    assert options("reporting.form") == ["channel", "dm", "email", "one_pager"]
    assert options("reporting.content") == ["progress", "risks", "decisions", "evidence", "cost", "people"]
    assert options("reporting.alerts") == [
        "safety_event", "production_stop", "red_line", "date_slip", "budget", "failed_test",
    ]  # fmt: skip
    assert options("decisions.joint") == [joint.id for joint in INDUSTRIAL.joint]
    assert [joint.id for joint in INDUSTRIAL.joint] == [
        "cutover_date", "scope_change", "fallback_to_paper", "go_live", "vendor_change", "validation_approach",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pair", "asked"),
    [
        ("scope/speed", "speed/scope"),
        ("speed / scope", "speed/scope"),
        ("cost/operational_safety", "operational_safety/cost"),
        ("speed/speed", None),
        ("speed", None),
        ("speed/scope/cost", None),
        ("speed/comfort", None),
    ],
)
def test_a_tradeoff_is_written_as_the_template_asks_it(pair: str, asked: str | None) -> None:
    assert INDUSTRIAL.tradeoff(pair) == asked


def test_quality_gets_two_more_questions() -> None:
    mine = templates()["industrial-quality"].questions
    assert [question.id for question in mine if question not in INDUSTRIAL.questions] == [
        "quality.records",
        "quality.release",
    ]


def test_an_extension_adds_changes_and_leaves_out() -> None:
    lab = extended(
        "leave_out: [risks.no_touch]\n"
        "risks:\n  - {id: data_loss, name: Lost results, unit: days}\n  - {id: mix_up, name: Mixed-up samples}\n"
        "joint: [{id: method, name: Change of method}]\n"
        "questions:\n"
        "  - {id: outcome.failure, title: What would hurt}\n"
        "  - {id: lab.method, kind: text, title: Method, asks: Which method?, after: outcome.statement}\n"
    )
    ids = [question.id for question in lab.questions]
    assert ids[:3] == ["outcome.statement", "lab.method", "outcome.measure"]
    assert "risks.no_touch" not in ids
    assert lab.question("outcome.failure").asks == INDUSTRIAL.question("outcome.failure").asks
    assert lab.question("outcome.failure").title == "What would hurt"
    assert [(risk.id, risk.unit) for risk in lab.risks if risk not in INDUSTRIAL.risks] == [
        ("data_loss", "days"),
        ("mix_up", None),
    ]
    assert [risk.id for risk in lab.risks].index("data_loss") == 2
    assert lab.question("decisions.joint").options[-1].id == "method"
    assert (lab.tradeoffs, lab.minutes) == (INDUSTRIAL.tradeoffs, INDUSTRIAL.minutes)


def test_a_template_of_its_own() -> None:
    own = read(
        "accord_template: 1\nid: tiny\nname: Tiny\naxes: [{id: fast, name: fast}, {id: good, name: good}]\n"
        "tradeoffs: [good/fast]\nquestions: [{id: outcome.statement, kind: text, title: Success, asks: What is it?}]\n",
        {},
    )
    assert own.tradeoff("fast/good") == "good/fast"
    assert own.question("outcome.statement").kind is Kind.TEXT


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ("axis: []", "unknown key “axis”"),
        ("minutes: many", "expected a number such as 61"),
        ("minutes: 0", "expected a whole number from 1"),
        ("tradeoffs: [speed/comfort]", "expected two axes"),
        ("tradeoffs: [speed/scope, scope/speed]", "expected each tradeoff once"),
        ("risks: [{id: a, name: A, unit: foo}]", "expected a unit such as h, weeks or %"),
        ("risks: [{id: a, name: A}, {id: a, name: B}]", "expected each id once"),
        ("leave_out: [outcome.mood]", "expected the id of a question"),
        ("questions: [{id: x}]", "expected the key kind"),
        ("questions: [{id: x, kind: song, title: T, asks: A}]", "expected one of text, choice"),
        ("questions: [{id: x, kind: choice, title: T, asks: A}]", "expected the key options"),
        ("questions: [{id: x, kind: text, title: T, asks: A, after: y}]", "expected the id of a question, not “y”"),
        ("questions: [{id: x, kind: amount, title: T, asks: A, unit: foo}]", "expected a unit such as h, weeks or %"),
        (
            "questions: [{id: x, kind: text, title: T, asks: A, unit: h}]",
            "expected unit only in a question of the kind",
        ),
        ("questions: [{id: x, kind: date, title: T, asks: A, scale: {from: 1, to: 2}}]", "expected scale only in"),
        ("questions: [{id: x, kind: scale, title: T, asks: A, scale: {from: 1}}]", "expected the key to"),
        ("questions: [{id: x, kind: scale, title: T, asks: A, scale: {from: 2, to: 2}}]", "a scale that ends above 2"),
        ("questions: [{id: x, kind: scale, title: T, asks: A, scale: {from: 0, to: 1.5}}]", "expected a whole number"),
        ("questions: [{id: by, kind: text, title: T, asks: A}]", "expected another id"),
        ("questions: [{id: outcome.measure, kind: text}]", "expected the kind measure, which the rules read"),
    ],
)
def test_a_wrong_template_is_refused(keys: str, sentence: str) -> None:
    assert sentence in refusal(f"accord_template: 1\nid: lab\nextends: industrial\nname: Lab\n{keys}")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("id: x\nname: X", "expected the key accord_template"),
        ("accord_template: 2\nid: x", "expected 1, the version of the template's format"),
        ("accord_template: 1\nid: x\nname: X\nextends: nothing", "expected the id of a template, not “nothing”"),
        ("accord_template: 1\nid: x\nname: X", "expected the key axes with two axes or more"),
        ("- a", "expected a mapping of keys and values"),
    ],
)
def test_what_is_no_template_is_refused(text: str, sentence: str) -> None:
    assert sentence in refusal(text)
