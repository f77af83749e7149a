"""People in the database."""

from __future__ import annotations

from flows.people import Person
from storage.kinds import Columns, Kind

PEOPLE = Kind("person", "person", Person, lambda person: Columns(person_id=person.id, due_at=person.due_at))
