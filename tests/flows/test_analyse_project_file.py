"""A whole project file, analysed: what is found, worked out by hand from the text."""

from __future__ import annotations

import json

from bot.project_files import templates
from bot.yaml_nodes import read_yaml
from flows.contradictions.analysis import analyse, analysis_json
from flows.contradictions.findings import Analysis
from flows.project_file import read_project

FILE = """
accord: 1
project:
  id: line3-mes
  name: Line 3 MES roll-out
  kickoff: 2027-02-01
  zone: Europe/Warsaw
  template: industrial
  milestones:
    - {id: fat, name: Factory acceptance test, date: 2027-03-15}
    - {id: cutover, name: Cut-over of line 3, date: 2027-05-08, touches_production: true}
  digest: "Mon 09:00"
people:
  - {id: adam, name: Adam Wolski}
  - {id: maria, name: Maria Nowak}
  - {id: ewa, name: Ewa Kot}
  - {id: piotr, name: Piotr Zima}
roles: {sponsor: adam, facilitator: ewa}
functions:
  - {id: leadership, name: Leadership, representative: adam}
  - {id: operations, name: Operations, representative: maria}
  - {id: it, name: IT, representative: ewa}
  - {id: quality, name: Quality, representative: piotr}
decision_rights:
  - {tradeoff: scope/speed, decider: maria}
answers:
  quality: {by: piotr}
  it:
    by: ewa
    outcome.measure: {name: oee LINE 3, baseline: 55, target: 66, unit: "%", by: 2027-06-30}
    outcome.priorities: [[speed, scope], cost, [quality, operational_safety]]
    risks.stances:
      production_stop: {stance: acceptable, limit: 1 days, scope: Line3}
      safety_incident: {stance: no_view, limit: 1 h}
      shift_handover: {stance: acceptable, scope: line 2}
      data_loss: no_view
    risks.needs: {production_stop: 4.5h, manual_double_work: 0 weeks, data_loss: 66 min, ramp_up_loss: 5 %}
    decisions.deciders:
      speed/operational_safety: {decider: ewa}
      cost/quality: no_view
    reporting.cadence: weekly
    evidence.needs:
      - {what: Rollback test, from: vendor, by: 2027-03-15, for: fat}
  operations:
    by: maria
    visibility: {outcome.priorities: confidential}
    outcome.measure: {name: OEE line 3, baseline: 61, target: 66, unit: "%", by: 2027-06-30, scope: line 3}
    outcome.priorities: [operational_safety, quality, scope, speed, cost]
    risks.stances:
      production_stop: {stance: acceptable_if, limit: 4 h, condition: "only on a Sunday night shift"}
      safety_incident: {stance: not_acceptable, why: "nobody gets hurt for a date"}
      data_loss: {stance: acceptable, limit: 1.1 h}
      ramp_up_loss: {stance: acceptable, limit: 1 weeks}
    risks.own:
      - {id: shift_handover, text: Shift handover without the old board, stance: not_acceptable, scope: Line 3}
    risks.no_touch: [{from: 2027-05-08, to: 2027-05-31, why: "seasonal peak"}]
    decisions.deciders: {operational_safety/speed: {decider: maria, within: 1 working day, silence: blocks}}
    decisions.joint: [cutover_date]
    reporting.cadence: daily
    evidence.needs:
      - {what: Rehearsal protocol, from: it, by: 2027-05-15, for: cutover, form: document}
"""


def analysed() -> Analysis:
    file = read_project(read_yaml(FILE.encode()), templates())
    people = {person.id: person for person in file.people}
    return analyse(templates()["industrial"], file.project, people, file.answers)


def test_the_contradictions_of_the_file_are_exactly_these() -> None:
    found = {
        finding.id: (finding.kind.value, [list(side.functions) for side in finding.sides])
        for finding in analysed().contradictions
    }
    assert found == {
        # refused for line 3 by its owner, accepted for line 2
        "R1:shift_handover": ("apparent", [["it"], ["operations"]]),
        # 4 h against 4.5 h; data loss of 66 min is exactly 1.1 h and no clash
        "R2:production_stop": ("hard", [["operations"], ["it"]]),
        # a week against 5 %
        "R2:ramp_up_loss": ("apparent", [["operations"], ["it"]]),
        # IT: speed and scope share 1.5, operational_safety and quality share 4.5; Operations: speed 4, scope 3
        "R3:operational_safety/speed": ("bridgeable", [["operations"], ["it"]]),
        "R3:quality/speed": ("bridgeable", [["operations"], ["it"]]),
        "R4:speed/operational_safety": ("hard", [["operations"], ["it"]]),
        "R6:Rehearsal protocol": ("hard", [["operations"]]),
        "R6:cutover": ("hard", [["operations"]]),
    }


def test_the_gaps_of_the_file_are_exactly_these() -> None:
    found = {gap.id: list(gap.functions) for gap in analysed().gaps}
    everyone = ["leadership", "operations", "it", "quality"]
    assert found == {
        "R7:Rollback test": ["it"],
        "R7:reporting.cadence": ["operations"],
        "R8:leadership": ["leadership"],
        "R8:quality": ["quality"],
        "R8:cutover_date": ["operations"],
        **{
            f"R8:{subject}": everyone
            for subject in (
                "audit_finding", "budget_overrun", "key_person", "ot_cyber_exposure", "schedule_slip", "scope_cut",
                "undocumented_workaround", "vendor_lock_in", "cost/quality", "scope/quality", "speed/quality",
            )
        },
    }  # fmt: skip


def test_the_figures_and_the_silent_of_the_file() -> None:
    printed = json.loads(json.dumps(analysis_json(analysed())))
    assert printed["silent"] == ["leadership", "quality"]
    assert printed["agreement"] == {
        # ranks of safety, quality, speed, scope, cost: 1 2 4 3 5 and 4.5 4.5 1.5 1.5 3; totals 5.5 6.5 5.5 4.5 8
        # middle 6; S = 0.25 + 0.25 + 0.25 + 2.25 + 4 = 7; T = 12; W = 12·7 / (4·120 − 2·12) = 84/456
        "kendall_w": 84 / 456,
        "m": 2,
        "n": 5,
        "risks": {
            "production_stop": {"stance": "acceptable_if", "share": 0.5, "of": 2, "differ": ["it"]},
            "safety_incident": {"stance": "not_acceptable", "share": 1, "of": 1, "differ": []},
            "data_loss": {"stance": "acceptable", "share": 1, "of": 1, "differ": []},
            "ramp_up_loss": {"stance": "acceptable", "share": 1, "of": 1, "differ": []},
            "shift_handover": {"stance": "not_acceptable", "share": 0.5, "of": 2, "differ": ["it"]},
        },
    }


def test_the_confidential_ranking_is_quoted_nowhere() -> None:
    printed = analysis_json(analysed())
    quotes = [
        quote["text"]
        for finding in json.loads(json.dumps(printed))["contradictions"]
        for side in finding["sides"]
        for quote in side["quotes"]
        if (quote["function"], quote["question"]) == ("operations", "outcome.priorities")
    ]
    assert quotes == ["(confidential)", "(confidential)"]


def test_analysing_twice_gives_the_same() -> None:
    assert analysis_json(analysed()) == analysis_json(analysed())
