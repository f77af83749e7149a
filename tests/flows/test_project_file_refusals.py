"""A project file is refused whole, with one sentence: line, key, what was expected."""

from __future__ import annotations

import pytest

from tests.flows.project_text import RIGHT, changed, load, refusal, with_answer

OWN_RISK = "risks.own:\n  - {id: %s, text: Text, stance: acceptable}"

# what stands in the right file, what stands there instead, the sentence
SECTIONS = (
    ("accord: 1\n", "accord: 2\n", "line 1, accord: expected 1, the version of the file's format, not “2”"),
    ("accord: 1\n", 'accord: "1"\n', "line 1, accord: expected 1, the version of the file's format, not “1”"),
    ("accord: 1\n", "accord: true\n", "line 1, accord: expected 1, the version of the file's format, not “true”"),
    ("accord: 1\n", "", "line 1: expected the key accord: 1, which is missing or empty"),
    ("roles:", "rolles:", "line 15, rolles: unknown key “rolles”; expected accord, project, people, roles"),
    ("  id: line3\n", "", "line 2, project: expected the key id, which is missing or empty"),
    ("  name: Line 3\n", "", "line 2, project: expected the key name"),
    ("  name: Line 3\n", "  name:\n", "line 2, project: expected the key name"),
    ("  name: Line 3\n", '  name: "  "\n', "line 2, project: expected the key name"),
    ("  name: Line 3\n", "  name: null\n", "line 4, project.name: expected a value, not null"),
    ("  name: Line 3\n", "  name: ~\n", "line 4, project.name: expected a value, not ~"),
    ("  kickoff: 2027-02-01\n", "", "line 2, project: expected the key kickoff"),
    ("  zone: Europe/Warsaw\n", "", "line 2, project: expected the key zone"),
    ("name: Line 3\n", "name: Line 3\n  nmae: x\n", "line 5, project.nmae: unknown key “nmae”"),
    ("name: Line 3\n", "name: Line 3\n  name: x\n", "line 5, project: expected each key once; “name” is here twice"),
    ("name: Line 3\n", "name: [Line 3]\n", "line 4, project.name: expected text, not a list"),
    ("name: Line 3\n", "name: 2027\n", "expected text; YAML reads 2027 as a number, so put it in quotes"),
    ("name: Line 3\n", "name: 2027-02-01\n", "YAML reads 2027-02-01 as a date, so put it in quotes"),
    ("name: Line 3\n", "name: 16:00\n", "YAML reads 16:00 as a number, so put it in quotes"),
    ("name: Line 3\n", f"name: {'x' * 301}\n", "line 4, project.name: expected at most 300 characters, not 301"),
    ("name: Line 3\n", "name: Line 3\n  language: no\n", "YAML reads no as yes or no, so put it in quotes"),
    ("name: Line 3\n", "name: Line 3\n  language: Polish\n", "expected a language code such as en or pl, not “Polish”"),
    ("name: Line 3\n", "name: Line 3\n  digest: Mon 25:00\n", "expected a day and a time such as \"Mon 09:00\""),
    ("name: Line 3\n", "name: Line 3\n  digest: Monday\n", "line 5, project.digest: expected a day and a time"),
    ("name: Line 3\n", "name: Line 3\n  digest_every: hourly\n", "expected one of daily, weekly or biweekly"),
    ("name: Line 3\n", "name: Line 3\n  template: lab\n", "expected the id of a template, not “lab”"),
    ("id: line3\n", "id: line 3\n", "line 3, project.id: expected an id of up to 64 characters without spaces"),
    ("2027-02-01", "2027-02-30", "line 5, project.kickoff: expected a date such as 2027-02-01, not “2027-02-30”"),
    ("2027-02-01", "2027-2-1", "expected a date such as 2027-02-01, not “2027-2-1”"),
    ("2027-02-01", "20270201", "expected a date such as 2027-02-01, not “20270201”"),
    ("2027-02-01", "2027-02-01T10:00", "expected a date such as 2027-02-01"),
    ("2027-02-01", "[2027-02-01]", "line 5, project.kickoff: expected a single value, not a list"),
    ("Europe/Warsaw", "Europe/Wasaw", "line 6, project.zone: expected a time zone such as Europe/Warsaw"),
    ("Europe/Warsaw", "Europe", "line 6, project.zone: expected a time zone"),
    ("Europe/Warsaw", "../../etc/passwd", "line 6, project.zone: expected a time zone"),
    ("date: 2027-03-15", "date: soon", "line 8, project.milestones[0].date: expected a date such as 2027-02-01"),
    (", date: 2027-03-15", "", "line 8, project.milestones[0]: expected the key date"),
    ("id: cutover", "id: fat", "project.milestones[1].id: expected each milestone once; “fat” is here twice"),
    ("touches_production: true", "touches_production: maybe", "expected true or false, not “maybe”"),
    ("id: jan,", "id: adam,", "line 13, people[2].id: expected each person once; “adam” is here twice"),
    ("id: jan,", "id: accord,", "line 13, people[2].id: expected another id: accord is the bot itself"),
    ("id: jan,", "id: operator,", "line 13, people[2].id: expected another id: operator is whoever runs the server"),
    ("id: jan,", "", "line 13, people[2]: expected the key id"),
    ("id: jan,", "id: 7,", "line 13, people[2].id: expected text; YAML reads 7 as a number"),
    (", name: Jan Lis", "", "line 13, people[2]: expected the key name"),
    ("facilitator: hanna", "backup: maja", "line 15, roles.backup: expected the id of a person, not “maja”"),
    ("facilitator: hanna", "backup: adam", "line 15, roles.backup: expected somebody other than the sponsor"),
    ("sponsor: adam", "backup: jan", "expected roles.sponsor too: a back-up stands in for the sponsor"),
    ("facilitator: hanna", "backup: {person: jan, since: x}", "line 15, roles.backup.since: unknown key “since”"),
    ("facilitator: hanna", "backup: {accepted: 2026-11-23}", "line 15, roles.backup: expected the key person"),
    ("Jan Lis", "Jan Lis, zone: Mars/Base", "line 13, people[2].zone: expected a time zone"),
    ("Jan Lis", "Jan Lis, email: jan", "line 13, people[2].email: expected an e-mail address"),
    ("Jan Lis", "Jan Lis, days: mon-fry", "line 13, people[2].days: expected working days such as mon-fri"),
    ("Jan Lis", "Jan Lis, days: [mon, xyz]", "line 13, people[2].days[1]: expected a day: mon, tue"),
    ("Jan Lis", "Jan Lis, days: [mon, tue, Mon]", "people[2].days[2]: expected each day once; “mon” is here twice"),
    ("Jan Lis", "Jan Lis, days: [mon, mon]", "people[2].days[1]: expected each day once"),
    ("Jan Lis", 'Jan Lis, hours: "7-15"', 'line 13, people[2].hours: expected working hours such as "07:00-15:00"'),
    ("Jan Lis", 'Jan Lis, hours: "07:00-24:00"', 'expected working hours such as "07:00-15:00"'),
    ("Jan Lis", "Jan Lis, hours: 16:00", "people[2].hours: expected text; YAML reads 16:00 as a number"),
    ("Jan Lis", "Jan Lis, holidays: NO", "expected text; YAML reads NO as yes or no, so put it in quotes"),
    ("Jan Lis", "Jan Lis, holidays: XX", "expected a country or a part of one with public holidays"),
    ("Jan Lis", "Jan Lis, holidays: DE-XX", "expected a country or a part of one with public holidays"),
    ("Jan Lis", "Jan Lis, away: [{from: 2027-02-10}]", "line 13, people[2].away[0]: expected the key to"),
    (
        "Jan Lis",
        "Jan Lis, away: [{from: 2027-02-10, to: 2027-02-09}]",
        "people[2].away[0].to: expected a range that ends on 2027-02-10 or later, not on 2027-02-09",
    ),
    ("sponsor: adam", "sponsor: adm", "roles.sponsor: expected the id of a person, not “adm”; did you mean “adam”?"),
    ("sponsor: adam", "observers: adam", "line 15, roles.observers: expected a list, not “adam”"),
    ("sponsor: adam", "observers: [adam, zoe]", "observers[1]: expected the id of a person, not “zoe”; known: adam"),
    ("sponsor: adam", "observers: [adam, adam]", "roles.observers[1]: expected each id once; “adam” is here twice"),
    ("sponsor: adam", "boss: adam", "line 15, roles.boss: unknown key “boss”"),
    ("deputy: jan", "deputy: joan", "line 17, functions[0].deputy: expected the id of a person, not “joan”"),
    ("representative: hanna", "representative: quality", "functions[1].representative: expected the id of a person"),
    (", representative: hanna", "", "line 18, functions[1]: expected the key representative"),
    (", name: Quality", "", "line 18, functions[1]: expected the key name"),
    ("{id: quality,", "{", "line 18, functions[1]: expected the key id"),
    ("{id: quality,", "{id: operations,", "functions[1].id: expected each function once; “operations” is here twice"),
    ("representative: hanna", "representative: hanna, questions: lab", "expected the id of a template, not “lab”"),
    ("2027-01-15T16:00", "2027-01-15", "line 19, round.due: expected a date and time such as 2027-01-15T16:00"),
    ("2027-01-15T16:00", "2027-01-15T26:00", "line 19, round.due: expected a date and time"),
    ("2027-01-15T16:00", "2027-01-15T16:00Z", "line 19, round.due: expected a date and time"),
    ("due: 2027-01-15T16:00", "nudges: often", "line 19, round.nudges: expected one of light, standard or active"),
    ("speed/scope", "speed/comfort", "line 21, decision_rights[0].tradeoff: expected two axes of operational_safety"),
    ("speed/scope", "speed/speed", "decision_rights[0].tradeoff: expected two axes"),
    ("speed/scope", "speed", "decision_rights[0].tradeoff: expected two axes"),
    ("tradeoff: speed/scope, ", "", "line 21, decision_rights[0]: expected the key tradeoff"),
    (", decider: maria", "", "line 21, decision_rights[0]: expected the key decider"),
    ("decider: maria", "decider: operations", "decision_rights[0].decider: expected the id of a person"),
    ("decider: maria", "decider: maria, deputy: zoe", "decision_rights[0].deputy: expected the id of a person"),
    ("decider: maria", "decider: maria, must_agree: [jan]", "must_agree[0]: expected the id of a function, not “jan”"),
    ("decider: maria", "decider: maria, consulted: [hr]", "consulted[0]: expected the id of a function or person"),
    ("decider: maria", "decider: maria, informed: [hr]", "informed[0]: expected the id of a function or person"),
    ("decider: maria", "decider: maria, silence: waits", "expected one of blocks, proceeds or goes_up, not “waits”"),
    ("decider: maria", "decider: maria, within: 4", "within: expected an amount with its unit"),
    ("decider: maria", "decider: maria, within: 5 %", "expected a time such as 4 h, 2 days or 2 working days"),
    ("decider: maria", "decider: maria, within: 1.5 working days", "expected a whole number of working days"),
    ("decider: maria", "decider: maria, within: 0 h", "expected a time of more than nothing"),
    (
        "decider: maria}",
        "decider: maria}\n  - {tradeoff: scope/speed, decider: jan}",
        "line 22, decision_rights[1]: expected each tradeoff once; “speed/scope” is here twice",
    ),
    ("  operations:\n", "  logistics:\n", "answers.logistics: unknown function “logistics”; known: operations"),
    ("    by: maria\n", "", "line 23, answers.operations: expected the key by"),
    ("    by: maria\n", "    by: zoe\n", "line 24, answers.operations.by: expected the id of a person"),
    ("    by: maria\n", "    by: maria\n    recorded_by: zoe\n", "recorded_by: expected the id of a person"),
    ("outcome.statement:", "outcome.statment:", "unknown question “outcome.statment”; known: outcome.statement"),
    ("id: handover,", "id: data_loss,", "expected an id of its own; “data_loss” is a risk of the catalogue"),
    (", stance: not_acceptable", "", "line 27, answers.operations.risks.own[0]: expected the key stance"),
    ("text: Handover without the board, ", "", "risks.own[0]: expected the key text"),
    ("id: handover, ", "", "risks.own[0]: expected the key id"),
)  # fmt: skip

# an answer of quality, the sentence
ANSWERS = (
    ("outcome.failure: no", "expected text; YAML reads no as yes or no, so put it in quotes"),
    ("outcome.failure: null", "expected a value, not null: leave the key out, or write no_view for no view"),
    ("outcome.failure: []", "answers.quality.outcome.failure: expected text, not an empty list"),
    (f"outcome.failure: {'x' * 8001}", "outcome.failure: expected at most 8,000 characters, not 8,001"),
    ("outcome.failure: a\noutcome.failure: b", "expected each key once; “outcome.failure” is here twice"),
    ("outcome.priorities: []", "expected a ranking that holds each of operational_safety, quality, speed, scope, cost"),
    ("outcome.priorities: [speed, scope, cost, quality]", "exactly once"),
    ("outcome.priorities: [speed, scope, cost, quality, quality]", "exactly once"),
    ("outcome.priorities: [speed, scope, cost, quality, operational_safety, speed]", "exactly once"),
    ("outcome.priorities: [speed, scope, cost, quality, comfort]", "exactly once"),
    ("outcome.priorities: [speed, scope, cost, quality, operational_safety, []]", "exactly once"),
    ("outcome.priorities: speed", "expected a list, not “speed”"),
    ("risks.stances: {fire: {stance: acceptable}}", "risks.stances.fire: unknown risk “fire”; known: production_stop"),
    ("risks.stances: {data_loss: {stance: fine}}", "expected one of not_acceptable, acceptable_if"),
    ("risks.stances: {data_loss: {limit: 4 h}}", "risks.stances.data_loss: expected the key stance"),
    ("risks.stances: {data_loss: {stance: acceptable, limit: 4}}", "expected an amount with its unit, such as 4 h"),
    ("risks.stances: {data_loss: {stance: acceptable, limit: -4 h}}", "expected an amount of zero or more"),
    ("risks.stances: {data_loss: {stance: acceptable, limit: nan h}}", "expected an amount such as 4 h"),
    ("risks.stances: {data_loss: {stance: acceptable, limit: .nan}}", "expected an amount such as 4 h"),
    ("risks.stances: {data_loss: {stance: acceptable, limit: 4 foo}}", "expected a known unit: min, h, days"),
    ("risks.stances: {data_loss: {stance: acceptable, limit: 4 Days}}", "expected a known unit"),
    ("risks.stances: {data_loss: {stance: acceptable, limit: 4 m*s}}", "expected a known unit"),
    ("risks.stances: {data_loss: {stance: acceptable, limit: '1,5 h'}}", "expected a known unit"),
    ("risks.stances: {data_loss: acceptable}", "expected a mapping of keys and values, not “acceptable”"),
    ("risks.stances: {data_loss: {stance: acceptable, owner: jan}}", "unknown key “owner”"),
    ("risks.stances: [data_loss]", "expected a mapping of keys and values, not a list"),
    ("risks.needs: {fire: 4 h}", "risks.needs.fire: unknown risk “fire”"),
    ("risks.needs: {data_loss: 4}", "expected an amount with its unit"),
    ("risks.needs: {data_loss: no_view}", "expected an amount such as 4 h"),
    (OWN_RISK % "handover", "expected an id of its own; “handover” is an own risk of “operations”"),
    (OWN_RISK % "cyber" + "\n  - {id: cyber, text: Again, stance: acceptable}", "expected each own risk once"),
    (
        OWN_RISK % "fumes" + "\nrisks.stances: {fumes: {stance: acceptable}}",
        "“fumes” is this function's own risk; expected its stance in risks.own only",
    ),
    ("risks.no_touch: [{from: 2027-05-02, to: 2027-05-01}]", "expected a range that ends on 2027-05-02 or later"),
    ("risks.no_touch: [{to: 2027-05-01}]", "risks.no_touch[0]: expected the key from"),
    ("risks.no_touch: [{from: 2027-05-32, to: 2027-06-01}]", "expected a date such as 2027-02-01"),
    ("decisions.deciders: {speed/comfort: {decider: jan}}", "expected two axes"),
    ("decisions.deciders: {cutover_date: {decider: jan}}", "expected two axes"),
    ("decisions.deciders: {speed/scope: {decider: zoe}}", "expected the id of a person, not “zoe”"),
    ("decisions.deciders: {speed/scope: {within: 4 h}}", "expected the key decider"),
    ("decisions.deciders: {speed/scope: {decider: jan, silence: no}}", "YAML reads no as yes or no"),
    ("decisions.deciders: {speed/scope: no_view, scope/speed: {decider: jan}}", "expected each tradeoff once"),
    ("decisions.joint: [go_live, go_live]", "expected each choice once; “go_live” is here twice"),
    ("decisions.joint: [1]", "decisions.joint[0]: expected text; YAML reads 1 as a number"),
    ("decisions.joint: [go_live, no_view]", "expected no_view in place of the whole answer"),
    ("reporting.cadence: hourly", "expected one of daily, weekly, biweekly, monthly or milestones, not “hourly”"),
    ("reporting.form: fax", "expected one of channel, dm, email or one_pager, not “fax”"),
    ("reporting.form: [dm]", "reporting.form: expected text, not a list"),
    ("evidence.needs: [{from: jan}]", "evidence.needs[0]: expected the key what"),
    ("evidence.needs: [{what: Report, for: golive}]", "expected the id of a milestone, not “golive”"),
    ("evidence.needs: [{what: Report, by: May}]", "expected a date such as 2027-02-01, not “May”"),
    ("evidence.needs: {what: Report}", "evidence.needs: expected a list, not a mapping"),
    ("visibility: {outcome.failure: secret}", "expected one of project, sponsor or confidential, not “secret”"),
    ("visibility: {outcome.mood: sponsor}", "visibility.outcome.mood: unknown question “outcome.mood”"),
    ("quality.release: A copy", "unknown question “quality.release”"),
    ("operations: {by: jan}", "unknown question “operations”"),
)  # fmt: skip

MEASURES = (
    ("name: Scrap, ", "", "outcome.measure: expected the key name"),
    ("baseline: 3.2, ", "", "outcome.measure: expected the key baseline"),
    ("target: 2.50, ", "", "outcome.measure: expected the key target"),
    ('unit: "%", ', "", "outcome.measure: expected the key unit"),
    (", by: 2027-06-30", "", "outcome.measure: expected the key by"),
    ("by: 2027-06-30", "by: summer", "outcome.measure.by: expected a date"),
    ("baseline: 3.2", "baseline: .nan", "baseline: expected a number such as 61 or 66.5, not “.nan”"),
    ("baseline: 3.2", "baseline: .inf", "baseline: expected a number"),
    ("baseline: 3.2", "baseline: 3,2", "expected a key in quotes: YAML misreads “2”"),
    ("baseline: 3.2", "baseline: low", "baseline: expected a number such as 61 or 66.5, not “low”"),
    ('unit: "%"', "unit: 5", "unit: expected text; YAML reads 5 as a number"),
    ('unit: "%"', "unit: h*2", "unit: expected a unit such as %, h or kg/h, or one word of your own"),
    ('unit: "%"', "unit: pieces per hour", "unit: expected a unit such as"),
    ('unit: "%"', 'unit: "%", why: x', "unknown key “why”"),
)


def test_the_file_that_the_others_change_is_right() -> None:
    assert load(RIGHT).warnings == ()


@pytest.mark.parametrize(("old", "new", "sentence"), SECTIONS + MEASURES)
def test_a_wrong_section_is_refused_with_its_place(old: str, new: str, sentence: str) -> None:
    assert sentence in refusal(changed(old, new))


@pytest.mark.parametrize(("answer", "sentence"), ANSWERS)
def test_a_wrong_answer_is_refused_with_its_place(answer: str, sentence: str) -> None:
    assert sentence in refusal(with_answer(answer))


@pytest.mark.parametrize("text", [changed(old, new) for old, new, _ in SECTIONS])
def test_a_refusal_is_one_line_and_names_the_line_of_the_file(text: str) -> None:
    sentence = refusal(text)
    assert "\n" not in sentence
    assert sentence.startswith("line ")


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "''", "\n \n"])
def test_an_empty_file_is_called_so(text: str) -> None:
    assert refusal(text).endswith(": expected a mapping that begins with accord: 1, not an empty file")
    assert refusal(text).startswith("line ")


def test_what_people_typed_is_shown_short_and_harmless() -> None:
    sentence = refusal(changed("Europe/Warsaw", '"\\e[31m' + "z" * 500 + '"'))
    assert "\x1b" not in sentence
    assert len(sentence) < 250


def test_the_line_of_a_refusal_is_right_with_any_line_ends() -> None:
    wrong = changed("sponsor: adam", "sponsor: zoe")
    assert refusal(wrong.replace("\n", "\r\n")) == refusal(wrong)
    assert refusal(wrong.replace("\n", "\r")) == refusal(wrong)
