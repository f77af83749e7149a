"""Reading a filled-in form: each field on its own, all problems together."""

from __future__ import annotations

from datetime import date, datetime, time

from flows.calendar import local_instant
from flows.commands import FormValues
from flows.errors import InvalidForm
from flows.phrases import Phrase, Words

LINES = {"question": 200, "option": 150, "impact": 500, "cost": 100, "link": 300, "words": 1000}
"""The most characters of each text; an escalation has to be read on a phone."""


class Filled:
    """The values of a form and what is wrong with them. `check` raises InvalidForm when something is."""

    def __init__(self, values: FormValues) -> None:
        self._values = values
        self.problems: dict[str, Words] = {}

    def text(self, field: str, limit: int, missing: str = "") -> str:
        """Typed text without spaces around it; `missing` is said where there has to be some."""
        value = self._values.get(field, "")
        words = value.strip() if isinstance(value, str) else ""
        if not words and missing:
            self.problems[field] = missing
        if len(words) > limit:
            self.problems[field] = Phrase(
                "This has {length} characters; please use at most {limit}.", length=len(words), limit=limit
            )
        return words

    def moment(self, day_field: str, time_field: str, zone: str) -> datetime | None:
        """A day and a time in the zone as an instant; None, with the problem noted, when they are none."""
        day, at = self.text(day_field, 40), self.text(time_field, 40)
        try:
            on = date.fromisoformat(day)
        except ValueError:
            self.problems[day_field] = "Please give a date, such as 2027-02-01."
            return None
        try:
            clock = time.fromisoformat(at)
        except ValueError:
            self.problems[time_field] = "Please give a time, such as 16:00."
            return None
        try:
            return local_instant(on, clock, zone)
        except OverflowError:
            self.problems[day_field] = "Please give a date in this century."
            return None

    def check(self) -> None:
        """Raises InvalidForm when a field has a problem."""
        if self.problems:
            raise InvalidForm(self.problems)
