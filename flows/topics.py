"""Whether words are about a topic: the same words but for case, accents, endings and hyphens, in any order.

No meaning is guessed. Two words are the same when they are the same letters, or are that less an ending which plurals
and cases of English, German or Polish put there. Small words do not count; what hyphens hold together is one word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+")
_HYPHENED = re.compile(r"[^\W_]+(?:[-\u2010\u2011'’][^\W_]+)*")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "\u0131": "i", "æ": "ae", "œ": "oe"})
_ENDINGS = ("s", "es", "ies", "y", "e", "en", "n", "i", "a", "u", "ow", "om", "em", "ach", "ami")
SHORTEST = 4
"""Letters that are left of a word without its ending; three before a plain s."""
_ENGLISH = (
    "a",
    "an",
    "the",
    "of",
    "for",
    "to",
    "in",
    "on",
    "at",
    "by",
    "with",
    "and",
    "or",
    "from",
    "is",
    "are",
    "our",
)
_GERMAN = (
    "der",
    "die",
    "das",
    "des",
    "dem",
    "den",
    "und",
    "oder",
    "fur",
    "von",
    "vom",
    "zu",
    "zur",
    "zum",
    "mit",
    "ist",
)
_POLISH = ("na", "do", "z", "w", "i", "o", "od", "dla", "po", "ze", "we", "oraz", "jest")
_SMALL = frozenset((*_ENGLISH, *_GERMAN, *_POLISH))


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: case, accents and marks do not count."""
    return _WORD.findall(_folded(text))


def _folded(text: str) -> str:
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold().translate(_LETTERS)


def is_about(text: str, topic: str) -> bool:
    """Whether every word of the topic that says something stands in the text."""
    wanted = _telling(topic)
    return bool(wanted) and _all_there(wanted, _stems(text))


def _telling(text: str) -> list[str]:
    joined = ("".join(_WORD.findall(unit)) for unit in _HYPHENED.findall(_folded(text)))
    return [word for word in joined if word not in _SMALL]


def _stems(text: str) -> frozenset[str]:
    """Of each word, and of each two in a row as one: "cut over" is "cutover"."""
    words = words_of(text)
    together = (one + other for one, other in pairwise(words))
    return frozenset(stem for word in (*words, *_telling(text), *together) for stem in _without_ending(word))


def _without_ending(word: str) -> Iterable[str]:
    yield word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST - (ending == "s"):
            yield word.removesuffix(ending)


def _all_there(wanted: Sequence[str], there: frozenset[str]) -> bool:
    at = 0
    while at < len(wanted):
        if not there.isdisjoint(_without_ending(wanted[at])):
            at += 1
        elif at + 1 < len(wanted) and not there.isdisjoint(_without_ending(wanted[at] + wanted[at + 1])):
            at += 2
        else:
            return False
    return True
