"""The project's own sections: project, roles, functions, round and decision rights."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flows.people import Person
from flows.project_file.fields import (
    Record,
    choice,
    day,
    identifier,
    items,
    name,
    once,
    parsed,
    parsed_raw,
    percent,
    record,
    reference,
    yes_no,
)
from flows.project_file.grammars import read_language, read_moment, read_weekly_time, read_weeks, read_zone
from flows.project_file.nodes import Node
from flows.projects.records import (
    Cadence,
    DigestRule,
    Function,
    Milestone,
    NudgeProfile,
    Project,
)
from flows.questionnaires.template import Template

TOP = ("accord", "project", "people", "roles", "functions", "round", "decision_rights", "answers")
PROJECT = (
    "id", "name", "stage", "kickoff", "zone", "language", "channel", "template", "milestones", "digest",
    "digest_every", "pulse",
)  # fmt: skip
MILESTONE = ("id", "name", "date", "touches_production")
ROLES = ("sponsor", "facilitator", "observers", "backup")
FUNCTION = ("id", "name", "representative", "deputy", "questions")
ROUND = ("due", "nudges", "agreement")


@dataclass(frozen=True)
class Setting:
    """What the sections refer to: the people of the file and the templates there are."""

    people: Mapping[str, Person]
    templates: Mapping[str, Template]

    def template(self, project: Project, function: str = "") -> Template:
        """The questions of the project, or those that one function is asked."""
        return self.templates[project.questions.get(function, project.template)]


def read_zone_and_language(given: Record) -> tuple[str, str]:
    """What people get who give none of their own."""
    language = given.maybe("language", lambda node: parsed(node, read_language))
    return parsed(given.need("zone"), read_zone), language or Project.language


def read_project_sections(top: Record, setting: Setting) -> Project:
    """Everything but people, decision rights and answers."""
    given = record(top.need("project"), PROJECT)
    roles = record(top.entries.get("roles", _NOTHING), ROLES)
    asked = record(top.entries.get("round", _NOTHING), ROUND)
    zone, language = read_zone_and_language(given)
    template = given.maybe("template", lambda node: reference(node, setting.templates, "a template"))
    if template is None and Project.template not in setting.templates:
        raise given.node.refused("expected the key template, which is missing or empty")
    sets, functions = _functions(top.get("functions"), setting, template or Project.template)
    return Project(
        id=identifier(given.need("id")),
        name=name(given.need("name")),
        kickoff=day(given.need("kickoff")),
        zone=zone,
        sponsor=roles.maybe("sponsor", lambda node: person(node, setting.people)) or "",
        facilitator=roles.maybe("facilitator", lambda node: person(node, setting.people)) or "",
        functions=functions,
        stage=given.maybe("stage", name) or "",
        language=language,
        channel=given.maybe("channel", _channel) or "",
        template=template or Project.template,
        milestones=given.maybe("milestones", _milestones) or (),
        digest=_digest(given),
        observers=roles.maybe("observers", lambda node: references(node, setting.people, "a person")) or (),
        round_due=asked.maybe("due", lambda node: parsed_raw(node, read_moment)),
        nudges=asked.maybe("nudges", lambda node: choice(node, NudgeProfile)) or NudgeProfile.STANDARD,
        questions=sets,
        agreement=asked.maybe("agreement", percent),
        pulse_weeks=_pulse(given),
    )


def person(node: Node, people: Collection[str]) -> str:
    """The id of a person of the file."""
    return reference(node, people, "a person")


def references(node: Node, known: Collection[str], what: str) -> tuple[str, ...]:
    """A list of ids, each once."""
    return once(items(node), [reference(entry, known, what) for entry in items(node)], "id")


_NOTHING = Node({})


def _channel(node: Node) -> str:
    return name(node).removeprefix("#")


def _milestones(node: Node) -> tuple[Milestone, ...]:
    given = [record(entry, MILESTONE) for entry in items(node)]
    ids = once([entry.need("id") for entry in given], [identifier(entry.need("id")) for entry in given], "milestone")
    return tuple(
        Milestone(
            id=milestone,
            name=entry.maybe("name", name) or milestone,
            date=day(entry.need("date")),
            touches_production=entry.maybe("touches_production", yes_no) or False,
        )
        for milestone, entry in zip(ids, given, strict=True)
    )


def _digest(given: Record) -> DigestRule:
    at = given.maybe("digest", lambda node: parsed(node, read_weekly_time)) or (DigestRule.weekday, DigestRule.at)
    every = given.maybe("digest_every", lambda node: choice(node, Cadence))
    return DigestRule(*at, every or DigestRule.every)


def _pulse(given: Record) -> int:
    weeks = given.maybe("pulse", lambda node: parsed(node, read_weeks))
    return Project.pulse_weeks if weeks is None else weeks


def _functions(node: Node | None, setting: Setting, template: str) -> tuple[Mapping[str, str], tuple[Function, ...]]:
    """The question sets that differ from the project's, by function id; the functions."""
    if node is None:
        return {}, ()
    given = [record(entry, FUNCTION) for entry in items(node)]
    ids = once([entry.need("id") for entry in given], [identifier(entry.need("id")) for entry in given], "function")
    functions = tuple(
        Function(
            id=function,
            name=name(entry.need("name")),
            representative=person(entry.need("representative"), setting.people),
            deputy=entry.maybe("deputy", lambda node: person(node, setting.people)),
        )
        for function, entry in zip(ids, given, strict=True)
    )
    sets = {
        function: _question_set(entry.entries["questions"], setting.templates, template)
        for function, entry in zip(ids, given, strict=True)
        if "questions" in entry.entries
    }
    return sets, functions


def _question_set(node: Node, templates: Mapping[str, Template], template: str) -> str:
    """A template over the same axes: priorities and deciders are compared between functions."""
    chosen = reference(node, templates, "a template")
    if templates[chosen].axes != templates[template].axes:
        raise node.refused(f"expected a template with the same axes as {template}")
    return chosen
