"""What was filled into a modal: Slack's state as the values of a form."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TypeAlias

from adapters.keeping import NotOurs
from adapters.slack.fields import BY_NUMBER, MORE, has_numbers
from adapters.slack.keeping import Opened
from flows.commands import FormValues
from flows.forms import ChoiceField, ChoicesField, Form, PeopleField
from flows.plain import Plain
from flows.text import clean

USER = "user:"
"""Stands before the id of a Slack user that was picked; whoever asks the ports makes it a person."""
Value: TypeAlias = str | tuple[str, ...]

# Type of element: (name of what it holds, what stands before each of its values).
ONE = {
    "plain_text_input": ("value", ""),
    "email_text_input": ("value", ""),
    "url_text_input": ("value", ""),
    "number_input": ("value", ""),
    "datepicker": ("selected_date", ""),
    "timepicker": ("selected_time", ""),
    "users_select": ("selected_user", USER),
    "radio_buttons": ("selected_option", ""),
    "static_select": ("selected_option", ""),
    "external_select": ("selected_option", ""),
}
MANY = {
    "checkboxes": ("selected_options", ""),
    "multi_static_select": ("selected_options", ""),
    "multi_external_select": ("selected_options", ""),
    "multi_users_select": ("selected_users", USER),
}


def filled(state_values: Mapping[str, Plain]) -> FormValues:
    """`view.state.values` as values by field id; what is empty is left out. Raises ValueError for any other shape."""
    found = {block_id: _block(inputs) for block_id, inputs in state_values.items()}
    values: dict[str, Value] = {}
    for field, parts in groupby(sorted(found, key=_place), key=_field):
        given = [found[part] for part in parts if found[part]]
        if len(given) == 1:
            values[field] = given[0]
        elif given:
            values[field] = "\n".join(part for part in given if isinstance(part, str))
    return values


def submitted(opened: Opened, state_values: Mapping[str, Plain]) -> FormValues:
    """Everything that was filled in so far: this page's values over those of the pages before.

    Raises NotOurs where an option was not offered, ValueError where the state has another shape.
    """
    values = filled(state_values)
    if opened.pages is None:
        return values
    here = {_field(block_id) for block_id in state_values}
    before = {name: value for name, value in opened.pages.filled.items() if name not in here}
    return {**before, **_by_value(opened.pages.form, values)}


def _by_value(form: Form, values: FormValues) -> FormValues:
    """The same with the options that were submitted by their number."""
    known = {
        field.id: field
        for field in form.fields
        if isinstance(field, ChoiceField | ChoicesField | PeopleField) and has_numbers(field)
    }
    return {name: _offered(known[name], value) if name in known else value for name, value in values.items()}


def _offered(field: ChoiceField | ChoicesField | PeopleField, value: Value) -> Value:
    def one(given: str) -> str:
        if not given.startswith(BY_NUMBER):
            return given
        number = given.removeprefix(BY_NUMBER)
        if not (number.isascii() and number.isdigit() and int(number) < len(field.options)):
            raise NotOurs
        return field.options[int(number)].value

    return one(value) if isinstance(value, str) else tuple(one(each) for each in value)


def _block(inputs: Plain) -> Value:
    if not isinstance(inputs, Mapping) or len(inputs) != 1:
        raise ValueError("one input in each block was expected")
    (element,) = inputs.values()
    if not isinstance(element, Mapping):
        raise ValueError("an input was expected")
    kind = element.get("type")
    if isinstance(kind, str) and kind in ONE:
        name, before = ONE[kind]
        return _text(element.get(name), before)
    if isinstance(kind, str) and kind in MANY:
        name, before = MANY[kind]
        chosen = element.get(name) or []
        if not isinstance(chosen, list):
            raise ValueError(f"{name} was expected to be a list")
        return tuple(text for each in chosen if (text := _text(each, before)))
    raise ValueError("an input of ours was expected")


def _text(plain: Plain, before: str) -> str:
    """A text, or the value of a chosen option; "" for none."""
    value = plain.get("value") if isinstance(plain, Mapping) else plain
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError("a text was expected")
    said = clean(value)
    return f"{before}{said}" if said else ""


def _field(block_id: str) -> str:
    return block_id.rpartition(MORE)[0] if _number(block_id) else block_id


def _place(block_id: str) -> tuple[str, int]:
    return _field(block_id), _number(block_id)


def _number(block_id: str) -> int:
    """Which further input of a field this is; 0 for its first."""
    field, _, number = block_id.rpartition(MORE)
    return int(number) if field and number.isascii() and number.isdigit() else 0
