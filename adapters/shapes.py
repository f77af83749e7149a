"""Reading what a chat sends, strictly: a field of another shape than the chat's raises NotOurs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from flows.plain import Plain
from flows.text import clean

Sent: TypeAlias = Mapping[str, Plain]
LONGEST = 100_000
"""Characters of one field; the longest message of Slack has 40,000, of Teams about as many."""
# What clean text never holds, raw or as JSON writes it: lone surrogates, NUL and the like, bidirectional controls.
_BROKEN = re.compile(
    "[\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
    r"|(?<!\\)(?:\\\\)*\\u(?:d[89a-f]|00[01]|202[a-e]|206[6-9])",
    re.IGNORECASE,
)


class NotOurs(Exception):
    """The chat sends nothing of this shape."""


def part(data: Sent, name: str) -> Sent:
    """An object that must be there."""
    value = data.get(name)
    if not isinstance(value, dict):
        raise NotOurs(name)
    return value


def maybe_part(data: Sent, name: str) -> Sent | None:
    """An object, or None where it is left out or null."""
    return None if data.get(name) is None else part(data, name)


def text(data: Sent, name: str) -> str:
    """A text, "" where it is left out or null."""
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > LONGEST:
        raise NotOurs(name)
    return value


def parts(data: Sent, name: str) -> list[Sent]:
    """A list of objects, empty where it is left out or null."""
    value = data.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise NotOurs(name)
    found: list[Sent] = []
    for item in value:
        if not isinstance(item, dict):
            raise NotOurs(name)
        found.append(item)
    return found


def whole(held: str) -> bool:
    """Whether a value that Accord gave out can still be as it was: what Accord writes is clean."""
    return _BROKEN.search(held) is None


def cleaned(plain: Plain) -> Plain:
    """The same data with every text in it cleaned, at any depth."""
    if isinstance(plain, str):
        return plain if plain.isascii() and plain.isprintable() else clean(plain)
    if isinstance(plain, list):
        return [cleaned(item) for item in plain]
    if isinstance(plain, dict):
        return {str(cleaned(key)): cleaned(item) for key, item in plain.items()}
    return plain


def like(pattern: re.Pattern[str], data: Sent, name: str) -> str:
    """A text that must be there and look like this as a whole."""
    value = data.get(name)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise NotOurs(name)
    return value
