"""The rules of evidence: legal moves, whose turn it is, when it is late, which version stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from flows.decisions.cast import Cast
from flows.errors import WrongState
from flows.evidence import judging, rules, turns
from flows.evidence.attaching import pack
from flows.evidence.records import (
    OVER,
    TRANSITIONS,
    Declined,
    EvidenceState,
    Given,
    Obligation,
    Touched,
    Verdict,
    content_hash,
)
from flows.evidence.red_lines import held, watch
from flows.evidence.tracking import fingerprint, key_of
from flows.people import Absence, Person
from flows.projects.records import Milestone, Project
from flows.questionnaires.answers import EvidenceNeed
from flows.red_lines.records import InForce, RedLine
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
    turn = turns.turn(replace(OWED, state=state), cast(), NOW)
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
    dropped = replace(accepted, state=EvidenceState.DROPPED)
    assert not pack((dropped,), (words,), cast()), "it may be nobody's to read now"


def test_the_same_need_is_known_again_however_it_is_typed() -> None:
    one, two = EvidenceNeed("Rehearsal  Protocol", "it"), EvidenceNeed("rehearsal protocol", "it", date(2027, 1, 1))
    assert fingerprint(one) == fingerprint(two)
    assert fingerprint(one) != fingerprint(replace(one, provider="quality"))
    for typed in ("Rehearsal protocol.", "“rehearsal protocol”", "- Rehearsal protocol;"):
        assert fingerprint(replace(one, what=typed)) == fingerprint(one)
    assert fingerprint(replace(one, what="Rehearsal protocol, 2 %")) != fingerprint(replace(one, what="Protocol, 2"))
    assert fingerprint(replace(one, what="...")) != fingerprint(replace(one, what="!"))


def test_what_an_earlier_release_kept_is_known_again_and_two_of_those_stay_apart() -> None:
    plain, dotted = EvidenceNeed("Rehearsal protocol", "it", milestone="fat"), "Rehearsal protocol."
    old = replace(OWED, what=dotted, found=sha256(b"rehearsal protocol.\nit\nfat").hexdigest()[:24])
    assert key_of(plain, {old.found: old}) == key_of(replace(plain, what=dotted), {old.found: old}) == old.found
    other = replace(plain, provider="quality")
    assert key_of(other, {old.found: old}) == fingerprint(other)
    both = {old.found: old, fingerprint(plain): replace(OWED, found=fingerprint(plain))}
    assert key_of(plain, both) == fingerprint(plain)
    assert key_of(replace(plain, what=dotted), both) == old.found


@pytest.mark.parametrize(
    ("link", "lines"),
    [
        ("https://example.com/files/Batch_Record.pdf", ("RL-1",)),
        ("https://example.com/batch%20record", ("RL-1",)),
        ("https://example.com/batch/of/records", ()),
    ],
)
def test_o5_the_words_of_a_link_touch_a_red_line_as_those_of_a_file_do(link: str, lines: tuple[str, ...]) -> None:
    desk = Desk()
    line = RedLine("quality", "No gap", "a gap", ("batch record",), "stop")
    desk.red_lines.put(InForce("line3/RL-1", "line3", 1, line, NOW, ""))
    watched = watch(desk, replace(OWED, given=(given(1, link),)), 1)
    assert tuple(each.label for each in watched.touches) == lines


def turn_with(obligation: Obligation, *known: Person, stage: Project = STAGE) -> tuple[str, ...]:
    """Whose turn it is while these people are as they are given."""
    return turns.turn(obligation, Cast(Desk(), stage, *known), NOW)


def with_deputies() -> Project:
    """The stage with jan as deputy of IT and of Quality."""
    return replace(STAGE, functions=tuple(replace(each, deputy="jan") for each in STAGE.functions))


@pytest.mark.parametrize("state", [EvidenceState.ASKED, EvidenceState.PROMISED, EvidenceState.REJECTED])
def test_who_stands_in_owes_it_while_who_owes_it_is_away_or_gone(state: EvidenceState) -> None:
    owed, stage = replace(OWED, state=state), with_deputies()
    here, jan = Person("ben", "Ben"), Person("jan", "Jan")
    away = replace(here, away=(Absence(date(2027, 1, 11), date(2027, 1, 15)),))
    assert turn_with(owed, here, jan, stage=stage) == ("ben",)
    assert turn_with(owed, away, jan, stage=stage) == ("jan",)
    assert turn_with(owed, away, replace(jan, away=away.away), stage=stage) == ("ben",), "both away: it waits"
    gone, jan_gone = replace(here, active=False), replace(jan, active=False)
    assert turn_with(owed, gone, jan, stage=stage) == ("jan",)
    assert turn_with(owed, away, jan_gone, stage=stage) == ("ben",)
    assert turn_with(owed, gone, jan_gone, stage=stage) == ("ewa",)
    ewa = Person("ewa", "Ewa", active=False)
    assert turn_with(owed, gone, jan_gone, ewa, stage=stage) == (stage.sponsor,)
    named = replace(owed, provider="ben", person_id="ben")
    assert turn_with(named, gone, jan, stage=stage) == ("jan",), "somebody who is named is followed by their deputy"


def test_who_stands_in_judges_it_but_never_who_gives_it() -> None:
    there = rules.give(OWED, given(1), cast(), NOW)
    maria, jan = Person("maria", "Maria", active=False), Person("jan", "Jan")
    stage = replace(
        STAGE,
        functions=tuple(replace(each, deputy="jan" if each.id == "operations" else None) for each in STAGE.functions),
    )
    assert turn_with(there, maria, jan, stage=stage) == ("jan", "kim")
    assert turn_with(there, maria, jan, stage=with_deputies()) == ("ewa", "kim"), "jan speaks for IT, which gives it"


def test_who_owns_a_red_line_and_gives_it_holds_nothing() -> None:
    line = Touched("RL-1", "No batch without its record.", "quality")
    by_kim = replace(OWED, provider="quality", functions=("operations",), touches=(line,))
    there = replace(rules.give(by_kim, replace(given(1), by="kim"), cast(), NOW), touches=(line,))
    assert not list(held(there, cast(), NOW))
    assert [each.id for each in judging.judges(there, STAGE)] == ["operations"]
    by_ben = replace(there, provider="it", given=(given(1),))
    assert list(held(by_ben, cast(), NOW))


def test_another_day_holds_once_all_that_asked_have_said_so() -> None:
    declined = Declined("ben", NOW, "It is later.", date(2027, 1, 25))
    offered = replace(OWED, state=EvidenceState.DECLINED, declined=declined)
    half = judging.day_is_good(offered, cast(), "kim", NOW)
    assert (half.state, half.last_day) == (EvidenceState.DECLINED, date(2027, 1, 20))
    assert turns.turn(half, cast(), NOW) == ("maria",)
    with pytest.raises(WrongState):
        judging.day_is_good(half, cast(), "kim", NOW)
    whole = judging.day_is_good(half, cast(), "maria", NOW)
    assert (whole.state, whole.last_day) == (EvidenceState.PROMISED, date(2027, 1, 25))
    fewer = judging.day_settled(replace(half, functions=("quality",)), cast(), NOW)
    assert fewer.state is EvidenceState.PROMISED, "who has not said it does not ask for it any more"
