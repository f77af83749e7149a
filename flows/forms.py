"""Forms: what a dialog asks. Shown at once to the one who asked; submitting gives a `FormCommand`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from flows.commands import FormCommand, FormValues
from flows.phrases import Words


@dataclass(frozen=True)
class TextField:
    """Typed text. `multiline` for more than a line; `limit` in characters."""

    id: str
    label: str
    hint: Words = ""
    value: str = ""
    required: bool = False
    multiline: bool = False
    limit: int = 3000


@dataclass(frozen=True)
class Option:
    """One value that can be chosen and what it is called."""

    value: str
    label: str


@dataclass(frozen=True)
class ChoiceField:
    """Exactly one of the options."""

    id: str
    label: str
    options: tuple[Option, ...]
    hint: Words = ""
    value: str = ""
    required: bool = False


@dataclass(frozen=True)
class ChoicesField:
    """Any number of the options."""

    id: str
    label: str
    options: tuple[Option, ...]
    hint: Words = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class PeopleField:
    """One person of the organisation or several, submitted as person ids; `most` 1 is submitted as one text.

    `options`: those known now. A platform may let somebody else be picked, whom it makes known first; so whoever reads
    the form accepts any active person of the organisation.
    """

    id: str
    label: str
    options: tuple[Option, ...]
    hint: Words = ""
    values: tuple[str, ...] = ()
    required: bool = False
    most: int = 1


@dataclass(frozen=True)
class DateField:
    """A calendar day, submitted as YYYY-MM-DD."""

    id: str
    label: str
    hint: Words = ""
    value: str = ""
    required: bool = False


@dataclass(frozen=True)
class TimeField:
    """A time of day, submitted as HH:MM."""

    id: str
    label: str
    hint: Words = ""
    value: str = ""
    required: bool = False


@dataclass(frozen=True)
class Section:
    """A heading with an explanation between fields."""

    title: str
    text: Words = ""


Field = TextField | ChoiceField | ChoicesField | PeopleField | DateField | TimeField | Section


def prefilled(fields: Iterable[Field]) -> FormValues:
    """What a form submits that is sent as it was opened."""
    values: dict[str, str | tuple[str, ...]] = {}
    for field in fields:
        match field:
            case TextField() | ChoiceField() | DateField() | TimeField():
                values[field.id] = field.value
            case ChoicesField():
                values[field.id] = field.values
            case PeopleField():
                values[field.id] = field.values[0] if field.most == 1 and field.values else field.values
            case Section():
                pass
            case _:
                assert_never(field)
    return values


@dataclass(frozen=True)
class Form:
    """A dialog. `submits` is given with `values` filled in; a refused one stays open and shows the problems."""

    title: str
    submits: FormCommand
    fields: tuple[Field, ...]
    submit: str = "Send"
    intro: Words = ""
