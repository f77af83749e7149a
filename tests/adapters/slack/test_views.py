"""Forms as modals: every kind of field, and what is typed where."""

from __future__ import annotations

from typing import get_args

import pytest

from adapters.slack.keeping import form_in
from adapters.slack.pen import Pen
from adapters.slack.render import modal
from flows.commands import FormValues
from flows.forms import (
    ChoiceField,
    ChoicesField,
    DateField,
    Field,
    Form,
    Option,
    PeopleField,
    Section,
    TextField,
    TimeField,
)
from flows.phrases import Instant, Phrase, Words
from tests.adapters.slack.drawing_board import MARIA, NINE, PEN, WIRE, blocks_of, form, viewed
from tests.adapters.slack.screen import screen
from tests.adapters.web.small_commands import Escalate

YES_NO = (Option("yes", "Yes"), Option("no", "No"))
PEOPLE = (Option("adam", "Adam Wolski"), Option("maria", "Maria Nowak"))
STRANGE = (*PEOPLE, Option("ewa", "Ewa Kot"))


def seen(*fields: Field) -> str:
    """What somebody sees of these fields."""
    return viewed(modal(PEN, form(*fields)))


def test_a_form_is_a_modal_that_holds_its_command() -> None:
    view = modal(PEN, Form("Escalate", Escalate("line4"), (TextField("topic", "What?"),), "Send it"))
    assert {name: view.view[name] for name in ("type", "callback_id", "private_metadata")} == {
        "type": "modal",
        "callback_id": "form",
        "private_metadata": '{"do":"Escalate","project":"line4"}',
    }
    assert [view.view[name]["text"] for name in ("title", "submit", "close")] == ["Escalate", "Send it", "Cancel"]  # type: ignore[index,call-overload]
    assert view.kept == ()


def test_the_introduction_comes_first() -> None:
    intro = Phrase("This goes to {who} by {at}.", who=MARIA, at=Instant(NINE))
    assert viewed(modal(PEN, form(TextField("a", "What?"), intro=intro))) == (
        "This goes to @U0MARIA by Mon 1 Feb 2027, 08:00 UTC.\nWhat? []"
    )


def test_typed_text() -> None:
    hint = Phrase("For example: {word}.", word="4 h")
    assert seen(TextField("a", "Limit", hint, "2 h", required=True)) == "Limit! (For example: 4 h.) [2 h]"
    (block,) = blocks_of(modal(PEN, form(TextField("a", "Why?", multiline=True, limit=500))))
    assert block["block_id"] == "a"
    assert block["element"] == {
        "type": "plain_text_input",
        "action_id": "value",
        "multiline": True,
        "max_length": 500,
    }


def test_one_of_a_few_is_radio_buttons_and_of_many_a_select() -> None:
    assert seen(ChoiceField("a", "Sure?", YES_NO, value="no", required=True)) == "Sure?! <radio_buttons Yes | ✓ No>"
    many = tuple(Option(str(n), f"Line {n}") for n in range(6))
    assert seen(ChoiceField("a", "Where?", many, required=True)) == (
        "Where?! <static_select Line 0 | Line 1 | Line 2 | Line 3 | Line 4 | Line 5>"
    )


def test_what_may_stay_empty_is_no_radio_button_as_that_cannot_be_taken_back() -> None:
    assert seen(ChoiceField("a", "Sure?", YES_NO)) == "Sure? <static_select Yes | No>"


def test_several_of_a_few_are_boxes_and_of_many_a_select() -> None:
    assert seen(ChoicesField("a", "Which?", YES_NO, values=("yes",))) == "Which? <checkboxes ✓ Yes | No>"
    many = tuple(Option(str(n), str(n)) for n in range(11))
    assert seen(ChoicesField("a", "Which?", many, values=("3", "12"))) == (
        "Which? <multi_static_select 0 | 1 | 2 | ✓ 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10>"
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2027-02-01", "<datepicker 2027-02-01>"),
        ("", "<datepicker>"),
        ("soon", "<datepicker>"),
        ("2027-02-30", "<datepicker>"),
    ],
)
def test_a_day(value: str, shown: str) -> None:
    assert seen(DateField("a", "By", value=value)) == f"By {shown}"


@pytest.mark.parametrize(
    ("value", "shown"), [("09:00", "<timepicker 09:00>"), ("", "<timepicker>"), ("25:00", "<timepicker>")]
)
def test_a_time(value: str, shown: str) -> None:
    assert seen(TimeField("a", "At", value=value, required=True)) == f"At! {shown}"


def test_people_are_picked_in_slack_where_everybody_has_an_account() -> None:
    assert seen(PeopleField("a", "Who?", PEOPLE, values=("maria",), required=True)) == "Who?! <users_select U0MARIA>"
    assert seen(PeopleField("a", "Who?", PEOPLE, values=("adam", "maria"), most=5)) == (
        "Who? <multi_users_select U0ADAM U0MARIA>"
    )


def test_people_without_an_account_are_offered_by_name() -> None:
    assert seen(PeopleField("a", "Who?", STRANGE, values=("ewa",))) == (
        "Who? <static_select Adam Wolski | Maria Nowak | ✓ Ewa Kot>"
    )
    assert seen(PeopleField("a", "Who?", STRANGE, values=("ewa", "adam"), most=5)) == (
        "Who? <multi_static_select ✓ Adam Wolski | Maria Nowak | ✓ Ewa Kot>"
    )


def test_a_section_is_a_heading_with_its_words() -> None:
    assert seen(Section("Until when", "In your time."), Section("Next")) == "*Until when*\nIn your time.\n*Next*"


def test_a_long_title_is_shown_whole_above() -> None:
    view = modal(PEN, Form("Name a stand-in for the whole of Operations", Escalate(), ()))
    assert view.view["title"]["text"] == "Name a stand-in for the…"  # type: ignore[index,call-overload]
    assert viewed(view) == "# Name a stand-in for the whole of Operations"


def test_labels_too_long_for_an_option_are_written_out_above() -> None:
    long = "A: " + "cut the reporting module and keep the date of the cut-over " * 2
    options = (Option("a", long), Option("b", "B: wait"))
    lines = seen(ChoiceField("a", "Decision", options, required=True)).split("\n")
    cut = "A: cut the reporting module and keep the date of the cut-over cut the…"
    assert lines == [f"• {long}", f"Decision! <static_select {cut} | B: wait>"]


def test_nothing_to_choose_from_is_said() -> None:
    for field in (ChoiceField("a", "Who?", ()), ChoicesField("a", "Who?", ()), PeopleField("a", "Who?", ())):
        assert seen(field) == "*Who?*\nThere is nothing to choose from."
    assert seen() == "There is nothing to fill in."


def test_what_was_filled_in_stands_in_the_fields() -> None:
    fields = (
        TextField("a", "A", value="old"),
        ChoiceField("b", "B", YES_NO, value="yes"),
        ChoicesField("c", "C", YES_NO, values=("yes",)),
        PeopleField("d", "D", PEOPLE, values=("adam",)),
        DateField("e", "E"),
    )
    filled: FormValues = {"a": "new", "b": "no", "c": ("yes", "no"), "d": "user:U0STRANGER", "e": "2027-02-01"}
    assert viewed(modal(PEN, form(*fields), filled=filled)).split("\n") == [
        "A [new]",
        "B <static_select Yes | ✓ No>",
        "C <checkboxes ✓ Yes | ✓ No>",
        "D <users_select U0STRANGER>",
        "E <datepicker 2027-02-01>",
    ]


def test_problems_are_told_above_with_the_labels_of_their_fields() -> None:
    problems: dict[str, Words] = {"b": Phrase("{word} is no number.", word="x"), "?": "Something else."}
    view = modal(PEN, form(TextField("a", "A"), TextField("b", "Limit")), problems=problems)
    assert viewed(view).split("\n") == [
        "*Limit: *x is no number.",
        "*Please correct: *Something else.",
        "A []",
        "Limit []",
    ]


def test_slash_commands_are_called_as_they_are_called_here() -> None:
    pen = Pen(WIRE, PEN.mention, {"/align": "/accord"})
    view = modal(pen, form(TextField("a", "Or type /align", "See /align help.", "/align"), intro="Like /align."))
    assert screen(blocks_of(view)) == "Like /accord.\nOr type /accord (See /accord help.) [/align]"


def test_a_command_too_long_for_a_modal_is_kept() -> None:
    view = modal(PEN, Form("Escalate", Escalate("x" * 2000), (TextField("a", "A"),)))
    assert form_in(WIRE, str(view.view["private_metadata"]), view.kept[0]).submits == Escalate("x" * 2000)


def test_every_kind_of_field_is_shown_here() -> None:
    assert set(get_args(Field)) == {
        TextField,
        ChoiceField,
        ChoicesField,
        PeopleField,
        DateField,
        TimeField,
        Section,
    }
