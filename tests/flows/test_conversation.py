"""The conversation: one question at a time, by presses and typed words, resumed anywhere, changed at any time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.commands import Actor, Place
from flows.effects import Promise
from flows.errors import Invalid
from flows.messages import Message
from flows.questionnaires.commands import (
    AnswerQuestion,
    ChangeAnswer,
    ContinueAnswering,
    ListQuestionnaires,
    SkipQuestion,
)
from flows.questionnaires.template import Kind, Question, Template
from flows.rounds.conversation import Say, say
from flows.rounds.records import RoundState, ViewState
from tests.flows.asking import MONDAY, PROJECT, QUESTIONS, TEMPLATE, Chat, opened
from tests.flows.spoken import text_of


@pytest.fixture
def chat() -> Chat:
    """Maria, who has just pressed Start."""
    chat = Chat(opened())
    chat.start()
    return chat


def test_six_questions_are_answered_with_presses_and_typed_words_only() -> None:
    six = tuple(
        each
        for each in QUESTIONS
        if each.kind in (Kind.TEXT, Kind.MEASURE, Kind.RANKING, Kind.NO_TOUCH, Kind.CHOICES, Kind.CHOICE)
    )
    chat = Chat(opened(PROJECT, replace(TEMPLATE, questions=six)))
    chat.start()
    assert chat.say("No shift runs slower than before") == ""
    assert chat.say("OEE line 3: 61 -> 66 % by 2027-06-30") == ""
    for axis in ("Quality", "Operational safety", "Scope", "Cost", "Speed"):
        assert chat.press("First" if axis == "Quality" else "Next", axis) == ""
    assert chat.press("No such days") == ""
    assert chat.press("Go-live") == ""
    assert chat.press("That is all") == ""
    assert chat.press("Every day") == ""
    assert chat.press("Send my answers") == ""
    assert chat.view.state is ViewState.SUBMITTED
    assert chat.value("outcome.priorities") == ["quality", "operational_safety", "scope", "cost", "speed"]
    assert (chat.value("risks.no_touch"), chat.value("decisions.joint")) == ([], ["go_live"])


def test_each_question_says_where_one_is_and_how_long_it_takes(chat: Chat) -> None:
    assert "Line 3 MES roll-out · Operations · question 1 of 11, about 22 minutes left" in chat.last
    assert "This one is needed" in chat.last
    chat.say("It works")
    assert "question 2 of 11, about 20 minutes left" in chat.last


def test_an_answered_card_shows_the_answer_in_its_place_and_the_next_question_is_new(chat: Chat) -> None:
    chat.say("It works")
    edited, asked = chat.sent
    assert edited.key == "round/line3/1/operations/q/outcome.statement"
    assert edited.promise is Promise.REFRESH
    assert "“It works”" in text_of(edited.message)
    assert asked.key == "round/line3/1/operations/q/outcome.measure"
    assert asked.promise is Promise.NEVER_LOST


def test_no_view_is_an_answer_and_silence_is_none(chat: Chat) -> None:
    chat.press("No view / not my area")
    chat.say("not my area")
    assert chat.value("outcome.statement") == chat.value("outcome.measure") == "no_view"
    assert "outcome.priorities" not in chat.view.answers


def test_the_same_press_twice_does_nothing_twice(chat: Chat) -> None:
    press = AnswerQuestion(chat.view_id, "reporting.cadence", "daily")
    chat.give(press)
    before = chat.view
    chat.give(press)
    assert chat.sent == []
    assert chat.view == before


def test_a_press_on_an_older_card_changes_that_answer_and_the_conversation_stays_where_it_is(chat: Chat) -> None:
    chat.say("It works")
    chat.give(AnswerQuestion(chat.view_id, "outcome.statement", "no_view"))
    assert [version.value for version in chat.view.answers["outcome.statement"]] == ["It works", "no_view"]
    assert chat.view.asking == "outcome.measure"
    assert [post.key for post in chat.sent] == ["round/line3/1/operations/q/outcome.statement"]


def test_a_changed_answer_shows_who_changed_it_and_what_it_was(chat: Chat) -> None:
    chat.say("It works")
    chat.press("Change", "Success")
    assert "Your answer so far:" in chat.card("outcome.statement")
    chat.say("It works on all shifts")
    assert "Edited by Maria Nowak, 04 Jan 09:00; was: “It works”" in chat.card("outcome.statement")
    assert chat.view.asking == "outcome.measure"


def test_an_answer_opened_for_a_change_can_be_kept(chat: Chat) -> None:
    chat.say("It works")
    chat.press("Change", "Success")
    chat.press("Keep as it is", "Success")
    assert len(chat.view.answers["outcome.statement"]) == 1
    assert chat.view.asking == "outcome.measure"


def test_back_asks_the_question_before_again_at_the_end_and_comes_back(chat: Chat) -> None:
    chat.say("It works")
    chat.press("Back", "One number")
    assert chat.view.asking == "outcome.statement"
    assert list(chat.screen)[-1] == "round/line3/1/operations/q/outcome.statement/2"
    assert "further down" in text_of(chat.screen["round/line3/1/operations/q/outcome.measure"].message)
    chat.say("It works on all shifts")
    assert chat.view.asking == "outcome.measure"
    assert list(chat.screen)[-1] == "round/line3/1/operations/q/outcome.measure/2"


def test_what_is_put_off_is_asked_once_more_at_the_end_and_then_named_as_missing(chat: Chat) -> None:
    chat.press("Skip for now")
    for _ in QUESTIONS[1:]:
        chat.press("No view / not my area")
    assert chat.view.asking == "outcome.statement"
    chat.press("Skip for now")
    assert chat.view.cards[-1] == "/review"
    assert "Needed before you can send: Success." in chat.last
    assert chat.press("Send my answers").startswith("Before you can send: Success.")
    chat.press("Success")
    chat.say("It works")
    assert chat.press("Send my answers") == ""
    assert chat.view.state is ViewState.SUBMITTED


def test_a_double_press_on_skip_puts_off_one_question_once(chat: Chat) -> None:
    press = SkipQuestion(chat.view_id, "outcome.statement", 1)
    chat.give(press)
    chat.give(press)
    assert chat.view.skipped == ("outcome.statement",)
    assert chat.view.asking == "outcome.measure"


def test_it_goes_on_at_the_same_question_after_a_break(chat: Chat) -> None:
    for text in ("It works", "no view", "no view"):
        chat.say(text)
    resumed = Chat(chat.shelves, now=MONDAY + timedelta(days=1))
    resumed.start()
    assert resumed.view.asking == "risks.stances"
    assert list(resumed.screen)[-1] == "round/line3/1/operations/q/risks.stances/2"
    resumed.press("Acceptable", "Production stop")
    assert "Production stop: Acceptable" in resumed.last


def test_pressing_start_twice_shows_one_question(chat: Chat) -> None:
    chat.start()
    assert list(chat.screen) == ["round/line3/1/operations/q/outcome.statement"]


def test_a_refused_answer_leaves_everything_as_it_was(chat: Chat) -> None:
    chat.say("It works")
    assert chat.say("OEE from sixty to seventy").startswith("Missing: the number today")
    assert chat.view.asking == "outcome.measure"


def test_who_may_read_an_answer_is_chosen_on_its_card(chat: Chat) -> None:
    chat.say("It works")
    chat.press("Confidential: nobody else; you alone are told what contradicts it", "Success")
    assert chat.view.answers["outcome.statement"][-1].visibility == "confidential"
    assert "Confidential: nobody else; you alone are told what contradicts it." in chat.card("outcome.statement")
    chat.press("Change", "Success")
    chat.say("It works on all shifts")
    assert chat.view.answers["outcome.statement"][-1].visibility == "confidential"


def test_only_the_respondent_answers_and_others_learn_who_does() -> None:
    chat = Chat(opened(), person="piotr")
    said = chat.give(AnswerQuestion(chat.view_id, "outcome.statement", "no_view"))
    assert said.startswith("Only @Maria Nowak answers for Operations in Line 3 MES roll-out.")


def test_who_recorded_for_somebody_may_go_on_and_is_named_with_each_answer(chat: Chat) -> None:
    chat.say("It works")
    view = chat.view
    recorded = replace(view.answers["outcome.statement"][-1], recorded_by="ewa")
    chat.shelves.views.put(replace(view, answers={"outcome.statement": (recorded,)}))
    chat.person = "ewa"
    assert chat.give(AnswerQuestion(chat.view_id, "reporting.cadence", "daily")) == ""
    latest = chat.view.answers["reporting.cadence"][-1]
    assert (latest.by, latest.recorded_by) == ("maria", "ewa")


def test_a_view_that_does_not_exist_cannot_be_answered(chat: Chat) -> None:
    assert chat.give(AnswerQuestion("other/1/it", "outcome.statement", "no_view")) == "There is no such thing."


def test_typed_words_go_to_the_questionnaire_that_was_touched_last() -> None:
    other = replace(PROJECT, id="line4", name="Line 4")
    shelves = opened()
    also = opened(other)
    for shelf, more in ((shelves.projects, also.projects), (shelves.rounds, also.rounds)):
        shelf.records |= more.records  # type: ignore[operator]
    shelves.views.records |= also.views.records
    first = Chat(shelves)
    first.start()
    second = Chat(shelves, view_id="line4/1/operations", now=MONDAY + timedelta(hours=1))
    second.start()
    second.say("It works")
    assert (first.value("outcome.statement"), second.value("outcome.statement")) == (None, "It works")
    assert "Line 4 · Operations" in second.last


def test_typing_without_an_open_question_says_what_to_do() -> None:
    chat = Chat(opened())
    assert chat.say("hello") == (
        "I have questions for you about Line 3 MES roll-out. Type /align questions to begin, then type your answer."
    )
    assert Chat(opened(), person="olga").say("hello").startswith("I have no questions for you.")


def test_talk_in_a_channel_is_no_answer_and_says_where_answers_go() -> None:
    chat = Chat(opened())
    with pytest.raises(Invalid) as refusal:
        say(chat.shelves, Actor("plant", "maria"), Say("No paper on line 3", Place("line3-mes")), chat.now)
    assert "direct messages" in refusal.value.phrase.template


def test_the_list_of_questionnaires_shows_what_waits_and_starts_it() -> None:
    chat = Chat(opened())
    chat.give(ListQuestionnaires())
    assert isinstance(chat.reply, Message)
    said = text_of(chat.reply)
    assert "Line 3 MES roll-out, Operations: 0 of 11 questions answered, due 14 Jan 09:00." in said
    assert "[Start]" in said
    chat.person = "olga"
    chat.give(ListQuestionnaires())
    assert text_of(chat.reply).startswith("No questions wait for you just now.")


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (ViewState.WITHOUT, "Operations: the round went on without it; a late answer is still welcome."),
        (ViewState.SUBMITTED, "Operations: sent, and the round is closed; a change is noted as late."),
    ],
)
def test_after_the_round_has_closed_the_list_still_leads_to_a_late_answer(state: ViewState, told: str) -> None:
    chat = Chat(opened())
    round_ = chat.shelves.rounds.get("line3/1")
    chat.shelves.rounds.put(replace(round_, state=RoundState.CLOSED, closed_at=chat.now))
    chat.shelves.views.put(replace(chat.view, state=state))
    chat.give(ListQuestionnaires())
    assert isinstance(chat.reply, Message)
    assert told in text_of(chat.reply)
    assert "[Open as form]" in text_of(chat.reply)
    chat.shelves.rounds.put(replace(round_, id="line3/2", number=2, views={}))
    chat.give(ListQuestionnaires())
    assert text_of(chat.reply).startswith("No questions wait for you just now.")


def test_quality_gets_two_extra_questions_and_others_do_not() -> None:
    extra = tuple(Question(f"quality.{n}", Kind.TEXT, f"Extra {n}", "And this?") for n in (1, 2))
    longer = Template(**{**vars(TEMPLATE), "id": "with-quality", "questions": (*QUESTIONS, *extra)})
    shelves = opened(replace(PROJECT, questions={"quality": "with-quality"}), TEMPLATE, longer)
    quality = Chat(shelves, "piotr", "line3/1/quality")
    quality.start()
    operations = Chat(shelves)
    operations.start()
    assert "question 1 of 13" in quality.last
    assert "question 1 of 11" in operations.last


def test_a_colleague_who_took_over_has_cards_of_their_own(chat: Chat) -> None:
    chat.say("It works")
    chat.shelves.views.put(replace(chat.view, respondent="jan", handed_over_by=("maria",), asking=None))
    jan = Chat(chat.shelves, "jan")
    jan.start()
    assert list(jan.screen) == ["round/line3/1/operations/to/jan/q/outcome.measure/2"]
    jan.give(ChangeAnswer(jan.view_id, "outcome.statement", anew=True))
    assert jan.screen[list(jan.screen)[-1]].to.person_id == "jan"  # type: ignore[union-attr]


def test_nobody_sees_the_answers_of_others_while_answering(chat: Chat) -> None:
    chat.say("the canary sings")
    other = Chat(chat.shelves, "piotr", "line3/1/quality")
    other.start()
    other.say("no view")
    other.give(ContinueAnswering(other.view_id))
    assert all("canary" not in text_of(post.message) for post in other.screen.values())
