"""Starting a round: who is asked, when, what the first message says, and the line in the channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from flows.errors import Invalid, NotAllowed, WrongState
from flows.projects.records import Function
from flows.rounds.commands import ListNext, StartRound
from tests.flows.round_desk import NAMES, PROJECT, Desk, local, text_of


def test_each_function_is_asked_once_and_observers_are_not() -> None:
    desk = Desk()
    reply = desk.start()
    assert reply == (
        "Round 1 of Line 3 MES has started. I ask 4 people for 4 functions, each in their working hours; "
        "answers are due Fri 15 Jan 2027, 16:00."
    )
    asked = {person: [key for _, key in desk.rings(person)] for person in NAMES}
    assert {person for person, keys in asked.items() if keys} == {"adam", "maria", "ben", "kim"}
    assert asked["kim"] == ["1/kickoff/kim"]


def test_the_first_message_says_why_how_long_until_when_who_sees_it_and_what_follows() -> None:
    desk = Desk()
    desk.start()
    text = desk.text("1/kickoff/kim")
    for part in (
        "You answer for Quality.",
        "starts on Mon 1 Feb 2027",
        "about 15 minutes",
        "Until: Fri 15 Jan 2027, 16:00",
        "until the round closes, nobody but you",
        "or as confidential",
        "post in #line3-mes where they agree, where they contradict each other, with both quotes",
    ):
        assert part in text
    assert desk.buttons("1/kickoff/kim") == [
        "Start or continue",
        "Open as a form",
        "Ask somebody else",
        "Remind me later",
    ]


def test_the_line_in_the_channel_counts_functions_and_is_edited_in_place() -> None:
    desk = Desk()
    desk.start()
    assert desk.text("1/participation") == (
        "0 of 4 functions are in; waiting for Leadership (Adam Wolski), Operations (Maria Nowak), IT (Ben Okoye) and "
        "Quality (Kim Seo) – due Fri 15 Jan 2027, 16:00.\n"
        "Each function says what it needs before the kick-off on Mon 1 Feb 2027. Nobody reads the answers of others "
        "until the round closes; then the summary comes here."
    )
    desk.send("it")
    desk.send("leadership")
    assert desk.text("1/participation").startswith(
        "2 of 4 functions are in; waiting for Operations (Maria Nowak) and Quality (Kim Seo) – "
        "due Fri 15 Jan 2027, 16:00.\n"
    )
    assert desk.channel() == ["round/line3/1/participation"]
    desk.until(local(15, 16, 1))
    assert "– was due Fri 15 Jan 2027, 16:00." in desk.text("1/participation")


def test_first_messages_wait_for_the_persons_own_working_hours() -> None:
    desk = Desk(now=local(9, 12))  # a Saturday
    desk.people.put(replace(desk.people.get("ben"), zone="America/New_York"))
    desk.start()
    assert desk.rings("kim") == [("Mon 11 09:00", "1/kickoff/kim")]
    assert desk.rings("ben") == [("Mon 11 15:00", "1/kickoff/ben")]  # 09:00 in New York


def test_who_speaks_for_two_functions_gets_one_message() -> None:
    functions = (Function("operations", "Operations", "maria"), Function("safety", "Safety", "maria", "jan"))
    desk = Desk(project=replace(PROJECT, functions=functions))
    desk.start()
    assert desk.rings("maria") == [("Mon 11 09:00", "1/kickoff/maria")]
    text = desk.text("1/kickoff/maria")
    assert "You answer for Operations and Safety." in text
    assert "about 30 minutes" in text
    assert desk.buttons("1/kickoff/maria").count("Start or continue") == 2
    desk.send("safety")
    assert desk.buttons("1/kickoff/maria").count("Start or continue") == 1
    assert "Safety: sent on Mon 11 Jan 2027, 09:00, thank you." in desk.text("1/kickoff/maria")


def test_a_deputy_is_asked_when_the_representative_is_away_the_whole_time() -> None:
    desk = Desk()
    desk.away("maria", date(2027, 1, 4), date(2027, 1, 24))
    desk.away("kim", date(2027, 1, 4), date(2027, 1, 13))  # back in time
    desk.start()
    assert desk.view("operations").respondent == "jan"
    assert "Maria Nowak is away the whole time, so I am asking you as the deputy." in desk.text("1/kickoff/jan")
    assert desk.view("quality").respondent == "kim"
    assert desk.rings("kim") == [("Thu 14 09:00", "1/kickoff/kim")]


def test_without_a_deputy_the_representative_is_asked_all_the_same() -> None:
    desk = Desk()
    desk.away("ben", date(2027, 1, 4), date(2027, 1, 24))
    desk.start()
    assert desk.view("it").respondent == "ben"


def test_five_working_days_are_given_where_the_project_names_no_deadline() -> None:
    desk = Desk(project=replace(PROJECT, round_due=None))
    desk.start()
    assert desk.round.deadline == local(18, 16)


def test_a_deadline_that_is_past_is_replaced_and_the_reply_says_so() -> None:
    past = datetime(2027, 1, 8, 16)  # noqa: DTZ001  # wall-clock time in the project's zone
    desk = Desk(project=replace(PROJECT, round_due=past))
    reply = desk.start()
    assert desk.round.deadline == local(18, 16)
    assert "names Fri 8 Jan 2027, 16:00, which is past, so I took 5 working days." in reply


def test_a_deadline_soon_after_the_start_closes_nothing_before_everybody_had_a_working_day() -> None:
    soon = datetime(2027, 1, 11, 12)  # noqa: DTZ001  # wall-clock time in the project's zone
    desk = Desk(project=replace(PROJECT, round_due=soon))
    desk.start()
    assert desk.round.due_at == local(11, 17)


@pytest.mark.parametrize("person", ["kim", "piotr", "maria"])
def test_only_who_runs_the_project_starts_it(person: str) -> None:
    desk = Desk()
    words = desk.refused(person, StartRound("line3"), NotAllowed)
    assert "Ewa Zawada" in words
    assert "Adam Wolski" in words


def test_a_second_start_is_refused_with_what_is_running() -> None:
    desk = Desk()
    desk.start()
    words = desk.refused("adam", StartRound("line3"), WrongState)
    assert words.startswith("Round 1 of Line 3 MES is already running: 0 of 4 functions are in; waiting for")


def test_a_project_without_functions_asks_nobody() -> None:
    desk = Desk(project=replace(PROJECT, functions=()))
    assert "no functions yet" in desk.refused("ewa", StartRound("line3"), Invalid)


def test_the_next_round_begins_with_what_was_sent_in_the_last() -> None:
    desk = Desk()
    desk.start()
    for function in ("leadership", "operations", "it"):
        desk.send(function)
    desk.answer("quality")  # not sent: not carried over
    desk.until(local(25, 10))  # nobody chose, so the round went on without
    desk.give("ewa", StartRound("line3"))
    assert desk.round.number == 2
    assert [version.by for version in desk.view("operations").answers["outcome.statement"]] == ["maria"]
    assert not desk.view("quality").answers
    assert "Your answers of the last round are filled in" in desk.text("2/kickoff/maria")
    assert desk.buttons("2/kickoff/maria")[0] == "Continue"


def test_what_comes_next_can_be_looked_at_without_sending_anything() -> None:
    desk = Desk()
    before = text_of(desk.give("ewa", ListNext("line3-mes")))
    assert before.startswith("Line 3 MES has not started.")
    desk.start()
    desk.send("it")
    rang = list(desk.rang)
    text = text_of(desk.give("maria", ListNext("line3-mes")))
    assert "• Tue 12 Jan 2027, 16:00: Maria Nowak is reminded of Operations" in text
    assert "• Fri 15 Jan 2027, 16:00: the deadline" in text
    assert "Ben Okoye" not in text
    assert desk.rang == rang
