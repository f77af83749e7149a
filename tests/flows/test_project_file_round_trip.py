"""Nothing is lost between an answer, its stored form, and a file."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.project_files import templates, written
from bot.yaml_nodes import read_yaml
from flows.amounts import Amount, Span, SpanUnit
from flows.project_file import Node, plain_answer, read_answer, read_template
from flows.projects.records import Silence
from flows.questionnaires.answers import (
    AnswerValue,
    DeciderChoice,
    EvidenceNeed,
    Measure,
    NoTouch,
    NoView,
    OwnRisk,
    RiskStance,
    Stance,
)
from flows.questionnaires.template import Kind
from flows.text import clean
from tests.flows.project_text import RIGHT, load, with_answer

TEMPLATE = read_template(
    read_yaml(
        b"accord_template: 1\nid: lab\nextends: industrial\nname: Lab\nquestions:\n"
        b"  - {id: lab.stop, kind: amount, title: Stop, asks: How long?}\n"
        b"  - {id: lab.trust, kind: scale, title: Trust, asks: How much?, scale: {from: -5, to: 5}}\n"
        b"  - {id: lab.by, kind: date, title: By, asks: By when?}\n"
        b"  - {id: lab.who, kind: person, title: Who, asks: Who?}\n"
    ),
    templates(),
)
AXES = [axis.id for axis in TEMPLATE.axes]
RISKS = [risk.id for risk in TEMPLATE.risks]

texts = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=40)
texts = texts.map(lambda words: " ".join(clean(words).split())).filter(lambda words: words not in ("", "no_view"))
ids = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
days = st.dates(date(2026, 1, 1), date(2030, 12, 31))
digits = st.from_regex(r"(0|[1-9][0-9]{0,6})(\.[0-9]{1,5})?", fullmatch=True).map(Decimal)
numbers = st.builds(lambda number, sign: number.copy_sign(sign), digits, st.sampled_from([1, -1]))
amounts = st.builds(Amount, digits, st.sampled_from(["h", "min", "days", "weeks", "%", "kg/h", "months"]))
spans = st.builds(Span, st.integers(1, 99), st.sampled_from(SpanUnit))
stances = st.builds(RiskStance, st.sampled_from(Stance), st.none() | amounts, *[st.none() | texts for _ in range(4)])
ranges = st.tuples(days, days).map(sorted)
rankings = st.permutations(AXES).flatmap(
    lambda axes: st.sampled_from(
        [tuple((axis,) for axis in axes), ((axes[0], axes[1]), *((axis,) for axis in axes[2:])), (tuple(axes),)]
    )
)
VALUES: dict[Kind, st.SearchStrategy[AnswerValue]] = {
    Kind.TEXT: texts,
    Kind.CHOICES: st.lists(texts, unique_by=lambda words: words.casefold(), max_size=4).map(tuple),
    Kind.RANKING: rankings,
    Kind.MEASURE: st.builds(
        Measure, texts, numbers, numbers, st.sampled_from(["%", "pieces", "h/week"]), days, st.none() | texts
    ),
    Kind.AMOUNTS: st.dictionaries(st.sampled_from(RISKS), amounts),
    Kind.RISK_GRID: st.dictionaries(st.sampled_from(RISKS), stances),
    Kind.OWN_RISKS: st.lists(
        st.builds(OwnRisk, ids.filter(lambda own: own not in RISKS), texts, stances, st.none() | texts),
        unique_by=lambda risk: risk.id,
        max_size=3,
    ).map(tuple),
    Kind.NO_TOUCH: st.lists(
        st.builds(lambda days, why: NoTouch(days[0], days[1], why), ranges, st.none() | texts), max_size=3
    ).map(tuple),
    Kind.DECIDERS: st.dictionaries(
        st.sampled_from(TEMPLATE.tradeoffs),
        st.just(NoView()) | st.builds(DeciderChoice, ids, st.none() | spans, st.none() | st.sampled_from(Silence)),
    ),
    Kind.EVIDENCE: st.lists(
        st.builds(EvidenceNeed, texts, st.none() | texts, st.none() | days, st.none() | ids, st.none() | texts),
        max_size=3,
    ).map(tuple),
    Kind.AMOUNT: amounts,
    Kind.SCALE: st.integers(-5, 5),
    Kind.DATE: days,
    Kind.PERSON: ids,
}  # fmt: skip
ASKED = [question for question in TEMPLATE.questions if question.kind in VALUES]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_an_answer_survives_storage(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(ASKED))
    value = data.draw(VALUES[question.kind] | st.just(NoView()))
    stored = json.loads(json.dumps(plain_answer(value)))
    assert read_answer(TEMPLATE, question, Node.of(stored)) == value
    assert plain_answer(read_answer(TEMPLATE, question, Node.of(stored))) == stored


@pytest.mark.parametrize("digits", ["61", "66.5", "66.50", "0.1", "0", "-3", "0.0000001", "12345678901234567890.5"])
def test_numbers_keep_their_digits(digits: str) -> None:
    measure = TEMPLATE.question("outcome.measure")
    value = Measure("OEE", Decimal(digits), Decimal(digits), "%", date(2027, 6, 30))
    read = read_answer(TEMPLATE, measure, Node.of(json.loads(json.dumps(plain_answer(value)))))
    assert isinstance(read, Measure)
    assert f"{read.target:f}" == digits


EVERYTHING = (
    RIGHT.replace("name: Line 3", 'name: Line 3\n  stage: "no"\n  language: pl\n  channel: line3\n  digest: Thu 16:30')
    .replace("name: Line 3", "pulse: 3 weeks\n  name: Line 3")
    .replace(
        "name: Jan Lis",
        'name: "16:00", email: jan@example.com, zone: Asia/Kolkata, language: "no", days: [sun, mon],'
        ' hours: "22:00-06:00",'
        " holidays: DE-BY, away: [{from: 2027-02-10, to: 2027-02-20}], active: false, reminders: when_active",
    )
    .replace("facilitator: hanna", "facilitator: hanna, observers: [jan], backup: {person: jan, accepted: 2026-11-23}")
    .replace("representative: hanna", "representative: hanna, questions: industrial-quality")
    .replace("2027-01-15T16:00", "2027-01-15T16:00, nudges: active")
    .replace(
        "decider: maria}",
        "decider: maria, deputy: jan, recommend: [jan], must_agree: [quality], consulted: [jan],"
        " perform: [operations], informed: [adam], within: 90 min,"
        " silence: blocks}\n  - {tradeoff: Training is done, decider: adam, within: 1 working day}",
    )
)  # fmt: skip
ANSWERS = """\
recorded_by: adam
visibility: {outcome.measure: sponsor}
decisions.joint: [go_live, Training is done]
outcome.failure: "61"
outcome.priorities: [speed, [scope, cost], quality, operational_safety]
risks.stances: {handover: {stance: acceptable}, data_loss: {stance: acceptable_if, limit: 1.50 h}}
risks.own: []
decisions.deciders: {scope/speed: {decider: jan, within: 2 working days}, cost/quality: no_view}
reporting.cadence: no_view
evidence.needs: [{what: Report, from: nobody known, by: 2027-05-15, for: cutover}]
quality.release: A copy"""


def test_a_project_survives_export() -> None:
    given_text = EVERYTHING + "".join(f"    {line}\n" for line in ANSWERS.splitlines())
    project_file = load(given_text)
    assert len(project_file.answers[1].answers) == 10
    assert project_file.project.decision_rights[1].tradeoff == "Training is done"
    assert load(written(project_file)) == project_file
    assert written(load(written(project_file))) == written(project_file)


@pytest.mark.parametrize("text", [RIGHT, with_answer("outcome.failure: no_view")])
def test_a_small_project_survives_export(text: str) -> None:
    assert load(written(load(text))) == load(text)
