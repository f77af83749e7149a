"""A project as a file again: everything that a file can say, with the answers that are not blind any more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from flows.errors import NotFound
from flows.people import Person
from flows.project_file import ProjectFile
from flows.projects.membership import members
from flows.projects.records import Project
from flows.projects.shelves import Records as ProjectRecords
from flows.questionnaires.answers import DeciderChoice, FunctionAnswers
from flows.questionnaires.template import Kind
from flows.rounds.analysis import said
from flows.rounds.scene import load_scene
from flows.sponsor.from_file import named_backup
from flows.sponsor.keeping import Preparations


class Records(ProjectRecords, Protocol):
    @property
    def preparations(self) -> Preparations: ...


def export(records: Records, project_id: str) -> ProjectFile:
    """The project, its people and the answers of its last closed round; loading it gives the same. For the operator.

    Answers of a running round are left out: until it closes, nobody sees what others said. Raises NotFound.
    """
    project = records.projects.find(project_id)
    if project is None:
        known = ", ".join(sorted(each.id for each in records.projects.all())) or "none yet"
        raise NotFound("There is no project {id}. There are: {known}.", id=project_id, known=known)
    answers, chosen = _answers(records, project)
    backup = named_backup(records, project)
    chosen |= {backup.person} if backup is not None else frozenset()
    held = backup.person if backup is not None and backup.accepted is not None else None
    people = _people(records, project, answers, chosen)
    return ProjectFile(replace(project, loaded={}, backup=held), people, answers, backup=backup)


def _answers(records: Records, project: Project) -> tuple[tuple[FunctionAnswers, ...], frozenset[str]]:
    """Of functions that there still are; and the people who are the answer to a question."""
    closed = [round_ for round_ in records.rounds.where(project_id=project.id) if not round_.is_open]
    if not closed:
        return (), frozenset()
    scene = load_scene(records, max(closed, key=lambda round_: round_.number))
    given = {view.function_id: said(scene, view) for view in scene.submitted}
    chosen = (
        value
        for view in scene.submitted
        for question in scene.template(view).questions
        if question.kind is Kind.PERSON and isinstance(value := given[view.function_id].answers.get(question.id), str)
    )
    return tuple(given[function.id] for function in project.functions if function.id in given), frozenset(chosen)


def _people(
    records: Records, project: Project, answers: tuple[FunctionAnswers, ...], chosen: frozenset[str]
) -> tuple[Person, ...]:
    """Everybody whom the file names, in the order in which it named them before."""
    named = {*members(project), *chosen, *(each.by for each in answers), *(each.recorded_by or "" for each in answers)}
    for right in project.decision_rights:
        named |= {
            *right.recommend,
            *right.consulted,
            *right.perform,
            *right.informed,
            (right.higher.decider or "") if right.higher else "",
        }
    for value in (value for each in answers for value in each.answers.values() if isinstance(value, Mapping)):
        named |= {entry.decider for entry in value.values() if isinstance(entry, DeciderChoice)}
    order = [*project.loaded, *sorted(named - project.loaded.keys())]
    found = (records.people.find(person_id) for person_id in order)
    return tuple(person for person in found if person is not None)
