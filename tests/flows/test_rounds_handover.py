"""Ask Anna instead: offered, accepted or declined; answers travel along and keep their author."""

from __future__ import annotations

from datetime import date

import pytest

from adapters.drawing import message_text
from flows.effects import Card
from flows.errors import FlowError, InvalidForm, NotAllowed, NotFound, WrongState
from flows.forms import Form, PeopleField
from flows.questionnaires.commands import SubmitAnswers
from flows.rounds.commands import AcceptOffer, AskSomebodyElse, DeclineOffer, HandOver
from flows.rounds.conversation_cards import QUESTION
from flows.rounds.conversation_drawing import draw_question
from tests.flows.round_desk import Desk, local, text_of

QUALITY = "line3/1/quality"


def asked(reason: str = "You know the line better.") -> Desk:
    """Kim has answered one question and asked Rita, who has no part in the project so far."""
    desk = Desk()
    desk.start()
    desk.answer("quality")
    desk.fill("kim", desk.press("kim", "Ask somebody else"), to="rita", reason=reason)
    return desk


def test_the_form_offers_colleagues_but_no_observer_and_not_oneself() -> None:
    desk = Desk()
    desk.start()
    form = desk.press("kim", "Ask somebody else")
    assert isinstance(form, Form)
    who = form.fields[0]
    assert isinstance(who, PeopleField)
    names = [option.label for option in who.options]
    assert names[0] == "Olga Ruda"  # the deputy comes first, then the project, then everybody else
    assert names[-1] == "Rita Obca"
    assert not {"Kim Seo", "Piotr Cichy"} & set(names)


def test_the_offer_says_everything_and_the_duty_stays_until_it_is_accepted() -> None:
    desk = asked()
    text = desk.text("1/quality/offer/1")
    assert text.startswith(
        "Kim Seo asks you to answer for Quality in Line 3 MES.\n“You know the line better.” (Kim Seo)"
    )
    assert "about 15 minutes" in text
    assert "Until: Fri 15 Jan 2027, 16:00" in text
    assert "Answers so far: 1 of 11 questions. They come along and keep the name of who gave them." in text
    assert "Until you accept, it stays with Kim Seo." in text
    assert desk.view("quality").respondent == "kim"
    desk.until(local(12, 17))
    assert "You asked Rita Obca to take it over; there is no answer yet" in desk.text("1/quality/nudge/1")


def test_accepting_moves_the_duty_the_reminders_and_the_answers() -> None:
    desk = asked()
    reply = desk.press("rita", "I take it over")
    assert text_of(reply) == "Thank you. You answer for Quality now."
    assert desk.text("1/quality/offer/1").startswith("Line 3 MES: you answer for Quality now.")
    assert desk.buttons("1/quality/offer/1")[0] == "Continue"
    assert desk.rings("kim")[-1][1] == "1/quality/passed_on/1"
    assert desk.buttons("1/kickoff/kim") == []
    assert "Quality (Rita Obca)" in desk.text("1/participation")
    desk.until(local(14, 17))
    assert [key for _, key in desk.rings("kim") if "nudge" in key] == []
    assert len([key for _, key in desk.rings("rita") if "nudge" in key]) == 2
    desk.give("rita", SubmitAnswers(QUALITY))
    assert [answer.by for answer in desk.view("quality").answers["outcome.statement"]] == ["kim"]
    assert desk.refused("kim", SubmitAnswers(QUALITY), NotAllowed).startswith("Only Rita Obca answers for Quality")


@pytest.mark.parametrize("reader", ["kim", "ewa", None])
def test_a_card_on_its_way_shows_nobody_but_the_respondent_what_is_answered(reader: str | None) -> None:
    """A card that was queued before the hand-over is drawn after it."""
    desk = asked()
    desk.press("rita", "I take it over")
    card = Card(QUESTION, QUALITY, "outcome.statement")
    assert "Success" in message_text(draw_question(desk, card, "rita", desk.now))
    with pytest.raises(NotFound):
        draw_question(desk, card, reader, desk.now)


def test_who_passed_it_on_is_told_the_result() -> None:
    desk = asked()
    desk.press("rita", "I take it over")
    for function in ("leadership", "operations", "it", "quality"):
        desk.send(function, {"outcome.statement": "x"})
    assert "What Quality said" in desk.text("1/closed/kim")
    assert "Rita Obca sent them." in desk.text("1/closed/kim")


def test_declining_leaves_it_and_tells_who_asked() -> None:
    desk = asked()
    desk.press("rita", "I cannot")
    assert desk.view("quality").respondent == "kim"
    assert desk.text("1/quality/declined/1/kim") == (
        "Rita Obca cannot take over the answers for Quality in Line 3 MES, so they stay with you."
    )
    assert desk.buttons("1/quality/offer/1") == []


def test_an_offer_waits_for_the_colleagues_working_hours() -> None:
    desk = Desk()
    desk.start()
    desk.away("rita", date(2027, 1, 11), date(2027, 1, 12))
    desk.give("kim", HandOver(QUALITY, values={"to": "rita"}))
    assert desk.rings("rita") == [("Wed 13 09:00", "1/quality/offer/1")]


def test_sending_it_oneself_withdraws_the_offer() -> None:
    desk = asked()
    desk.send("quality")
    assert "Kim Seo has answered in the meantime, so there is nothing to do." in desk.text("1/quality/offer/1")
    assert "nothing to pass on" in desk.refused("kim", AskSomebodyElse(QUALITY), WrongState)
    desk.refused("rita", AcceptOffer(QUALITY, 1), NotFound)


def test_asking_another_one_ends_the_first_offer() -> None:
    desk = asked()
    desk.give("kim", HandOver(QUALITY, values={"to": "jan"}))
    assert "Somebody else was asked since" in desk.text("1/quality/offer/1")
    desk.refused("rita", AcceptOffer(QUALITY, 1), NotFound)
    desk.give("jan", AcceptOffer(QUALITY, 2))
    assert desk.view("quality").respondent == "jan"


def test_a_second_press_tells_what_is_so() -> None:
    desk = asked()
    desk.press("rita", "I take it over")
    assert desk.refused("rita", AcceptOffer(QUALITY, 1), WrongState).startswith("You have it already")
    desk.refused("rita", DeclineOffer(QUALITY, 1), WrongState)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"to": "piotr"}, "to"), ({"to": "nobody"}, "to"), ({}, "to"), ({"to": "rita", "reason": "x" * 501}, "reason")],
)
def test_a_form_that_cannot_be_used_says_where(values: dict[str, str], field: str) -> None:
    desk = Desk()
    desk.start()
    with pytest.raises(InvalidForm) as refusal:
        desk.give("kim", HandOver(QUALITY, values=values))
    assert list(refusal.value.problems) == [field]


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (AskSomebodyElse(QUALITY), NotAllowed),
        (HandOver(QUALITY, values={"to": "rita"}), NotAllowed),
        (AcceptOffer(QUALITY, 1), NotFound),
        (DeclineOffer(QUALITY, 1), NotFound),
        (AskSomebodyElse("line3/1/none"), NotFound),
    ],
)
def test_strangers_can_neither_pass_on_nor_answer_an_offer(
    command: AskSomebodyElse | HandOver | AcceptOffer | DeclineOffer, kind: type[FlowError]
) -> None:
    desk = asked()
    view = desk.view("quality")
    desk.refused("maria", command, kind)
    assert desk.view("quality") == view
