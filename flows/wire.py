"""The wire codec: frozen dataclasses <-> JSON, by their type hints.

One converter per type is built once and kept. Commands are strict (a client sends them): unknown names, fields and
types are refused. Records tolerate unknown fields, so that one release back can still read what the next one wrote.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import partial
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from flows import phrases
from flows.commands import Command, FormCommand
from flows.phrases import Phrase
from flows.plain import Plain

T = TypeVar("T")
Convert = Callable[[Any], Any]
OPEN = (Command, FormCommand)
"""Types that stand for any listed command, and so carry its name."""


class WireError(ValueError):
    """What came over the wire does not fit the type it claims to be."""


class Codec:
    """How one type goes to plain data and back."""

    __slots__ = ("decode", "encode", "shapes")

    def __init__(self, encode: Convert, decode: Convert, shapes: tuple[type, ...]) -> None:
        self.encode = encode
        self.decode = decode
        self.shapes = shapes


class Wire:
    """Encodes and decodes; `commands` lists by class name every command that may come in."""

    def __init__(self, commands: Mapping[str, type[Command]]) -> None:
        self._commands = dict(commands)
        self._codecs: dict[object, Codec] = {}

    def dump(self, value: object, kind: object | None = None) -> str:
        """Compact JSON of `value`, declared as `kind` (its own class by default; give unions such as Reply)."""
        plain = self.codec(kind or type(value)).encode(value)
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))

    def load(self, kind: type[T], text: str | bytes) -> T:
        """The value that `dump` wrote; raises WireError."""
        try:
            plain = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise WireError("not JSON") from error
        return self.decode(kind, plain)

    def decode(self, kind: type[T], plain: Plain) -> T:
        """The value of plain data that is already parsed; raises WireError."""
        try:
            return cast(T, self.codec(kind).decode(plain))
        except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
            raise WireError(f"not a {getattr(kind, '__name__', kind)}: {error}") from error

    def command(self, text: str | bytes) -> Command:
        """A command as a client sent it; raises WireError."""
        return self.load(Command, text)

    def codec(self, kind: object) -> Codec:
        """The converter of one type, built at first use."""
        found = self._codecs.get(kind)
        if found is None:
            found = self._codecs[kind] = self._build(kind)
        return found

    def _later(self, kind: object, way: str) -> Convert:
        """A converter looked up when called, so that types may contain themselves."""
        if kind in SCALARS:
            return cast(Convert, getattr(SCALARS[kind], way))
        found: list[Convert] = []

        def convert(value: Any) -> Any:
            if not found:
                found.append(getattr(self.codec(kind), way))
            return found[0](value)

        return convert

    def _build(self, kind: object) -> Codec:
        if kind in SCALARS:
            return SCALARS[kind]
        if kind is Phrase:
            return self._phrase()
        if kind in OPEN:
            return Codec(self._command_out, self._command_in, (Command,))
        origin, arguments = get_origin(kind), get_args(kind)
        if origin in (Union, UnionType):
            return self._union(arguments)
        if origin is tuple:
            return self._tuple(arguments)
        if origin is not None and issubclass(origin, Mapping):
            return self._mapping(arguments[1])
        if isinstance(kind, type) and issubclass(kind, Enum):
            return Codec(lambda value: value.value, kind, (kind,))
        if isinstance(kind, type) and is_dataclass(kind):
            return self._dataclass(kind)
        raise TypeError(f"no wire form for {kind!r}")

    def _phrase(self) -> Codec:
        value = self._later(phrases.Value, "encode"), self._later(phrases.Value, "decode")

        def encode(phrase: Phrase) -> Plain:
            return {"say": phrase.template, "with": {name: value[0](v) for name, v in phrase.values.items()}}

        def decode(plain: Any) -> Phrase:
            return Phrase(_text(plain["say"]), **{name: value[1](v) for name, v in plain["with"].items()})

        return Codec(encode, decode, (Phrase,))

    def _command_out(self, command: Command) -> Plain:
        name = type(command).__name__
        if self._commands.get(name) is not type(command):
            raise TypeError(f"{name} is not a listed command")
        return {"do": name, **self.codec(type(command)).encode(command)}

    def _command_in(self, plain: Any) -> Command:
        rest = dict(plain)
        kind = self._commands[rest.pop("do")]
        return cast(Command, self.codec(kind).decode(rest))

    def _union(self, arguments: tuple[object, ...]) -> Codec:
        if any(get_origin(argument) is Sequence for argument in arguments):  # Plain, which contains itself
            return Codec(_same, _same, (dict, list))
        members = [argument for argument in arguments if argument is not NoneType]
        optional = len(members) < len(arguments)
        if len(members) == 1:
            only = self.codec(members[0])
            return Codec(partial(_optional, only.encode), partial(_optional, only.decode), (*only.shapes, NoneType))
        names = {getattr(member, "__name__", str(member)): member for member in members}
        by_shape = {shape: (name, member) for name, member in names.items() for shape in _shapes(member)}

        def encode(value: Any) -> Plain:
            if value is None and optional:
                return None
            name, member = _pick(by_shape, value)
            plain = self.codec(member).encode(value)
            return plain if _bare(member) else {"is": name, **_tagged(plain)}

        def decode(plain: Any) -> Any:
            if plain is None and optional:
                return None
            if isinstance(plain, Mapping) and "is" in plain:
                rest = {key: item for key, item in plain.items() if key != "is"}
                return self.codec(names[plain["is"]]).decode(rest.get("v", rest))
            if isinstance(plain, list):
                return self.codec(next(m for m in members if get_origin(m) is tuple)).decode(plain)
            member = _map_in(members) if isinstance(plain, Mapping) else _pick(by_shape, plain)[1]
            return self.codec(member).decode(plain)

        return Codec(encode, decode, tuple(by_shape))

    def _tuple(self, arguments: tuple[Any, ...]) -> Codec:
        if arguments[-1] is not Ellipsis:
            return self._row(arguments)
        item = arguments[0]
        encode, decode = self._later(item, "encode"), self._later(item, "decode")

        def strict(plain: Any) -> tuple[Any, ...]:
            if not isinstance(plain, list):
                raise TypeError("a list was expected")
            return tuple(decode(entry) for entry in plain)

        return Codec(lambda value: [encode(entry) for entry in value], strict, (tuple,))

    def _row(self, items: tuple[Any, ...]) -> Codec:
        """A tuple of fixed length, each place with its own type."""
        parts = [(self._later(item, "encode"), self._later(item, "decode")) for item in items]

        def strict(plain: Any) -> tuple[Any, ...]:
            if not isinstance(plain, list) or len(plain) != len(parts):
                raise TypeError(f"a list of {len(parts)} was expected")
            return tuple(decode(entry) for (_, decode), entry in zip(parts, plain, strict=True))

        def encode(value: Any) -> list[Plain]:
            return [encode_one(entry) for (encode_one, _), entry in zip(parts, value, strict=True)]

        return Codec(encode, strict, (tuple,))

    def _mapping(self, item: Any) -> Codec:
        encode, decode = self._later(item, "encode"), self._later(item, "decode")
        return Codec(
            lambda value: {key: encode(entry) for key, entry in value.items()},
            lambda plain: {_text(key): decode(entry) for key, entry in plain.items()},
            (dict, Mapping),
        )

    def _dataclass(self, kind: type) -> Codec:
        hints = get_type_hints(kind)
        parts = [(part.name, self._later(hints[part.name], "encode"), _default(part)) for part in fields(kind)]
        readers = {part.name: self._later(hints[part.name], "decode") for part in fields(kind)}
        strict = issubclass(kind, Command)

        def encode(value: Any) -> Plain:
            plain = {}
            for name, convert, default in parts:
                item = getattr(value, name)
                if item is not default and item != default:
                    plain[name] = convert(item)
            return plain

        def decode(plain: Any) -> Any:
            if not isinstance(plain, Mapping):
                raise TypeError(f"a {kind.__name__} was expected")
            if strict and not plain.keys() <= readers.keys():
                raise KeyError(sorted(plain.keys() - readers.keys())[0])
            return kind(**{name: readers[name](item) for name, item in plain.items() if name in readers})

        return Codec(encode, decode, (kind,))


def _same(value: Any) -> Any:
    return value


def _optional(convert: Convert, value: Any) -> Any:
    return None if value is None else convert(value)


def _default(part: Field[Any]) -> Any:
    return part.default if part.default_factory is MISSING else part.default_factory()


def _exactly(kind: type) -> Convert:
    def check(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{kind.__name__} was expected")
        return value

    return check


_text = _exactly(str)


def _shapes(member: Any) -> tuple[type, ...]:
    """The runtime classes by which a union member is recognised."""
    origin = get_origin(member)
    if origin is tuple:
        return (tuple,)
    if origin is not None:
        return (dict,)
    return (member,)


def _bare(member: Any) -> bool:
    """Whether a union member is told apart by its JSON shape alone and needs no tag."""
    return member in (str, int, bool, float, Phrase, *OPEN) or get_origin(member) is not None


def _map_in(members: list[object]) -> object:
    return next(m for m in members if m in (Phrase, *OPEN) or (get_origin(m) not in (None, tuple)))


def _tagged(plain: Any) -> dict[str, Any]:
    return dict(plain) if isinstance(plain, Mapping) else {"v": plain}


def _pick(by_shape: Mapping[type, tuple[str, Any]], value: Any) -> tuple[str, Any]:
    for shape in type(value).__mro__:
        if shape in by_shape:
            return by_shape[shape]
    raise TypeError(f"{type(value).__name__} was not expected")


def _number(value: Any) -> float:
    if type(value) not in (int, float):
        raise TypeError("a number was expected")
    return float(value)


SCALARS: Mapping[object, Codec] = {
    str: Codec(_same, _text, (str,)),
    int: Codec(_same, _exactly(int), (int,)),
    bool: Codec(_same, _exactly(bool), (bool,)),
    float: Codec(_same, _number, (float,)),
    NoneType: Codec(_same, _exactly(NoneType), (NoneType,)),
    Decimal: Codec(str, lambda plain: Decimal(_text(plain)), (Decimal,)),
    datetime: Codec(datetime.isoformat, lambda plain: datetime.fromisoformat(_text(plain)), (datetime,)),
    date: Codec(date.isoformat, lambda plain: date.fromisoformat(_text(plain)), (date,)),
    time: Codec(time.isoformat, lambda plain: time.fromisoformat(_text(plain)), (time,)),
    timedelta: Codec(timedelta.total_seconds, lambda plain: timedelta(seconds=_number(plain)), (timedelta,)),
}
