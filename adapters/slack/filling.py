"""Submitted forms: page by page, people who were picked, and the command with everything that was filled in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from adapters.keeping import NotOurs, wanted
from adapters.slack.answers import NOTHING, Answer, Filled, submitted
from adapters.slack.asked import Submitted
from adapters.slack.keeping import form_in
from adapters.slack.parts import Parts
from adapters.slack.pen import Pen
from adapters.slack.render import next_page
from adapters.slack.seats import Seat, Seats
from adapters.slack.shapes import whole
from adapters.slack.state import USER
from adapters.slack.state import submitted as filled_in
from flows.commands import FormValues
from flows.effects import Refusal
from flows.forms import PeopleField
from flows.phrases import Phrase, as_phrase

LONGEST = 8000
MARKED = as_phrase("Please look at the marked fields.")
TOO_LONG = as_phrase("Please keep this under 8,000 characters.")
NO_PERSON = as_phrase("Accord cannot reach the account that was picked. Please pick a person who uses this workspace.")

PenFor = Callable[[Seat, object], Awaitable[Pen]]


class Filling:
    """Answers submitted modals."""

    def __init__(self, parts: Parts, seats: Seats) -> None:
        self._parts = parts
        self._seats = seats

    async def answer(self, seat: Seat, asked: Submitted, pen_for: PenFor) -> Answer:
        """The next page, or what the engine says of everything that was filled in. Raises NotOurs."""
        filled = await self._filled(seat, asked)
        view = next_page(await pen_for(seat, filled.opened.pages), filled.opened, filled.values)
        if view is not None:
            return Answer({"response_action": "update", "view": view.view}, (), view.kept)
        values, problems = await self._with_people(seat, asked, filled)
        if problems:
            outcome = Refusal(MARKED, problems)
            return submitted(await pen_for(seat, outcome), asked, outcome, filled)
        command = replace(filled.opened.submits, values=values)
        told = await self._parts.engine.run(seat.actor, command, asked.origin.key)
        if told is None:
            return NOTHING
        return submitted(await pen_for(seat, (told, filled.opened.pages)), asked, told, filled)

    async def _filled(self, seat: Seat, asked: Submitted) -> Filled:
        if not whole(asked.metadata):
            raise NotOurs
        digest = wanted(asked.metadata)
        kept = await self._parts.shelf.get(seat.organisation_id, digest) if digest else None
        opened = form_in(self._parts.wire, asked.metadata, kept)
        try:
            return Filled(opened, filled_in(opened, asked.state))
        except ValueError:
            raise NotOurs from None

    async def _with_people(
        self, seat: Seat, asked: Submitted, filled: Filled
    ) -> tuple[FormValues, Mapping[str, Phrase]]:
        """The values with people instead of accounts, and what is wrong with some."""
        picked = _people_fields(asked, filled)
        users = {
            user.removeprefix(USER)
            for name in picked
            for user in _each(filled.values.get(name, ""))
            if user.startswith(USER)
        }
        people = await self._seats.person_ids(seat.installation, sorted(users))
        values: dict[str, str | tuple[str, ...]] = {}
        problems: dict[str, Phrase] = {}
        for name, value in filled.values.items():
            if name not in picked:
                values[name] = value
            elif any(_person(each, people) is None for each in _each(value)):
                problems[name] = NO_PERSON
            else:
                found = tuple(filter(None, (_person(each, people) for each in _each(value))))
                values[name] = found[0] if isinstance(value, str) else found
            if isinstance(value, str) and len(value) > LONGEST:
                problems[name] = TOO_LONG
        return values, problems


def _people_fields(asked: Submitted, filled: Filled) -> frozenset[str]:
    """The fields in which people are picked: what looks like an account anywhere else is somebody's own words."""
    pages = filled.opened.pages
    if pages is not None:
        return frozenset(field.id for field in pages.form.fields if isinstance(field, PeopleField))
    return frozenset(name for name, inputs in asked.state.items() if isinstance(inputs, Mapping) and _picks(inputs))


def _picks(inputs: Mapping[str, object]) -> bool:
    return any(
        isinstance(element, Mapping) and element.get("type") in ("users_select", "multi_users_select")
        for element in inputs.values()
    )


def _each(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _person(value: str, people: Mapping[str, str]) -> str | None:
    return people.get(value.removeprefix(USER)) if value.startswith(USER) else value
