"""Days as people write them: 2027-02-10, tomorrow, Friday, 10 Feb; and periods of them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from flows.errors import Invalid
from flows.people import Absence
from flows.phrases import Phrase

DAY = timedelta(days=1)
LONGEST_ABSENCE = 400 * DAY
FARTHEST = 5 * 366 * DAY
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
EXAMPLES = "2027-02-10 to 2027-02-20, tomorrow, until Friday or 10 Feb to 20 Feb"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_MONTH = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.? (?P<month>[a-z]{3,9})\.?(?: (?P<year>\d{4}))?")
_MONTH_DAY = re.compile(r"(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,? (?P<year>\d{4}))?")
_BETWEEN = re.compile(r"\s+(?:to|until|till|through)\s+|\s+[-–]\s+|(?<=\d)\s*–\s*(?=\d)")
_OPENING = re.compile(r"^(?:from|on)\s+")
_UNTIL = re.compile(r"^(?:until|till|through|to)\s+")


def read_period(said: str, today: date) -> Absence:
    """`2027-02-10 to 2027-02-20`, `tomorrow`, `until Friday`: days from today on, both included.

    A day without a year is the next one to come. Raises Invalid, saying what was understood, with examples.
    """
    words = " ".join(said.casefold().split())
    if _UNTIL.match(words):
        return _checked(today, read_day(_UNTIL.sub("", words), today), today)
    parts = _BETWEEN.split(_OPENING.sub("", words))
    if len(parts) > 2:
        raise _unclear(said)
    first = read_day(parts[0], today)
    last = read_day(parts[1], first) if len(parts) == 2 else first
    return _checked(first, last, today)


def read_day(said: str, since: date) -> date:
    """One day; without a year, the first such day that is not before `since`. Raises Invalid."""
    words = said.strip().casefold().rstrip(".")
    if words in ("today", "tomorrow"):
        return since + DAY * (words == "tomorrow")
    weekday = next((n for n, name in enumerate(DAYS) if _is_one(words, name)), None)
    if weekday is not None:
        return since + DAY * ((weekday - since.weekday()) % 7)
    if _ISO.fullmatch(words):
        return _iso(words)
    found = _DAY_MONTH.fullmatch(words) or _MONTH_DAY.fullmatch(words)
    month = next((n for n, name in enumerate(MONTHS, 1) if found and _is_one(found["month"], name)), None)
    if found is None or month is None:
        raise _unclear(said)
    return _named(int(found["day"]), month, found["year"], since, said)


def _is_one(words: str, full: str) -> bool:
    """Whether it is the name, or the beginning of it from three letters on: "tues", "sept"."""
    return len(words) >= 3 and full.startswith(words)


def _iso(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise Invalid("There is no day {day} in the calendar.", day=words) from None


def _named(day: int, month: int, year: str | None, since: date, said: str) -> date:
    years = [int(year)] if year else range(since.year, since.year + 9)
    for candidate in years:
        try:
            found = date(candidate, month, day)
        except ValueError:  # 29 February, or no day at all
            continue
        if year or found >= since:
            return found
    raise Invalid("There is no day {day} in the calendar.", day=said.strip())


def _checked(first: date, last: date, today: date) -> Absence:
    understood = Phrase("{first} to {last}", first=first, last=last)
    if last < first:
        raise Invalid(
            "I understood {period}, which ends before it begins. Please write it like this: {examples}.",
            period=understood,
            examples=EXAMPLES,
        )
    if last < today:
        raise Invalid("I understood {period}, which is past. Please give days to come.", period=understood)
    if last - today > FARTHEST:
        raise Invalid("I understood {period}, which is years ahead. Please check the year.", period=understood)
    if last - first > LONGEST_ABSENCE:
        raise Invalid(
            "I understood {period}, which is more than a year. If somebody else takes your part, please ask the "
            "facilitator to change it.",
            period=understood,
        )
    return Absence(first, last)


def _unclear(said: str) -> Invalid:
    return Invalid(
        "I cannot read “{said}” as days. Please write it like this: {examples}.",
        said=" ".join(said.split())[:80],
        examples=EXAMPLES,
    )
