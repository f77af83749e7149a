"""Starting a round: a view per function, the first messages, and the line in the channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

from flows.calendar import add_working_days, local_day, local_instant, next_working
from flows.commands import Actor
from flows.effects import Effects
from flows.errors import Invalid, WrongState
from flows.messages import Message, Note, Text
from flows.nudges import earliest_close
from flows.people import Person
from flows.phrases import Count, Instant, Phrase
from flows.projects.announcing import started
from flows.projects.membership import check_runs, project_here
from flows.projects.records import Function, Project
from flows.rounds.commands import StartRound
from flows.rounds.kickoff import kickoff
from flows.rounds.participation import line, participation
from flows.rounds.records import Answer, Round, RoundState, View, ViewState
from flows.rounds.scene import Scene, latest_round, load_scene
from flows.rounds.schedule import next_look
from flows.rounds.shelves import Records

DEFAULT_DAYS = 5
"""Working days to answer when the project file names no deadline."""
DEFAULT_TIME = time(16)


def start_round(records: Records, actor: Actor, command: StartRound, now: datetime) -> Effects:
    """Asks every function; only who runs the project may. Raises WrongState while a round is open."""
    project = project_here(records, actor, command.channel, command.project_id)
    check_runs(project, actor, records.people)
    last = latest_round(records, project.id)
    if last is not None and last.is_open:
        raise WrongState(
            "Round {n} of {project} is already running: {line}",
            n=last.number,
            project=project.name,
            line=line(load_scene(records, last), now),
        )
    if not project.functions:
        raise Invalid(
            "{project} has no functions yet, so there is nobody to ask. Add them first.", project=project.name
        )
    scene = open_round(records, project, now)
    people = {view.respondent: scene.respondent(view) for view in scene.views.values()}
    first = (kickoff(scene, person) for person in people.values())
    posts = (participation(scene, now), *first, *started(project, now))
    return Effects(posts=posts, reply=_started(scene, len(people)))


def open_round(records: Records, project: Project, now: datetime) -> Scene:
    """A new round with its views, stored; nobody is told yet."""
    last = latest_round(records, project.id)
    number = last.number + 1 if last else 1
    deadline = _deadline(records, project, now)
    round_id = f"{project.id}/{number}"
    views = {function.id: f"{round_id}/{function.id}" for function in project.functions}
    threshold = project.agreement or records.templates.get(project.template).agreement
    round_ = Round(round_id, project.id, number, RoundState.OPEN, now, deadline, views, threshold=threshold)
    asked = [_view(records, round_, function, now) for function in project.functions]
    scene = load_scene(records, round_, *_prefilled(records, last, asked))
    waits = ((scene.respondent(view), view.asked_at) for view in scene.views.values())
    round_ = replace(round_, due_at=earliest_close(deadline, waits))
    scene = replace(scene, round=round_)
    records.rounds.put(round_)
    for view in scene.views.values():
        scene = scene.with_view(replace(view, due_at=next_look(scene, view, now)))
    for view in scene.views.values():
        records.views.put(view)
    return scene


def _deadline(records: Records, project: Project, now: datetime) -> datetime:
    """The project's, where it is still to come; else five working days on, and time enough for everybody."""
    if project.round_due is not None:
        wanted = local_instant(project.round_due.date(), project.round_due.time(), project.zone)
        if wanted > now:
            return wanted
    calendar = Person("", "", zone=project.zone)  # Monday to Friday: the deadline is the project's, not one person's
    day = local_day(add_working_days(calendar, now, DEFAULT_DAYS), project.zone)
    deadline = local_instant(day, DEFAULT_TIME, project.zone)
    asked = [records.people.get(function.representative) for function in project.functions]
    return earliest_close(deadline, ((person, now) for person in asked))


def _view(records: Records, round_: Round, function: Function, now: datetime) -> View:
    person = respondent(records, function, now, round_.deadline)
    return View(
        id=round_.views[function.id],
        project_id=round_.project_id,
        round_id=round_.id,
        function_id=function.id,
        respondent=person.id,
        state=ViewState.ASKED,
        asked_at=next_working(person, now) or now,
    )


def respondent(records: Records, function: Function, now: datetime, deadline: datetime) -> Person:
    """The representative; the deputy when only the deputy works at all before the deadline."""
    representative = records.people.get(function.representative)
    deputy = records.people.find(function.deputy) if function.deputy else None
    if deputy is not None and not _works(representative, now, deadline) and _works(deputy, now, deadline):
        return deputy
    return representative


def _works(person: Person, now: datetime, deadline: datetime) -> bool:
    moment = next_working(person, now)
    return moment is not None and moment < deadline


def _prefilled(records: Records, last: Round | None, views: Sequence[View]) -> Sequence[View]:
    """With the answers that were sent in the last round, which keep their author and time."""
    if last is None:
        return views
    filled = []
    for view in views:
        before = records.views.find(last.views.get(view.function_id, ""))
        known: dict[str, tuple[Answer, ...]] = {}
        if before is not None and before.state is ViewState.SUBMITTED:
            known = {question: (versions[-1],) for question, versions in before.answers.items() if versions}
        filled.append(replace(view, answers=known))
    return filled


def _started(scene: Scene, people: int) -> Message:
    words = Phrase(
        "Round {n} of {project} has started. I ask {people} for {functions}, each in their working hours; "
        "answers are due {deadline}.",
        n=scene.round.number,
        project=scene.project.name,
        people=Count(people, "person", "people"),
        functions=Count(len(scene.views), "function", "functions"),
        deadline=scene.instant(scene.round.deadline),
    )
    wanted = scene.project.round_due
    if wanted is None:
        return Message(words, (Text(words),))
    given = local_instant(wanted.date(), wanted.time(), scene.project.zone)
    if given == scene.round.deadline:
        return Message(words, (Text(words),))
    past = Phrase(
        "The project file names {given}, which is past, so I took {days} working days.",
        given=Instant(given, scene.project.zone),
        days=DEFAULT_DAYS,
    )
    return Message(words, (Text(words), Note(past)))
