"""Working time and settings of a person, as they are typed and as a form."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from flows.absences import joined
from flows.commands import Command, FormCommand, FormValues
from flows.errors import Invalid
from flows.filled import Filled, needed
from flows.forms import ChoiceField, ChoicesField, Form, Option, TextField, TimeField
from flows.people import WEEKDAYS, Absence, Hours, Person, Reminders
from flows.project_file.grammars import (
    read_calendar,
    read_hours,
    read_language,
    read_time,
    read_weekday,
    read_weekdays,
    read_zone,
)
from flows.when import read_period

LONGEST_TYPED = 200
MOST_LINES = 50
EXAMPLE = "mon-fri 08:00-16:00 Europe/Warsaw"
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
REMINDERS = (
    Option(Reminders.AS_PLANNED, "As planned, in my working time"),
    Option(Reminders.WHEN_ACTIVE, "When I next use Accord, before my day ends"),
)
_DASH = re.compile(r"\s*[-–]\s*")
_HOURS = re.compile(r"\d{1,2}(:\d{2})?-\d{1,2}(:\d{2})?")
_ONE_HOUR = re.compile(r"(?<![:\d])(\d{1,2})(?![:\d])")
_DAY = rf"(?:{'|'.join(WEEKDAYS)})"
_DAYS = re.compile(rf"{_DAY}(?:-{_DAY})?")


@dataclass(frozen=True)
class OpenSettings(Command):
    """Everything about when and how I am written to, as a form."""


def read_working_time(said: str, person: Person) -> Person:
    """`mon-fri 08:00-16:00 Europe/Warsaw`: days, hours and zone, any of them, in any order. Raises Invalid."""
    days: set[int] = set()
    for word in _DASH.sub("-", said[:LONGEST_TYPED]).replace(",", " ").split():
        try:
            if _HOURS.fullmatch(word):
                person = replace(person, hours=read_hours(_ONE_HOUR.sub(r"\1:00", word)))
            elif _DAYS.fullmatch(word.casefold()):
                days |= set(read_weekdays(word.casefold()))
            else:
                person = replace(person, zone=read_zone(word))
        except Invalid:
            raise Invalid(
                "I cannot read “{word}” as days, hours or a time zone. For example: /align hours {example}.",
                word=word[:40],
                example=EXAMPLE,
            ) from None
    return replace(person, days=tuple(sorted(days))) if days else person


def settings_form(person: Person, today: date, submits: FormCommand) -> Form:
    """What is set now."""
    days = tuple(Option(day, name) for day, name in zip(WEEKDAYS, DAY_NAMES, strict=True))
    coming = (absence for absence in person.away if absence.last >= today)
    return Form(
        "My settings",
        submits,
        (
            ChoicesField("days", "Working days", days, values=tuple(WEEKDAYS[day] for day in person.days)),
            TimeField("start", "From", value=f"{person.hours.start:%H:%M}", required=True),
            TimeField(
                "end",
                "To",
                "An end before the start is a shift that passes midnight.",
                f"{person.hours.end:%H:%M}",
                required=True,
            ),
            TextField("zone", "Time zone", "Such as Europe/Warsaw.", person.zone, required=True, limit=80),
            TextField(
                "holidays",
                "Public holidays",
                "A country or a part of one, such as PL or DE-BY; empty for none.",
                person.holidays or "",
                limit=10,
            ),
            TextField(
                "away",
                "Away",
                "One absence per line, such as 2027-02-10 to 2027-02-20.",
                "\n".join(_line(absence) for absence in coming),
                multiline=True,
            ),
            ChoiceField("reminders", "Reminders", REMINDERS, value=person.reminders),
            TextField("language", "Language", "A code such as en or pl.", person.language, required=True, limit=20),
        ),
        "Save",
        "Questions and reminders come only in your working time.",
    )


def read_settings(values: FormValues, person: Person, today: date) -> Person:
    """The person with everything in the form; past absences stay in the record. Raises InvalidForm."""
    filled = Filled(values)
    days = tuple(sorted({read_weekday(day) for day in filled.chosen("days") if day in WEEKDAYS}))
    if not days:
        filled.wrong("days", "Please choose at least one working day.")
    start = filled.read("start", read_time, "Please say when your day begins, such as 08:00.")
    end = filled.read("end", read_time, "Please say when your day ends, such as 16:00.")
    zone = filled.read("zone", read_zone, "Please give your time zone, such as Europe/Warsaw.")
    holidays = filled.read("holidays", lambda said: read_calendar(said.upper()))
    language = filled.read("language", read_language, "Please give a language, such as en.")
    away = filled.read("away", lambda said: _read_absences(said, today)) or ()
    reminders = filled.read("reminders", _read_reminders)
    filled.check()
    past = tuple(absence for absence in person.away if absence.last < today)
    return replace(
        person,
        days=days,
        hours=Hours(needed(start), needed(end)),
        zone=needed(zone),
        holidays=holidays,
        language=needed(language),
        away=(*past, *joined(away)),
        reminders=reminders or person.reminders,
    )


def _read_reminders(said: str) -> Reminders:
    try:
        return Reminders(said)
    except ValueError:
        raise Invalid("Please choose one of these.") from None


def _read_absences(said: str, today: date) -> tuple[Absence, ...]:
    lines = [line for line in said.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise Invalid("Please keep it to {most} lines.", most=MOST_LINES)
    return tuple(read_period(line, today) for line in lines)


def _line(absence: Absence) -> str:
    if absence.first == absence.last:
        return absence.first.isoformat()
    return f"{absence.first.isoformat()} to {absence.last.isoformat()}"
