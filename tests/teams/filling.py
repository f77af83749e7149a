"""Filling in a card as its owner does: what is in it already stays, unless it is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from adapters.teams.fields import INPUT
from adapters.teams.pen import FORM
from flows.forms import ChoiceField, ChoicesField, Form, PeopleField
from tests.slack.fake.json import Json
from tests.teams.screen import Reader, actions_of, inputs_of, inside, is_menu, lines_of

Filled: TypeAlias = str | list[str]
CORRECT = "Please correct: "


@dataclass(frozen=True)
class Known:
    """What a test calls things by. `labels`: (field, value) → what the option is called on screen; `accounts`: the aad
    id of each person, for who is looked for in the directory."""

    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)


def labels_of(form: Form) -> dict[tuple[str, str], str]:
    """What each option of a form is called on screen."""
    asked = [each for each in form.fields if isinstance(each, ChoiceField | ChoicesField | PeopleField)]
    return {(each.id, option.value): option.label for each in asked for option in each.options}


def inputs_for(card: Json, values: Mapping[str, Filled], known: Known) -> Json:
    """What a client sends of the inputs of a card. `values`: by field id; those that are not there are left out."""
    told: Json = {}
    for element in inputs_of(card):
        name = field_of(element)
        if is_menu(element):
            continue
        value = _meant(element, values[name], known) if name in values else str(element.get("value", ""))
        if value or element["type"] == "Input.Toggle":  # what is empty and optional is not sent at all
            told[element["id"]] = value
    return told


def standing(card: Json) -> Json:
    """What a client sends of inputs that nobody touched."""
    return inputs_for(card, {}, Known())


def _meant(element: Json, given: Filled, known: Known) -> str:
    many = [given] if isinstance(given, str) else given
    if element["type"] != "Input.ChoiceSet":
        return "".join(many)
    return ",".join(_option(element, each, known) for each in many if each)


def _option(element: Json, value: str, known: Known) -> str:
    wanted = known.labels.get((field_of(element), value), value)
    found = [str(choice["value"]) for choice in element["choices"] if choice["title"] == wanted]
    if not found and value in known.accounts:  # somebody who was looked for in the directory
        return known.accounts[value]
    assert found, f"there is no {value!r} among {[each['title'] for each in element['choices']]}"
    return found[0]


def field_of(element: Json) -> str:
    """The field that an input is for."""
    return str(element["id"]).removeprefix(INPUT)


def fields_of(card: Json) -> set[str]:
    """The ids of what can be filled in."""
    return {field_of(each) for each in inputs_of(card) if not is_menu(each)}


def sends(card: Json) -> Json | None:
    """The button that sends a form off; None on a card that is no form."""
    found = [each for each in actions_of(card) if FORM in (each.get("data") or {})]
    return found[0] if found else None


def held_in(card: Json) -> list[str]:
    """What stands in the inputs that take text."""
    return [str(each["value"]) for each in inputs_of(card) if each["type"] == "Input.Text" and "value" in each]


def problems_in(card: Json, reader: Reader, labels: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by field; under "" what is about none of them. `labels`: the field of each label, for what is said
    of fields on other pages."""
    return dict(_named(*each, labels) for each in _problems(card, reader))


def _named(name: str, text: str, labels: Mapping[str, str]) -> tuple[str, str]:
    label = next((each for each in labels if not name and text.startswith(f"{each}: ")), None)
    return (name, text) if label is None else (labels[label], text.removeprefix(f"{label}: "))


def _problems(element: Json, reader: Reader) -> Iterator[tuple[str, str]]:
    there = inside(element)
    for this, after in zip(there, [*there[1:], Json()], strict=False):
        if is_alert(this):
            text = " ".join(lines_of(this, reader))
            at_field = text.startswith(CORRECT) and str(after.get("type")).startswith("Input.")
            yield field_of(after) if at_field else "", text.removeprefix(CORRECT)
        else:
            yield from _problems(this, reader)


def is_alert(element: Json) -> bool:
    """Whether this paragraph is drawn as a warning."""
    runs = [each for each in element.get("inlines", []) if isinstance(each, dict)]
    return any(each.get("color") == "Attention" for each in (element, *runs))
