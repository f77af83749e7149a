"""The small grammars of the project file. Each takes characters and raises Invalid with what was expected."""

from __future__ import annotations

import re
from datetime import datetime, time
from zoneinfo import ZoneInfo

from flows.errors import Invalid
from flows.people import WEEKDAYS, Hours
from flows.project_file.fields import read_day
from flows.project_file.holiday_codes import is_calendar

_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_WEEKS = re.compile(r"([1-9]|[1-4][0-9]|5[0-2]) weeks?")
_EMAIL = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,189}")


def read_zone(characters: str) -> str:
    """An IANA time zone: `Europe/Warsaw`."""
    try:
        ZoneInfo(characters)
    except (KeyError, ValueError, OSError) as error:  # OSError: a folder of zones, such as "Europe"
        raise Invalid("Expected a time zone such as Europe/Warsaw.") from error
    return characters


def read_time(characters: str) -> time:
    """A time of day: `09:00`."""
    found = _TIME.fullmatch(characters)
    if found is None:
        raise Invalid("Expected a time of day such as 09:00.")
    return time(int(found.group(1)), int(found.group(2)))


def read_hours(characters: str) -> Hours:
    """`07:00-15:00`; hours that end before they begin pass midnight."""
    start, dash, end = characters.partition("-")
    try:
        if dash:
            return Hours(read_time(start.strip()), read_time(end.strip()))
    except Invalid:
        pass  # the sentence below shows both times
    raise Invalid('Expected working hours such as "07:00-15:00".')


def read_weekday(characters: str) -> int:
    """`mon` … `sun`, Monday 0."""
    if characters.lower() not in WEEKDAYS:
        raise Invalid(f"Expected a day: {', '.join(WEEKDAYS)}.")
    return WEEKDAYS.index(characters.lower())


def read_weekdays(characters: str) -> tuple[int, ...]:
    """`mon-fri`, or one day."""
    first, dash, last = characters.partition("-")
    try:
        start = read_weekday(first.strip())
        end = read_weekday(last.strip()) if dash else start
    except Invalid as error:
        raise Invalid("Expected working days such as mon-fri or [sun, mon, tue].") from error
    return tuple(sorted((start + step) % 7 for step in range((end - start) % 7 + 1)))


def read_weekly_time(characters: str) -> tuple[int, time]:
    """`Mon 09:00`: weekday (Monday 0) and time of day."""
    weekday, _, at = characters.partition(" ")
    try:
        return read_weekday(weekday), read_time(at.strip())
    except Invalid as error:
        raise Invalid('Expected a day and a time such as "Mon 09:00".') from error


def read_weeks(characters: str) -> int:
    """`4 weeks`: how many weeks, at most a year; `never` is 0."""
    if characters.casefold() == "never":
        return 0
    found = _WEEKS.fullmatch(characters)
    if found is None:
        raise Invalid("Expected a number of weeks from 1 to 52 such as 4 weeks, or never.")
    return int(found.group(1))


def read_moment(characters: str) -> datetime:
    """`2027-01-15T16:00`: a wall-clock time, without a zone."""
    date_part, _, time_part = characters.removesuffix(":00" if characters.count(":") > 1 else "").partition("T")
    try:
        return datetime.combine(read_day(date_part), read_time(time_part))
    except Invalid as error:
        raise Invalid("Expected a date and time such as 2027-01-15T16:00.") from error


def read_language(characters: str) -> str:
    """A language code: `en`, `pt-BR`."""
    if not _LANGUAGE.fullmatch(characters):
        raise Invalid("Expected a language code such as en or pl.")
    return characters


def read_calendar(characters: str) -> str:
    """A holiday calendar: `PL`, `DE-BY`."""
    if not is_calendar(characters):
        raise Invalid("Expected a country or a part of one with public holidays, such as PL or DE-BY.")
    return characters


def read_email(characters: str) -> str:
    """An e-mail address."""
    if not _EMAIL.fullmatch(characters):
        raise Invalid("Expected an e-mail address such as adam@example.com.")
    return characters
