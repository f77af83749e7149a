"""People who write from a chat account before anybody has set them up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flows.errors import Invalid
from flows.people import Absence, Person
from flows.projects.arriving import with_people
from flows.projects.records import Project

AWAY = Absence(date(2026, 12, 1), date(2026, 12, 4))
MADE = Person("slack-u1", "maria", "Maria.Nowak@plant.example", zone="Europe/Berlin", away=(AWAY,))
MARIA = Person("maria", "Maria Nowak", "maria.nowak@plant.example", zone="Europe/Warsaw")
PROJECT = Project(
    "line3", "Line 3", date(2027, 2, 1), "Europe/Warsaw", sponsor="slack-u1", facilitator="ewa", functions=()
)


class Known:
    """Everyone of the organisation."""

    def __init__(self, *people: Person) -> None:
        self._people = {person.id: person for person in people}

    def get(self, record_id: str, /) -> Person:
        return self._people[record_id]

    def find(self, record_id: str, /) -> Person | None:
        return self._people.get(record_id)

    def all(self) -> tuple[Person, ...]:
        return tuple(self._people.values())

    def put(self, record: Person, /) -> None:
        self._people[record.id] = record


def test_the_file_says_who_it_is_that_wrote_before() -> None:
    kept = with_people(Known(MADE), [MARIA], None, [replace(PROJECT, sponsor="adam")])
    assert kept == (replace(MADE, email=None, active=False), replace(MARIA, away=(AWAY,)))


def test_somebody_who_has_a_part_already_keeps_their_id() -> None:
    with pytest.raises(Invalid, match="Please use that id"):
        with_people(Known(MADE), [MARIA], None, [PROJECT])


def test_somebody_who_was_set_up_is_never_taken_over() -> None:
    with pytest.raises(Invalid, match="Please use that id"):
        with_people(Known(replace(MADE, id="m.nowak")), [MARIA], None)


def test_a_file_that_names_the_made_id_is_taken_as_it_is() -> None:
    (kept,) = with_people(Known(MADE), [replace(MARIA, id="slack-u1")], None)
    assert kept == replace(MARIA, id="slack-u1", away=(AWAY,))
