"""The project and its people, as a use case and its wording need them; each person is loaded when first named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol

from flows.commands import CLOCK
from flows.people import Person
from flows.phrases import Listing, Value
from flows.projects.membership import may_act
from flows.projects.records import Project
from flows.questionnaires.template import Template
from flows.text import name_key


class People(Protocol):
    def find(self, person_id: str, /) -> Person | None: ...
    def all(self) -> Sequence[Person]: ...


class Projects(Protocol):
    def get(self, project_id: str, /) -> Project: ...
    def all(self) -> Sequence[Project]: ...


class Templates(Protocol):
    def get(self, template_id: str, /) -> Template: ...


class Directory(Protocol):
    """Who and what there is in the actor's organisation."""

    @property
    def people(self) -> People: ...
    @property
    def projects(self) -> Projects: ...
    @property
    def templates(self) -> Templates: ...


class Cast:
    """One project, its people by id, and the names of its tradeoffs."""

    def __init__(self, records: Directory, project: Project, *known: Person) -> None:
        """`known`: people as they are to be taken, whatever is kept of them."""
        self._records = records
        self._people: dict[str, Person] = {each.id: each for each in known}
        self._template: Template | None = None
        self.project = project

    def person(self, person_id: str) -> Person:
        """The person; one who is no longer known has no working account and keeps their id as the name."""
        found = self._people.get(person_id)
        if found is None:
            found = self._records.people.find(person_id) or Person(person_id, person_id, active=False)
            self._people[person_id] = found
        return found

    def everybody(self) -> tuple[Person, ...]:
        """Everybody of the organisation with a working account, the people of the project first."""
        part = may_act(self.project)
        people = (person for person in self._records.people.all() if person.active)
        return tuple(sorted(people, key=lambda person: (person.id not in part, name_key(person.name), person.id)))

    def who(self, person_id: str) -> Value:
        """The person as a value of a phrase; Accord itself by its name."""
        return "Accord" if person_id == CLOCK else self.person(person_id).who

    def whos(self, person_ids: Iterable[str], last: str = "and") -> Listing:
        """Several people in one sentence."""
        return Listing(tuple(self.who(person_id) for person_id in person_ids), last=last)

    @property
    def template(self) -> Template:
        """The project's questionnaire template, which names the axes."""
        if self._template is None:
            self._template = self._records.templates.get(self.project.template)
        return self._template

    def tradeoff(self, tradeoff: str) -> str:
        """What people call a tradeoff inside a sentence: "speed against scope", "cut-over date"."""
        parts = [self._name(part) for part in tradeoff.split("/")]
        return " against ".join(part if part.isupper() else part[:1].lower() + part[1:] for part in parts)

    def _name(self, part: str) -> str:
        for named in (*self.template.joint, *self.template.axes):
            if named.id == part:
                return named.name or part.replace("_", " ")
        return part.replace("_", " ")

    @property
    def tradeoffs(self) -> tuple[str, ...]:
        """The tradeoffs that can be escalated, each once: the template's, its joint decisions, those with a right."""
        asked = (*self.template.tradeoffs, *(named.id for named in self.template.joint))
        return _each_once((*asked, *(right.tradeoff for right in self.project.decision_rights)))


@lru_cache(maxsize=256)
def _each_once(tradeoffs: tuple[str, ...]) -> tuple[str, ...]:
    """Without those that name the same two axes as an earlier one. Kept: the answer is the same for each command."""
    found: dict[frozenset[str], str] = {}
    for tradeoff in tradeoffs:
        found.setdefault(frozenset(tradeoff.split("/")), tradeoff)
    return tuple(found.values())


def by_rule(rule: str) -> str:
    """For the end of a part of a sentence: ", rule R-3"; "" where the right has no number."""
    return f", rule {rule}" if rule else ""


def capital(words: str) -> str:
    """The first letter as a capital."""
    return words[:1].upper() + words[1:]


def first_name(person: Person) -> str:
    """What a button calls them."""
    return person.name.split()[0] if person.name.split() else person.name
