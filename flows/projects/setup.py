"""Setting a project up in chat: the draft, and what can be asked of it. The use cases are in wizard.py.

A draft belongs to the person who makes it, one each, and waits until it is created or discarded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flows.commands import Command, FormCommand
from flows.people import Person
from flows.projects.records import Project


class SetupState(StrEnum):
    """A draft that is created or discarded stays as it was, until its owner begins another one."""

    DRAFT = "draft"
    CREATED = "created"
    DISCARDED = "discarded"


class Page(StrEnum):
    """What is filled in, in this order."""

    BASICS = "basics"
    FUNCTIONS = "functions"
    PEOPLE = "people"
    REVIEW = "review"


@dataclass(frozen=True)
class Setup:
    """A project being set up. `id` is that of the person who does it.

    `project`: what is known of it; a function without a representative has "". `newcomers`: people who will be created
    with it. `version` counts the changes, so that a button of an earlier review is recognised.
    """

    id: str
    state: SetupState
    project: Project
    newcomers: tuple[Person, ...] = ()
    version: int = 1
    due_at: datetime | None = None

    @property
    def is_draft(self) -> bool:
        """Whether it can still be filled in and created."""
        return self.state is SetupState.DRAFT

    @property
    def page(self) -> Page:
        """The first page that is not complete."""
        if not self.project.functions:
            return Page.FUNCTIONS
        if not self.project.sponsor or not all(function.representative for function in self.project.functions):
            return Page.PEOPLE
        return Page.REVIEW


@dataclass(frozen=True)
class OpenNewProject(Command):
    """`/align new`: begins a project, or goes on with the one that was begun."""

    channel: str | None = None


@dataclass(frozen=True)
class OpenSetupPage(Command):
    """Opens one page of the draft to change it."""

    page: Page


@dataclass(frozen=True)
class SaveBasics(FormCommand):
    """Name, stage, channel, zone, kick-off, answers due."""


@dataclass(frozen=True)
class SaveFunctions(FormCommand):
    """The functions, and people who are not known yet."""


@dataclass(frozen=True)
class SavePeople(FormCommand):
    """Sponsor, facilitator, and who answers for each function."""


@dataclass(frozen=True)
class CreateProject(Command):
    """Creates the project as it was shown in the review; `start` asks every function at once."""

    version: int
    start: bool = False


@dataclass(frozen=True)
class DiscardSetup(Command):
    """Throws the draft away."""

    version: int
