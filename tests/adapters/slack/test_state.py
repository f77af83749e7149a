"""What was filled into a modal comes back as values by field, and nothing else passes."""

from __future__ import annotations

import pytest

from adapters.keeping import NotOurs
from adapters.slack.keeping import Opened, Pages
from adapters.slack.state import filled, submitted
from flows.forms import ChoiceField, Option
from flows.plain import Plain
from tests.adapters.slack.drawing_board import form
from tests.adapters.web.small_commands import Escalate

YES: Plain = {"text": {"type": "plain_text", "text": "Yes"}, "value": "yes"}
NO: Plain = {"text": {"type": "plain_text", "text": "No"}, "value": "no"}

FILLED: tuple[tuple[dict[str, Plain], object], ...] = (
    ({"type": "plain_text_input", "value": "two\r\nlines\u202e"}, "two\nlines"),
    ({"type": "email_text_input", "value": "a@b.example"}, "a@b.example"),
    ({"type": "url_text_input", "value": "https://b.example"}, "https://b.example"),
    ({"type": "number_input", "value": "7"}, "7"),
    ({"type": "static_select", "selected_option": YES}, "yes"),
    ({"type": "external_select", "selected_option": YES}, "yes"),
    ({"type": "radio_buttons", "selected_option": NO}, "no"),
    ({"type": "checkboxes", "selected_options": [YES, NO]}, ("yes", "no")),
    ({"type": "multi_static_select", "selected_options": [NO]}, ("no",)),
    ({"type": "multi_external_select", "selected_options": [NO]}, ("no",)),
    ({"type": "datepicker", "selected_date": "2027-02-01"}, "2027-02-01"),
    ({"type": "timepicker", "selected_time": "09:00"}, "09:00"),
    ({"type": "users_select", "selected_user": "U1"}, "user:U1"),
    ({"type": "multi_users_select", "selected_users": ["U1", "W2"]}, ("user:U1", "user:W2")),
)
EMPTY: tuple[dict[str, Plain], ...] = (
    {"type": "plain_text_input", "value": None},
    {"type": "plain_text_input"},
    {"type": "plain_text_input", "value": "\u200b "},
    {"type": "static_select", "selected_option": None},
    {"type": "radio_buttons"},
    {"type": "checkboxes", "selected_options": []},
    {"type": "multi_users_select", "selected_users": []},
    {"type": "multi_static_select"},
    {"type": "datepicker", "selected_date": None},
    {"type": "timepicker"},
    {"type": "users_select", "selected_user": None},
)
WRONG: tuple[Plain, ...] = (
    None,
    [],
    "x",
    {},
    {"value": None},
    {"value": "x"},
    {"value": {}},
    {"value": {"type": 3, "value": "x"}},
    {"value": {"type": "rich_text_input", "rich_text_value": {}}},
    {"value": {"type": "file_input", "files": []}},
    {"value": {"type": "plain_text_input", "value": 3}},
    {"value": {"type": "plain_text_input", "value": ["x"]}},
    {"value": {"type": "checkboxes", "selected_options": "yes"}},
    {"value": {"type": "checkboxes", "selected_options": [3]}},
    {"value": {"type": "users_select", "selected_user": {"value": 1}}},
    {"one": {"type": "plain_text_input"}, "two": {"type": "plain_text_input"}},
)


@pytest.mark.parametrize(("element", "value"), FILLED, ids=[str(element["type"]) for element, _ in FILLED])
def test_every_kind_of_input(element: Plain, value: object) -> None:
    assert filled({"field": {"value": element}}) == {"field": value}


@pytest.mark.parametrize("element", EMPTY)
def test_what_is_empty_is_left_out(element: Plain) -> None:
    assert filled({"field": {"value": element}, "other": {"value": {"type": "number_input", "value": "1"}}}) == {
        "other": "1"
    }


@pytest.mark.parametrize("inputs", WRONG)
def test_any_other_shape_is_refused(inputs: Plain) -> None:
    with pytest.raises(ValueError, match="expected"):
        filled({"field": inputs})


def said(words: str | None) -> Plain:
    return {"value": {"type": "plain_text_input", "value": words}}


def test_further_inputs_of_a_long_text_are_put_together_in_their_order() -> None:
    state = {"a~10": said("ten"), "a": said("one"), "a~2": said("two"), "a~3": said(None), "b~x": said("b")}
    assert filled(state) == {"a": "one\ntwo\nten", "b~x": "b"}
    assert filled({"a": said(None), "a~2": said("rest")}) == {"a": "rest"}


def test_nothing_filled_in_is_nothing() -> None:
    assert filled({}) == {}
    assert submitted(Opened(Escalate()), {}) == {}


@pytest.mark.parametrize("number", ["#2", "#x", "#", "#-1", "#²", "#1.0"])
def test_an_option_that_was_not_offered_is_refused(number: str) -> None:
    asked = form(ChoiceField("a", "?", (Option("x" * 80, "Long"), Option("y" * 80, "Longer"))))
    chosen: Plain = {"value": {"type": "static_select", "selected_option": {"value": number}}}
    with pytest.raises(NotOurs):
        submitted(Opened(Escalate(), Pages(asked)), {"a": chosen})
