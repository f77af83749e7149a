"""How a dataclass is written and read, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field
from typing import Any, NamedTuple

from flows.commands import Command
from flows.wire.kept import Kept
from flows.wire.scalars import Read, Write


class Parts(NamedTuple):
    """The fields of a dataclass. `written`: (name, its key in JSON, how it is written, its default or MISSING).

    `number`: under which its texts are kept; None where keeping costs as much as writing, since it has no lists in it.
    """

    written: list[tuple[str, str, Write, Any]]
    read: dict[str, Read]
    number: int | None


def writer(parts: Callable[[], Parts]) -> Write:
    """Writes an object; what has its default value is left out."""

    def encode(value: Any) -> str:
        texts = []
        for name, key, write, default in parts().written:
            item = getattr(value, name)
            if item is not default and (default is MISSING or item != default):
                texts.append(key + write(item))
        return f"{{{','.join(texts)}}}"

    return encode


def keeping(parts: Callable[[], Parts], kept: Kept, write: Write) -> Write:
    """The same for an object that is part of another one: a text that was written lately is not written again."""

    def encode(value: Any) -> str:
        number = parts().number
        if number is None:
            return write(value)
        found = kept.find(number, value)
        return kept.keep(number, value, write(value)) if found is None else found

    return encode


def reader(kind: type, parts: Callable[[], Parts]) -> Read:
    """Reads an object. Unknown fields are refused in a command, and left out in a record."""
    strict = issubclass(kind, Command)

    def decode(plain: Any) -> Any:
        if not isinstance(plain, Mapping):
            raise TypeError(f"a {kind.__name__} was expected")
        readers = parts().read
        if strict and not plain.keys() <= readers.keys():
            raise KeyError(sorted(plain.keys() - readers.keys())[0])
        return kind(**{name: readers[name](item) for name, item in plain.items() if name in readers})

    return decode


def default_of(part: Field[Any]) -> Any:
    """What a field is when it is left out, or MISSING."""
    return part.default if part.default_factory is MISSING else part.default_factory()
