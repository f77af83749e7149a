"""A round with everything around it, loaded once per use case, and what things in it are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from flows.errors import NotFound
from flows.people import Person
from flows.phrases import Instant, Listing, Phrase
from flows.projects.records import Function, Project
from flows.questionnaires.template import Template
from flows.rounds.records import Round, View, ViewState
from flows.rounds.shelves import Records

SHOWN = 12
"""Functions that a sentence names; the rest is counted."""


@dataclass(frozen=True)
class Scene:
    """The project, its round and the round's views by id, in the project's order of functions.

    `templates`: the questions of each function, by function id. `people` are those whom project and views name;
    `person` stands in for who is gone.
    """

    project: Project
    round: Round
    views: Mapping[str, View]
    templates: Mapping[str, Template]
    people: Mapping[str, Person]

    @cached_property
    def functions(self) -> Mapping[str, Function]:
        """The project's functions by id."""
        return {function.id: function for function in self.project.functions}

    def function(self, view: View) -> Function:
        """The function of a view, also one that the project has dropped since."""
        return self.functions.get(view.function_id) or Function(view.function_id, view.function_id, view.respondent)

    def person(self, person_id: str) -> Person:
        """The person of that id; one who is gone keeps the id as a name and is never disturbed."""
        return self.people.get(person_id) or Person(person_id, person_id, zone=self.project.zone, days=())

    def respondent(self, view: View) -> Person:
        """Who answers the view."""
        return self.person(view.respondent)

    def deadline(self, view: View) -> datetime:
        """By when the view is wanted: the round's deadline, or the view's own, later one."""
        return view.until or self.round.deadline

    def template(self, view: View) -> Template:
        """The questions of the view."""
        return self.templates[view.function_id]

    def answered(self, view: View) -> int:
        """How many of its questions have an answer."""
        return sum(bool(view.answers.get(question.id)) for question in self.template(view).questions)

    def is_complete(self, view: View) -> bool:
        """Whether every required question has an answer, so that it could be sent."""
        required = [question.id for question in self.template(view).questions if question.required]
        return bool(view.answers) and all(view.answers.get(question) for question in required)

    @property
    def pending(self) -> tuple[View, ...]:
        """The views that the round still waits for."""
        return tuple(view for view in self.views.values() if view.is_pending)

    @property
    def submitted(self) -> tuple[View, ...]:
        """The views that are in."""
        return tuple(view for view in self.views.values() if view.state is ViewState.SUBMITTED)

    def instant(self, at: datetime) -> Instant:
        """A moment, for whoever reads it; in the project's zone where the reader has none."""
        return Instant(at, self.project.zone)

    def with_view(self, view: View) -> Scene:
        """The same scene after a view has changed."""
        return replace(self, views={**self.views, view.id: view})

    def named(self, views: tuple[View, ...]) -> Listing:
        """ "Quality (Anna Nowak) and IT (Jan Lis)": names, not mentions, since the channel reads it."""
        named = [
            Phrase(
                "{function} ({person}, not reached)" if view.is_unreached else "{function} ({person})",
                function=self.function(view).name,
                person=self.respondent(view).name,
            )
            for view in views[:SHOWN]
        ]
        if len(views) > SHOWN:
            named.append(Phrase("{n} more", n=len(views) - SHOWN))
        return Listing(tuple(named))

    def function_names(self, views: tuple[View, ...]) -> Listing:
        """ "Quality and IT"."""
        names = tuple(self.function(view).name for view in views[:SHOWN])
        return Listing((*names, f"{len(views) - SHOWN} more") if len(views) > SHOWN else names)


def load_scene(records: Records, round_: Round, *changed: View) -> Scene:
    """The scene of a round; `changed` are views at hand, newer than what is stored."""
    project = records.projects.get(round_.project_id)
    fresh = {view.id: view for view in changed}
    views = {view_id: fresh.get(view_id) or records.views.get(view_id) for view_id in round_.views.values()}
    templates = {
        view.function_id: records.templates.get(project.questions.get(view.function_id, project.template))
        for view in views.values()
    }
    return Scene(project, round_, views, templates, _people(records, project, views))


def scene_of(records: Records, view_id: str) -> tuple[Scene, View]:
    """The scene around a view; raises NotFound for an unknown id."""
    view = records.views.find(view_id)
    if view is None:
        raise NotFound("There is no such set of questions. Type /align to see what waits for you.")
    return load_scene(records, records.rounds.get(view.round_id), view), view


def latest_round(records: Records, project_id: str) -> Round | None:
    """The project's newest round, if there was one."""
    return max(records.rounds.where(project_id=project_id), key=lambda round_: round_.number, default=None)


def _people(records: Records, project: Project, views: Mapping[str, View]) -> dict[str, Person]:
    wanted = {project.sponsor, project.facilitator}
    for function in project.functions:
        wanted |= {function.representative, *([function.deputy] if function.deputy else [])}
    for view in views.values():
        wanted |= {view.respondent, *view.handed_over_by}
        wanted |= {person for person in (view.offered_to, view.recorded_by) if person}
        wanted |= {versions[-1].by for versions in view.answers.values() if versions}
    found = {person_id: records.people.find(person_id) for person_id in sorted(wanted)}
    return {person_id: person for person_id, person in found.items() if person is not None}
