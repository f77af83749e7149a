"""`/align new`: three short pages, a review, and the project is there.

Looks: open_new_project, open_setup_page. Changes: the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from flows.calendar import local_day, local_instant, next_digest
from flows.commands import Actor
from flows.digests.records import DigestState, planned
from flows.effects import Effects, Reply
from flows.errors import WrongState
from flows.messages import Message, Text
from flows.people import Person
from flows.phrases import Phrase
from flows.projects.announcing import announcement, ready, set_up
from flows.projects.membership import check_may_begin, myself, who_is
from flows.projects.records import Project
from flows.projects.setup import (
    CreateProject,
    DiscardSetup,
    OpenNewProject,
    OpenSetupPage,
    Page,
    SaveBasics,
    SaveFunctions,
    SavePeople,
    Setup,
    SetupState,
)
from flows.projects.setup_forms import basics_form, discarded, functions_form, people_form, resumed, review
from flows.projects.setup_reading import (
    read_basics,
    read_functions,
    read_people,
    with_newcomers,
    without_strangers,
)
from flows.projects.shelves import Records
from flows.rounds.commands import StartRound
from flows.rounds.opening import start_round


def open_new_project(records: Records, actor: Actor, command: OpenNewProject, _now: datetime) -> Effects:
    """The first page; for somebody who has begun already, where they were."""
    check_may_begin(actor)
    person = myself(records.people, actor)
    setup = records.setups.find(person.id)
    if setup is None or not setup.is_draft:
        return Effects(reply=basics_form(None, person.zone, command.channel))
    if setup.page is Page.REVIEW:
        return Effects(reply=_page(records, setup, Page.REVIEW))
    return Effects(reply=resumed(setup))


def open_setup_page(records: Records, actor: Actor, command: OpenSetupPage, _now: datetime) -> Effects:
    """One page of the draft, as it was filled in; a page that it is too early for opens the first open one."""
    setup = _draft(records, actor)
    order = tuple(Page)
    page = command.page if order.index(command.page) <= order.index(setup.page) else setup.page
    return Effects(reply=_page(records, setup, page))


def save_basics(records: Records, actor: Actor, command: SaveBasics, now: datetime) -> Effects:
    """Page 1 begins a draft, or changes the one there is."""
    check_may_begin(actor)
    person = myself(records.people, actor)
    setup = records.setups.find(person.id)
    if setup is None or not setup.is_draft:
        setup = _new(person, setup, now)
    names = {project.id: project.name for project in records.projects.all()}
    return _saved(records, replace(setup, project=read_basics(command.values, setup.project, names, now)))


def save_functions(records: Records, actor: Actor, command: SaveFunctions, _now: datetime) -> Effects:
    """Page 2. Who had a part keeps it."""
    setup = _draft(records, actor)
    project, newcomers = read_functions(command.values, setup, records.people.all())
    setup = replace(setup, newcomers=newcomers)
    ids = {person.id for person in _everybody(records, setup)}
    return _saved(records, replace(setup, project=without_strangers(project, ids)))


def save_people(records: Records, actor: Actor, command: SavePeople, _now: datetime) -> Effects:
    """Page 3."""
    setup = _draft(records, actor)
    return _saved(records, replace(setup, project=read_people(command.values, setup, _everybody(records, setup))))


def discard_setup(records: Records, actor: Actor, command: DiscardSetup, _now: datetime) -> Effects:
    """Throws the draft away; nothing was created."""
    setup = _current(records, actor, command.version)
    records.setups.put(replace(setup, state=SetupState.DISCARDED, version=setup.version + 1))
    return Effects(reply=discarded(setup.project.name))


def create_project(records: Records, actor: Actor, command: CreateProject, now: datetime) -> Effects:
    """Creates what the review showed, and asks everybody when that was chosen and is theirs to choose."""
    setup = _current(records, actor, command.version)
    project = setup.project
    _check_complete(records, setup, now)
    for person in with_newcomers(setup):
        if records.people.find(person.id) is None:
            records.people.put(person)
    records.projects.put(project)
    records.digests.put(first_digest(project, now))
    records.setups.put(replace(setup, state=SetupState.CREATED, version=setup.version + 1))
    if command.start and _may_start(project, actor):
        return start_round(records, actor, StartRound(project.id), now)
    if actor.person_id == project.facilitator:
        return Effects(reply=ready(project))
    told = Phrase(
        "{set_up} {who} is told and can start asking.",
        set_up=set_up(project),
        who=who_is(records.people, project.facilitator),
    )
    return Effects(posts=announcement(records.people, project, now), reply=Message(told, (Text(told),)))


def first_digest(project: Project, now: datetime) -> DigestState:
    """When the project's first digest is due."""
    due_at = next_digest(now, project.digest, project.zone, project.kickoff)
    return planned(DigestState(project.id, due_at), project, now)


def _new(person: Person, earlier: Setup | None, now: datetime) -> Setup:
    project = Project("", "", now.date(), person.zone, "", person.id, (), language=person.language)
    return Setup(person.id, SetupState.DRAFT, project, version=earlier.version + 1 if earlier else 1)


def _saved(records: Records, setup: Setup) -> Effects:
    """Keeps the draft and shows what comes next."""
    setup = replace(setup, version=setup.version + 1)
    records.setups.put(setup)
    return Effects(reply=_page(records, setup, setup.page))


def _page(records: Records, setup: Setup, page: Page) -> Reply:
    match page:
        case Page.BASICS:
            return basics_form(setup.project, setup.project.zone, setup.project.channel)
        case Page.FUNCTIONS:
            return functions_form(setup)
        case Page.PEOPLE:
            return people_form(setup, _everybody(records, setup))
        case Page.REVIEW:
            may_start = setup.id in (setup.project.sponsor, setup.project.facilitator)
            return review(setup, _everybody(records, setup), may_start)


def _everybody(records: Records, setup: Setup) -> Sequence[Person]:
    """Who can be given a part: everybody with a working account, and those who will be added."""
    return (*(person for person in records.people.all() if person.active), *setup.newcomers)


def _draft(records: Records, actor: Actor) -> Setup:
    check_may_begin(actor)
    setup = records.setups.find(myself(records.people, actor).id)
    if setup is None or not setup.is_draft:
        raise WrongState("There is no project that you are setting up. To begin one, type /align new.")
    return setup


def _current(records: Records, actor: Actor, version: int) -> Setup:
    """The draft as the pressed button showed it; raises WrongState with what happened since."""
    check_may_begin(actor)
    setup = records.setups.find(myself(records.people, actor).id)
    if setup is not None and setup.state is SetupState.CREATED and version == setup.version - 1:
        raise WrongState("{project} has been created already.", project=setup.project.name)
    setup = _draft(records, actor)
    if setup.version != version:
        raise WrongState(
            "The draft of {project} has changed since this was shown. Type /align new to see it as it is now.",
            project=setup.project.name,
        )
    return setup


def _check_complete(records: Records, setup: Setup, now: datetime) -> None:
    """What may have changed since the pages were filled in: time, and what others created. Raises WrongState."""
    project = setup.project
    if setup.page is not Page.REVIEW:
        raise WrongState("The draft of {project} is not complete. Type /align new to go on.", project=project.name)
    if records.projects.find(project.id) is not None:
        raise WrongState(
            "There is a project called {project} by now. Please choose “Change project” and give yours another name.",
            project=project.name,
        )
    if project.kickoff < local_day(now, project.zone) or due_at(project) <= now:
        raise WrongState("Its dates have passed since you entered them. Please choose “Change project” and move them.")
    for person in setup.newcomers:
        known = records.people.find(person.id)
        if known is not None and known.email != person.email:
            raise WrongState(
                "Another {name} was added to Accord since you began. Please go through “Change functions” and "
                "“Change people” once more.",
                name=person.name,
            )


def due_at(project: Project) -> datetime:
    """When the answers are due; for a project without that, never."""
    if project.round_due is None:
        return datetime.max.replace(tzinfo=UTC)
    return local_instant(project.round_due.date(), project.round_due.time(), project.zone)


def _may_start(project: Project, actor: Actor) -> bool:
    return actor.person_id in (project.sponsor, project.facilitator)
