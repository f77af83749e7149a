"""Raising an escalation: the form, the preview, sending it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from flows.errors import Invalid, InvalidForm, NotAllowed
from flows.escalations.commands import Escalate, OpenEscalate, PrepareEscalation
from flows.escalations.records import Urgency
from flows.forms import ChoiceField, Form, TextField
from flows.messages import Message
from tests.flows.decision_desk import Desk, raised
from tests.flows.decision_plant import MONDAY, PROJECT, draft
from tests.flows.reading import all_buttons, labels, read, show

FILLED = {
    "question": "Cut over on 8 May or a week later?",
    "tradeoff": "speed/operational_safety",
    "option_a": "8 May",
    "option_b": "15 May",
    "impact": "The supplier's team leaves.",
    "day": "2026-11-27",
    "time": "16:00",
    "urgency": "normal",
}


@pytest.fixture
def desk() -> Desk:
    return Desk()


def preview(desk: Desk, **changes: str) -> Message:
    shown = desk.fill("ben", desk.give("ben", OpenEscalate("line3")), **{**FILLED, **changes})
    assert isinstance(shown, Message)
    return shown


def problems(desk: Desk, **changes: str) -> dict[str, str]:
    with pytest.raises(InvalidForm) as refusal:
        preview(desk, **changes)
    return {field: read(words) for field, words in refusal.value.problems.items()}


def test_a_question_that_is_too_long_for_the_form_is_said_to_be_cut(desk: Desk) -> None:
    form = desk.give("ben", OpenEscalate("#line3", "Cut over? " * 30))
    assert isinstance(form, Form)
    question = form.fields[0]
    assert isinstance(question, TextField)
    assert len(question.value) == 200
    assert "You typed 299 characters and a question has at most 200" in read(question.hint)


def test_the_form_asks_for_everything_that_helps_to_decide(desk: Desk) -> None:
    form = desk.give("ben", OpenEscalate("#line3", "Cut over on 8 May?"))
    assert isinstance(form, Form)
    fields = {getattr(field, "id", ""): field for field in form.fields}
    assert list(fields) == [
        "question",
        "tradeoff",
        "option_a",
        "option_b",
        "option_c",
        "option_d",
        "impact",
        "day",
        "time",
        "urgency",
        "cost",
        "links",
    ]
    tradeoffs = fields["tradeoff"]
    assert isinstance(tradeoffs, ChoiceField)
    assert [option.label for option in tradeoffs.options] == [
        "Speed against operational safety",
        "Speed against scope",
        "Scope against quality",
        "Cost against quality",
        "Speed against quality",
        "Cut-over date",
    ]
    assert getattr(fields["question"], "value", "") == "Cut over on 8 May?"


def test_before_anything_is_sent_it_shows_who_decides_and_why(desk: Desk) -> None:
    shown = preview(desk)
    text = show(shown)
    assert "This goes to Maria Nowak. Nothing is sent yet." in text
    assert "Maria Nowak is the agreed decider of speed against operational safety." in text
    assert "- Decider Maria Nowak: until 2026-11-23 17:00\n- Deputy Jan Lis: until 2026-11-24 17:00" in text
    assert labels(shown) == ["Send to Maria", "Change"]
    assert not desk.escalations.all()
    assert not desk.screen


def test_change_opens_the_form_with_what_was_filled_in(desk: Desk) -> None:
    change = all_buttons(preview(desk, option_c="22 May", links="https://example.com/plan"))[1]
    form = desk.give("ben", change.does)
    assert isinstance(form, Form)
    values = {getattr(field, "id", ""): getattr(field, "value", "") for field in form.fields}
    assert {key: values[key] for key in FILLED} == FILLED
    assert values["option_c"] == "22 May"
    assert values["links"] == "https://example.com/plan"


def test_send_asks_the_decider_and_shows_everybody_where_it_stands(desk: Desk) -> None:
    reply = desk.give("ben", all_buttons(preview(desk))[0].does)
    assert isinstance(reply, Message)
    assert read(reply.summary) == "E-1 is with Maria Nowak until 2026-11-23 17:00. You see every step on its card."
    assert set(desk.screen) == {
        "escalation/line3/E-1/card/ben",
        "escalation/line3/E-1/card/maria",
        "escalation/line3/E-1/channel",
    }
    assert desk.buttons("escalation/line3/E-1/card/maria") == [
        "Decide",
        "I'll take it",
        "Ask for information",
        "Hand over",
        "More time",
        "Decline",
    ]
    assert desk.buttons("escalation/line3/E-1/card/ben") == ["Next level now", "Withdraw"]
    assert desk.buttons("escalation/line3/E-1/channel") == ["Show"]
    card = desk.text("escalation/line3/E-1/card/maria")
    assert "Next: deputy Jan Lis, 2026-11-24 09:00, then sponsor Adam Wolski, 2026-11-25 09:00" in card
    assert "No answer means: it goes up to the next person; nothing is decided by silence" in card


def test_sending_twice_is_one_escalation(desk: Desk) -> None:
    send = all_buttons(preview(desk))[0].does
    desk.give("ben", send)
    raised(desk, by="kim")
    desk.wait(minutes=1)
    assert isinstance(desk.give("ben", send), Message)
    assert [each.requester for each in desk.escalations.all()] == ["ben", "kim"]


def test_another_may_come_between_looking_and_sending(desk: Desk) -> None:
    send = all_buttons(preview(desk))[0].does
    raised(desk, by="kim")
    desk.give("ben", send)
    desk.give("ben", send)
    assert [(each.number, each.requester) for each in desk.escalations.all()] == [(1, "kim"), (2, "ben")]


def test_when_the_decider_changed_meanwhile_it_is_shown_again_and_not_sent(desk: Desk) -> None:
    send = all_buttons(preview(desk))[0].does
    desk.leaves("maria")
    again = desk.give("ben", send)
    assert isinstance(again, Message)
    assert "Nothing was sent." in show(again)
    assert labels(again)[0] == "Send to Jan"
    assert not desk.escalations.all()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"option_a": "", "option_c": "Never"}, "option_a", "Please give the option that you recommend."),
        (
            {"option_b": "", "option_c": "Never"},
            "option_b",
            "Please give at least two options; with one there is nothing to decide.",
        ),
        ({"option_b": ""}, "option_b", "Please give at least two options; with one there is nothing to decide."),
        ({"option_b": "8  may"}, "option_b", "This option is there twice."),
        ({"question": " "}, "question", "Please say which decision is needed."),
        ({"impact": ""}, "impact", "Please say what happens if nobody decides."),
        ({"question": "x" * 201}, "question", "These are 201 characters; please use at most 200."),
        ({"tradeoff": "speed/beauty"}, "tradeoff", "Please choose one that Line 3 MES knows."),
        ({"day": "27.11.2026"}, "day", "Expected a date such as 2027-02-01."),
        ({"time": "16"}, "time", "Expected a time of day such as 09:00."),
        ({"day": "2026-11-20"}, "time", "Please give a time at least half an hour from now."),
        ({"day": "2028-11-20"}, "day", "Please give a day within a year."),
        ({"urgency": "panic"}, "urgency", "Please choose one of the three."),
        (
            {"links": "javascript:alert(1)"},
            "links",
            "Please give whole web addresses, one a line, such as https://example.com/plan.",
        ),
        ({"links": " ".join(["https://x.example"] * 6)}, "links", "Please give at most 5 links of usual length."),
    ],
)
def test_what_cannot_be_used_is_said_at_the_field(desk: Desk, changes: dict[str, str], field: str, words: str) -> None:
    assert problems(desk, **changes) == {field: words}


def test_all_problems_are_shown_at_once(desk: Desk) -> None:
    assert set(problems(desk, question="", impact="", option_b="")) == {"question", "impact", "option_b"}


def test_observers_and_outsiders_may_not_raise_one(desk: Desk) -> None:
    observer = desk.refused("piotr", OpenEscalate("line3"), NotAllowed)
    assert observer.startswith("You observe Line 3 MES, which means that you read along.")
    outsider = desk.refused("rita", OpenEscalate("line3"), NotAllowed)
    assert outsider.startswith("You have no part in Line 3 MES. Only people of the project can raise an escalation;")
    assert desk.refused("rita", OpenEscalate(), NotAllowed).startswith("You have no part in a project")
    for who in ("piotr", "rita"):
        assert desk.refused(who, PrepareEscalation("line3", values=FILLED), NotAllowed)
        assert desk.refused(who, Escalate(draft(), "maria", 1), NotAllowed)


def test_who_is_in_several_projects_chooses_one(desk: Desk) -> None:
    desk.projects.put(replace(PROJECT, id="line4", name="Line 4", channel="line4"))
    form = desk.give("ben", OpenEscalate(None))
    assert isinstance(form, Form)
    first = form.fields[0]
    assert isinstance(first, ChoiceField)
    assert [option.label for option in first.options] == ["Line 3 MES", "Line 4"]
    with pytest.raises(InvalidForm):
        desk.fill("ben", form, **FILLED)
    shown = desk.fill("ben", form, **FILLED, project="line4")
    assert isinstance(shown, Message)
    desk.give("ben", all_buttons(shown)[0].does)
    assert [each.id for each in desk.escalations.all()] == ["line4/E-1"]


@pytest.mark.parametrize(
    "tampered",
    [
        draft(question=""),
        draft(question="x" * 5000),
        draft(question="\x00"),
        draft(options=("only one",)),
        draft(options=("a", "b", "c", "d", "e")),
        draft(options=("a", "")),
        draft(tradeoff="speed/beauty"),
        draft(deadline=datetime(2026, 11, 27)),  # noqa: DTZ001  # what a tampered button may hold
        draft(deadline=MONDAY - timedelta(days=1)),
        draft(links=("javascript:alert(1)",)),
    ],
)
def test_a_tampered_draft_is_refused(desk: Desk, tampered: object) -> None:
    assert desk.refused("ben", Escalate(tampered, "maria", 1), Invalid)  # type: ignore[arg-type]


def test_a_draft_that_waited_too_long_is_refused(desk: Desk) -> None:
    send = all_buttons(preview(desk))[0].does
    desk.asleep(days=7)
    assert "at least half an hour from now" in desk.refused("ben", send, Invalid)


def test_urgent_goes_out_at_night_and_normal_waits_for_the_morning(desk: Desk) -> None:
    desk.now = MONDAY + timedelta(hours=13)
    raised(desk, urgency=Urgency.URGENT)
    raised(desk)
    night, morning = desk.now, MONDAY + timedelta(days=1)
    assert desk.screen["escalation/line3/E-1/card/maria"].at == night
    assert desk.screen["escalation/line3/E-2/card/maria"].at == morning
    assert desk.escalations.get("line3/E-1").until == night + timedelta(hours=24)
    assert desk.escalations.get("line3/E-2").until == morning + timedelta(hours=8)


def test_it_says_when_the_ladder_cannot_end_in_time(desk: Desk) -> None:
    assert "Even with the shortest steps" in show(preview(desk, day="2026-11-23", time="09:45"))
    assert "Even with the shortest steps" not in show(preview(desk, day="2026-11-23", time="10:30"))
