"""The risk grid and the questions around it: one press per risk, follow-ups only where a stance calls for them."""

from __future__ import annotations

import pytest

from flows.questionnaires.answers import Stance, Visibility
from flows.questionnaires.commands import AnswerQuestion, FinishQuestion, SetVisibility, SubmitAnswers, TakeStance
from flows.questionnaires.kinds.listing import entries_of
from tests.flows.asking import Chat, opened


@pytest.fixture
def grid() -> Chat:
    """Maria, at the risks."""
    return at_the_grid(Chat(opened()))


def at_the_grid(chat: Chat) -> Chat:
    chat.start()
    for _ in range(3):
        chat.press("No view / not my area")
    return chat


def done(chat: Chat) -> None:
    """The list is taken as it is, with risks that have no answer."""
    chat.press("Done with the list")
    chat.press("Leave the rest open")


def test_risks_without_an_answer_are_named_once_before_the_list_is_taken(grid: Chat) -> None:
    grid.press("Acceptable", "Production stop")
    grid.press("Done with the list")
    assert "No answer yet on 2 of 3 risks: Safety incident, Manual double work." in grid.last
    assert grid.value("risks.stances") is None
    assert "[Done with the list]" not in grid.card("risks.stances")
    grid.press("Leave the rest open")
    assert grid.value("risks.stances") == {"production_stop": {"stance": "acceptable"}}
    assert grid.view.asking == "risks.needs"


def test_going_on_with_the_list_is_not_asked_about_again(grid: Chat) -> None:
    grid.press("Acceptable", "Production stop")
    grid.press("Done with the list")
    grid.press("Go on answering")
    assert grid.last == "Please go on in the list above."
    assert grid.view.asking == "risks.stances"
    grid.press("No view", "Safety incident")
    grid.press("Done with the list")
    assert grid.value("risks.stances") == {
        "production_stop": {"stance": "acceptable"},
        "safety_incident": {"stance": "no_view"},
    }


def test_a_press_in_the_list_answers_the_question_about_it(grid: Chat) -> None:
    grid.press("Acceptable", "Production stop")
    grid.press("Done with the list")
    grid.press("No view", "Safety incident")
    assert "[Done with the list]" in grid.card("risks.stances")
    assert "Leave the rest open" not in grid.last


def test_a_double_press_on_done_takes_nothing_unread_and_one_on_send_takes_it_once(grid: Chat) -> None:
    grid.press("Acceptable if …", "Production stop")
    grid.press("Done with the list")
    assert grid.give(FinishQuestion(grid.view_id, "risks.stances")) == ""
    assert grid.value("risks.stances") is None
    grid.press("Leave the rest open")
    before = grid.view
    grid.give(AnswerQuestion(grid.view_id, "risks.stances", "as_it_is", "gaps"))
    assert grid.view == before
    grid.say("4 h")
    grid.say("at night")
    before = grid.view
    grid.give(AnswerQuestion(grid.view_id, "risks.stances", "as_it_is", "gaps"))
    assert grid.view == before


def test_typed_words_finish_the_list_once_the_open_risks_were_named(grid: Chat) -> None:
    grid.press("Acceptable", "Production stop")
    grid.say("done")
    assert "No answer yet on 2 of 3 risks" in grid.last
    grid.say("done")
    assert grid.value("risks.stances") == {"production_stop": {"stance": "acceptable"}}


def test_one_press_per_risk_is_drawn_in_the_same_card(grid: Chat) -> None:
    grid.press("Acceptable", "Production stop")
    assert [post.key for post in grid.sent] == ["round/line3/1/operations/q/risks.stances"]
    assert "Production stop: Acceptable" in grid.last
    grid.press("No view", "Production stop")
    assert "Production stop: No view" in grid.last


def test_follow_ups_come_only_where_the_stance_calls_for_them(grid: Chat) -> None:
    grid.press("Acceptable", "Production stop")
    grid.press("No view", "Safety incident")
    grid.press("Acceptable", "Manual double work")
    assert grid.view.asking == "risks.needs"
    assert grid.value("risks.stances") == {
        "production_stop": {"stance": "acceptable"},
        "safety_incident": {"stance": "no_view"},
        "manual_double_work": {"stance": "acceptable"},
    }


def test_limit_and_condition_then_why_and_test_one_at_a_time(grid: Chat) -> None:
    grid.press("Acceptable if …", "Production stop")
    grid.press("Not acceptable", "Safety incident")
    done(grid)
    assert "How much at most? For example 4 h." in grid.last
    assert grid.say("soon").startswith("I read “soon”. A limit is a number with its unit")
    grid.say("at most 4")
    assert "Which one?" in grid.last
    grid.press("Skip this detail")
    assert "Why not?" in grid.last
    grid.say("nobody gets hurt for a date")
    grid.say("any recordable incident")
    assert grid.value("risks.stances") == {
        "production_stop": {"stance": "acceptable_if", "limit": "4 h"},
        "safety_incident": {
            "stance": "not_acceptable",
            "why": "nobody gets hurt for a date",
            "test": "any recordable incident",
        },
    }
    assert len(grid.view.answers["risks.stances"]) == 1


def test_an_answered_follow_up_shows_what_was_said_without_buttons(grid: Chat) -> None:
    grid.press("Acceptable if …", "Production stop")
    done(grid)
    grid.say("4 h")
    steps = [post for post in grid.sent if post.key.endswith("production_stop.limit")]
    assert [post.promise for post in steps] == ["refresh"]
    assert "Skip" not in str(steps[0].message.blocks)


def test_a_stance_changed_during_the_follow_ups_changes_what_is_asked(grid: Chat) -> None:
    grid.press("Acceptable if …", "Production stop")
    done(grid)
    grid.press("Acceptable", "Production stop")
    assert grid.value("risks.stances") == {"production_stop": {"stance": "acceptable"}}
    assert grid.view.asking == "risks.needs"


def test_a_press_on_the_grid_of_a_finished_answer_changes_it(grid: Chat) -> None:
    grid.press("Acceptable", "Production stop")
    done(grid)
    grid.give(TakeStance(grid.view_id, "production_stop", Stance.NOT_ACCEPTABLE))
    assert "Why not?" in grid.last
    grid.say("skip")
    grid.say("a stop of any length")
    assert grid.value("risks.stances") == {
        "production_stop": {"stance": "not_acceptable", "test": "a stop of any length"}
    }
    assert grid.view.asking == "risks.needs"


def test_reopening_the_grid_does_not_ask_again_for_details_that_were_left_out(grid: Chat) -> None:
    grid.press("Not acceptable", "Safety incident")
    done(grid)
    grid.press("Skip this detail")
    grid.press("Skip this detail")
    grid.press("Change", "Risks")
    grid.press("Acceptable", "Production stop")
    done(grid)
    assert grid.value("risks.stances") == {
        "safety_incident": {"stance": "not_acceptable"},
        "production_stop": {"stance": "acceptable"},
    }


def test_a_double_press_in_the_grid_changes_nothing(grid: Chat) -> None:
    grid.press("Acceptable", "Production stop")
    before = grid.view
    grid.press("Acceptable", "Production stop")
    assert grid.view == before
    assert grid.sent == []


def test_a_risk_that_is_not_asked_cannot_be_pressed(grid: Chat) -> None:
    said = grid.give(TakeStance(grid.view_id, "meteorite", Stance.ACCEPTABLE))
    assert said.startswith("This choice does not exist any more.")


def test_done_without_any_press_asks_for_one(grid: Chat) -> None:
    assert grid.press("Done with the list").startswith("Please press a stance for at least one risk")


def added_by_quality(chat: Chat, visibility: Visibility = Visibility.PROJECT) -> None:
    """Quality adds a risk of its own and sends its answers."""
    quality = Chat(chat.shelves, "piotr", "line3/1/quality")
    quality.start()
    while quality.view.asking != "risks.own":
        quality.press("No view / not my area")
    quality.say("Labels mixed up at changeover; not acceptable")
    quality.press("That is all", "Noted")
    quality.give(SetVisibility(quality.view_id, "risks.own", visibility))
    assert quality.give(SubmitAnswers(quality.view_id)) == ""


def test_a_risk_that_another_function_added_is_put_to_those_who_answer_later_without_its_name() -> None:
    chat = Chat(opened())
    added_by_quality(chat)
    at_the_grid(chat)
    assert "Labels mixed up at changeover: - Added by another function in this round." in chat.last
    assert "Quality" not in chat.last
    chat.press("Acceptable", "Labels mixed up")
    done(chat)
    stances = chat.value("risks.stances")
    assert isinstance(stances, dict)
    assert list(stances.values()) == [{"stance": "acceptable"}]
    assert "quality" not in str(stances)


def test_a_confidential_risk_of_another_function_is_not_put_to_anybody() -> None:
    chat = Chat(opened())
    added_by_quality(chat, Visibility.CONFIDENTIAL)
    at_the_grid(chat)
    assert "Labels" not in chat.last


def test_an_own_risk_that_was_typed_alone_is_asked_for_its_stance() -> None:
    chat = Chat(opened())
    chat.start()
    while chat.view.asking != "risks.own":
        chat.press("No view / not my area")
    chat.say("Shift handover")
    assert "How is it for you?" in chat.last
    assert chat.say("done").startswith("Please say first how “Shift handover” is for you")
    chat.press("Not acceptable", "Shift handover")
    chat.say("Second; acceptable if somebody checks; category: safety")
    chat.press("Remove the last one")
    chat.press("That is all")
    (risk,) = entries_of(chat.value("risks.own"))
    assert (risk["text"], risk["stance"], set(risk)) == ("Shift handover", "not_acceptable", {"id", "text", "stance"})


def test_needs_are_typed_one_per_message_or_chosen_from_the_menu(grid: Chat) -> None:
    grid.press("No view / not my area")
    grid.press("Production stop", "Choose a risk")
    assert "how much do you need? For example 12 h." in grid.last
    grid.say("12")
    grid.say("manual double work: 2 weeks")
    grid.press("That is all")
    assert grid.value("risks.needs") == {"production_stop": "12 h", "manual_double_work": "2 weeks"}


def test_deciders_move_from_tradeoff_to_tradeoff_on_one_card(grid: Chat) -> None:
    for _ in range(4):
        grid.press("No view / not my area")
    assert grid.view.asking == "decisions.deciders"
    grid.press("Maria Nowak")
    grid.press("1 working day")
    grid.press("It goes one level up")
    assert "1 tradeoff to go." in grid.last
    grid.press("No view on this one")
    assert grid.value("decisions.deciders") == {
        "speed/operational_safety": {"decider": "maria", "within": "1 working day", "silence": "goes_up"},
        "speed/scope": "no_view",
    }
