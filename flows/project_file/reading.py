"""A whole project file: everything it says, or the first thing that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flows.people import Person
from flows.project_file.backup import NamedBackup, read_backup
from flows.project_file.fields import Record, items, mapping, record, remark
from flows.project_file.lookalikes import lookalikes
from flows.project_file.nodes import Node, Reading
from flows.project_file.people import read_people
from flows.project_file.project import (
    PROJECT,
    ROLES,
    TOP,
    Setting,
    read_project_sections,
    read_zone_and_language,
)
from flows.project_file.rights import Ground, read_rights
from flows.project_file.round_answers import read_answers
from flows.projects.records import Function, Project
from flows.questionnaires.answers import FunctionAnswers
from flows.questionnaires.template import Template

JOINT = "decisions.joint"


@dataclass(frozen=True)
class ProjectFile:
    """What a project file says. `warnings`: sentences about what is odd but loaded all the same.

    `backup`: whom it names to stand in for the sponsor.
    """

    project: Project
    people: tuple[Person, ...]
    answers: tuple[FunctionAnswers, ...]
    warnings: tuple[str, ...] = field(default=(), compare=False)
    backup: NamedBackup | None = None


def read_project(node: Node, templates: Mapping[str, Template]) -> ProjectFile:
    """A project file that is right in every line. `templates` by id. Raises FileRefused."""
    if not isinstance(node.value, Mapping):
        expected = "a mapping that begins with accord: 1"
        raise node.refused(f"expected {expected}, not an empty file") if node.is_blank else node.but(expected)
    _check_version(node.value.get("accord"), node)
    top = record(node, TOP)
    zone, language = read_zone_and_language(record(top.need("project"), PROJECT))
    people = read_people(top.get("people"), zone, language)
    setting = Setting({human.id: human for human in people}, templates)
    project = read_project_sections(top, setting)
    answers = read_answers(top.get("answers"), project, setting)
    ground = Ground(project, setting.template(project), setting.people, _own_joint(answers))
    project = replace(project, decision_rights=read_rights(top.get("decision_rights"), ground))
    backup = read_backup(record(top.entries.get("roles", Node({})), ROLES), setting.people)
    if backup is not None and backup.accepted is not None:
        project = replace(project, backup=backup.person)
    return ProjectFile(project, people, answers, _warnings(top, project, people), backup)


def _check_version(version: Node | None, node: Node) -> None:
    if version is None or version.is_empty:
        raise node.refused("expected the key accord: 1, which is missing or empty")
    if version.value != "1" or version.reads_as is not Reading.NUMBER:
        raise version.but("1, the version of the file's format")


def _own_joint(answers: tuple[FunctionAnswers, ...]) -> frozenset[str]:
    """Joint decisions that functions named in the file, also in words of their own."""
    named = [said.answers.get(JOINT) for said in answers]
    lists = [value for value in named if isinstance(value, tuple)]
    return frozenset(decision for value in lists for decision in value if isinstance(decision, str))


def _warnings(top: Record, project: Project, people: Sequence[Person]) -> tuple[str, ...]:
    found = [*_alike(_entries(top, "people"), people), *_alike(_entries(top, "functions"), project.functions)]
    for function, node in zip(project.functions, _entries(top, "functions"), strict=True):
        if function.deputy == function.representative:
            deputy = mapping(node)["deputy"]
            found.append(remark(deputy, f"{function.name} has one person as representative and deputy"))
    milestones = _entries(record(top.need("project"), PROJECT), "milestones")
    for milestone, node in zip(project.milestones, milestones, strict=True):
        if milestone.date < project.kickoff:
            found.append(remark(mapping(node)["date"], f"{milestone.name} is before the kick-off on {project.kickoff}"))
    if project.round_due is not None and project.round_due.date() > project.kickoff:
        due = mapping(top.need("round"))["due"]
        found.append(remark(due, f"the round is due after the kick-off on {project.kickoff}"))
    return tuple(found)


def _alike(nodes: Sequence[Node], named: Sequence[Person | Function]) -> Iterator[str]:
    for place, what in lookalikes([(each.id, each.name) for each in named]):
        yield remark(mapping(nodes[place])["name"], what)


def _entries(holder: Record, key: str) -> tuple[Node, ...]:
    return holder.maybe(key, items) or ()
