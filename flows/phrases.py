"""Phrases: trusted templates with values, drawn for each reader by the adapter.

A person's words are only ever *values*, so they can never become markup, mentions or layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from string import Formatter
from types import MappingProxyType


@dataclass(frozen=True)
class Who:
    """A person. Drawn as a mention where the platform has one, else as the name."""

    person_id: str
    name: str


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, drawn inside quotation marks and never interpreted."""

    words: str


@dataclass(frozen=True)
class Instant:
    """A moment. Drawn in the reader's zone; `zone` is the one to show where the reader has none."""

    at: datetime
    zone: str = "UTC"


@dataclass(frozen=True)
class Link:
    """A web address with a label. Only http(s) addresses are ever drawn as links."""

    url: str
    label: str


@dataclass(frozen=True)
class Count:
    """A number with its noun: `Count(1, "answer", "answers")` reads "1 answer"."""

    number: int
    one: str
    many: str


@dataclass(frozen=True)
class Listing:
    """Several values in one sentence: "a, b and c"; `empty` when there are none."""

    items: tuple[Value, ...]
    empty: str = "nobody"
    last: str = "and"


@dataclass(frozen=True, init=False)
class Phrase:
    """A trusted template and its values: `Phrase("{who} decided {topic}", who=…, topic=…)`.

    Raises ValueError when the template names a value that is not given.
    """

    template: str
    values: Mapping[str, Value] = field(hash=False)

    def __init__(self, template: str, /, **values: Value) -> None:
        wanted = _names(template)
        if not wanted <= values.keys():
            raise ValueError(f"no value for {sorted(wanted - values.keys())} in {template!r}")
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "values", MappingProxyType(values))


# str: people's own or configured words, shown literally; date: a calendar day.
Value = Phrase | Who | Quote | Instant | Link | Count | Listing | str | int | date
Words = Phrase | str
"""What a text in a message may be: a phrase, or fixed words of ours without values."""


@lru_cache(maxsize=4096)
def _parsed(template: str) -> tuple[tuple[str, str | None], ...]:
    """Literal text, then the name that follows it or None."""
    return tuple((literal, name) for literal, name, _, _ in Formatter().parse(template))


@lru_cache(maxsize=4096)
def _names(template: str) -> frozenset[str]:
    return frozenset(name for _, name in _parsed(template) if name is not None)


def as_phrase(words: Words) -> Phrase:
    """Fixed words as a phrase; braces in them stay literal."""
    return words if isinstance(words, Phrase) else Phrase("{words}", words=words)


def pieces(phrase: Phrase) -> Iterable[tuple[str, Value | None]]:
    """The phrase in reading order: (literal text, then the value that follows it or None)."""
    values = phrase.values
    return [(literal, None if name is None else values[name]) for literal, name in _parsed(phrase.template)]
