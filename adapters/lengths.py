"""Texts within limits: how long they are as chat platforms count, and how they are cut."""

from __future__ import annotations

import re

NOTHING_SAID = "–"
"""Stands where a platform refuses an empty text."""


def units(text: str) -> int:
    """The length of a text as a platform may count it: in UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def head(text: str, most: int) -> str:
    """The longest start within `most` units, up to a word's end where one is near; never half a letter."""
    if units(text) <= most:
        return text
    end = min(len(text), most)
    while (over := units(text[:end]) - most) > 0:
        end -= (over + 1) // 2
    border = max(text.rfind(" ", 0, end + 1), text.rfind("\n", 0, end + 1))
    if border > end * 3 // 5:
        return text[:border]
    whole = end
    while whole > max(end - 40, 1) and _joined(text[whole - 1], text[whole]):
        whole -= 1
    return text[:whole]


def _joined(before: str, after: str) -> bool:
    """Whether two characters are drawn as one letter or sign."""
    return before == "\u200d" or after == "\u200d" or bool(_MARKS.match(after))


_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]"
)


def shortened(text: str, most: int) -> str:
    """The text, cut with “…” where it is longer than `most`; "–" where there is none."""
    kept = text if units(text) <= most else f"{head(text, most - 1).rstrip()}…"
    return kept if kept.strip() else NOTHING_SAID


def line(text: str, most: int) -> str:
    """The same on one line."""
    return shortened(" ".join(text.split()), most)
