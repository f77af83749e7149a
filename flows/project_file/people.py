"""The people of a project file."""

from __future__ import annotations

from datetime import date

from flows.commands import CLOCK, OPERATOR
from flows.people import WEEKDAYS, Absence, Person, Reminders
from flows.project_file.fields import Record, choice, day, identifier, items, name, once, parsed, record, yes_no
from flows.project_file.grammars import (
    read_calendar,
    read_email,
    read_hours,
    read_language,
    read_weekday,
    read_weekdays,
    read_zone,
)
from flows.project_file.nodes import Node

TAKEN = {CLOCK: "the bot itself", OPERATOR: "whoever runs the server"}
KEYS = ("id", "name", "email", "zone", "language", "days", "hours", "holidays", "away", "active", "reminders")


def read_people(node: Node | None, zone: str, language: str) -> tuple[Person, ...]:
    """Everybody, in the order of the file; `zone` and `language` of the project where they give none."""
    if node is None:
        return ()
    nodes = items(node)
    records = [record(entry, KEYS) for entry in nodes]
    once([given.need("id") for given in records], [identifier(given.need("id")) for given in records], "person")
    return tuple(_person(given, zone, language) for given in records)


def read_range(given: Record) -> tuple[date, date]:
    """`from` and `to`, both included."""
    first, last = day(given.need("from")), day(given.need("to"))
    if last < first:
        raise given.need("to").refused(f"expected a range that ends on {first} or later, not on {last}")
    return first, last


def _person(given: Record, zone: str, language: str) -> Person:
    who = identifier(given.need("id"))
    if who in TAKEN:
        raise given.need("id").refused(f"expected another id: {who} is {TAKEN[who]}")
    return Person(
        id=who,
        name=name(given.need("name")),
        email=given.maybe("email", lambda node: parsed(node, read_email)),
        zone=given.maybe("zone", lambda node: parsed(node, read_zone)) or zone,
        language=given.maybe("language", lambda node: parsed(node, read_language)) or language,
        days=given.maybe("days", _days) or Person.days,
        hours=given.maybe("hours", lambda node: parsed(node, read_hours)) or Person.hours,
        holidays=given.maybe("holidays", lambda node: parsed(node, read_calendar)),
        away=given.maybe("away", _away) or (),
        active=given.maybe("active", yes_no) is not False,
        reminders=given.maybe("reminders", lambda node: choice(node, Reminders)) or Person.reminders,
    )


def _days(node: Node) -> tuple[int, ...]:
    if isinstance(node.value, str):
        return parsed(node, read_weekdays)
    days = [WEEKDAYS[parsed(entry, read_weekday)] for entry in items(node)]
    return tuple(sorted(WEEKDAYS.index(day) for day in once(items(node), days, "day")))


def _away(node: Node) -> tuple[Absence, ...]:
    return tuple(Absence(*read_range(record(entry, ("from", "to")))) for entry in items(node))
