"""Codecs of single values. A codec writes JSON text, and reads what a JSON parser made of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring
from types import NoneType
from typing import Any

Write = Callable[[Any], str]
Read = Callable[[Any], Any]


class WireError(ValueError):
    """What came over the wire does not fit the type it claims to be."""


@dataclass(frozen=True, slots=True)
class Codec:
    """How one type goes to JSON text, and back from parsed JSON. `shapes`: the classes by which a value of it is
    recognised among others."""

    encode: Write
    decode: Read
    shapes: tuple[type, ...]
    alone: Write | None = None
    """How a value is written that is part of no other; None: in the same way."""
    again: Write | None = None
    """How a changed record is written; None: in the same way."""


def _plain_writer() -> Write:
    """What `JSONEncoder(…).encode` does; that makes its inner encoder anew for each value, and this once."""
    slow = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return slow.encode
    pieces = make(None, slow.default, encode_basestring, None, ":", ",", False, False, True)
    return lambda value: "".join(pieces(value, 0))


def _moment(value: datetime) -> str:
    return _in_utc(value) if value.tzinfo is UTC else f'"{value.isoformat()}"'


@lru_cache(maxsize=256)
def _in_utc(value: datetime) -> str:
    """Kept, since a record that begins has the same moment in half a dozen places; of one zone, since moments that are
    written differently elsewhere are equal. Without its zone a datetime is written in half the time."""
    return f'"{value.replace(tzinfo=None).isoformat()}+00:00"'


quoted: Write = encode_basestring
"""A JSON string; also of the member of a StrEnum."""
anything: Write = _plain_writer()
"""Compact JSON of plain data."""


def same(value: Any) -> Any:
    """The value as it is."""
    return value


def exactly(kind: type) -> Read:
    """A reader that refuses other types; bool is no int."""

    def check(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{kind.__name__} was expected")
        return value

    return check


text = exactly(str)


def _whole(value: Any) -> str:
    return str(value) if type(value) is int else anything(value)


def _number(value: Any) -> float:
    if type(value) not in (int, float):
        raise TypeError("a number was expected")
    return float(value)


SCALARS: Mapping[object, Codec] = {
    str: Codec(quoted, text, (str,)),
    int: Codec(_whole, exactly(int), (int,)),
    bool: Codec(lambda value: "true" if value else "false", exactly(bool), (bool,)),
    float: Codec(anything, _number, (float,)),
    NoneType: Codec(lambda _: "null", exactly(NoneType), (NoneType,)),
    Decimal: Codec(lambda value: quoted(str(value)), lambda plain: Decimal(text(plain)), (Decimal,)),
    datetime: Codec(_moment, lambda plain: datetime.fromisoformat(text(plain)), (datetime,)),
    date: Codec(lambda value: f'"{value.isoformat()}"', lambda plain: date.fromisoformat(text(plain)), (date,)),
    time: Codec(lambda value: f'"{value.isoformat()}"', lambda plain: time.fromisoformat(text(plain)), (time,)),
    timedelta: Codec(
        lambda value: float.__repr__(value.total_seconds()),
        lambda plain: timedelta(seconds=_number(plain)),
        (timedelta,),
    ),
}
