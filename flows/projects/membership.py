"""Who belongs to a project, which project somebody means, and who runs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from flows.commands import Actor
from flows.errors import Invalid, NotAllowed, NotFound
from flows.people import Person
from flows.phrases import Listing, Phrase, Value, Who
from flows.projects.records import Project
from flows.text import same_name

MOST_NAMED = 8
UNKNOWN = "I know of no such project that you are part of. If you should be in it, ask its facilitator to add you."


class Projects(Protocol):
    """The projects of the organisation."""

    def all(self) -> Sequence[Project]: ...


class People(Protocol):
    """The people of the organisation."""

    def find(self, person_id: str, /) -> Person | None: ...


class Records(Protocol):
    """What it takes to know which project is meant."""

    @property
    def projects(self) -> Projects: ...


def members(project: Project) -> frozenset[str]:
    """Ids of everybody who may see the project, observers included."""
    return may_act(project) | frozenset(project.observers)


def may_act(project: Project) -> frozenset[str]:
    """Ids of everybody who has a part in the project; who only observes has none."""
    roles = {project.sponsor, project.facilitator, project.backup or ""}
    for function in project.functions:
        roles |= {function.representative, function.deputy or ""}
    for right in project.decision_rights:
        roles |= {right.decider, right.deputy or ""}
    return frozenset(roles - {""})


def projects_of(records: Records, actor: Actor) -> tuple[Project, ...]:
    """The projects that the actor may see, by id; all of them for the operator."""
    everything = sorted(records.projects.all(), key=lambda project: project.id)
    return tuple(project for project in everything if actor.is_operator or actor.person_id in members(project))


def in_channel(records: Records, actor: Actor, channel: str | None) -> tuple[Project, ...]:
    """The projects of a channel. Who is outside learns of none but their own: of its name, and of who runs it."""
    name = (channel or "").removeprefix("#")
    found = tuple(project for project in records.projects.all() if name and project.channel == name)
    return tuple(each for each in found if not actor.outside or actor.person_id in members(each))


def project_here(records: Records, actor: Actor, channel: str | None, project_id: str = "") -> Project:
    """The project that the actor means: the named one (id or name), the one of the channel, or their only one.

    Raises Invalid when it could be several, and NotFound with one and the same sentence for a project that does not
    exist and for one that is not the actor's.
    """
    mine = projects_of(records, actor)
    if project_id.strip():
        return _one_of(_named(mine, project_id.strip()), actor)
    here = tuple(project for project in mine if channel and project.channel == channel.removeprefix("#"))
    return _one_of(here or mine, actor)


def check_runs(project: Project, actor: Actor, people: People | None = None) -> None:
    """Only the sponsor, the facilitator and the operator run a project. Raises NotAllowed, naming them by `people`."""
    if actor.is_operator or actor.person_id in _runners(project):
        return
    raise NotAllowed("Only {who} can do this. Please ask them.", who=who_runs(project, people))


def who_runs(project: Project, people: People | None = None) -> Phrase:
    """For a sentence: "Ewa Lis (facilitator) or Adam Wolski (sponsor) of Line 3 MES"."""
    roles: dict[str, str] = {}
    for person_id, role in ((project.facilitator, "facilitator"), (project.sponsor, "sponsor")):
        if person_id:
            roles[person_id] = f"{roles[person_id]} and {role}" if person_id in roles else role
    named: list[Value] = [_with_role(people, person_id, role) for person_id, role in roles.items()]
    return Phrase("{who} of {project}", who=Listing(tuple(named), "the operator", last="or"), project=project.name)


def check_may_begin(actor: Actor) -> None:
    """Only people of the organisation set projects up. Raises NotAllowed for who is outside."""
    if actor.outside:
        raise NotAllowed(
            "Guests cannot set up a project. Please ask somebody of the organisation to do it and to name you in it."
        )


def myself(people: People, actor: Actor) -> Person:
    """The person who gives the command. Raises NotAllowed for somebody whom the organisation has not added."""
    person = people.find(actor.person_id)
    if person is None:
        raise NotAllowed(
            "I do not know you yet. Please ask the facilitator of your project, or whoever runs Accord in your "
            "organisation, to add you."
        )
    return person


def who_is(people: People, person_id: str) -> Who:
    """The person as a value of a phrase; by id when the record is gone."""
    person = people.find(person_id)
    return person.who if person else Who(person_id, person_id)


def _runners(project: Project) -> frozenset[str]:
    return frozenset({project.sponsor, project.facilitator}) - {""}


def _with_role(people: People | None, person_id: str, role: str) -> Phrase:
    if people is None:
        return Phrase("the {role}", role=role)
    return Phrase("{who} ({role})", who=who_is(people, person_id), role=role)


def _named(projects: Sequence[Project], said: str) -> tuple[Project, ...]:
    """By id first: a name may be used twice, an id may not. Then by name, or by channel as people mention it."""
    said = said.strip("\"'“”„‘’ ")
    by_id = tuple(project for project in projects if project.id == said)
    by_name = by_id or tuple(project for project in projects if same_name(said, project.name))
    return by_name or tuple(each for each in projects if each.channel and each.channel == said.removeprefix("#"))


def _one_of(found: Sequence[Project], actor: Actor) -> Project:
    if not found:
        raise NotFound(UNKNOWN if actor.outside else f"{UNKNOWN} To set up a new one, type /align new.")
    if len(found) > 1:
        raise _several(found)
    return found[0]


def _several(found: Sequence[Project]) -> Invalid:
    lines: list[Value] = [Phrase("{name} ({id})", name=each.name, id=each.id) for each in found[:MOST_NAMED]]
    if len(found) > MOST_NAMED:
        lines.append(Phrase("{number} more", number=len(found) - MOST_NAMED))
    return Invalid(
        "You are part of several projects: {projects}. Please ask in the project's channel, or add the project's id to "
        "the command: {example}.",
        projects=Listing(tuple(lines)),
        example=found[0].id,
    )
