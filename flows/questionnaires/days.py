"""Days inside an answer: `2027-06-30`, `30 June 2027`, `June 30, 2027`, `30.06.2027`; always with the year."""

from __future__ import annotations

import re
from datetime import date

from flows.errors import Invalid
from flows.when import read_day

EXAMPLE = "2027-05-08"
DAY = (
    r"\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}(?!\d)"
    r"|\d{1,2}(?:st|nd|rd|th)?\.?\s[a-z]{3,9}\.?\s\d{4}(?!\d)|[a-z]{3,9}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}(?!\d)"
)
"""What looks like a day, for grammars that find one within a sentence; to be used with IGNORECASE."""
_FIGURES = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_OPENING = re.compile(r"^(?:by|on|until|before)\s+", re.IGNORECASE)


def read_dated(text: str, example: str = EXAMPLE) -> date:
    """One day as people write it. Raises Invalid: what is missing, with an example."""
    typed = " ".join(_OPENING.sub("", text.strip()).split())[:80]
    figures = _FIGURES.fullmatch(typed) or _DOTTED.fullmatch(typed)
    words = f"{figures['year']}-{int(figures['month']):02}-{int(figures['day']):02}" if figures else typed
    if not _YEAR.search(words):
        raise Invalid(
            "I read “{typed}”, and the year is missing. Please type it like this: {example}",
            typed=typed,
            example=example,
        )
    try:
        return read_day(words, date.min)
    except Invalid as refusal:
        raise Invalid(
            "I cannot read “{typed}” as a day. Please type it like this: {example}", typed=typed, example=example
        ) from refusal
