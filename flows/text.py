"""Cleaning of people's words, once, at the edge."""

from __future__ import annotations

import re
import unicodedata

# Controls that are no line break or tab, bidirectional controls (they can turn a sentence round), and the BOM.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Anything but spaces, joiners, soft hyphens, fillers and variation selectors, which alone leave nothing to see.
_VISIBLE = re.compile(
    "[^\\s\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u2800\u3164\ufe00-\ufe0f\uffa0]"
)


def clean(words: str) -> str:
    """NFC, line ends as \\n, no control or bidirectional characters, U+FFFD for lone surrogates.

    Empty where nothing is left to see: invisible characters are no answer.
    """
    if words.isascii() and words.isprintable():  # as a rule
        return "" if words.isspace() else words
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    words = _UNWANTED.sub("", _SURROGATE.sub("\ufffd", words))
    return unicodedata.normalize("NFC", words) if _VISIBLE.search(words) else ""


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same to a reader: without case, accents and spaces."""
    return name_key(one) == name_key(other)


def name_key(name: str) -> str:
    """What `same_name` compares; for grouping by name."""
    if name.isascii():
        return "".join(name.casefold().split())
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter) and not letter.isspace())
