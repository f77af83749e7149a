"""R4: functions name different deciders for a tradeoff."""

from __future__ import annotations

from flows.amounts import read_span
from flows.contradictions.findings import CONFIDENTIAL, Strength
from flows.projects.records import Silence
from flows.questionnaires.answers import DeciderChoice, NoView
from tests.flows.line3 import contradictions, deciders, line3, said, sides


def test_different_people_are_hard_with_a_side_per_person() -> None:
    (finding,) = contradictions(
        "R4",
        said("leadership", deciders(speed__scope="jan")),
        said("operations", deciders(speed__scope="ewa")),
        said("quality", deciders(speed__scope="jan")),
    )
    assert (finding.id, finding.kind) == ("R4:speed/scope", Strength.HARD)
    assert sides(finding) == [("leadership", "quality"), ("operations",)]
    assert finding.why == ("Speed / Scope: Leadership and Quality name Jan Lis and Operations names Ewa Kot to decide.")


def test_the_quote_tells_person_time_and_silence() -> None:
    choice = DeciderChoice("maria", read_span("1 working day"), Silence.BLOCKS)
    (finding,) = contradictions(
        "R4",
        said("leadership", {"decisions.deciders": {"speed/scope": choice}}),
        said("quality", deciders(speed__scope="jan")),
    )
    assert [quote.text for quote in finding.quotes] == [
        "Maria Nowak, within 1 working day, without an answer it blocks",
        "Jan Lis",
    ]


def test_why_says_who_names_the_representative_of_their_own_function() -> None:
    (finding,) = contradictions(
        "R4",
        said("operations", deciders(speed__scope="maria")),
        said("quality", deciders(speed__scope="ewa")),
    )
    assert finding.why.endswith("; Operations names its own representative.")


def test_a_deputy_is_not_the_representative() -> None:
    (finding,) = contradictions(
        "R4",
        said("operations", deciders(speed__scope="jan")),
        said("quality", deciders(speed__scope="ewa")),
    )
    assert "own representative" not in finding.why


def test_naming_ones_own_representative_when_nobody_disagrees_is_no_finding() -> None:
    assert contradictions("R4", said("operations", deciders(speed__scope="maria"))) == []


def test_the_same_pair_in_the_other_order_is_the_same_tradeoff() -> None:
    (finding,) = contradictions(
        "R4",
        said("operations", deciders(scope__speed="maria", cost__speed="maria")),
        said("quality", deciders(speed__scope="ewa", speed__cost="maria")),
    )
    assert finding.subject == "speed/scope"


def test_no_view_on_one_tradeoff_or_on_all_is_no_name() -> None:
    one = said("operations", {"decisions.deciders": {"speed/scope": NoView()}})
    all_of_them = said("it", {"decisions.deciders": NoView()})
    assert contradictions("R4", one, all_of_them, said("quality", deciders(speed__scope="ewa"))) == []


def test_only_answers_are_looked_at_not_decision_rights() -> None:
    project = line3(rights=["speed/scope"])
    assert contradictions("R4", said("quality", deciders(speed__scope="ewa")), project=project) == []


def test_a_joint_decision_can_have_rival_deciders_too() -> None:
    (finding,) = contradictions(
        "R4",
        said("operations", deciders(cutover_date="maria")),
        said("quality", deciders(cutover_date="piotr")),
    )
    assert finding.id == "R4:cutover_date"


def test_a_name_given_in_confidence_is_not_told() -> None:
    (finding,) = contradictions(
        "R4",
        said("operations", deciders(speed__scope="maria"), confidential=["decisions.deciders"]),
        said("quality", deciders(speed__scope="ewa")),
    )
    assert [quote.text for quote in finding.quotes] == [CONFIDENTIAL, "Ewa Kot"]
    assert finding.why == ("Speed / Scope: Operations names (confidential) and Quality names Ewa Kot to decide.")
