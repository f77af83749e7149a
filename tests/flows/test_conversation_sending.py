"""The end of the conversation: what sending takes along, what follows it, and what can still be changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.messages import Message
from flows.questionnaires.commands import (
    SubmitAnswers,
)
from flows.rounds.records import RoundState, ViewState
from tests.flows.asking import Chat, opened
from tests.flows.spoken import text_of


@pytest.fixture
def chat() -> Chat:
    """Maria, who has just pressed Start."""
    chat = Chat(opened())
    chat.start()
    return chat


def answered(chat: Chat) -> None:
    """Everything answered, ready to be sent."""
    chat.say("It works")
    while chat.view.asking:
        chat.press("No view / not my area")


def test_after_sending_the_person_learns_what_happens_next_and_when(chat: Chat) -> None:
    answered(chat)
    assert "11 of 11 questions answered" in chat.last
    chat.press("Send my answers")
    thanks = text_of(chat.screen["round/line3/1/operations/thanks"].message)
    assert "at the latest after 14 Jan 09:00" in thanks
    assert "post in #line3-mes" in thanks
    assert "[Send my answers]" not in text_of(chat.screen["round/line3/1/operations/review"].message)


def test_sending_twice_sends_once(chat: Chat) -> None:
    answered(chat)
    chat.press("Send my answers")
    before = chat.view
    assert chat.give(SubmitAnswers(chat.view_id)) == ""
    assert chat.view == before
    assert chat.sent == []
    assert isinstance(chat.reply, Message)


def test_what_was_begun_and_not_finished_is_sent_as_well(chat: Chat) -> None:
    chat.say("It works")
    chat.say("no view")
    chat.say("no view")
    chat.press("Not acceptable", "Safety incident")
    chat.give(SubmitAnswers(chat.view_id))
    assert chat.value("risks.stances") == {"safety_incident": {"stance": "not_acceptable"}}


def test_an_answer_after_the_round_has_closed_is_noted_as_late(chat: Chat) -> None:
    chat.say("It works")
    round_ = chat.shelves.rounds.get("line3/1")
    chat.shelves.rounds.put(replace(round_, state=RoundState.CLOSED, closed_at=chat.now))
    chat.say("no view")
    first, second = (chat.view.answers[each][-1] for each in ("outcome.statement", "outcome.measure"))
    assert (first.late, second.late) == (False, True)
    assert "noted as late" in chat.last


def test_an_answer_can_be_changed_after_sending_and_counts_at_once(chat: Chat) -> None:
    answered(chat)
    chat.press("Send my answers")
    chat.press("Success")
    chat.say("It works on all shifts")
    assert chat.view.state is ViewState.SUBMITTED
    assert chat.view.submitted_at == chat.now
    assert [version.value for version in chat.view.answers["outcome.statement"]] == [
        "It works",
        "It works on all shifts",
    ]
