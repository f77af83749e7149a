"""Closing: blind until then, early when everybody is in, told to everybody, and late answers added in place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.commands import CLOCK
from flows.effects import NOTHING
from flows.plain import Plain
from flows.questionnaires.answers import Visibility
from flows.questionnaires.commands import SubmitAnswers
from flows.rounds.commands import ChaseDue, RoundDue
from flows.rounds.progress import after_answer
from flows.rounds.records import Answer
from tests.flows.round_desk import PROJECT, Desk, local

ACCEPTS: dict[str, Plain] = {
    "outcome.statement": "Start early",
    "risks.stances": {"production_stop": {"stance": "acceptable"}},
}
REFUSES: dict[str, Plain] = {
    "outcome.statement": "No stop",
    "risks.stances": {"production_stop": {"stance": "not_acceptable", "why": "we deliver daily"}},
}


def in_but(*missing: str) -> Desk:
    """Two who contradict each other, and the others, in on Tuesday."""
    desk = Desk()
    desk.start()
    desk.until(local(12, 10))
    given = {"leadership": ACCEPTS, "operations": REFUSES}
    for function in ("leadership", "operations", "it", "quality"):
        if function not in missing:
            desk.send(function, given.get(function))
    return desk


def test_the_last_one_in_closes_the_round_early_and_everybody_is_told() -> None:
    desk = in_but()
    assert not desk.round.is_open
    assert desk.round.due_at == local(13, 10)  # the reminder of the second look
    assert desk.text("1/participation") == "All 4 functions are in. The round closed on Tue 12 Jan 2027, 10:00."
    assert desk.text("1/closed/maria") == (
        "Line 3 MES: everybody has answered before the deadline, so the round is closed already.\n"
        "What Operations said (2 answers) was compared with what 3 other functions said. 1 contradiction concerns it.\n"
        "The summary is in #line3-mes: each contradiction, with its quotes once it is opened, what is still open, "
        "and what happens next."
    )
    assert "No contradiction concerns it." in desk.text("1/closed/kim")
    desk.until(local(30, 10))
    assert [key for _, key in desk.rings("kim") if "nudge" in key or "closed" in key] == ["1/closed/kim"]


def test_the_summary_has_its_details_in_the_thread() -> None:
    desk = in_but()
    thread = {key: shown.post.thread for key, shown in desk.screen.items() if key.startswith("round/line3/1/summary/")}
    assert set(thread.values()) == {"round/line3/1/summary"}
    assert desk.text("1/summary/contradictions/1") == (
        "Contradiction 1 of 1\n1. Production stop, between Leadership and Operations: being cleared between them in "
        "private until Thu 14 Jan 2027, 10:00.\n[See the answers]"
    )
    desk.open_contradictions()
    quotes = desk.text("1/summary/contradictions/1")
    assert "we deliver daily" in quotes
    assert "Maria Nowak" in quotes
    assert "in private" not in quotes


def test_nothing_of_an_answer_is_anywhere_before_the_round_closes() -> None:
    desk = Desk()
    desk.start()
    canary = "zanzibar"
    desk.send("leadership", {"outcome.statement": canary})
    desk.answer("it", {"outcome.statement": canary})
    desk.until(local(18, 13))
    others = [
        key
        for key, shown in desk.screen.items()
        if canary in str(shown.post.message) and not key.startswith(("round/line3/1/leadership", "round/line3/1/it/"))
    ]
    assert not others
    for person in ("adam", "ewa", "maria", "kim", "olga"):
        mine = [key for _, key in desk.rings(person) if not key.startswith("1/leadership")]
        assert not [key for key in mine if canary in desk.text(key)]


def test_what_contradicts_an_answer_in_confidence_is_told_to_who_gave_it_alone() -> None:
    desk = in_but("operations", "quality")
    desk.answer("operations", REFUSES)
    desk.hide("operations", "risks.stances", Visibility.CONFIDENTIAL)
    desk.give("maria", SubmitAnswers(desk.view("operations").id))
    desk.send("quality")
    assert "nothing they say openly contradicts" in desk.text("1/summary")
    told = desk.text("1/operations/quiet")
    assert "some functions accept this risk, others refuse it; " in told
    assert "Nobody else is told" in told
    assert [key for key, shown in desk.screen.items() if "others refuse it" in str(shown.post.message)] == [
        "round/line3/1/operations/quiet"
    ]
    shown = [key for key, shown in desk.screen.items() if "we deliver daily" in str(shown.post.message)]
    assert [key for key in shown if not key.startswith("round/line3/1/operations/")] == []
    assert "1 answer that you marked for fewer readers is not shown" in desk.text("1/closed/maria")


def test_what_is_for_sponsor_and_facilitator_only_is_told_to_these_two() -> None:
    desk = in_but("operations", "quality")
    desk.answer("operations", REFUSES)
    desk.hide("operations", "outcome.statement", Visibility.SPONSOR)
    desk.hide("operations", "risks.stances", Visibility.CONFIDENTIAL)
    desk.give("maria", SubmitAnswers(desk.view("operations").id))
    desk.send("quality")
    for person in ("adam", "ewa"):
        assert "• Operations, Success (Maria Nowak): “No stop”" in desk.text(f"1/briefing/{person}")
    shown = [key for key, shown in desk.screen.items() if "No stop" in str(shown.post.message)]
    assert {key for key in shown if not key.startswith("round/line3/1/operations/")} == {
        "round/line3/1/briefing/adam",
        "round/line3/1/briefing/ewa",
    }
    assert "we deliver daily" not in desk.text("1/briefing/ewa")


def test_nobody_is_briefed_where_everything_is_for_everyone() -> None:
    assert not [key for key in in_but().screen if "briefing" in key]


def test_a_draft_never_counts() -> None:
    desk = in_but("quality")
    desk.answer("quality", REFUSES)
    desk.until(local(25, 9))
    assert not desk.round.is_open
    assert "Answered: 3 of 4 functions; not yet: Quality" in desk.text("1/summary")


def test_a_late_answer_is_added_in_place_with_a_note_and_only_what_changed_is_edited() -> None:
    desk = in_but("operations")
    desk.until(local(25, 9))
    assert "Contradictions: none" in desk.text("1/summary")
    posted, agreed = desk.channel(), desk.screen["round/line3/1/summary/agreements/1"].post
    desk.send("operations", REFUSES)
    assert "Contradictions: 1 hard" in desk.text("1/summary")
    assert [key for key in desk.channel() if key not in posted] == [
        "round/line3/1/summary/closeness",
        "round/line3/1/summary/contradictions/1",
        "round/line3/1/summary/sources",
        "round/line3/1/summary/late/operations",
    ]
    assert desk.text("1/summary/late/operations").startswith(
        "Operations (Maria Nowak) was added on Mon 25 Jan 2027, 09:00, after the round had closed: "
        "1 contradiction (before: 0)"
    )
    assert "Operations: 2 of 2 answers late" in desk.text("1/summary/sources")
    assert desk.text("1/participation").startswith("All 4 functions are in. The round closed on")
    assert agreed.message == desk.screen["round/line3/1/summary/agreements/1"].post.message
    assert "What Operations said" in desk.text("1/closed/maria")
    assert [key for _, key in desk.rings("kim")].count("1/closed/kim") == 1


def test_what_a_late_answer_settles_is_taken_back() -> None:
    desk = in_but("operations")
    desk.until(local(25, 9))
    desk.rounds.put(replace(desk.round, parts=(*desk.round.parts, "gaps/9")))
    gone = replace(desk.screen["round/line3/1/summary/gaps/1"].post, key="round/line3/1/summary/gaps/9")
    desk._show(gone)
    desk.send("operations", REFUSES)
    assert desk.text("1/summary/gaps/9") == (
        "A late answer has changed this; what is left stands in the messages above."
    )


def test_the_thread_tells_what_was_edited_after_it_had_been_sent() -> None:
    desk = in_but("quality")
    desk.until(local(12, 14, 2))
    view = desk.view("it")
    edited = Answer("IT is happy", "ben", desk.now)
    answers = {"outcome.statement": (*view.answers["outcome.statement"], edited)}
    view = replace(view, answers=answers, submitted_at=desk.now)
    desk.views.put(view)
    assert after_answer(desk, view, desk.now) == NOTHING  # an edit in time is seen by nobody before the round closes
    desk.send("quality")
    assert desk.text("1/summary/sources") == (
        "Where the answers come from\n• IT, Success: edited by Ben Okoye, Tue 12 Jan 2027, 14:02, was: “it is content”"
    )


def test_a_press_costs_nothing_while_the_answers_are_not_sent() -> None:
    desk = in_but("quality")
    desk.answer("quality")
    view = desk.view("quality")
    before = desk.views.loaded, desk.rounds.loaded, desk.people.loaded
    assert after_answer(desk, view, desk.now) is NOTHING
    assert (desk.views.loaded, desk.rounds.loaded, desk.people.loaded) == before


@pytest.mark.parametrize("person", ["ewa", "adam", "kim"])
def test_nobody_can_play_the_clock(person: str) -> None:
    desk = in_but("quality")
    desk.asleep_until(local(25, 9))
    rounds, views = dict(desk.rounds._records), dict(desk.views._records)
    desk.give(person, RoundDue("line3/1"))
    desk.give(person, ChaseDue("line3/1/quality"))
    assert (rounds, views) == (desk.rounds._records, desk.views._records)


def test_the_clock_may_ask_twice_and_about_what_is_gone() -> None:
    desk = in_but("quality")
    desk.until(local(18, 9, 30))
    rang = len(desk.rang)
    desk.give(CLOCK, ChaseDue("line3/1/quality"))
    desk.give(CLOCK, RoundDue("line3/1"))
    desk.give(CLOCK, ChaseDue("line3/1/gone"))
    desk.give(CLOCK, RoundDue("gone/1"))
    assert len(desk.rang) == rang


def test_without_a_channel_the_facilitator_gets_what_is_public() -> None:
    desk = Desk(project=replace(PROJECT, channel=""))
    desk.start()
    assert ("Mon 11 09:00", "1/participation") in desk.rings("ewa")
    assert "post in the project where they agree" in desk.text("1/kickoff/kim")
