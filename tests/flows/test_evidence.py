"""The rules of evidence: legal moves, whose turn it is, when it is late, which version stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from flows.decisions.cast import Cast
from flows.errors import WrongState
from flows.evidence import judging, rules
from flows.evidence.attaching import pack
from flows.evidence.records import OVER, TRANSITIONS, EvidenceState, Given, Obligation, Verdict, content_hash
from flows.evidence.tracking import fingerprint
from flows.projects.records import Milestone
from flows.questionnaires.answers import EvidenceNeed
from tests.flows.round_desk import PROJECT, Desk

NOW = datetime(2027, 1, 11, 8, tzinfo=UTC)
STAGE = replace(PROJECT, milestones=(Milestone("fat", "Factory test", date(2027, 3, 1)),))
OWED = Obligation(
    "line3/EV-1",
    "line3",
    1,
    "x",
    "Rehearsal protocol",
    ("operations", "quality"),
    NOW,
    provider="it",
    due=date(2027, 1, 20),
    milestone="fat",
    state=EvidenceState.ASKED,
)


def cast() -> Cast:
    return Cast(Desk(), STAGE)


def given(number: int, link: str = "https://example.com/1") -> Given:
    return Given(number, link, "", "ben", NOW, content_hash(link, ""))


def test_the_table_is_total_and_leads_nowhere_else() -> None:
    assert set(TRANSITIONS) == set(EvidenceState)
    assert set().union(*TRANSITIONS.values()) == set(EvidenceState)
    assert set(EvidenceState) > OVER


@pytest.mark.parametrize("state", EvidenceState)
def test_whatever_is_open_is_somebodys_turn_and_nothing_else_is(state: EvidenceState) -> None:
    turn = judging.turn(replace(OWED, state=state), STAGE)
    assert bool(turn) is (state not in OVER)
    asking = {EvidenceState.GIVEN: ("maria", "kim"), EvidenceState.UNNAMED: ("ewa",), EvidenceState.DECLINED: ("ewa",)}
    assert turn == asking.get(state, () if state in OVER else ("ben",))


@pytest.mark.parametrize(("day", "late"), [(20, False), (21, True)])
def test_it_is_late_when_its_last_day_is_over_where_the_project_is(day: int, late: bool) -> None:
    assert rules.is_overdue(OWED, STAGE, datetime(2027, 1, day, 12, tzinfo=UTC)) is late
    accepted = replace(OWED, state=EvidenceState.ACCEPTED)
    assert not rules.is_overdue(accepted, STAGE, datetime(2027, 1, day, 12, tzinfo=UTC))


def test_the_newest_version_that_stands_as_accepted_is_the_one() -> None:
    both = replace(OWED, given=(given(1), given(2)))
    first, second = Verdict(1, True, "kim", NOW), Verdict(2, False, "kim", NOW, "Not signed.")
    assert judging.latest_accepted(both, STAGE) is None
    assert judging.latest_accepted(replace(both, verdicts=(first, second)), STAGE) == given(1)
    taken_back = Verdict(1, False, "maria", NOW, "Another line.", "operations")
    assert judging.latest_accepted(replace(both, verdicts=(first, second, taken_back)), STAGE) is None


def test_a_version_that_one_of_those_who_asked_has_not_accepted_does_not_stand() -> None:
    alone = replace(OWED, given=(given(1),), verdicts=(Verdict(1, True, "kim", NOW, function="quality"),))
    assert judging.latest_accepted(alone, STAGE) is None
    other = Verdict(1, True, "maria", NOW, function="operations")
    assert judging.latest_accepted(replace(alone, verdicts=(*alone.verdicts, other)), STAGE) == given(1)


def test_who_gives_it_judges_only_what_nobody_else_asked_for() -> None:
    both = replace(OWED, given=(given(1),), state=EvidenceState.GIVEN, functions=("it", "quality"))
    assert [each.id for each in judging.judges(both, STAGE)] == ["quality"]
    assert not judging.may_judge(both, STAGE, "ben")
    alone = replace(both, functions=("it",))
    assert judging.may_judge(alone, STAGE, "ben")
    assert judging.is_own(alone, STAGE)
    person = replace(both, provider="kim")
    assert [each.id for each in judging.judges(person, STAGE)] == ["it"], "a person gives for their own function"


def test_a_verdict_on_a_version_that_was_replaced_is_refused() -> None:
    there = rules.give(rules.give(OWED, given(1), cast(), NOW), given(2), cast(), NOW)
    with pytest.raises(WrongState):
        judging.judge(there, [Verdict(1, True, "kim", NOW)], cast(), NOW)
    half = judging.judge(there, [Verdict(2, True, "kim", NOW, function="quality")], cast(), NOW)
    assert half.state is EvidenceState.GIVEN
    done = judging.judge(half, [Verdict(2, True, "maria", NOW, function="operations")], cast(), NOW)
    assert done.state is EvidenceState.ACCEPTED


@pytest.mark.parametrize(
    ("words", "named"),
    [("Start the factory test?", True), ("EV-1 or not?", True), ("Which fatigue limit?", False), ("EV-10?", False)],
)
def test_it_is_attached_where_its_milestone_or_label_stands_as_whole_words(words: str, named: bool) -> None:
    accepted = replace(OWED, given=(given(1),), verdicts=(Verdict(1, True, "kim", NOW),))
    assert bool(pack((accepted,), (words,), cast())) is named
    assert not pack((replace(accepted, verdicts=()),), (words,), cast())


def test_the_same_need_is_known_again_however_it_is_typed() -> None:
    one, two = EvidenceNeed("Rehearsal  Protocol", "it"), EvidenceNeed("rehearsal protocol", "it", date(2027, 1, 1))
    assert fingerprint(one) == fingerprint(two)
    assert fingerprint(one) != fingerprint(replace(one, provider="quality"))
