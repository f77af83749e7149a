"""Fields of a form as blocks of a modal. The block id is the field's id, so that problems find their field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import assert_never

from adapters.slack.controls import LONGEST_OPTION, MOST_OPTIONS, long_labels, option
from adapters.slack.pen import Block, Pen, head, line, plain_text, units
from adapters.slack.rich import PORTION, Elements, bold, elements, rich_text, section, split, text
from flows.commands import FormValues
from flows.forms import (
    ChoiceField,
    ChoicesField,
    DateField,
    Field,
    Option,
    PeopleField,
    Section,
    TextField,
    TimeField,
)
from flows.phrases import Who

VALUE = "value"
"""The action id of every input."""
MORE = "~"
"""Stands between a field's id and the number of a further input for the rest of a long text."""
BY_NUMBER = "#"
"""Stands before the number of an option whose value Slack has no room for."""
LONGEST_INPUT = 3000
LONGEST_VALUE = 75
LONGEST_HINT = 2000
MOST_RADIOS = 5
MOST_BOXES = 10


def option_value(at: int, value: str) -> str:
    """What Slack is given for an option: its value, or its number."""
    fits = 0 < units(value) <= LONGEST_VALUE and not value.startswith(BY_NUMBER)
    return value if fits else f"{BY_NUMBER}{at}"


def has_numbers(field: Field) -> bool:
    """Whether some option of this field is submitted by its number."""
    options = field.options if isinstance(field, ChoiceField | ChoicesField | PeopleField) else ()
    return any(option_value(at, each.value) != each.value for at, each in enumerate(options))


@dataclass(frozen=True)
class FieldPen:
    """Draws the fields of one form. `filled`: what was typed before; it stands instead of the field's own value."""

    pen: Pen
    filled: FormValues

    def draw(self, field: Field) -> Sequence[Block]:
        """One field."""
        match field:
            case Section():
                return self._section(field)
            case TextField():
                return self._text(field)
            case DateField():
                return [self._input(field, self._picker("datepicker", "initial_date", _day(self._one(field))))]
            case TimeField():
                return [self._input(field, self._picker("timepicker", "initial_time", _clock(self._one(field))))]
            case ChoiceField():
                return self._choice(field)
            case ChoicesField():
                return self._choices(field)
            case PeopleField():
                return self._people(field)
            case _:
                assert_never(field)

    def _section(self, field: Section) -> Sequence[Block]:
        said = elements(self.pen, field.text) if field.text else ()
        title = bold(text(self.pen.ours(field.title)))
        return paragraphs((*title, *text("\n" if title and said else ""), *said))

    def _text(self, field: TextField) -> Sequence[Block]:
        parts = _parts(self._one(field))
        inputs = [self._input(field, self._text_input(field, parts[0]))]
        for number, part in enumerate(parts[1:], 2):
            label = f"{line(self.pen.ours(field.label), LONGEST_HINT - 20)} (continued)"
            element = self._text_input(field, part)
            inputs.append(
                {
                    "type": "input",
                    "block_id": f"{field.id}{MORE}{number}",
                    "label": plain_text(label),
                    "optional": True,
                    "element": element,
                }
            )
        return inputs

    def _text_input(self, field: TextField, value: str) -> Block:
        longest = min(max(field.limit, units(value), 1), LONGEST_INPUT)
        element: Block = {
            "type": "plain_text_input",
            "action_id": VALUE,
            "multiline": field.multiline,
            "max_length": longest,
        }
        return {**element, "initial_value": value} if value else element

    def _picker(self, kind: str, name: str, value: str | None) -> Block:
        return {"type": kind, "action_id": VALUE, **({name: value} if value else {})}

    def _choice(self, field: ChoiceField) -> Sequence[Block]:
        labels = [each.label for each in field.options]
        if not labels:
            return self._empty(field)
        few = len(labels) <= MOST_RADIOS and field.required and all(units(label) <= LONGEST_OPTION for label in labels)
        element = self._options("radio_buttons" if few else "static_select", field.options)
        picked = _picked(field.options, (self._one(field),))
        initial = {"initial_option": picked[0]} if picked else {}
        return [*long_labels(labels), self._input(field, {**element, **initial})]

    def _choices(self, field: ChoicesField) -> Sequence[Block]:
        labels = [each.label for each in field.options]
        if not labels:
            return self._empty(field)
        element = self._options("checkboxes" if len(labels) <= MOST_BOXES else "multi_static_select", field.options)
        picked = _picked(field.options, self._many(field))
        initial = {"initial_options": picked} if picked else {}
        return [*long_labels(labels), self._input(field, {**element, **initial})]

    def _people(self, field: PeopleField) -> Sequence[Block]:
        ids = {each.value: self.pen.user_id(Who(each.value, each.label)) for each in field.options}
        values = tuple(value for value in self._many(field) if value)
        if not ids or None in ids.values():
            return self._known_people(field, values)
        users = [found for value in values if (found := ids.get(value) or _user(value))]
        if field.most == 1:
            element: Block = {"type": "users_select", "action_id": VALUE}
            return [self._input(field, {**element, **({"initial_user": users[0]} if users else {})})]
        element = {"type": "multi_users_select", "action_id": VALUE, "max_selected_items": max(field.most, 1)}
        return [self._input(field, {**element, **({"initial_users": users} if users else {})})]

    def _known_people(self, field: PeopleField, values: tuple[str, ...]) -> Sequence[Block]:
        """A list of those who are known, where somebody has no account in this workspace."""
        if not field.options:
            return self._empty(field)
        picked = _picked(field.options, values)
        if field.most == 1:
            element = self._options("static_select", field.options)
            return [self._input(field, {**element, **({"initial_option": picked[0]} if picked else {})})]
        element = {
            **self._options("multi_static_select", field.options),
            "max_selected_items": max(field.most, 1),
        }
        return [self._input(field, {**element, **({"initial_options": picked} if picked else {})})]

    def _empty(self, field: ChoiceField | ChoicesField | PeopleField) -> Sequence[Block]:
        return paragraphs((*bold(text(field.label)), *text("\nThere is nothing to choose from.")))

    def _options(self, kind: str, options: Sequence[Option]) -> Block:
        drawn = [option(each.label, option_value(at, each.value)) for at, each in enumerate(options)]
        if len(drawn) <= MOST_OPTIONS:
            return {"type": kind, "action_id": VALUE, "options": drawn}
        groups: list[Block] = []
        for start in range(0, min(len(drawn), MOST_OPTIONS * MOST_OPTIONS), MOST_OPTIONS):
            some = drawn[start : start + MOST_OPTIONS]
            groups.append({"label": plain_text(f"{start + 1} to {start + len(some)}"), "options": some})
        return {"type": kind, "action_id": VALUE, "option_groups": groups}

    def _input(self, field: Field, element: Block) -> Block:
        if isinstance(field, Section):
            raise TypeError("a section asks nothing")
        required = not isinstance(field, ChoicesField) and field.required
        block: Block = {
            "type": "input",
            "block_id": field.id,
            "label": plain_text(self.pen.ours(field.label), LONGEST_HINT),
            "optional": not required,
            "element": element,
        }
        return {**block, "hint": plain_text(self.pen.plain(field.hint), LONGEST_HINT)} if field.hint else block

    def _one(self, field: TextField | ChoiceField | DateField | TimeField) -> str:
        value = self.filled.get(field.id, field.value)
        return value if isinstance(value, str) else next(iter(value), "")

    def _many(self, field: ChoicesField | PeopleField) -> tuple[str, ...]:
        value = self.filled.get(field.id, field.values)
        return (value,) if isinstance(value, str) else tuple(value)


def paragraphs(found: Elements) -> list[Block]:
    """Words between fields."""
    return [rich_text(section(portion)) for portion in split(found, PORTION)]


def _picked(options: Sequence[Option], values: Sequence[str]) -> list[Block]:
    """The options that are chosen, drawn exactly as they are offered."""
    return [
        option(each.label, option_value(at, each.value))
        for at, each in enumerate(options[: MOST_OPTIONS * MOST_OPTIONS])
        if each.value in values
    ]


def _parts(value: str) -> list[str]:
    """A text as one input takes it, broken at line ends where it is longer."""
    parts: list[str] = []
    while units(value) > LONGEST_INPUT:
        start = head(value, LONGEST_INPUT)
        border = start.rfind("\n")
        start = start[:border] if border > 0 else start
        parts.append(start)
        value = value[len(start) :].removeprefix("\n")
    return [*parts, value]


def _day(value: str) -> str | None:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return None


def _clock(value: str) -> str | None:
    try:
        return f"{time.fromisoformat(value):%H:%M}"
    except ValueError:
        return None


def _user(value: str) -> str | None:
    """Somebody picked before who is not among the options."""
    return value.removeprefix("user:") if value.startswith("user:") else None
