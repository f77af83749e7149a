"""Who is named in what is shown, and which time zones are: what a platform has to know before it draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import NamedTuple

from flows.commands import Command
from flows.forms import PeopleField
from flows.phrases import Instant, Phrase, Who


class Named(NamedTuple):
    """Ids of people, and names of zones."""

    people: frozenset[str]
    zones: frozenset[str]


def named_in(told: object) -> Named:
    """What a message, form or refusal names."""
    people: set[str] = set()
    zones: set[str] = set()
    waiting = [told]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            continue
        if isinstance(one, tuple):
            waiting += one
        elif isinstance(one, Phrase):
            waiting += one.values.values()
        elif isinstance(one, Who):
            people.add(one.person_id)
        elif isinstance(one, Instant):
            zones.add(one.zone)
        elif type(one) in _NAMES:
            waiting += [getattr(one, name) for name in _NAMES[type(one)]]
            if isinstance(one, PeopleField):
                people.update(option.value for option in one.options)
        elif isinstance(one, Mapping):
            waiting += one.values()
        else:
            _NAMES[type(one)] = _names(type(one))
            waiting.append(one)
    return Named(frozenset(people), frozenset(zones))


_NAMES: dict[type, tuple[str, ...]] = {}
"""By class, of which there are as many as there are blocks, fields and values."""
NAMELESS = ("str", "int", "bool", "Command", "Style")
"""Types of fields, as they are written, in which nobody is named: what a button does is not on the screen."""


def _names(kind: type) -> tuple[str, ...]:
    """The fields to look into."""
    if issubclass(kind, Command) or not is_dataclass(kind):
        return ()
    return tuple(field.name for field in fields(kind) if field.type not in NAMELESS)
