"""Forms that were sent off: page by page, people who were picked, and the command with everything filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from adapters.shapes import whole
from adapters.teams import forms
from adapters.teams.asked import Data
from adapters.teams.fields import DIRECTORY
from adapters.teams.filling import filled
from adapters.teams.keeping import NotOurs, Opened, form_in, wanted
from adapters.teams.parts import Parts
from adapters.teams.pen import FORM
from adapters.teams.seats import Seat, Seats
from flows.commands import FormValues
from flows.effects import Outcome, Refusal
from flows.forms import PeopleField
from flows.phrases import Phrase, as_phrase

LONGEST = 8000
MARKED = as_phrase("Please look at the marked fields.")
TOO_LONG = as_phrase("Please keep this under 8,000 characters.")
NO_PERSON = as_phrase(
    "Accord does not know the account that was picked. Please pick somebody who is in a team or chat with Accord."
)


@dataclass(frozen=True)
class Sent:
    """What became of a form: its next page, else the outcome of everything that was filled in."""

    filled: Opened
    page: Opened | None = None
    outcome: Outcome = None


class Submitting:
    """Carries out forms."""

    def __init__(self, parts: Parts, seats: Seats) -> None:
        self._parts = parts
        self._seats = seats

    async def send(self, seat: Seat, data: Data, event_id: str) -> Sent:
        """The next page, or what the engine says of everything. Raises NotOurs and Unavailable."""
        opened = await self._opened(seat, data)
        opened = replace(opened, filled=filled(opened, data))
        page = forms.next_page(opened)
        if page is not None:
            return Sent(opened, page)
        values, problems = await self._with_people(seat, opened)
        if problems:
            return Sent(opened, None, Refusal(MARKED, problems))
        command = replace(opened.form.submits, values=values)
        return Sent(opened, None, await self._parts.engine.run(seat.actor, command, event_id))

    async def _opened(self, seat: Seat, data: Data) -> Opened:
        held = data.get(FORM)
        if not isinstance(held, str) or not whole(held):
            raise NotOurs
        digest = wanted(held)
        kept = await self._parts.shelf.get(seat.organisation_id, digest) if digest else None
        return form_in(self._parts.wire, held, kept)

    async def _with_people(self, seat: Seat, opened: Opened) -> tuple[FormValues, Mapping[str, Phrase]]:
        """The values with people instead of accounts, and what is wrong with some."""
        picked = {field.id for field in opened.form.fields if isinstance(field, PeopleField)}
        users = {
            each.removeprefix(DIRECTORY)
            for name in picked
            for each in _each(opened.filled.get(name, ""))
            if each.startswith(DIRECTORY)
        }
        people = await self._seats.person_ids(seat, sorted(users)) if users else {}
        values: dict[str, str | tuple[str, ...]] = {}
        problems: dict[str, Phrase] = {}
        for name, value in opened.filled.items():
            values[name] = value
            if name in picked:
                found = [_person(each, people) for each in _each(value)]
                if None in found:
                    problems[name] = NO_PERSON
                known = tuple(each for each in found if each is not None)
                values[name] = known if isinstance(value, tuple) else "".join(known)
            elif isinstance(value, str) and len(value) > LONGEST:
                problems[name] = TOO_LONG
        return values, problems


def _each(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _person(value: str, people: Mapping[str, str]) -> str | None:
    return people.get(value.removeprefix(DIRECTORY)) if value.startswith(DIRECTORY) else value
