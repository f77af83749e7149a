"""Which red lines a text touches: whole words, whatever their case and accents. A pure rule, and a fast one.

Both sides are folded alike: casefold, then NFKD without its marks, then the letters that have no decomposition. What
people give are words, never patterns, so that no red line can be written that takes long to look for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from flows.red_lines.records import InForce, RedLine
from flows.topics import words_of

SHORTEST = 3
"""Letters of a tripping word: shorter ones would stop everything."""

Index = Mapping[str, tuple[tuple[tuple[str, ...], int, str], ...]]
"""By first word: the whole words, which red line, and as people wrote it."""


def touched(lines: Sequence[InForce], texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The red lines in force (by id) that one of these texts touches, and the words that tripped each.

    Words do not run on from one text into the next.
    """
    holding = [(line.id, line.content) for line in lines if line.holds and isinstance(line.content, RedLine)]
    index = _index(tuple(content.trips for _, content in holding))
    found: dict[int, dict[str, None]] = {}
    for text in texts if index else ():
        for which, written in _in_text(index, words_of(text)):
            found.setdefault(which, {})[written] = None
    return {holding[which][0]: tuple(found[which]) for which in sorted(found)}


def _in_text(index: Index, words: list[str]) -> Iterable[tuple[int, str]]:
    for at, word in enumerate(words):
        for phrase, which, written in index.get(word, ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                yield which, written


@lru_cache(maxsize=64)
def _index(trips: tuple[tuple[str, ...], ...]) -> Index:
    """Kept, since the red lines of a project change a few times in its life."""
    found: dict[str, list[tuple[tuple[str, ...], int, str]]] = {}
    for which, written in enumerate(trips):
        for each in written:
            phrase = tuple(words_of(each))
            if phrase:
                found.setdefault(phrase[0], []).append((phrase, which, each))
    return MappingProxyType({word: tuple(phrases) for word, phrases in found.items()})
