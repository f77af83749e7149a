"""What people type: understood in the ways they write it, refused with what is missing and an example."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.yaml_nodes import read_yaml
from flows.errors import Invalid
from flows.plain import Plain
from flows.project_file.templates import read_template
from flows.questionnaires.asking import Asking, Full, Part
from flows.questionnaires.kinds import WAYS
from flows.questionnaires.kinds.listing import entries_of
from flows.questionnaires.kinds.risk_draft import draft_of
from flows.questionnaires.template import Kind
from tests.flows.asking import SETTING, TEMPLATE, asking
from tests.flows.spoken import words

TEMPLATES = Path(__file__).parents[2] / "bot" / "templates"


def typed(question: str, text: str, draft: Plain = None) -> Plain:
    """What is stored after this was typed: the answer, or the draft."""
    taken = WAYS[TEMPLATE.question(question).kind].read(asking(question, draft=draft), text)
    return taken.value if isinstance(taken, Full) else taken.draft


def refused(question: str, text: str, draft: Plain = None) -> str:
    with pytest.raises(Invalid) as refusal:
        typed(question, text, draft)
    return words(refusal.value.phrase)


@pytest.mark.parametrize(
    "text",
    [
        "OEE line 3: 61 -> 66 % by 2027-06-30",
        "OEE line 3: from 61 to 66 %, by 2027-06-30.",
        "OEE line 3 from 61 % to 66 % until 2027-06-30",
        "OEE line 3: 61→66% by 2027-06-30",
        "OEE line 3: 61 -> 66 % by 30 June 2027",
        "OEE line 3: 61 -> 66 % by June 30, 2027.",
        "OEE line 3: 61 -> 66 % until 30.06.2027",
    ],
)
def test_a_measure_on_one_line(text: str) -> None:
    wanted = {"name": "OEE line 3", "baseline": 61, "target": 66, "unit": "%", "by": "2027-06-30"}
    assert typed("outcome.measure", text) == wanted


def test_a_measure_may_name_its_scope() -> None:
    said = typed("outcome.measure", "Scrap: 4.5 -> 3 % by 2027-06-30, scope line 3")
    assert said == {
        "name": "Scrap",
        "baseline": 4.5,
        "target": 3,
        "unit": "%",
        "by": "2027-06-30",
        "scope": "line 3",
    }


def test_a_measure_without_its_day_says_what_was_read_and_what_is_missing() -> None:
    said = refused("outcome.measure", "OEE line 3: 61 -> 66 %")
    assert said.startswith("I read 61 and 66. Missing: the day")
    assert "OEE line 3: 61 -> 66 % by 2027-06-30" in said


@pytest.mark.parametrize("day", ["30 June 2027", "30.6.2027"])
def test_a_measure_keeps_its_scope_after_a_day_in_words(day: str) -> None:
    said = typed("outcome.measure", f"Scrap: 4.5 -> 3 % by {day}, scope line 3")
    assert isinstance(said, dict)
    assert (said["by"], said["scope"]) == ("2027-06-30", "line 3")


def test_a_measure_with_a_day_in_words_alone_says_what_else_is_missing() -> None:
    said = refused("outcome.measure", "OEE to 66 % by 30 June 2027")
    assert said.startswith("I read 66 and the day 30 June 2027. Missing: the number today")


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("1 May 2027 to 31 May 2027: peak", {"from": "2027-05-01", "to": "2027-05-31", "why": "peak"}),
        ("01.05.2027 – 31.05.2027 peak", {"from": "2027-05-01", "to": "2027-05-31", "why": "peak"}),
        ("from May 1, 2027 until 31 May 2027", {"from": "2027-05-01", "to": "2027-05-31"}),
        ("24 Dec 2027", {"from": "2027-12-24", "to": "2027-12-24"}),
    ],
)
def test_days_not_to_touch_as_people_write_them(text: str, stored: Plain) -> None:
    assert typed("risks.no_touch", text) == [stored]


@pytest.mark.parametrize(
    "text",
    [
        "Protocol from IT by 15 May 2027",
        "Protocol, from IT, by May 15, 2027",
        "Protocol; from: IT; by: 15.05.2027",
        "Protocol; from: IT; by: 15 May 2027",
    ],
)
def test_evidence_by_a_day_as_people_write_it(text: str) -> None:
    assert typed("evidence.needs", text) == [{"what": "Protocol", "from": "it", "by": "2027-05-15"}]


def test_evidence_by_a_day_without_its_year_says_so() -> None:
    assert "I read “15 May”, and the year is missing." in refused("evidence.needs", "Protocol; by: 15 May")


def test_a_measure_on_a_day_that_does_not_exist_is_refused() -> None:
    assert "2027-06-31" in refused("outcome.measure", "OEE: 61 -> 66 % by 2027-06-31")


@pytest.mark.parametrize(
    ("text", "ranks"),
    [
        (
            "safety > quality > scope = speed > cost",
            ["operational_safety", "quality", ["scope", "speed"], "cost"],
        ),
        (
            "Quality, operational safety, speed, scope, cost",
            ["quality", "operational_safety", "speed", "scope", "cost"],
        ),
        (
            "operational safety, then quality and scope together, then speed, then cost",
            ["operational_safety", ["quality", "scope"], "speed", "cost"],
        ),
    ],
)
def test_a_ranking_with_ties(text: str, ranks: Plain) -> None:
    assert typed("outcome.priorities", text) == ranks


def test_a_ranking_that_lacks_an_axis_names_it() -> None:
    said = refused("outcome.priorities", "safety > quality > speed > cost")
    assert said.startswith("I understood Operational safety > Quality > Speed > Cost. Missing: Scope.")


def test_a_ranking_with_an_unknown_axis_names_what_there_is() -> None:
    assert "I read “beauty”" in refused("outcome.priorities", "beauty > safety")


def test_a_need_has_a_risk_and_an_amount() -> None:
    assert typed("risks.needs", "Production stop: 12 h\nmanual: 2 weeks") == {
        "given": {"production_stop": "12 h", "manual_double_work": "2 weeks"},
        "at": "",
    }


def test_a_need_after_choosing_the_risk_is_only_the_amount_in_its_usual_unit() -> None:
    draft: Plain = {"given": {}, "at": "production_stop"}
    assert typed("risks.needs", "12", draft) == {"given": {"production_stop": "12 h"}, "at": ""}


def test_a_need_without_a_unit_is_refused_with_an_example() -> None:
    assert "12 apples" in refused("risks.needs", "Production stop: 12 apples/x")


def test_one_day_and_a_range_of_days() -> None:
    assert typed("risks.no_touch", "2027-5-1 to 2027-05-31: seasonal peak") == [
        {"from": "2027-05-01", "to": "2027-05-31", "why": "seasonal peak"}
    ]
    assert typed("risks.no_touch", "2027-12-24") == [{"from": "2027-12-24", "to": "2027-12-24"}]


def test_days_in_the_wrong_order_are_refused_with_an_example() -> None:
    assert "2027-05-01 to 2027-05-31: seasonal peak" in refused("risks.no_touch", "2027-05-31 to 2027-05-01: peak")


def test_days_in_words_are_refused_with_an_example() -> None:
    said = refused("risks.no_touch", "all of May")
    assert said.startswith("I read “all of May”, and there is no day in it.")


def test_evidence_with_marks_with_commas_and_as_a_sentence() -> None:
    wanted = [{"what": "Rehearsal protocol", "from": "it", "by": "2027-05-15", "for": "cutover", "form": "document"}]
    for text in (
        "Rehearsal protocol; from: IT; by: 2027-05-15; for: cut-over; form: document",
        "Rehearsal protocol, from IT, by 2027-05-15, for the cut-over, form document",
        "Rehearsal protocol from IT by 2027-05-15 for the cut-over, as a document",
    ):
        assert typed("evidence.needs", text) == wanted, text


def test_evidence_from_somebody_unknown_is_kept_as_it_was_said() -> None:
    assert typed("evidence.needs", "Audit report; from: the notified body") == [
        {"what": "Audit report", "from": "the notified body"}
    ]


def test_evidence_for_an_unknown_milestone_names_those_there_are() -> None:
    said = refused("evidence.needs", "Audit report; for: the gala")
    assert "I read “the gala” as the milestone" in said
    assert "Cut-over of line 3" in said


def test_an_own_risk_in_one_sentence() -> None:
    text = "Shift handover without the board: not acceptable, because that is where we lose things"
    (risk,) = entries_of(typed("risks.own", text))
    assert {**risk, "id": ""} == {
        "id": "",
        "text": "Shift handover without the board",
        "stance": "not_acceptable",
        "why": "that is where we lose things",
    }


def test_an_own_risk_keeps_its_id_when_its_words_change() -> None:
    way = WAYS[Kind.OWN_RISKS]
    stored = [{"id": "old", "text": "Handover", "stance": "acceptable"}]
    filled = way.filled(asking("risks.own", stored), {"risks.own": "New one; no view\nHandover; not acceptable"})
    new, old = entries_of(filled)
    assert (new["text"], new["stance"]) == ("New one", "no_view")
    assert new["id"] not in ("", "old")
    assert old == {"id": "old", "text": "Handover", "stance": "not_acceptable"}


def test_own_risks_of_two_functions_never_share_an_id() -> None:
    it = replace(SETTING, function_id="it")
    taken = WAYS[Kind.OWN_RISKS].read(Asking(it, TEMPLATE.question("risks.own")), "Handover")
    assert isinstance(taken, Part)
    assert typed("risks.own", "Handover") != taken.draft


def test_a_stance_with_its_condition_can_be_typed() -> None:
    draft = typed("risks.stances", "Production stop: acceptable if only on a Sunday")
    stances = draft_of(asking("risks.stances", draft=draft)).stances
    assert stances == {"production_stop": {"stance": "acceptable_if", "condition": "only on a Sunday"}}


def test_a_decider_with_time_and_silence_for_the_tradeoff_that_is_named() -> None:
    draft = typed("decisions.deciders", "Speed against scope: Maria Nowak, within 1 working day, everything waits")
    assert isinstance(draft, dict)
    assert draft["chosen"] == {"speed/scope": {"decider": "maria", "within": "1 working day", "silence": "blocks"}}


def test_a_decider_who_is_not_in_the_project_is_refused() -> None:
    assert refused("decisions.deciders", "Santa Claus").startswith("I read “Santa Claus”, and nobody of this project")


def test_choices_take_several_names_or_own_words_where_allowed() -> None:
    assert typed("decisions.joint", "cut-over date, go-live") == ["cutover_date", "go_live"]
    assert typed("decisions.joint", "the colour of the doors, finally") == ["the colour of the doors, finally"]
    assert "none of the choices" in refused("reporting.cadence", "hourly")


def test_a_text_of_more_than_8000_characters_is_refused_politely() -> None:
    assert typed("outcome.statement", "a" * 8000) == "a" * 8000
    assert refused("outcome.statement", "a" * 8001).startswith("That is 8,001 characters, and 8,000 is the most")


@pytest.mark.parametrize("file", ["industrial.yaml"])
def test_every_example_in_a_template_is_understood_as_typed(file: str) -> None:
    template = read_template(read_yaml((TEMPLATES / file).read_bytes()), {})
    setting = replace(SETTING, template=template)
    for question in template.questions:
        if question.example:
            taken = WAYS[question.kind].read(Asking(setting, question), question.example)
            assert isinstance(taken, Full | Part), question.id
