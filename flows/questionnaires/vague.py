"""Vague and empty answers (C9): found by a list of words, asked about once, made clearer by the person's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from flows.plain import Plain
from flows.questionnaires.template import Kind
from flows.questionnaires.vague_words import ALONE, ANYWHERE, CONCRETE, LONGEST, Leaves
from flows.questionnaires.wording import NO_VIEW
from flows.text import name_key

LOOKED_AT = 400
"""Characters of an answer that are looked at, and at the same time the longest answer that is asked about."""
SHORT = 30
"""Words: who has written more has explained what they mean."""
ENTRIES = 100
FREE = ("text", "what", "condition", "why", "test")
"""Where people's own words stand in the plain shape of a structured answer."""
_WORD = re.compile(r"[^\W_]+")

Path = tuple[str, ...]
"""Where the words stand in a plain answer: keys, and places in a list; empty for an answer that is all words."""


@dataclass(frozen=True)
class Vague:
    """`said`: the vague words as they were written; `path`: where in the answer."""

    said: str
    leaves: Leaves
    path: Path = ()


def vague_answer(kind: Kind, value: Plain) -> Vague | None:
    """The first vague words of an answer; None where everything is said."""
    for path, words in islice(_own_words(kind, value), ENTRIES):
        found = vague_words(words)
        if found is not None:
            return Vague(*found, path)
    return None


def vague_words(words: str) -> tuple[str, Leaves] | None:
    """The first vague words of a text, and what they leave open. Takes time with the first 400 characters only."""
    if len(words) > LOOKED_AT:
        return None
    found = list(_WORD.finditer(words))
    keys = tuple(name_key(word[0]) for word in found)
    if not keys or keys in ALONE:
        return words.strip(), Leaves.ALL
    if len(keys) > SHORT or any(key in CONCRETE or any(map(str.isdigit, key)) for key in keys):
        return None
    at = 0
    while at < len(keys):
        size, leaves = _longest(keys[at : at + LONGEST])
        if leaves is not None:
            return words[found[at].start() : found[at + size - 1].end()], leaves
        at += size
    return None


def made_clearer(value: Plain, path: Path, words: str) -> Plain:
    """The answer with these words added to those at `path`."""
    if not path:
        return f"{str(value).rstrip()} – {words}"
    first, *rest = path
    if isinstance(value, Mapping):
        return {**value, first: made_clearer(value[first], tuple(rest), words)}
    if isinstance(value, list | tuple):
        return [made_clearer(each, tuple(rest), words) if str(at) == first else each for at, each in enumerate(value)]
    return value


def _longest(keys: tuple[str, ...]) -> tuple[int, Leaves | None]:
    """How many words the longest known phrase at the beginning has, and what it leaves open."""
    for size in range(len(keys), 0, -1):
        if keys[:size] in ANYWHERE:
            return size, ANYWHERE[keys[:size]]
    return 1, None


def _own_words(kind: Kind, value: Plain) -> Iterator[tuple[Path, str]]:
    if kind is Kind.TEXT:
        if isinstance(value, str) and value != NO_VIEW:
            yield (), value
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _of_entry((key,), entry)
    elif isinstance(value, list | tuple):
        for at, entry in enumerate(value):
            yield from _of_entry((str(at),), entry)


def _of_entry(path: Path, entry: Plain) -> Iterator[tuple[Path, str]]:
    if isinstance(entry, Mapping):
        for key in FREE:
            words = entry.get(key)
            if isinstance(words, str) and words:
                yield (*path, key), words
