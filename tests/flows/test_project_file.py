"""What a project file says: defaults, grammars, and the fine print of answers."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from flows.amounts import Amount, Span, SpanUnit
from flows.people import Absence, Hours, Person
from flows.project_file.lookalikes import lookalikes
from flows.projects.records import Cadence, DecisionRight, DigestRule, NudgeProfile, Silence
from flows.questionnaires.answers import (
    DeciderChoice,
    EvidenceNeed,
    Measure,
    NoTouch,
    NoView,
    OwnRisk,
    RiskStance,
    Stance,
    Visibility,
)
from tests.flows.project_text import RIGHT, answered, changed, load, said, with_answer

SMALLEST = """
accord: 1
project: {id: p, name: P, kickoff: 2027-02-01, zone: Asia/Tokyo}
"""


def person(fields: str) -> Person:
    return load(changed("name: Jan Lis", f"name: Jan Lis, {fields}")).people[2]


def right(fields: str) -> DecisionRight:
    return load(changed("{tradeoff: speed/scope, decider: maria}", f"{{{fields}}}")).project.decision_rights[0]


def test_the_smallest_file_has_the_defaults() -> None:
    project = load(SMALLEST).project
    assert (project.functions, project.sponsor, project.round_due, project.stage) == ((), "", None, "")
    assert project.digest == DigestRule(weekday=0, at=time(9), every=Cadence.WEEKLY)
    assert (project.nudges, project.template, project.language) == (NudgeProfile.STANDARD, "industrial", "en")


def test_people_get_the_zone_and_language_of_the_project() -> None:
    text = SMALLEST.replace("Asia/Tokyo", "Asia/Tokyo, language: ja") + "people: [{id: a, name: A}]"
    assert load(text).people == (Person("a", "A", zone="Asia/Tokyo", language="ja", days=(0, 1, 2, 3, 4)),)
    assert load(text).people[0].hours == Hours(time(9), time(17))


@pytest.mark.parametrize("nothing", ["", '""', '" "', "[]", "{}"])
def test_an_empty_value_is_a_missing_key(nothing: str) -> None:
    text = changed("name: Line 3\n", f"name: Line 3\n  stage: {nothing}\n  digest_every: {nothing}\n")
    assert load(text) == load(RIGHT)


def test_a_person_says_when_they_work() -> None:
    jan = person('days: [sun, mon, tue], hours: "22:00-06:00", holidays: DE-BY, zone: Asia/Kolkata, language: "no"')
    assert (jan.days, jan.hours) == ((0, 1, 6), Hours(time(22), time(6)))
    assert (jan.holidays, jan.zone, jan.language) == ("DE-BY", "Asia/Kolkata", "no")
    assert person("days: sun-thu").days == (0, 1, 2, 3, 6)
    assert person("days: Sat").days == (5,)
    assert person("away: [{from: 2027-02-10, to: 2027-02-10}]").away == (Absence(date(2027, 2, 10), date(2027, 2, 10)),)


def test_project_and_round() -> None:
    project = load(
        changed("name: Line 3\n", 'name: Line 3\n  digest: "thu 16:30"\n  digest_every: daily\n  channel: "#line3"\n')
    ).project
    assert project.digest == DigestRule(3, time(16, 30), Cadence.DAILY)
    assert project.channel == "line3"
    assert project.round_due == datetime(2027, 1, 15, 16, 0)  # noqa: DTZ001  # wall-clock time by design
    assert [milestone.name for milestone in project.milestones] == ["Acceptance test", "cutover"]
    assert [milestone.touches_production for milestone in project.milestones] == [False, True]


@pytest.mark.parametrize(("written", "read"), [('"2027-02-01"', "2027-02-01"), ("'2027-02-01'", "2027-02-01")])
def test_quoted_dates_are_fine(written: str, read: str) -> None:
    assert load(changed("kickoff: 2027-02-01", f"kickoff: {written}")).project.kickoff.isoformat() == read


def test_words_that_yaml_misreads_are_fine_in_quotes() -> None:
    project = load(changed("name: Line 3\n", 'name: "2027"\n  stage: "16:00"\n  language: "no"\n')).project
    assert (project.name, project.stage, project.language) == ("2027", "16:00", "no")


def test_ids_of_people_and_functions_may_coincide() -> None:
    text = RIGHT.replace("{id: jan,", "{id: quality,").replace("deputy: jan", "deputy: quality")
    assert load(text).project.functions[0].deputy == "quality"


def test_a_decision_right_names_its_tradeoff_in_either_order() -> None:
    assert right("tradeoff: scope/speed, decider: jan").tradeoff == "speed/scope"
    assert right("tradeoff: operational_safety/speed, decider: jan").tradeoff == "speed/operational_safety"
    assert right("tradeoff: cost/speed, decider: jan").tradeoff == "speed/cost"
    assert right("tradeoff: cutover_date, decider: jan").tradeoff == "cutover_date"


def test_a_decision_right_with_everything() -> None:
    given = right(
        "tradeoff: speed/scope, decider: maria, deputy: jan, must_agree: [quality], consulted: [operations, jan],"
        "informed: [adam], within: 2 working days, silence: blocks"
    )
    assert given == DecisionRight(
        "speed/scope", "maria", "jan", ("quality",), ("operations", "jan"), ("adam",),
        Span(2, SpanUnit.WORKING_DAYS), Silence.BLOCKS,
    )  # fmt: skip
    assert right("tradeoff: speed/scope, decider: maria").silence is Silence.GOES_UP


def test_a_joint_decision_in_own_words_can_get_a_decision_right() -> None:
    text = with_answer("decisions.joint: [go_live, Training is done]").replace("speed/scope", "Training is done")
    assert load(text).project.decision_rights[0].tradeoff == "Training is done"


@pytest.mark.parametrize(
    ("old", "new", "warning"),
    [
        ("deputy: jan", "deputy: maria", "functions[0].deputy: Operations has one person as representative and deputy"),
        ("date: 2027-03-15", "date: 2027-01-31", "[0].date: Acceptance test is before the kick-off on 2027-02-01"),
        ("2027-01-15T16:00", "2027-02-02T00:00", "line 19, round.due: the round is due after the kick-off on"),
    ],
)  # fmt: skip
def test_odd_things_are_warned_about_and_loaded(old: str, new: str, warning: str) -> None:
    (warned,) = load(changed(old, new)).warnings
    assert warning in warned


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        ("Maria Nowak", "M\u0430ria Nowak", "looks like"),  # a Cyrillic letter
        ("Maria Nowak", "maria  nowak", "looks like"),
        ("Jan Lis", "Jan Lis", "has the same name as"),
        ("IT", "1T", "looks like"),
        ("Olga Sikora", "O\u0142ga Sikora", "looks like"),
    ],
)
def test_a21_names_that_look_alike_are_warned_about(one: str, other: str, what: str) -> None:
    ((place, said),) = lookalikes([("a", one), ("x", "Somebody Else"), ("b", other)])
    assert place == 2
    assert said == f"“{other}” (b) {what} “{one}” (a); make sure that both are meant"


def test_a21_people_and_functions_that_look_alike_are_warned_about_and_loaded() -> None:
    changes = changed("name: Jan Lis", "name: M\u0430ria Nowak")
    (warned,) = load(changes).warnings
    assert warned.startswith("line ")
    assert "people[" in warned
    assert "looks like “Maria Nowak” (maria)" in warned
    assert list(lookalikes([("it", "IT"), ("ops", "Operations"), ("qa", "Quality")])) == []


@pytest.mark.parametrize(("old", "new"), [("2027-03-15", "2027-02-01"), ("2027-01-15T16:00", "2027-02-01T16:00")])
def test_the_day_of_the_kickoff_is_not_odd(old: str, new: str) -> None:
    assert load(changed(old, new)).warnings == ()


def test_no_view_is_an_answer_to_any_question() -> None:
    questions = [
        "outcome.failure", "outcome.priorities", "risks.stances", "risks.needs", "risks.own", "risks.no_touch",
        "decisions.deciders", "decisions.joint", "reporting.cadence", "reporting.form", "reporting.content",
        "reporting.alerts", "evidence.needs",
    ]  # fmt: skip
    answers = said(with_answer("\n".join(f"{question}: no_view" for question in questions)), "quality").answers
    assert {question: answers[question] for question in questions} == dict.fromkeys(questions, NoView())


def test_a_question_left_out_or_left_empty_is_silence_but_an_empty_list_is_an_answer() -> None:
    answers = said(
        with_answer('outcome.failure: ""\noutcome.statement:\nrisks.own: []\nrisks.needs: {}'), "quality"
    ).answers
    assert set(answers) == {"outcome.measure", "risks.own", "risks.needs"}
    assert (answers["risks.own"], answers["risks.needs"]) == ((), {})


def test_a_function_left_empty_said_nothing() -> None:
    assert [said.function for said in load(RIGHT[: RIGHT.index("  quality:\n    by")] + "  quality:\n").answers] == [
        "operations"
    ]


def test_answers_come_in_the_order_of_the_functions() -> None:
    head, operations, quality = (
        RIGHT.partition("  operations:\n    by")[0],
        *RIGHT[RIGHT.index("  operations:\n    by") :].split("  quality:\n"),
    )
    assert [said.function for said in load(f"{head}  quality:\n{quality}{operations}").answers] == [
        "operations",
        "quality",
    ]


def test_stances() -> None:
    stances = answered(
        "risks.stances:\n"
        "  data_loss: {stance: acceptable_if, limit: 4h, condition: at night, scope: line 3}\n"
        "  scope_cut: {stance: not_acceptable, why: we promised it, test: any cut}\n"
        "  key_person: {stance: no_view, limit: 1 h}\n"
        "  audit_finding: no_view\n"
        "  budget_overrun:\n"
        "  handover: {stance: acceptable}\n"
    )
    assert stances == {
        "data_loss": RiskStance(Stance.ACCEPTABLE_IF, Amount(Decimal(4), "h"), condition="at night", scope="line 3"),
        "scope_cut": RiskStance(Stance.NOT_ACCEPTABLE, why="we promised it", test="any cut"),
        "key_person": RiskStance(Stance.NO_VIEW, Amount(Decimal(1), "h")),
        "audit_finding": RiskStance(Stance.NO_VIEW),
        "handover": RiskStance(Stance.ACCEPTABLE),
    }


def test_needs_also_of_own_risks_of_others() -> None:
    needs = answered("risks.needs: {production_stop: 1.50 weeks, handover: 10 %}")
    assert needs == {"production_stop": Amount(Decimal("1.50"), "weeks"), "handover": Amount(Decimal(10), "%")}


def test_own_risks_hold_their_owners_stance() -> None:
    risk = answered("risks.own: [{id: fumes, text: Fumes, category: our own, stance: acceptable_if, condition: masks}]")
    assert risk == (OwnRisk("fumes", "Fumes", RiskStance(Stance.ACCEPTABLE_IF, condition="masks"), "our own"),)


def test_rankings_may_tie() -> None:
    ranking = answered("outcome.priorities: [speed, [scope, cost], [quality], operational_safety]")
    assert ranking == (("speed",), ("scope", "cost"), ("quality",), ("operational_safety",))


def test_measures_keep_their_digits_and_may_have_a_unit_of_their_own() -> None:
    measure = load(RIGHT).answers[1].answers["outcome.measure"]
    assert measure == Measure("Scrap", Decimal("3.2"), Decimal("2.50"), "%", date(2027, 6, 30))
    assert isinstance(measure, Measure)
    assert str(measure.target) == "2.50"
    for unit in ("pieces", "EUR", "kWh", "kg/h", "pieces/h", "°C", "Stück"):
        text = changed('unit: "%"', f"unit: {unit}")
        assert unit in str(load(text).answers[1].answers["outcome.measure"])


def test_a_measure_may_go_below_zero() -> None:
    assert load(changed("baseline: 3.2", "baseline: -3.2")).answers[1].answers


def test_deciders() -> None:
    deciders = answered(
        "decisions.deciders: {scope/speed: {decider: jan, within: 90 min, silence: blocks}, cost/quality: no_view}"
    )
    assert deciders == {
        "speed/scope": DeciderChoice("jan", Span(90, SpanUnit.MINUTES), Silence.BLOCKS),
        "cost/quality": NoView(),
    }


def test_evidence_may_come_from_somebody_unknown() -> None:
    evidence = answered(
        "evidence.needs: [{what: Report, from: the vendor, by: 2027-05-15, for: cutover, form: pdf}, {what: Log}]"
    )
    assert evidence == (
        EvidenceNeed("Report", "the vendor", date(2027, 5, 15), "cutover", "pdf"),
        EvidenceNeed("Log"),
    )


def test_no_touch_days() -> None:
    days = answered("risks.no_touch: [{from: 2027-05-01, to: 2027-05-01, why: peak}]")
    assert days == (NoTouch(date(2027, 5, 1), date(2027, 5, 1), "peak"),)


def test_own_words_where_they_are_allowed() -> None:
    assert answered("reporting.content: [risks, weather]") == ("risks", "weather")
    assert answered("reporting.alerts: [anything odd]") == ("anything odd",)
    assert answered("decisions.joint: [who drives]") == ("who drives",)
    assert answered("reporting.form: one_pager") == "one_pager"


def test_words_are_cleaned() -> None:
    assert answered('outcome.failure: "  a\\u202Eb\\x07c\\r\\nd  "') == "abc\nd"


def test_who_said_it_and_who_may_read_it() -> None:
    text = with_answer("recorded_by: adam\nvisibility: {outcome.measure: confidential, outcome.failure: project}")
    quality = said(text, "quality")
    assert (quality.by, quality.recorded_by) == ("hanna", "adam")
    assert quality.visibility == {"outcome.measure": Visibility.CONFIDENTIAL}


def test_a_function_may_have_questions_of_its_own() -> None:
    text = changed("representative: hanna", "representative: hanna, questions: industrial-quality")
    loaded = load(text + "    quality.release: A copy at the line\n")
    assert loaded.project.questions == {"quality": "industrial-quality"}
    assert loaded.answers[1].answers["quality.release"] == "A copy at the line"
