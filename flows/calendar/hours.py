"""A person's working hours in words."""

from __future__ import annotations

from flows.people import Person

NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def describe_hours(person: Person) -> str:
    """For people to read: "Mon–Fri 08:00–16:00 Europe/Warsaw"."""
    if not set(person.days) & set(range(7)):
        return f"no working days, {person.zone}"
    start, end = person.hours.start, person.hours.end
    hours = "round the clock" if start == end else f"{start:%H:%M}–{end:%H:%M}"
    return f"{_days(set(person.days))} {hours} {person.zone}"


def _days(days: set[int]) -> str:
    """Runs of days, across the weekend too: "Sun–Thu", "Mon, Wed–Fri"."""
    if days >= set(range(7)):
        return "every day"
    # A run that goes on from Sunday to Monday is told from where it starts.
    starts = [day for day in range(7) if day in days and (day - 1) % 7 not in days]
    return ", ".join(_run(start, days) for start in starts)


def _run(start: int, days: set[int]) -> str:
    end = start
    while (end + 1) % 7 in days:
        end += 1
    return NAMES[start] if end == start else f"{NAMES[start]}–{NAMES[end % 7]}"
