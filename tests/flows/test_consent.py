"""The rules of consent: legal moves, quorum, and that nothing is agreed by silence or by abstaining."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from flows.consent.records import OPEN, TRANSITIONS, ConsentRound, Proposal, ProposalState, Said, Stance
from flows.consent.rules import Result, at_the_end, due_views, result
from flows.consent.wording import STATES
from flows.goals.linting import problems, reading_remarks
from flows.goals.records import Goal
from flows.questionnaires.answers import Measure

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
OEE = Measure("OEE line 3", Decimal(61), Decimal(66), "%", date(2027, 6, 30), None)
GOAL = Goal("66 % by 2027-06-30", "66 % in each shift", OEE)
ENDORSE, CONSENT, RESERVATION, ABSTAIN, OBJECT = Stance


def proposal(*stances: Stance, asked: int = 6) -> Proposal:
    """One in its first round, in which the first functions have said this."""
    said = {f"f{number}": Said(f"p{number}", stance, NOW) for number, stance in enumerate(stances)}
    functions = tuple(f"f{number}" for number in range(asked))
    round_ = ConsentRound(1, NOW, NOW, said)
    return Proposal("x/goal/1", "x", 1, GOAL, "ewa", NOW, functions, ProposalState.CONSENT, rounds=(round_,))


def test_the_tables_are_total() -> None:
    assert set(TRANSITIONS) == set(STATES) == set(ProposalState)
    assert set(ProposalState) >= OPEN


@pytest.mark.parametrize(
    ("stances", "comes_to"),
    [
        ((CONSENT, CONSENT, CONSENT, CONSENT), Result.AGREED),
        ((CONSENT, CONSENT, CONSENT), Result.TOO_FEW),
        ((CONSENT, RESERVATION, ABSTAIN, ABSTAIN), Result.AGREED),
        ((ENDORSE, ABSTAIN, ABSTAIN, ABSTAIN), Result.AGREED),
        ((ENDORSE, ENDORSE, ENDORSE), Result.TOO_FEW),
        ((ABSTAIN, ABSTAIN, ABSTAIN, ABSTAIN, ABSTAIN, ABSTAIN), Result.TOO_FEW),
        ((CONSENT, CONSENT, CONSENT, CONSENT, OBJECT), Result.OBJECTED),
        ((OBJECT,), Result.OBJECTED),
        ((), Result.TOO_FEW),
    ],
)
def test_what_a_round_comes_to(stances: tuple[Stance, ...], comes_to: Result) -> None:
    assert at_the_end(proposal(*stances)) is comes_to


SCRAP = Said("p4", OBJECT, NOW, "Scrap is not in it.", "Add scrap.", "Scrap goes up.", date(2027, 6, 30))


def second(*stances: Stance) -> Proposal:
    """In its second round of five functions; in the first the last one, f4, objected."""
    before = proposal(CONSENT, CONSENT, CONSENT, CONSENT, asked=5)
    first = replace(before.rounds[0], said={**before.said, "f4": SCRAP})
    return replace(before, rounds=(first, replace(proposal(*stances).rounds[0], number=2)))


def test_silence_takes_no_objection_back() -> None:
    after = second(CONSENT, CONSENT, CONSENT, CONSENT)
    assert at_the_end(after) is Result.OBJECTED
    assert at_the_end(second(CONSENT)) is Result.TOO_FEW
    assert due_views(after) == {"f4": SCRAP}


@pytest.mark.parametrize("since", [CONSENT, ENDORSE, ABSTAIN, RESERVATION])
def test_an_objection_is_over_once_its_function_says_something_else(since: Stance) -> None:
    after = second(CONSENT, CONSENT, CONSENT, CONSENT, since)
    assert at_the_end(after) is Result.AGREED
    assert not after.still_objecting


def test_a_round_ends_early_only_when_everybody_has_spoken() -> None:
    assert result(proposal(*[CONSENT] * 5)) is None
    assert result(proposal(*[CONSENT] * 6)) is Result.AGREED


@pytest.mark.parametrize(
    ("business", "wrong"),
    [
        ("66 % by 2027-06-30", False),
        ("From 61 % to 66 %, in 2 shifts of 8 h", False),
        ("0.66 of all time: 66 percent", False),
        ("70 % by 2027-06-30", True),
        ("66 % by 2027-07-31", True),
        ("As good as it gets", True),
    ],
)
def test_a_wording_must_name_the_target_and_no_other(business: str, wrong: bool) -> None:
    assert bool([*problems(Goal(business, "66 %", OEE))]) is wrong


def test_a_target_that_is_there_already_is_no_goal() -> None:
    hold = Measure("OEE", Decimal(66), Decimal(66), "%", date(2027, 6, 30), None)
    assert [field for field, _ in problems(Goal("66 %", "66 %", hold))] == ["measure"]


def test_a_reading_that_cannot_hold_with_the_goal_is_remarked_on() -> None:
    readings = {"quality": "OEE line 3 at 70 %", "it": "uptime 99 %", "operations": "from 2027-09-01 on"}
    assert len([*reading_remarks(Goal("66 %", "66 %", OEE, readings))]) == 2
