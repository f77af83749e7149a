"""Fields of a form as inputs of a card, and which page they are on. Options are submitted by their number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from json import dumps
from typing import assert_never

from adapters.drawing import draw_text
from adapters.lengths import line, units
from adapters.teams.elements import ALERT, SMALL, heading, paragraph
from adapters.teams.pen import Card, Pen
from adapters.teams.text import Mentions, cut, said, spelled, tame
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
from flows.phrases import Words
from flows.plain import Plain

INPUT = "field."
"""Stands before the id of a field in the id of its input."""
DIRECTORY = "aad:"
"""Stands before the id of somebody who was picked from the directory; whoever asks the ports makes it a person."""
NO_CHOICE = "-"
"""What is submitted to take a choice back."""
EVERYBODY = "graph.microsoft.com/users"
LONGEST_LABEL = 1000
MOST_RADIOS, MOST_BOXES = 5, 10
PAGE = 24_000
"""Units of one page, with what may be filled in."""
SHORT_ANSWER, LONG_ANSWER = 300, 2500
"""What a filled-in text counts for when fields are put on pages."""
FRAME, OPTION = 400, 60
"""What an input and an option take besides their words."""
_USER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def is_user(value: str) -> bool:
    """Whether this is an id in the directory."""
    return _USER.fullmatch(value) is not None


def input_id(field_id: str) -> str:
    """The id of the input of a field."""
    return f"{INPUT}{field_id}"


def pages(form: Form) -> list[tuple[Field, ...]]:
    """The fields page by page; the same whatever is filled in, so that no field is passed over on the way."""
    found: list[tuple[Field, ...]] = []
    page: list[Field] = []
    full = 0
    for each in form.fields:
        weight = _weight(each)
        if page and full + weight > PAGE:
            ahead = [page.pop()] if len(page) > 1 and isinstance(page[-1], Section) else []
            found.append(tuple(page))
            page, full = ahead, sum(map(_weight, ahead))
        page.append(each)
        full += weight
    return [*found, tuple(page)]


def _weight(asked: Field) -> int:
    """Units that a field may take, with what may be filled in."""
    if isinstance(asked, Section):
        return FRAME + _room(asked.title) + _room(draw_text(asked.text))
    told = FRAME + 2 * _long(asked.label) + _long(draw_text(asked.hint))
    match asked:
        case TextField():
            answer = min(asked.limit, LONG_ANSWER if asked.multiline else SHORT_ANSWER)
            return told + max(answer, _room(asked.value))
        case ChoiceField() | ChoicesField() | PeopleField():
            return told + sum(OPTION + _long(option.label) for option in asked.options)
        case _:
            return told


def _long(text: str) -> int:
    return _room(text[:LONGEST_LABEL])


def _room(text: str) -> int:
    """Units that a text takes in a card: JSON writes some characters as six."""
    return units(dumps(text, ensure_ascii=False))


@dataclass(frozen=True)
class FieldPen:
    """Draws the fields of one form. `filled`: what was typed before; it stands instead of the field's own value.

    `problems`: by field id, told above the field.
    """

    pen: Pen
    mentions: Mentions
    filled: FormValues
    problems: Mapping[str, Words] = field(default_factory=dict)

    def draw(self, asked: Field) -> Sequence[Card]:
        """One field."""
        match asked:
            case Section():
                text = paragraph(self.mentions, spelled(self.pen, asked.text))
                title = self.pen.ours(asked.title)
                return [*([heading(title)] if title.strip() else []), *text]
            case TextField():
                return self._asked(asked, self._text(asked))
            case DateField():
                return self._asked(asked, {"type": "Input.Date", **_given(_day(self._one(asked)))})
            case TimeField():
                return self._asked(asked, {"type": "Input.Time", **_given(_clock(self._one(asked)))})
            case ChoiceField():
                return self._choice(asked)
            case ChoicesField():
                return self._choices(asked)
            case PeopleField():
                return self._people(asked)
            case _:
                assert_never(asked)

    def _text(self, asked: TextField) -> Card:
        value = self._one(asked)
        most = max(asked.limit, units(value), 1)
        return {"type": "Input.Text", "isMultiline": asked.multiline, "maxLength": most, **_given(value)}

    def _choice(self, asked: ChoiceField) -> Sequence[Card]:
        picked = _picked(asked.options, (self._one(asked),))[:1]
        few = asked.required and len(asked.options) <= MOST_RADIOS
        element = self._options(asked.options, picked, style="expanded" if few else "compact")
        back: list[Plain] = [] if asked.required else [{"title": "No choice", "value": NO_CHOICE}]
        choices = element["choices"]
        more = [*choices, *back] if isinstance(choices, list) else []
        return self._asked(asked, {**element, "choices": more}) if asked.options else self._empty(asked)

    def _choices(self, asked: ChoicesField) -> Sequence[Card]:
        style = "expanded" if len(asked.options) <= MOST_BOXES else "compact"
        element = self._options(asked.options, _picked(asked.options, self._many(asked)), style=style)
        return self._asked(asked, {**element, "isMultiSelect": True}) if asked.options else self._empty(asked)

    def _people(self, asked: PeopleField) -> Sequence[Card]:
        values = self._many(asked)
        others = [id_ for value in values if is_user(id_ := value.removeprefix(DIRECTORY)) and value != id_]
        picked = [*_picked(asked.options, values), *(others if self.pen.picker else ())]
        element = self._options(asked.options, picked[: max(asked.most, 1)], style="compact")
        if asked.most != 1:
            element = {**element, "isMultiSelect": True}
        if self.pen.picker:
            return self._asked(asked, {**element, "choices.data": {"type": "Data.Query", "dataset": EVERYBODY}})
        return self._asked(asked, element) if asked.options else self._empty(asked)

    def _options(self, options: Sequence[Option], picked: Sequence[str], *, style: str) -> Card:
        choices: list[Plain] = [
            {"title": tame(line(option.label, LONGEST_LABEL)), "value": str(at)} for at, option in enumerate(options)
        ]
        compact: Card = {"placeholder": "Choose …"} if style == "compact" else {}
        kind: Card = {"type": "Input.ChoiceSet", "style": style, "wrap": True}
        return {**kind, **compact, "choices": choices, **_given(",".join(picked))}

    def _empty(self, asked: ChoiceField | ChoicesField | PeopleField) -> Sequence[Card]:
        words = (*said(f"{self.pen.ours(asked.label)}: ", bold=True), *said("There is nothing to choose from."))
        return paragraph(self.mentions, words)

    def _asked(self, asked: Field, element: Card) -> Sequence[Card]:
        """The input with its label, what is wrong with it above, and its hint below."""
        if isinstance(asked, Section):
            raise TypeError("a section asks nothing")
        label = tame(line(self.pen.ours(asked.label), LONGEST_LABEL))
        must: Card = {}
        if not isinstance(asked, ChoicesField) and asked.required:
            must = {"isRequired": True, "errorMessage": f"Please fill in “{label}”."}
        problem = self.problems.get(asked.id)
        wrong = () if problem is None else (*said("Please correct: ", bold=True), *spelled(self.pen, problem))
        return [
            *paragraph(self.mentions, wrong, ALERT),
            {**element, "id": input_id(asked.id), "label": label, **must},
            *paragraph(self.mentions, cut(spelled(self.pen, asked.hint), LONGEST_LABEL), SMALL),
        ]

    def _one(self, asked: TextField | ChoiceField | DateField | TimeField) -> str:
        value = self.filled.get(asked.id, asked.value)
        return value if isinstance(value, str) else next(iter(value), "")

    def _many(self, asked: ChoicesField | PeopleField) -> tuple[str, ...]:
        value = self.filled.get(asked.id, asked.values)
        return (value,) if isinstance(value, str) else tuple(value)


def _given(value: str) -> Card:
    return {"value": value} if value else {}


def _picked(options: Sequence[Option], values: Sequence[str]) -> list[str]:
    """The numbers of the options with these values."""
    return [str(at) for at, option in enumerate(options) if option.value in values]


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return ""


def _clock(value: str) -> str:
    try:
        return f"{time.fromisoformat(value):%H:%M}"
    except ValueError:
        return ""
