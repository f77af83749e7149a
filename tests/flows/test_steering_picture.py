"""O14: the coverage picture of a steering meeting says aligned of those who have agreed, and of nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from flows.charter.material import Material
from flows.charter.picture import picture
from flows.charter.records import Charter, Moved, Objection, Section, Signature
from flows.consent.records import ConsentRound, Proposal, ProposalState, Said, Stance
from flows.contradictions.case import case_of
from flows.decisions.cast import Cast
from flows.goals.records import Goal
from flows.messages import Mark
from flows.questionnaires.answers import Measure
from tests.flows.line3 import PEOPLE, TEMPLATE, line3
from tests.flows.round_desk import Desk

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SIGNED = Charter(
    "line3/charter/1", "line3", 1, (), "ewa", NOW, ("it", "quality"), (Signature("quality", "kim", NOW, 1),)
)


def mark(column: str, charter: Charter | None = None, **stances: Stance) -> Mark:
    """What stands there for Quality, which has answered nothing in the round."""
    said = {function: Said("kim", stance, NOW) for function, stance in stances.items()}
    goal = Goal("Line 3 runs", "OEE rises", Measure("OEE", Decimal(58), Decimal(66), "%", date(2027, 5, 1)))
    agreed = Proposal(
        "line3/goal/1",
        "line3",
        1,
        goal,
        "ewa",
        NOW,
        ("it", "quality"),
        ProposalState.AGREED,
        rounds=(ConsentRound(1, NOW, NOW, said),),
    )
    material = Material(
        line3(), Cast(Desk(), line3()), {("goal", ""): agreed}, case=case_of(TEMPLATE, line3(), PEOPLE, ())
    )
    drawn = picture(material, charter, NOW)
    assert drawn is not None
    return drawn.marks[drawn.rows.index("Quality")][drawn.columns.index(column)]


@pytest.mark.parametrize("stance", [Stance.ENDORSE, Stance.CONSENT, Stance.RESERVATION])
def test_o14_who_agreed_to_the_goal_is_aligned_on_the_outcome(stance: Stance) -> None:
    assert mark("Outcome", quality=stance) is Mark.ALIGNED


@pytest.mark.parametrize("stance", [Stance.ABSTAIN, Stance.OBJECT])
def test_o14_who_did_not_agree_to_it_is_not(stance: Stance) -> None:
    assert mark("Outcome", quality=stance) is not Mark.ALIGNED


def test_o14_silence_to_the_goal_is_no_agreement() -> None:
    assert mark("Outcome", it=Stance.CONSENT) is not Mark.ALIGNED


def test_o14_a_signature_that_stands_is_aligned_on_the_path() -> None:
    assert mark("Path", SIGNED) is Mark.ALIGNED
    assert mark("Path", replace(SIGNED, signatures=())) is Mark.ANSWERED
    assert mark("Path") is Mark.GAP


def test_o14_who_signs_again_is_not_aligned_on_the_path() -> None:
    moved = replace(SIGNED, moved=(Moved("quality", ("The goal",), "pulse 1", NOW),))
    assert mark("Path", moved) is Mark.ANSWERED
    objection = Objection("quality", "kim", NOW, Section.PATH, "No auditor asked.", "Ask the auditor.")
    assert mark("Path", replace(SIGNED, objections=(objection,))) is Mark.ANSWERED
