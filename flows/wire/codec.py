"""The codec of any type, built from its hints at first use and kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache, partial
from itertools import count
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from flows import phrases
from flows.commands import Command
from flows.phrases import Phrase
from flows.plain import Plain
from flows.wire.kept import Kept, Lines
from flows.wire.parts import Parts, default_of, following, keeping, reader, values_of, writer
from flows.wire.scalars import SCALARS, Codec, WireError, Write, anything, quoted, same, text
from flows.wire.unions import (
    OPEN,
    contains_itself,
    is_bare,
    list_in,
    map_in,
    member_of,
    shapes_of,
    tagged,
    with_first,
)

T = TypeVar("T")


class Wire:
    """Encodes and decodes; `commands` lists by class name every command that may come in."""

    def __init__(self, commands: Mapping[str, type[Command]]) -> None:
        self._commands = dict(commands)
        self._codecs: dict[object, Codec] = {}
        self._kept, self._lines = Kept(), Lines()
        self._numbers = count()

    def dump(self, value: object, kind: object | None = None) -> str:
        """Compact JSON of `value`, declared as `kind` (its own class by default; give unions such as Reply)."""
        codec = self.codec(kind or type(value))
        return (codec.alone or codec.encode)(value)

    def dump_again(self, record: object) -> str:
        """The same of a record, with an `id`, that was written before: only what is new in it is written anew."""
        codec = self.codec(type(record))
        return (codec.again or codec.encode)(record)

    def load(self, kind: type[T], written: str | bytes) -> T:
        """The value that `dump` wrote; raises WireError."""
        try:
            plain = json.loads(written)
        except (ValueError, RecursionError) as error:
            raise WireError("not JSON") from error
        return self.decode(kind, plain)

    def decode(self, kind: type[T], plain: Plain) -> T:
        """The value of plain data that is already parsed; raises WireError."""
        try:
            return cast(T, self.codec(kind).decode(plain))
        except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
            raise WireError(f"not a {getattr(kind, '__name__', kind)}: {error}") from error

    def command(self, written: str | bytes) -> Command:
        """A command as a client sent it; raises WireError."""
        return self.load(Command, written)

    def codec(self, kind: object) -> Codec:
        """The converter of one type; those of its parts are built when needed, since types may contain themselves."""
        found = SCALARS.get(kind) or self._codecs.get(kind)
        if found is None:
            found = self._codecs[kind] = self._build(kind)
        return found

    def _later(self, kind: object) -> Callable[[], Codec]:
        """The converter of a part, looked up when it is first needed: types may contain themselves."""
        return cache(partial(self.codec, kind))

    def _build(self, kind: object) -> Codec:
        if kind is Phrase:
            return self._phrase()
        if kind in OPEN:
            return Codec(self._commands_out(), self._command_in, (Command,))
        origin, arguments = get_origin(kind), get_args(kind)
        if origin in (Union, UnionType):
            return self._union(arguments)
        if origin is tuple:
            return self._tuple(arguments[0]) if arguments[-1] is Ellipsis else self._row(arguments)
        if origin is not None and issubclass(origin, Mapping):
            return self._mapping(arguments[1])
        if isinstance(kind, type) and issubclass(kind, Enum):
            return Codec(quoted if issubclass(kind, str) else lambda value: anything(value.value), kind, (kind,))
        if isinstance(kind, type) and is_dataclass(kind):
            return self._dataclass(kind)
        raise TypeError(f"no wire form for {kind!r}")

    def _phrase(self) -> Codec:
        values = self._later(phrases.Value)

        def encode(phrase: Phrase) -> str:
            write = values().encode
            given = ",".join([f"{quoted(name)}:{write(item)}" for name, item in phrase.values.items()])
            return f'{{"say":{quoted(phrase.template)},"with":{{{given}}}}}'

        def decode(plain: Any) -> Phrase:
            read = values().decode
            return Phrase(text(plain["say"]), **{name: read(item) for name, item in plain["with"].items()})

        return Codec(encode, decode, (Phrase,))

    def _commands_out(self) -> Write:
        known: dict[type, Write] = {}

        def encode(command: Command) -> str:
            kind = type(command)
            write = known.get(kind)
            if write is None:
                if self._commands.get(kind.__name__) is not kind:
                    raise TypeError(f"{kind.__name__} is not a listed command")
                write = known[kind] = self.codec(kind).encode
            return with_first("do", kind.__name__, write(command))

        return encode

    def _command_in(self, plain: Any) -> Command:
        rest = dict(plain)
        kind = self._commands[rest.pop("do")]
        return cast(Command, self.codec(kind).decode(rest))

    def _union(self, arguments: tuple[object, ...]) -> Codec:
        if contains_itself(arguments):  # Plain
            return Codec(anything, same, (dict, list))
        members = [argument for argument in arguments if argument is not NoneType]
        optional = len(members) < len(arguments)
        if len(members) == 1:
            return self._optional(members[0])
        names = {getattr(member, "__name__", str(member)): member for member in members}
        by_shape = {shape: (name, member) for name, member in names.items() for shape in shapes_of(member)}
        known: dict[type, tuple[str, Write]] = {NoneType: ("", anything)} if optional else {}

        def encode(value: Any) -> str:
            found = known.get(type(value))
            if found is None:
                name, member = member_of(by_shape, type(value))
                found = known[type(value)] = "" if is_bare(member) else name, self.codec(member).encode
            name, write = found
            return tagged(name, write(value)) if name else write(value)

        def decode(plain: Any) -> Any:
            if plain is None and optional:
                return None
            if isinstance(plain, Mapping) and "is" in plain:
                rest = {key: item for key, item in plain.items() if key != "is"}
                return self.codec(names[plain["is"]]).decode(rest.get("v", rest))
            if isinstance(plain, list):
                return self.codec(list_in(members)).decode(plain)
            member = map_in(members) if isinstance(plain, Mapping) else member_of(by_shape, type(plain))[1]
            return self.codec(member).decode(plain)

        return Codec(encode, decode, tuple(by_shape))

    def _optional(self, kind: object) -> Codec:
        only = self.codec(kind)
        write, read = only.encode, only.decode
        return Codec(
            lambda value: "null" if value is None else write(value),
            lambda plain: None if plain is None else read(plain),
            (*only.shapes, NoneType),
        )

    def _tuple(self, item: object) -> Codec:
        kept, number, each = self._kept, next(self._numbers), self._later(item)

        def encode(value: Any) -> str:
            found = kept.find(number, value)
            if found is not None:
                return found
            write = each().encode
            return kept.keep(number, value, f"[{','.join([write(entry) for entry in value])}]")

        def decode(plain: Any) -> tuple[Any, ...]:
            if not isinstance(plain, list):
                raise TypeError("a list was expected")
            read = each().decode
            return tuple([read(entry) for entry in plain])

        return Codec(encode, decode, (tuple,))

    def _row(self, items: tuple[object, ...]) -> Codec:
        """A tuple of fixed length, each place with its own type."""

        def encode(value: Any) -> str:
            return f"[{','.join([self.codec(item).encode(entry) for item, entry in zip(items, value, strict=True)])}]"

        def decode(plain: Any) -> tuple[Any, ...]:
            if not isinstance(plain, list) or len(plain) != len(items):
                raise TypeError(f"a list of {len(items)} was expected")
            return tuple([self.codec(item).decode(entry) for item, entry in zip(items, plain, strict=True)])

        return Codec(encode, decode, (tuple,))

    def _mapping(self, item: object) -> Codec:
        each = self._later(item)

        def encode(value: Any) -> str:
            write = each().encode
            return f"{{{','.join([f'{quoted(key)}:{write(entry)}' for key, entry in value.items()])}}}"

        def decode(plain: Any) -> dict[str, Any]:
            read = each().decode
            return {text(key): read(entry) for key, entry in plain.items()}

        return Codec(encode, decode, (dict, Mapping))

    def _dataclass(self, kind: type) -> Codec:
        parts = cache(partial(self._parts, kind))  # built when first needed: types may contain themselves
        write = writer(parts)
        again = following(parts, self._lines, next(self._numbers))
        return Codec(keeping(parts, self._kept, write), reader(kind, parts), (kind,), write, again)

    def _parts(self, kind: type) -> Parts:
        hints = _hints(kind)
        codecs = [(part, self.codec(hints[part.name])) for part in fields(kind)]
        return Parts(
            values_of([part.name for part, _ in codecs]),
            [(f"{quoted(part.name)}:", codec.encode, default_of(part)) for part, codec in codecs],
            {part.name: codec.decode for part, codec in codecs},
            next(self._numbers) if any({tuple, dict} & {*codec.shapes} for _, codec in codecs) else None,
        )


@cache
def _hints(kind: type) -> Mapping[str, object]:
    """The types of a class's fields; a class is the same in every wire of a process."""
    return get_type_hints(kind)
