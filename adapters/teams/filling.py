"""What was filled into a card, read strictly: its inputs as the values of a form, or the line of a menu."""

from __future__ import annotations

from adapters.keeping import NotOurs, choice_in, command_in, is_menu
from adapters.teams.asked import Data
from adapters.teams.fields import DIRECTORY, INPUT, NO_CHOICE, input_id, is_user, pages
from adapters.teams.keeping import Opened
from adapters.teams.pen import CHOICE, COMMAND
from flows.commands import Command, FormValues
from flows.errors import Invalid
from flows.forms import ChoiceField, ChoicesField, Field, Option, PeopleField, Section
from flows.plain import Plain
from flows.text import clean
from flows.wire import Wire

MOST = 1000
"""Options that can be chosen at once."""


def filled(opened: Opened, data: Data) -> FormValues:
    """Everything that was filled in so far: this page's inputs over those of the pages before.

    People are person ids where they were among the options, and `aad:` with an id in the directory where they were
    picked from it. Raises adapters.keeping.NotOurs for inputs and options that the form does not have.
    """
    every = pages(opened.form)
    if not 0 <= opened.page < len(every):
        raise NotOurs
    here = {field.id: field for field in every[opened.page] if not isinstance(field, Section)}
    if any(name.startswith(INPUT) and name.removeprefix(INPUT) not in here for name in data):
        raise NotOurs
    given = {name: _value(field, _text(data.get(input_id(name)))) for name, field in here.items()}
    before = {name: value for name, value in opened.filled.items() if name not in here}
    return {**before, **{name: value for name, value in given.items() if value}}


def pressed(wire: Wire, data: Data, kept: str | None) -> Command:
    """The command of a button, or of the chosen line of a menu; `kept` is what the Shelf has for what it holds.

    Raises NotOurs, and Invalid where no line of a menu was chosen.
    """
    held = data.get(COMMAND)
    if not isinstance(held, str):
        raise NotOurs
    if not is_menu(held):
        return command_in(wire, held, kept)
    chosen = _text(data.get(_text(data.get(CHOICE))))
    if not chosen:
        raise Invalid("Please choose a line first.")
    return choice_in(wire, held, chosen, kept)


def _value(field: Field, text: str) -> str | tuple[str, ...]:
    match field:
        case ChoiceField():
            return "" if text in ("", NO_CHOICE) else _option(field.options, text)
        case ChoicesField():
            return tuple(_option(field.options, each) for each in _each(text))
        case PeopleField() if field.most == 1:
            return _person(field, text) if text else ""
        case PeopleField():
            return tuple(_person(field, each) for each in _each(text))
        case _:
            return clean(text)


def _person(field: PeopleField, value: str) -> str:
    return f"{DIRECTORY}{value.lower()}" if is_user(value) else _option(field.options, value)


def _option(options: tuple[Option, ...], number: str) -> str:
    """The value of an option by its number."""
    if not (number.isascii() and number.isdigit() and len(number) <= 5 and int(number) < len(options)):
        raise NotOurs
    return options[int(number)].value


def _each(text: str) -> tuple[str, ...]:
    """The values of a multiple choice, each once."""
    found = tuple(dict.fromkeys(each.strip() for each in text.split(",") if each.strip()))
    if len(found) > MOST:
        raise NotOurs
    return found


def _text(plain: Plain) -> str:
    """What an input submits; "" for one that was left empty."""
    if plain is None:
        return ""
    if not isinstance(plain, str):
        raise NotOurs
    return plain
