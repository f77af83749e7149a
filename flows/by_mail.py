"""Mail, the other road: for a person of a project whom no chat reaches. Nothing can be answered there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from flows.alarms import KEYS as ALARM
from flows.people import Person
from flows.phrases import Phrase, Value, Words
from flows.projects.membership import who_is
from flows.projects.records import Project

BY_MAIL = "/mail"
"""How the key of a mail ends; before it stands the key of what it carries, and whatever withdraws that withdraws it."""


class People(Protocol):
    """Everyone of the organisation."""

    def find(self, record_id: str, /) -> Person | None: ...


class Projects(Protocol):
    """Its projects."""

    def all(self) -> Sequence[Project]: ...


class Records(Protocol):
    """Who can be asked."""

    @property
    def people(self) -> People: ...
    @property
    def projects(self) -> Projects: ...


def project_of(records: Records, key: str) -> Project | None:
    """Keys name their project in second place."""
    kind, *named = key.split("/")[:2]
    if kind == ALARM:
        return None
    return next((project for project in records.projects.all() if [project.id] == named), None)


def whom_to_ask(records: Records, project: Project, person_id: str) -> Value:
    """Somebody of the project whom a person who is not reached can ask."""
    runs = next((each for each in (project.facilitator, project.sponsor) if each and each != person_id), "")
    return who_is(records.people, runs) if runs else "the operator"


def closing(records: Records, person: Person, key: str) -> Words:
    """What stands at the end of a mail to a person; "" under one that is about no project."""
    project = project_of(records, key)
    if project is None:
        return ""
    return Phrase(
        "This comes by mail because no chat reaches you. Nobody reads answers to it. Please tell {runs} what you would "
        "answer, or have your account in the chat put right. It is about {project}.",
        runs=whom_to_ask(records, project, person.id),
        project=project.name,
    )
