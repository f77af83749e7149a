"""R3: two axes at opposite ends of two functions' priorities."""

from __future__ import annotations

from dataclasses import replace

from flows.contradictions.analysis import analyse
from flows.contradictions.findings import CONFIDENTIAL, Strength
from flows.questionnaires.answers import NoView
from tests.flows.line3 import PEOPLE, TEMPLATE, contradictions, line3, priorities, said, sides


def test_top_two_against_bottom_two_is_bridgeable_and_named_in_axis_order() -> None:
    (finding,) = contradictions(
        "R3",
        said("leadership", priorities("speed", "scope", "cost", "operational_safety", "quality")),
        said("operations", priorities("scope", "operational_safety", "quality", "cost", "speed")),
    )
    assert (finding.id, finding.kind) == ("R3:operational_safety/speed", Strength.BRIDGEABLE)
    assert sides(finding) == [("operations",), ("leadership",)]
    assert finding.sides[0].quotes[0].text == "Scope > Operational safety > Quality > Cost > Speed"
    assert finding.why == (
        "Operations puts Operational safety in the first two priorities and Speed in the last two, "
        "Leadership has it the other way round."
    )


def test_opposite_rankings_contradict_in_every_pair_of_top_two_and_bottom_two() -> None:
    found = contradictions(
        "R3",
        said("leadership", priorities("operational_safety", "quality", "speed", "scope", "cost")),
        said("quality", priorities("cost", "scope", "speed", "quality", "operational_safety")),
    )
    assert [finding.subject for finding in found] == [
        "operational_safety/cost",
        "operational_safety/scope",
        "quality/cost",
        "quality/scope",
    ]


def test_tied_axes_share_the_mean_rank() -> None:
    # speed 1, then quality, scope and cost share 3, so only operational_safety (5) is among the last two.
    one = priorities("speed", "quality scope cost", "operational_safety")
    # operational_safety and cost share 1.5, so both are among the first two; speed is 5.
    other = priorities("operational_safety cost", "quality", "scope", "speed")
    (finding,) = contradictions("R3", said("leadership", one), said("quality", other))
    assert finding.subject == "operational_safety/speed"
    assert finding.sides[1].quotes[0].text == "Speed > Quality = Scope = Cost > Operational safety"


def test_a_mean_rank_of_two_and_a_half_is_not_among_the_first_two() -> None:
    one = priorities("cost", "speed scope", "quality", "operational_safety")
    other = priorities("operational_safety", "quality", "scope", "cost", "speed")
    found = contradictions("R3", said("leadership", one), said("quality", other))
    assert [finding.subject for finding in found] == ["operational_safety/cost", "quality/cost"]


def test_agreeing_or_single_rankings_and_no_view_contradict_nothing() -> None:
    ranking = priorities("speed", "scope", "cost", "operational_safety", "quality")
    answers = (said("it", ranking), said("quality", ranking), said("operations", {"outcome.priorities": NoView()}))
    assert contradictions("R3", *answers) == []


def test_the_bottom_two_of_four_axes_begin_at_rank_three() -> None:
    template = replace(TEMPLATE, axes=TEMPLATE.axes[:4])
    answers = (
        said("leadership", priorities("operational_safety", "quality", "speed", "scope")),
        said("quality", priorities("speed", "quality", "operational_safety", "scope")),
    )
    found = analyse(template, line3(), PEOPLE, answers).contradictions
    assert [finding.id for finding in found] == ["R3:operational_safety/speed"]


def test_everything_tied_among_three_axes_opposes_nobody() -> None:
    template = replace(TEMPLATE, axes=TEMPLATE.axes[:3])
    answers = (
        said("leadership", priorities("operational_safety quality speed")),
        said("quality", priorities("speed", "quality", "operational_safety")),
    )
    assert analyse(template, line3(), PEOPLE, answers).contradictions == ()


def test_a_confidential_ranking_counts_but_is_not_quoted() -> None:
    (finding,) = contradictions(
        "R3",
        said("leadership", priorities("speed", "scope", "cost", "operational_safety", "quality")),
        said(
            "operations",
            priorities("scope", "operational_safety", "quality", "cost", "speed"),
            confidential=["outcome.priorities"],
        ),
    )
    assert finding.sides[0].quotes[0].text == CONFIDENTIAL
