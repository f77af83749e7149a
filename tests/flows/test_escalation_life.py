"""The life of an escalation, as the people in it see it. Maria decides, Jan is her deputy, Adam is the sponsor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows.errors import Invalid, InvalidForm, WrongState
from flows.escalations import commands
from flows.escalations.records import Action, EscalationState, Role
from flows.forms import Form, PeopleField
from flows.messages import Message
from tests.flows.decision_desk import Desk, open_form, raised
from tests.flows.decision_plant import MONDAY
from tests.flows.reading import read, show

CARD = "escalation/line3/E-1/card/"


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    raised(desk)
    return desk


def act(desk: Desk, who: str, action: Action, **values: str) -> str:
    reply = desk.fill(who, open_form(desk, who, action), **values)
    assert isinstance(reply, Message)
    return show(reply) or read(reply.summary)


def problems(desk: Desk, who: str, action: Action, **values: str) -> dict[str, str]:
    with pytest.raises(InvalidForm) as refusal:
        act(desk, who, action, **values)
    return {field: read(words) for field, words in refusal.value.problems.items()}


def test_taking_it_is_not_deciding_it(desk: Desk) -> None:
    reply = desk.give("maria", commands.Acknowledge("line3/E-1", 0))
    assert isinstance(reply, Message)
    assert read(reply.summary) == "“Cut over on 8 May or a week later?” is yours."
    assert "I will not remind you before 2026-11-23 13:00. The clock runs on, until 2026-11-23 17:00." in show(reply)
    assert "Maria Nowak, the decider, has taken this and decides by 2026-11-23 17:00." in desk.text(f"{CARD}ben")
    assert "I'll take it" not in desk.buttons(f"{CARD}maria")
    assert desk.refused("maria", commands.Acknowledge("line3/E-1", 0), WrongState) == (
        "Maria Nowak has taken this and has time until 2026-11-23 17:00."
    )


def test_the_reason_of_who_did_not_decide_is_on_the_card_of_who_asked(desk: Desk) -> None:
    act(desk, "maria", Action.MORE_TIME, day="2026-11-25", time="12:00", words="The supplier answers tomorrow.")
    act(desk, "maria", Action.DECLINE, words="The date is not mine.")
    for key in (f"{CARD}ben", f"{CARD}jan", "escalation/line3/E-1/channel"):
        told = desk.text(key)
        assert "“The supplier answers tomorrow.”" in told
        assert "Maria Nowak declined: “The date is not mine.”" in told


def test_a_decision_closes_every_card_and_reaches_everybody_it_concerns(desk: Desk) -> None:
    desk.wait(hours=5)
    told = act(desk, "maria", Action.DECIDE, choice="b", rationale="Nobody gets hurt for a date.", conditions="No rain")
    assert told.startswith("Recorded as D-1.\nMaria Nowak decided: “15 May, on the weekend”.")
    for key, shown in desk.screen.items():
        if key.startswith("escalation/"):
            assert not desk.buttons(key), key
            assert shown.at <= desk.now
    for who in ("ben", "maria"):
        assert "Closed on 2026-11-23 14:00. Maria Nowak decided: “15 May, on the weekend”." in desk.text(f"{CARD}{who}")
    decisions = {key for key in desk.screen if key.startswith("decision/")}
    assert decisions == {"decision/line3/D-1/channel", "decision/line3/D-1/to/ben", "decision/line3/D-1/to/kim"}
    decision = desk.decisions.get("line3/D-1")
    assert (decision.choice, decision.decided_by, decision.on_behalf_of) == ("15 May, on the weekend", "maria", None)
    assert (decision.conditions, decision.escalation_id) == ("No rain", "line3/E-1")
    assert desk.escalation.due_at is None


def test_two_people_at_once_one_wins_and_the_other_is_told_who(desk: Desk) -> None:
    forms = [open_form(desk, "maria", Action.DECIDE) for _ in range(2)]
    desk.fill("maria", forms[0], choice="a", rationale="yes")
    form = forms[1]
    assert isinstance(form, Form)
    sentence = desk.refused("maria", replace(form.submits, values={"choice": "b", "rationale": "no"}), WrongState)
    assert sentence == ("This was closed on 2026-11-23 09:00. Maria Nowak decided: “8 May, with a 12 h stop”.")
    assert len(desk.decisions.all()) == 1


def test_own_words_are_a_decision_too(desk: Desk) -> None:
    assert problems(desk, "maria", Action.DECIDE, choice="other") == {
        "own": "Please say what you decide.",
        "rationale": "Please say why: people have to live with it.",
    }
    assert "own" in problems(desk, "maria", Action.DECIDE, choice="a", own="22 May", rationale="r")
    assert "choice" in problems(desk, "maria", Action.DECIDE, choice="z", rationale="r")
    act(desk, "maria", Action.DECIDE, choice="other", own="22 May", rationale="Both are too early.")
    assert desk.decisions.get("line3/D-1").choice == "22 May"


def test_the_deputy_decides_on_behalf_of_the_decider_who_is_told(desk: Desk) -> None:
    desk.wait(days=1, hours=2)
    act(desk, "jan", Action.DECIDE, choice="a", rationale="It is safe.")
    decision = desk.decisions.get("line3/D-1")
    assert (decision.decided_by, decision.on_behalf_of) == ("jan", "maria")
    assert "Jan Lis, on behalf of Maria Nowak, decided: “8 May, with a 12 h stop”." in desk.text(
        "decision/line3/D-1/to/maria"
    )


def test_declining_needs_a_reason_and_goes_on_at_once(desk: Desk) -> None:
    assert problems(desk, "maria", Action.DECLINE) == {"words": "Please say why it is not yours to decide."}
    told = act(desk, "maria", Action.DECLINE, words="This is about the line, not the system.")
    assert told == "It is with Jan Lis now, until 2026-11-23 17:00. Your card shows how it goes on."
    assert desk.rings("jan") == [f"{CARD}jan"]
    assert not desk.buttons(f"{CARD}maria")
    assert desk.refused("maria", commands.Acknowledge("line3/E-1", 0), WrongState).startswith(
        "Maria Nowak declined: “This is about the line, not the system.” Since 2026-11-23 09:00 this is with Jan Lis"
    )


def test_who_is_handed_it_gets_a_step_of_their_own(desk: Desk) -> None:
    form = open_form(desk, "maria", Action.DELEGATE)
    assert isinstance(form, Form)
    menu = next(field for field in form.fields if isinstance(field, PeopleField))
    names = ["Adam Wolski", "Ewa Zawada", "Jan Lis", "Kim Seo", "Olga Ruda", "Piotr Cichy", "Rita Obca"]
    assert [option.label for option in menu.options] == names
    act(desk, "maria", Action.DELEGATE, person="kim", words="You know the line.")
    assert [(step.person_id, step.role) for step in desk.escalation.ladder] == [
        ("maria", Role.DECIDER),
        ("kim", Role.DELEGATE),
        ("jan", Role.DEPUTY),
        ("adam", Role.SPONSOR),
    ]
    assert "Kim Seo, the delegate, for Maria Nowak, is asked to decide" in desk.text(f"{CARD}maria")
    desk.wait(days=1)
    assert desk.escalation.turn.person_id == "jan"


def test_handing_it_to_the_deputy_uses_up_the_deputy_s_own_step(desk: Desk) -> None:
    act(desk, "maria", Action.DELEGATE, person="jan", words="You are on site.")
    assert [step.person_id for step in desk.escalation.ladder] == ["maria", "jan", "adam"]
    assert desk.escalation.turn.role is Role.DELEGATE


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ("ben", "They asked for this decision, so somebody else has to take it."),
        ("maria", "You have it already."),
        ("nobody", "Please choose somebody who works with Accord."),
        ("olga", "Please choose somebody who works with Accord."),
        ("", "Please choose somebody who works with Accord."),
    ],
)
def test_it_cannot_be_handed_to_just_anybody(desk: Desk, person: str, words: str) -> None:
    desk.leaves("olga")
    assert problems(desk, "maria", Action.DELEGATE, person=person, words="w") == {"person": words}


def test_it_can_be_handed_to_somebody_of_another_project_who_then_decides_for_the_decider(desk: Desk) -> None:
    form = open_form(desk, "maria", Action.DELEGATE)
    assert isinstance(form, Form)
    people = next(each for each in form.fields if isinstance(each, PeopleField))
    assert {"rita", "olga"} < {option.value for option in people.options}
    assert "maria" not in {option.value for option in people.options}
    act(desk, "maria", Action.DELEGATE, person="rita", words="She knows the line.")
    act(desk, "rita", Action.DECIDE, choice="a", rationale="It is safe.")
    decision = desk.decisions.get("line3/D-1")
    assert (decision.decided_by, decision.on_behalf_of) == ("rita", "maria")


def test_nobody_gets_it_back_who_was_asked_before(desk: Desk) -> None:
    act(desk, "maria", Action.DELEGATE, person="kim", words="w")
    assert problems(desk, "kim", Action.DELEGATE, person="maria", words="w") == {
        "person": "They have been asked already."
    }


def test_a_question_stops_the_clock_and_the_answer_starts_it_with_what_was_left(desk: Desk) -> None:
    desk.wait(hours=2)
    told = act(desk, "maria", Action.ASK_INFO, person="ben", words="Is there a crane?")
    assert told == "Ben Okoye is asked. The clock stands until the answer, at most until 2026-11-24 11:00."
    assert desk.rings("ben")[-1] == "escalation/line3/E-1/question/0"
    desk.wait(hours=4)
    assert desk.escalation.state is EscalationState.INFO_WANTED
    desk.fill("ben", desk.give("ben", commands.OpenGiveInfo("line3/E-1", 0)), words="Yes, both weekends.")
    # Six of her eight hours were left at 11:00; at 15:00 two of them fit into the day.
    assert desk.escalation.until == MONDAY + timedelta(days=1, hours=4)
    assert desk.rings("maria")[-1] == "escalation/line3/E-1/answer/0"
    assert "Ben Okoye answered: “Yes, both weekends.” The clock runs again" in desk.text(desk.rings("maria")[-1])
    assert not desk.buttons("escalation/line3/E-1/question/0")
    assert "“Yes, both weekends.” (Ben Okoye)" in desk.text(f"{CARD}maria")
    assert desk.refused("ben", commands.OpenGiveInfo("line3/E-1", 0), WrongState) == (
        "You have answered this: “Yes, both weekends.”"
    )


def test_a_question_nobody_answers_holds_the_clock_for_a_limited_time(desk: Desk) -> None:
    act(desk, "maria", Action.ASK_INFO, person="kim", words="How long?")
    desk.wait(days=1, hours=1)
    assert desk.escalation.state is EscalationState.ASKED
    assert desk.rings("maria")[-1] == "escalation/line3/E-1/unanswered/0"
    assert desk.escalation.until == MONDAY + timedelta(days=1, hours=8)
    assert desk.buttons("escalation/line3/E-1/question/0") == ["Answer", "Show"]
    until = desk.escalation.until
    desk.fill("kim", desk.give("kim", commands.OpenGiveInfo("line3/E-1", 0)), words="Two hours.")
    assert desk.escalation.until == until
    assert "Kim Seo answered: “Two hours.”" in desk.text(desk.rings("maria")[-1])


def test_questions_cannot_hold_the_clock_for_ever(desk: Desk) -> None:
    for number in range(3):
        act(desk, "maria", Action.ASK_INFO, person="kim", words="How long?")
        desk.fill("kim", desk.give("kim", commands.OpenGiveInfo("line3/E-1", number)), words="Long.")
    with pytest.raises(Invalid) as refusal:
        act(desk, "maria", Action.ASK_INFO, person="kim", words="How long?")
    assert "3 times already" in read(refusal.value.phrase)


def test_more_time_is_limited_twice_over(desk: Desk) -> None:
    latest = {"day": "2026-12-07", "time": "09:30"}
    assert "day" in problems(desk, "maria", Action.MORE_TIME, **latest, words="w")
    assert "day" in problems(desk, "maria", Action.MORE_TIME, day="2026-11-23", time="16:00", words="w")
    told = act(desk, "maria", Action.MORE_TIME, day="2026-11-25", time="12:00", words="The test runs on Tuesday.")
    assert told == "You have until 2026-11-25 12:00. The requester sees why."
    act(desk, "maria", Action.MORE_TIME, day="2026-11-26", time="12:00", words="It rained.")
    assert "more time 2 times" in desk.refused("maria", commands.OpenEscalationForm("line3/E-1", 0, Action.MORE_TIME))
    desk.wait(days=4)
    assert desk.escalation.turn.person_id != "maria"


def test_withdrawing_tells_everybody_and_ends_it(desk: Desk) -> None:
    act(desk, "ben", Action.WITHDRAW, words="The supplier agreed.")
    assert "Ben Okoye withdrew it: “The supplier agreed.”" in desk.text(f"{CARD}maria")
    assert not desk.buttons(f"{CARD}maria")
    assert desk.escalation.due_at is None


def test_what_was_withdrawn_before_anybody_saw_it_is_never_shown() -> None:
    desk = Desk(now=MONDAY - timedelta(days=2))
    raised(desk)
    act(desk, "ben", Action.WITHDRAW, words="A mistake.")
    assert f"{CARD}maria" not in desk.screen


def test_the_next_level_now(desk: Desk) -> None:
    desk.give("ewa", commands.NextNow("line3/E-1", 0))
    assert desk.escalation.turn.person_id == "jan"
    desk.away("adam", date(2026, 11, 20), date(2026, 12, 20))
    assert desk.refused("ben", commands.NextNow("line3/E-1", 1), Invalid) == (
        "Nobody further up can be asked: Adam Wolski is away through 2026-12-20. It stays with Jan Lis."
    )


def test_the_card_with_its_history_tells_the_whole_story(desk: Desk) -> None:
    desk.wait(days=1)
    shown = desk.give("piotr", commands.ShowEscalation("line3/E-1"))
    assert isinstance(shown, Message)
    assert show(shown).endswith(
        "What happened so far:\n"
        "- 2026-11-23 09:00: Ben Okoye raised it.\n"
        "- 2026-11-23 09:00: It went to Maria Nowak, with time until 2026-11-23 17:00.\n"
        "- 2026-11-23 13:00: Maria Nowak was reminded.\n"
        "- 2026-11-23 17:00: Maria Nowak did not answer in time.\n"
        "- 2026-11-23 17:00: It went to Jan Lis, with time until 2026-11-24 17:00."
    )
