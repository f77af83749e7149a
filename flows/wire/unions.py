"""Which member of a union a value is: by its class on the way out, by a tag or its JSON shape on the way in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_origin

from flows.commands import Command, FormCommand
from flows.phrases import Phrase

OPEN = (Command, FormCommand)
"""Types that stand for any listed command, and so carry its name."""


def contains_itself(members: Sequence[object]) -> bool:
    """Whether these are the members of `Plain`."""
    return any(get_origin(member) is Sequence for member in members)


def shapes_of(member: Any) -> tuple[type, ...]:
    """The runtime classes by which a member is recognised."""
    origin = get_origin(member)
    if origin is tuple:
        return (tuple,)
    if origin is not None:
        return (dict,)
    return (member,)


def is_bare(member: Any) -> bool:
    """Whether a member is told apart by its JSON shape alone and needs no tag."""
    return member in (str, int, bool, float, Phrase, *OPEN) or get_origin(member) is not None


def member_of(by_shape: Mapping[type, tuple[str, Any]], kind: type) -> tuple[str, Any]:
    """The name and type of the member that a value of this class is."""
    for shape in kind.__mro__:
        if shape in by_shape:
            return by_shape[shape]
    raise TypeError(f"{kind.__name__} was not expected")


def list_in(members: Sequence[object]) -> object:
    """The member that a JSON list is."""
    return next(member for member in members if get_origin(member) is tuple)


def map_in(members: Sequence[object]) -> object:
    """The member that a JSON object without a tag is."""
    return next(m for m in members if m in (Phrase, *OPEN) or (get_origin(m) not in (None, tuple)))


def tagged(name: str, written: str) -> str:
    """An object with its tag first; what is no object goes in as `v`."""
    if not written.startswith("{"):
        return f'{{"is":"{name}","v":{written}}}'
    return with_first("is", name, written)


def with_first(key: str, name: str, written: str) -> str:
    """An object with one more entry at its beginning."""
    return f'{{"{key}":"{name}"}}' if written == "{}" else f'{{"{key}":"{name}",{written[1:]}'
