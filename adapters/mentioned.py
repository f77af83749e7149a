"""Who is named in what is shown: the people whose accounts a platform has to know before it draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass

from flows.commands import Command
from flows.forms import PeopleField
from flows.phrases import Phrase, Who


def mentioned(told: object) -> frozenset[str]:
    """The ids of the people that a message, form or refusal names."""
    if isinstance(told, Who):
        return frozenset((told.person_id,))
    people = frozenset(option.value for option in told.options) if isinstance(told, PeopleField) else frozenset()
    return people.union(*(mentioned(part) for part in _parts(told)))


def _parts(told: object) -> Iterable[object]:
    match told:
        case Phrase():
            return told.values.values()
        case tuple():
            return told
        case Mapping():
            return told.values()
        case str() | int() | float() | Command() | type():
            return ()
    return [getattr(told, field.name) for field in fields(told)] if is_dataclass(told) else ()
