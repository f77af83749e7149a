"""Filling in a modal as its owner does: what is in it already stays, unless it is changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from tests.slack.fake.json import Json

Filled: TypeAlias = str | list[str]
PAGE = re.compile(r"^Page (\d+) of (\d+)\.$", re.MULTILINE)
ONE = {
    "plain_text_input": ("value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "users_select": ("selected_user", "initial_user"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
}
MANY = {
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
}


def state_of(view: Json, values: Mapping[str, Filled], users: Mapping[str, str]) -> Json:
    """view.state.values for these values by field id. `users`: the Slack user of each person."""
    state: Json = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element, given = block["element"], values.get(block["block_id"])
            state[block["block_id"]] = {element["action_id"]: {"type": element["type"], **_told(element, given, users)}}
    return state


def fields_of(view: Json) -> set[str]:
    """The ids of what can be filled in."""
    return {block["block_id"] for block in view["blocks"] if block["type"] == "input"}


def goes_on(text: str) -> bool:
    """Whether a modal that reads like this has another page after it."""
    return any(int(page) < int(last) for page, last in PAGE.findall(text))


def held_in(view: Json) -> list[str]:
    """What stands in the inputs that take text."""
    inputs = [block["element"] for block in view["blocks"] if block["type"] == "input"]
    return [element["initial_value"] for element in inputs if "initial_value" in element]


def _told(element: Json, given: Filled | None, users: Mapping[str, str]) -> Json:
    """What an input holds: what was given, or what stood there."""
    kind = element["type"]
    if kind in ONE:
        name, initial = ONE[kind]
        if given is None:
            return {name: element.get(initial)}
        one = given if isinstance(given, str) else "".join(given[:1])
        return {name: _meant(element, one, users) if one else None}
    name, initial = MANY[kind]
    if given is None:
        return {name: element.get(initial, [])}
    many = [given] if isinstance(given, str) else given
    return {name: [_meant(element, each, users) for each in many if each]}


def _meant(element: Json, value: str, users: Mapping[str, str]) -> object:
    if "users_select" in element["type"]:
        return users[value]
    groups = element.get("option_groups", [])
    options = [*element.get("options", []), *(option for group in groups for option in group["options"])]
    if not options:
        return value
    found = [option for option in options if value in (option["value"], option["text"]["text"])]
    assert found, f"there is no {value!r} among {[option['value'] for option in options]}"
    return found[0]


def inputs_for(values: Mapping[str, Filled]) -> list[Json]:
    """Inputs of a form of somebody's own making."""
    return [_input(name, value) for name, value in values.items()]


def _input(name: str, value: Filled) -> Json:
    element: Json = {"type": "plain_text_input", "action_id": "value"}
    if not isinstance(value, str):
        options = [{"text": {"type": "plain_text", "text": each}, "value": each} for each in value]
        element = {"type": "multi_static_select", "action_id": "value", "options": options}
    return {"type": "input", "block_id": name, "label": {"type": "plain_text", "text": name}, "element": element}
