"""Stragglers: the owner is told once, then the sponsor chooses, and without a choice the round goes on as announced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from flows.errors import Invalid, NotAllowed, NotFound, WrongState
from flows.people import Hours
from flows.projects.records import Function, Project
from flows.rounds.commands import GoOnWithout, NameStandIn, StartRound, TakeOver, WaitForFunction
from flows.rounds.records import ViewState
from tests.flows.overdue import overdue
from tests.flows.round_desk import PROJECT, Desk, local, text_of


def test_the_owner_is_told_once_then_the_sponsor_is_asked_each_in_working_hours() -> None:
    desk = overdue("quality")
    assert desk.rings("olga") == [("Mon 18 13:00", "1/quality/owner/olga")]
    assert desk.rings("adam")[-1] == ("Tue 19 13:00", "1/stragglers/1/adam")
    desk.until(local(20, 13))
    assert len(desk.rings("olga")) == 1


def test_the_owner_reads_facts_with_the_count_of_what_is_missing() -> None:
    desk = Desk()
    desk.start()
    desk.answer("quality")
    desk.until(local(18, 13))
    assert desk.text("1/quality/owner/olga").startswith(
        "Line 3 MES: the answers for Quality were due Fri 15 Jan 2027, 16:00 and are not in yet.\n"
        "Kim Seo was asked and has been reminded 4 times. Answered: 1 of 11 questions, everything required among them; "
        "it can be sent as it is."
    )


def test_reminders_of_who_had_it_before_are_not_theirs_who_took_it_over() -> None:
    desk = Desk()
    desk.start()
    desk.until(local(14, 13))
    before = desk.view("quality").nudges
    desk.give("olga", TakeOver("line3/1/quality"))
    desk.until(local(19, 16))
    view = desk.view("quality")
    assert view.nudges > before > 0
    times = f"Olga Ruda was asked and has been reminded {view.nudges - before} time"
    (told,) = [key for key in desk.screen if key.startswith("round/line3/1/quality/owner/")]
    assert told != "round/line3/1/quality/owner/olga"
    assert times in desk.text(told.removeprefix("round/line3/"))


def test_a_function_without_a_deputy_goes_straight_to_the_sponsor() -> None:
    desk = overdue("it")
    assert desk.rings("adam")[-1] == ("Mon 18 13:00", "1/stragglers/1/adam")
    text = desk.text("1/stragglers/1/adam")
    assert "3 of 4 functions are in; the deadline was Fri 15 Jan 2027, 16:00." in text
    assert "If nothing is chosen by Wed 20 Jan 2027, 13:00, the round goes on without." in text
    assert "Wait for IT until: [Tue 19 Jan, 13:00] [Wed 20 Jan, 13:00] [Mon 25 Jan, 13:00]" in text


def test_nobody_is_waited_for_who_is_away_at_the_deadline() -> None:
    desk = Desk()
    desk.start()
    desk.away("kim", date(2027, 1, 14), date(2027, 2, 14))
    desk.until(local(15, 16, 30))
    assert desk.rings("olga") == [("Fri 15 16:00", "1/quality/owner/olga")]


def test_the_deputy_answers_instead_with_one_press() -> None:
    desk = Desk()
    desk.start()
    desk.answer("quality")
    desk.until(local(18, 13))
    assert text_of(desk.press("olga", "I will answer instead")) == "Thank you. You answer for Quality now."
    assert desk.view("quality").respondent == "olga"
    assert "Answers so far: 1 of 11 questions. Each keeps the name of who gave it." in desk.text("1/quality/taken/1")
    assert "Olga Ruda has taken over the answers for Quality" in desk.text("1/quality/passed_on/1")
    assert desk.buttons("1/kickoff/kim") == []
    assert desk.buttons("1/quality/owner/olga") == []
    assert "waiting for Leadership (Adam Wolski), Operations (Maria Nowak), IT (Ben Okoye) and Quality (Olga Ruda)" in (
        desk.text("1/participation")
    )


def test_nobody_else_takes_a_function_over() -> None:
    desk = overdue("quality")
    assert "Only who speaks for Quality" in desk.refused("ben", TakeOver("line3/1/quality"), NotAllowed)


def test_waiting_tells_the_straggler_and_asks_again_when_the_time_is_over() -> None:
    desk = overdue("it")
    reply = desk.press("adam", "Wed 20 Jan, 13:00")
    assert text_of(reply) == "IT: Adam Wolski chose on Mon 18 Jan 2027, 13:00 to wait until Wed 20 Jan 2027, 13:00."
    assert desk.text("1/stragglers/1/adam").endswith(text_of(reply))
    assert desk.text("1/stragglers/1/ewa").endswith(text_of(reply))
    assert desk.buttons("1/stragglers/1/adam") == []
    assert desk.text("1/it/wait/1") == (
        "Line 3 MES: Adam Wolski waits for your answers for IT until Wed 20 Jan 2027, 13:00."
    )
    assert "– due Wed 20 Jan 2027, 13:00." in desk.text("1/participation")
    desk.until(local(20, 13, 5))
    assert desk.rings("adam")[-1] == ("Wed 20 13:00", "1/stragglers/2/adam")
    assert desk.round.is_open


def test_an_answer_while_the_sponsor_waits_closes_the_round_and_settles_the_card() -> None:
    desk = overdue("it")
    desk.press("adam", "Wed 20 Jan, 13:00")
    desk.until(local(19, 10))
    desk.send("it")
    assert not desk.round.is_open
    assert "IT: the answers came in on Tue 19 Jan 2027, 10:00." in desk.text("1/stragglers/1/adam")
    assert "round/line3/1/summary" in desk.screen


def test_a_stand_in_who_accepts_gets_time_of_their_own() -> None:
    desk = overdue("it")
    desk.answer("it")
    reply = desk.press("adam", "Jan Lis")
    assert "asked Jan Lis on Mon 18 Jan 2027, 13:00 to answer instead" in text_of(reply)
    assert desk.view("it").respondent == "ben"  # the duty stays until it is accepted
    desk.press("jan", "I take it over")
    view = desk.view("it")
    assert view.respondent == "jan"
    assert view.until == local(19, 13)  # eight working hours
    assert "IT: Jan Lis answers instead, as Adam Wolski asked" in desk.text("1/stragglers/1/adam")
    assert [answer.by for answer in view.answers["outcome.statement"]] == ["ben"]
    desk.send("it", {"risks.stances": {"production_stop": {"stance": "no_view"}}})
    assert not desk.round.is_open
    assert "IT: 1 by Ben Okoye and 1 by Jan Lis." in desk.text("1/summary/sources")


def test_a_stand_in_who_declines_puts_the_choice_back_to_the_sponsor() -> None:
    desk = overdue("it")
    desk.press("adam", "Jan Lis")
    desk.press("jan", "I cannot")
    assert "Jan Lis cannot take over the answers for IT" in desk.text("1/it/declined/1/adam")
    assert "so they stay with you" in desk.text("1/it/declined/1/ben")
    desk.until(local(18, 14))
    assert desk.rings("adam")[-1] == ("Mon 18 13:00", "1/stragglers/2/adam")


def test_a_stand_in_who_says_nothing_is_waited_for_one_working_day() -> None:
    desk = overdue("it")
    desk.press("adam", "Jan Lis")
    desk.until(local(19, 14))
    assert desk.rings("adam")[-1] == ("Tue 19 13:00", "1/stragglers/2/adam")


def test_going_on_without_closes_the_round_and_a_late_answer_is_still_welcome() -> None:
    desk = overdue("it")
    assert text_of(desk.press("adam", "Go on without")) == "The round goes on without IT."
    assert not desk.round.is_open
    assert desk.view("it").state is ViewState.WITHOUT
    assert "3 of 4 functions are in. The round closed on Mon 18 Jan 2027, 13:00, without IT" in (
        desk.text("1/participation")
    )
    assert "It was closed without IT. A late answer is still welcome" in desk.text("1/closed/ben")
    assert "not yet: IT" in desk.text("1/summary")
    assert "answers for IT" not in desk.text("1/summary") + desk.text("1/summary/next")


def test_without_a_choice_the_round_goes_on_as_announced() -> None:
    desk = overdue("it", "quality")
    desk.until(local(25, 9))
    assert not desk.round.is_open
    assert "IT: nothing was chosen by Thu 21 Jan 2027, 13:00, so the round went on without it, as announced." in (
        desk.text("1/stragglers/2/adam")
    )
    assert len([key for _, key in desk.rings("adam") if "stragglers" in key]) == 2


def test_a_second_straggler_comes_on_a_new_card_with_the_first() -> None:
    desk = overdue("it", "quality")
    assert "IT and Quality" in desk.text("1/stragglers/2/adam")
    assert desk.buttons("1/stragglers/1/adam") == []
    assert "please choose there" in desk.refused("adam", GoOnWithout("line3/1/it", 1), WrongState)


def works(desk: Desk, person_id: str, first: int, last: int) -> None:
    desk.people.put(replace(desk.people.get(person_id), hours=Hours(time(first), time(last))))


def test_whose_turn_comes_on_one_working_day_of_the_sponsor_comes_on_one_card() -> None:
    functions = tuple(replace(function, deputy=None) for function in PROJECT.functions)
    desk = Desk(project=replace(PROJECT, functions=functions))
    works(desk, "kim", 10, 18)
    desk.start()
    for function in ("leadership", "operations"):
        desk.send(function)
    desk.until(local(19, 8))
    assert [ring for ring in desk.rings("adam") if "stragglers" in ring[1]] == [("Mon 18 13:00", "1/stragglers/1/adam")]
    assert "no answers from IT and Quality yet" in desk.text("1/stragglers/1/adam")
    desk.press("adam", "Go on without", about="Quality")
    assert desk.view("quality").state is ViewState.WITHOUT
    assert desk.view("it").is_pending
    assert desk.buttons("1/stragglers/1/adam")[-1] == "Go on without"


def test_who_is_waited_for_is_not_asked_about_before_that_moment() -> None:
    desk = Desk()
    works(desk, "olga", 9, 18)
    desk.start()
    for function in ("leadership", "operations"):
        desk.send(function)
    desk.until(local(18, 13))
    desk.press("adam", "Tue 19 Jan, 13:00", about="IT")
    desk.until(local(19, 12))
    assert "no answers from Quality yet" in desk.text("1/stragglers/2/adam")
    desk.until(local(19, 13))
    assert "no answers from IT and Quality yet" in desk.text("1/stragglers/3/adam")


def test_only_the_sponsor_chooses() -> None:
    desk = overdue("it")
    assert desk.buttons("1/stragglers/1/ewa") == []
    assert "Adam Wolski chooses what to do" in desk.text("1/stragglers/1/ewa")
    for person in ("ewa", "ben", "maria", "piotr", "rita"):
        words = desk.refused(person, GoOnWithout("line3/1/it", 1), NotAllowed)
        assert words == "Only Adam Wolski can choose what happens to a missing answer. Please ask them."


def test_the_facilitator_chooses_while_the_sponsor_is_away() -> None:
    desk = Desk()
    desk.start()
    for function in ("leadership", "operations", "quality"):
        desk.send(function)
    desk.away("adam", date(2027, 1, 16), date(2027, 1, 31))
    desk.until(local(18, 13))
    desk.press("ewa", "Go on without")
    assert not desk.round.is_open


def test_a_stale_card_tells_what_happened() -> None:
    desk = overdue("it")
    desk.press("adam", "Go on without")
    words = desk.refused("adam", WaitForFunction("line3/1/it", 1, local(20, 13)), WrongState)
    assert words.startswith("This has moved on. IT: Adam Wolski decided on Mon 18 Jan")


def test_choices_that_make_no_sense_are_refused() -> None:
    desk = overdue("it")
    assert "is past" in desk.refused("adam", WaitForFunction("line3/1/it", 1, local(18, 12)), Invalid)
    assert "no such person" in desk.refused("adam", NameStandIn("line3/1/it", 1, "piotr"), NotFound)
    assert "no such set of questions" in desk.refused("adam", GoOnWithout("line3/1/none", 1), NotFound)


NOBODY = replace(PROJECT, sponsor="", facilitator="")


@pytest.mark.parametrize("project", [replace(PROJECT, sponsor=""), replace(PROJECT, facilitator=""), NOBODY])
def test_a_project_that_lacks_a_sponsor_or_a_facilitator_ends_too(project: Project) -> None:
    desk = Desk(project=project)
    desk.give("operator", StartRound("line3"))
    desk.until(local(31, 9))
    assert not desk.round.is_open


def test_a_card_about_very_many_functions_still_fits_on_a_screen() -> None:
    functions = tuple(Function(f"f{n}", f"Function {n}", "ben") for n in range(30))
    desk = Desk(project=replace(PROJECT, functions=functions))
    desk.start()
    desk.until(local(18, 13))
    assert len(desk.screen["round/line3/1/stragglers/1/adam"].post.message.blocks) < 40
    assert "22 more are shown here as soon as you have chosen." in desk.text("1/stragglers/1/adam")
    desk.press("adam", "Go on without", about="Function 0")
    assert "21 more" in desk.text("1/stragglers/1/adam")
    assert "and 17 more – was due" in desk.text("1/participation")
