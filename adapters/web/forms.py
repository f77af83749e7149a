"""Forms as the inside of a dialog. The script sends what is filled in; problems are shown at the fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from markupsafe import Markup

from adapters.web.html import element, together
from adapters.web.render import Pen
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

RADIOS = 6
"""Up to so many options are all shown; more become a list that opens."""


def draw_form(form: Form, pen: Pen) -> Markup:
    """The whole form: title, fields, a place for each problem, and the buttons."""
    fields = [_Field(pen, f"field-{n}", field).draw() for n, field in enumerate(form.fields)]
    buttons = element(
        "div",
        element("button", "Cancel", type="button", class_="button plain", data_close=True),
        element("button", form.submit, type="submit", class_="button primary"),
        class_="dialog-buttons",
    )
    return element(
        "form",
        element("h2", form.title, id="dialog-title", tabindex=-1),
        element("p", class_="problem", role="alert", id="dialog-problem", hidden=True),
        element(
            "div",
            element("p", pen.words(form.intro), class_="intro") if form.intro else "",
            *fields,
            class_="fields",
        ),
        buttons,
        data_command=pen.encode(form.submits),
        novalidate=True,
    )


@dataclass(frozen=True)
class _Field:
    """One field of a form; `at` starts the ids of its parts."""

    pen: Pen
    at: str
    field: Field

    def draw(self) -> Markup:
        match self.field:
            case Section() as section:
                text = element("p", self.pen.words(section.text), class_="hint") if section.text else ""
                return element("div", element("h3", section.title), text, class_="section")
            case TextField() as field:
                return self._labelled(field, self._text(field))
            case DateField() as field:
                return self._labelled(field, self._input(field, "date"))
            case TimeField() as field:
                return self._labelled(field, self._input(field, "time"))
            case ChoiceField() as field:
                return self._choice(field)
            case ChoicesField() as field:
                boxes = [self._box(field.id, option, n, option.value in field.values) for n, option in _each(field)]
                return self._group(field, "group", *boxes)
            case PeopleField(most=1) as field:
                return self._labelled(field, self._select(field, next(iter(field.values), "")))
            case PeopleField() as field:
                boxes = [self._box(field.id, option, n, option.value in field.values) for n, option in _each(field)]
                return self._group(field, "group", *boxes)
            case _:
                assert_never(self.field)

    def _labelled(
        self, field: TextField | DateField | TimeField | ChoiceField | PeopleField, control: Markup
    ) -> Markup:
        label = element("label", field.label, _required(field.required), for_=self.at)
        return element("div", label, *self._hint(field), control, self._problem(), class_="field", data_field=field.id)

    def _group(self, field: ChoiceField | ChoicesField | PeopleField, role: str, *boxes: Markup) -> Markup:
        required = not isinstance(field, ChoicesField) and field.required
        return element(
            "fieldset",
            element("legend", field.label, _required(required)),
            *self._hint(field),
            element("div", *boxes, class_="boxes"),
            self._problem(),
            class_="field",
            role=role,
            data_field=field.id,
            data_many=not isinstance(field, ChoiceField),
            aria_describedby=self._described(field),
        )

    def _text(self, field: TextField) -> Markup:
        name = "textarea" if field.multiline else "input"
        return element(
            name,
            *([f"\n{field.value}"] if field.multiline else []),
            id=self.at,
            name=field.id,
            value=None if field.multiline else field.value,
            rows=4 if field.multiline else None,
            data_limit=field.limit,
            required=field.required,
            aria_describedby=self._described(field),
            autocomplete="off",
        )

    def _input(self, field: DateField | TimeField, kind: str) -> Markup:
        return element(
            "input",
            type=kind,
            id=self.at,
            name=field.id,
            value=field.value,
            required=field.required,
            aria_describedby=self._described(field),
        )

    def _choice(self, field: ChoiceField) -> Markup:
        if len(field.options) <= RADIOS:
            boxes = [self._box(field.id, option, n, option.value == field.value, "radio") for n, option in _each(field)]
            return self._group(field, "radiogroup", *boxes)
        return self._labelled(field, self._select(field, field.value))

    def _select(self, field: ChoiceField | PeopleField, chosen: str) -> Markup:
        options = [element("option", "Choose …", value="")]
        options += [element("option", o.label, value=o.value, selected=o.value == chosen) for o in field.options]
        return element("select", *options, id=self.at, name=field.id, aria_describedby=self._described(field))

    def _box(self, name: str, option: Option, number: int, chosen: bool, kind: str = "checkbox") -> Markup:
        at = f"{self.at}-{number}"
        box = element("input", type=kind, id=at, name=name, value=option.value, checked=chosen)
        return element("div", box, element("label", option.label, for_=at), class_="box")

    def _hint(self, field: Field) -> tuple[Markup, ...]:
        if isinstance(field, Section) or not field.hint:
            return ()
        return (element("p", self.pen.words(field.hint), class_="hint", id=f"{self.at}-hint"),)

    def _problem(self) -> Markup:
        return element("p", class_="problem", id=f"{self.at}-problem", hidden=True)

    def _described(self, field: Field) -> str:
        hint = f"{self.at}-hint " if not isinstance(field, Section) and field.hint else ""
        return f"{hint}{self.at}-problem"


def _each(field: ChoiceField | ChoicesField | PeopleField) -> list[tuple[int, Option]]:
    return list(enumerate(field.options))


def _required(required: bool) -> Markup:
    return element("span", " (required)", class_="required") if required else together()
