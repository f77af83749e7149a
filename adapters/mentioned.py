"""Who is named in what is shown: the people whose accounts a platform has to know before it draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from flows.commands import Command
from flows.forms import PeopleField
from flows.phrases import Phrase, Who


def mentioned(told: object) -> frozenset[str]:
    """The ids of the people that a message, form or refusal names."""
    people: set[str] = set()
    waiting = [told]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            continue
        if isinstance(one, Who):
            people.add(one.person_id)
        elif isinstance(one, Phrase):
            waiting += one.values.values()
        elif isinstance(one, tuple):
            waiting += one
        elif isinstance(one, Mapping):
            waiting += one.values()
        else:
            if isinstance(one, PeopleField):
                people.update(option.value for option in one.options)
            kind = type(one)
            names = _NAMES.get(kind)
            if names is None:
                names = _NAMES[kind] = _names(kind)
            waiting += [getattr(one, name) for name in names]
    return frozenset(people)


_NAMES: dict[type, tuple[str, ...]] = {}
"""By class, of which there are as many as there are blocks, fields and values."""


def _names(kind: type) -> tuple[str, ...]:
    """The fields to look into; what a button does names nobody on the screen."""
    if issubclass(kind, Command) or not is_dataclass(kind):
        return ()
    return tuple(field.name for field in fields(kind))
