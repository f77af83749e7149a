"""How a dataclass is written and read, field by field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field
from operator import attrgetter, is_
from typing import Any, NamedTuple

from flows.commands import Command
from flows.plain import is_mapping
from flows.wire.kept import Kept, Lines
from flows.wire.scalars import Read, Write


class Parts(NamedTuple):
    """The fields of a dataclass. `values`: all their values in one call, which is quicker than to ask for each.

    `written`, in the same order: (its key in JSON, how it is written, its default or MISSING).
    `number`: under which its texts are kept; None where keeping costs as much as writing, since it has only small
    values in it.
    """

    values: Callable[[Any], tuple[Any, ...]]
    written: list[tuple[str, Write, Any]]
    read: dict[str, Read]
    number: int | None


def writer(parts: Callable[[], Parts]) -> Write:
    """Writes an object; what has its default value is left out."""

    def encode(value: Any) -> str:
        values, written, _, _ = parts()
        texts = [
            key + write(item)
            for item, (key, write, default) in zip(values(value), written, strict=True)
            if item is not default and (default is MISSING or item != default)
        ]
        return f"{{{','.join(texts)}}}"

    return encode


def following(parts: Callable[[], Parts], lines: Lines, kind: int) -> Write:
    """The same for a record with an `id`: what stands in it as in the version before is not written again."""

    def encode(value: Any) -> str:
        values, written, _, _ = parts()
        now, before = values(value), lines.find(kind, value.id)
        if before is None:
            texts = [_text(item, part) for item, part in zip(now, written, strict=True)]
        else:
            was, texts = before[0], [*before[1]]
            for at, is_same in enumerate(map(is_, now, was)):
                if not is_same:
                    texts[at] = _text(now[at], written[at])
        whole = f"{{{','.join(filter(None, texts))}}}"
        lines.keep(kind, value.id, (now, texts), len(whole))
        return whole

    return encode


def _text(item: Any, part: tuple[str, Write, Any]) -> str:
    """A field with its key; "" for what is left out."""
    key, write, default = part
    return "" if item is default or (default is not MISSING and item == default) else key + write(item)


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
        if not is_mapping(plain):
            raise TypeError(f"a {kind.__name__} was expected")
        readers = parts().read
        if strict and not plain.keys() <= readers.keys():
            raise KeyError(sorted(plain.keys() - readers.keys())[0])
        return kind(**{name: readers[name](item) for name, item in plain.items() if name in readers})

    return decode


def values_of(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Gives the values of these attributes as a tuple, however many they are."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple([getattr(value, name) for name in names])


def default_of(part: Field[Any]) -> Any:
    """What a field is when it is left out, or MISSING."""
    return part.default if part.default_factory is MISSING else part.default_factory()
