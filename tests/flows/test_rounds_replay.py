"""Recorded answers: replayed as a finished round, once; confirmed or corrected by whom they name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.effects import NOTHING
from flows.errors import NotAllowed, WrongState
from flows.questionnaires.answers import FunctionAnswers, RiskStance, Stance, Visibility
from flows.rounds.commands import ConfirmRecorded
from flows.rounds.progress import after_answer
from flows.rounds.records import Answer, ViewState
from flows.rounds.replay import replay
from tests.flows.round_desk import PROJECT, Desk, local, text_of

STOP = {"production_stop": RiskStance(Stance.NOT_ACCEPTABLE, why="we deliver daily")}
GO = {"production_stop": RiskStance(Stance.ACCEPTABLE)}
SAID = (
    FunctionAnswers("leadership", "adam", {"outcome.statement": "Start early", "risks.stances": GO}),
    FunctionAnswers("operations", "jan", {"outcome.statement": "No stop", "risks.stances": STOP}),
    FunctionAnswers("quality", "kim", {"outcome.statement": "Traceable"}, recorded_by="ewa"),
)


def replayed() -> Desk:
    desk = Desk()
    desk.take(replay(desk, PROJECT, SAID, desk.now))
    return desk


def test_answers_become_a_closed_round_with_its_summary() -> None:
    desk = replayed()
    assert not desk.round.is_open
    assert "Contradictions: 1 hard" in desk.text("1/summary")
    assert "Jan Lis" not in desk.text("1/summary/contradictions/1")
    assert desk.text("1/participation") == (
        "3 of 4 functions are in. The round closed on Mon 11 Jan 2027, 09:00, without IT; "
        "a late answer is still welcome."
    )
    assert desk.view("it").state is ViewState.WITHOUT
    assert [key for _, key in desk.rings("ben")] == ["1/closed/ben"]
    desk.until(local(31, 9))
    desk.open_contradictions()
    assert "Jan Lis" in desk.text("1/summary/contradictions/1")  # who said it, not who represents
    assert not [key for key in desk.screen if "nudge" in key or "kickoff" in key or "stragglers" in key]


def test_the_same_answers_twice_change_nothing() -> None:
    desk = replayed()
    rounds, views = dict(desk.rounds._records), dict(desk.views._records)
    assert replay(desk, PROJECT, SAID, local(12, 9)) == NOTHING
    assert (rounds, views) == (desk.rounds._records, desk.views._records)


def test_what_was_corrected_since_stays_corrected() -> None:
    desk = replayed()
    correct(desk)
    assert replay(desk, PROJECT, SAID, local(12, 9)) == NOTHING
    assert desk.view("quality").answers["outcome.statement"][-1].value == "Traceable to the batch"


def test_a_file_with_more_answers_adds_them_as_late() -> None:
    desk = replayed()
    more = (*SAID, FunctionAnswers("it", "ben", {"outcome.statement": "Patched"}, visibility={}))
    desk.take(replay(desk, PROJECT, more, local(12, 9)))
    assert desk.view("it").answers["outcome.statement"][0].late
    assert len(desk.view("quality").answers["outcome.statement"]) == 1
    assert desk.text("1/summary/late/it").startswith("IT (Ben Okoye) was added on Tue 12 Jan 2027, 09:00")
    assert "Answered: 4 of 4 functions" in desk.text("1/summary")


def test_no_answers_open_no_round() -> None:
    desk = Desk()
    assert replay(desk, PROJECT, (FunctionAnswers("it", "ben", {}),), desk.now) == NOTHING
    assert desk.rounds.all() == ()


def test_a_round_that_is_running_takes_them_and_goes_on() -> None:
    desk = Desk()
    desk.start()
    desk.take(replay(desk, PROJECT, SAID, desk.now))
    assert desk.round.is_open
    assert "3 of 4 functions are in; waiting for IT" in desk.text("1/participation")
    assert desk.buttons("1/kickoff/kim") == []
    desk.send("it")
    assert not desk.round.is_open


def test_confidential_stays_confidential() -> None:
    desk = Desk()
    secret = replace(SAID[1], visibility={"risks.stances": Visibility.CONFIDENTIAL})
    desk.take(replay(desk, PROJECT, (SAID[0], secret), desk.now))
    assert "nothing they say openly contradicts" in desk.text("1/summary")
    assert "we deliver daily" not in desk.everything()


def test_the_person_named_is_asked_to_confirm_within_48_hours() -> None:
    desk = replayed()
    text = desk.text("1/quality/confirm")
    assert text.startswith("Ewa Zawada recorded 1 answer for you, for Quality in Line 3 MES.\nSuccess: “Traceable”")
    assert "Please confirm or correct them by Wed 13 Jan 2027, 09:00." in text
    assert desk.buttons("1/quality/confirm") == ["Yes, I said that", "Correct"]
    assert "Quality: recorded by Ewa Zawada, not yet confirmed." in desk.text("1/summary/sources")
    assert "1/operations/confirm" not in [key for _, key in desk.rings("jan")]


def test_confirming_is_shown_in_the_summary() -> None:
    desk = replayed()
    desk.until(local(12, 10))
    reply = desk.press("kim", "Yes, I said that")
    assert text_of(reply) == "Thank you. The answers of Quality are confirmed."
    assert "recorded by Ewa Zawada, confirmed on Tue 12 Jan 2027, 10:00." in desk.text("1/summary/sources")
    assert desk.buttons("1/quality/confirm") == []
    assert "already" in desk.refused("kim", ConfirmRecorded("line3/1/quality"), WrongState)


def test_after_48_hours_without_a_word_nothing_changes() -> None:
    desk = replayed()
    before = desk.everything()
    desk.until(local(20, 9))
    assert desk.everything() == before


def correct(desk: Desk) -> None:
    """Kim corrects the answer in the form, which counts at once."""
    view = desk.view("quality")
    own = Answer("Traceable to the batch", "kim", desk.now, late=True)
    answers = {"outcome.statement": (*view.answers["outcome.statement"], own)}
    view = replace(view, answers=answers, submitted_at=desk.now)
    desk.views.put(view)
    desk.take(after_answer(desk, view, desk.now))


def test_correcting_is_shown_and_counts_as_confirmed() -> None:
    desk = replayed()
    desk.until(local(12, 10))
    correct(desk)
    sources = desk.text("1/summary/sources")
    assert "not yet confirmed" not in sources
    assert "Quality, Success: edited by Kim Seo, Tue 12 Jan 2027, 10:00, was: “Traceable”" in sources
    assert "Quality (Kim Seo) changed an answer on Tue 12 Jan 2027, 10:00" in desk.text("1/summary/late/quality")


@pytest.mark.parametrize("person", ["ewa", "olga", "adam"])
def test_nobody_else_confirms(person: str) -> None:
    desk = replayed()
    words = desk.refused(person, ConfirmRecorded("line3/1/quality"), NotAllowed)
    assert words == "Only Kim Seo, in whose name the answers were recorded, can confirm them."


def test_there_is_nothing_to_confirm_where_people_spoke_for_themselves() -> None:
    desk = replayed()
    desk.refused("jan", ConfirmRecorded("line3/1/operations"), WrongState)
