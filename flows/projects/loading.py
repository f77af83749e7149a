"""Setting a project up from its file, and bringing it up to a newer file. Only the operator does this.

A change: load_project. Loading the same file again changes nothing, also where people have changed their hours since.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from flows.absences import watched
from flows.availability import retimed
from flows.calendar import local_day, next_digest
from flows.charter.keeping import Charters
from flows.charter.newcomers import joined
from flows.commands import Actor, Command
from flows.consent.keeping import Proposals
from flows.decisions.cast import Cast
from flows.decisions.keeping import Decisions
from flows.digests.records import DigestState, planned
from flows.effects import Effects
from flows.errors import Invalid, NotAllowed
from flows.escalations.keeping import Escalations
from flows.leaving import leave
from flows.links import Links, follow
from flows.messages import Block, Items, Message, Text
from flows.people import Person
from flows.phrases import Listing, Phrase, Words
from flows.project_file import ProjectFile
from flows.projects.announcing import announcement, set_up
from flows.projects.arriving import fingerprint, turned_out, with_people
from flows.projects.records import Cadence, Project
from flows.projects.revising import check_may_change, remarks
from flows.projects.shelves import Records as ProjectRecords
from flows.red_lines.keeping import RedLines
from flows.rights.locking import locked
from flows.rights.welcome import welcomes
from flows.rounds.commands import StartRound
from flows.rounds.opening import start_round
from flows.rounds.records import Round
from flows.rounds.replay import replay
from flows.rounds.scene import latest_round
from flows.rounds.unreached import asked_again
from flows.sponsor.from_file import with_backup
from flows.sponsor.keeping import Preparations

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


class Records(ProjectRecords, Protocol):
    """Projects, their people and rounds, and what waits for people who are gone."""

    @property
    def links(self) -> Links: ...

    @property
    def escalations(self) -> Escalations: ...

    @property
    def decisions(self) -> Decisions: ...

    @property
    def proposals(self) -> Proposals: ...

    @property
    def charters(self) -> Charters: ...

    @property
    def preparations(self) -> Preparations: ...

    @property
    def red_lines(self) -> RedLines: ...


@dataclass(frozen=True)
class LoadProject(Command):
    """Sets the project up as the file says; `start` asks every function, `answers` replays those in the file."""

    file: ProjectFile
    start: bool = False
    answers: bool = False


def load_project(records: Records, actor: Actor, command: LoadProject, now: datetime) -> Effects:
    """All of the file or nothing. Raises Invalid for a file that does not fit what is there, WrongState for a change
    that a running round does not allow."""
    if not actor.is_operator:
        raise NotAllowed("Only whoever runs Accord can load project files. To set a project up here, type /align new.")
    if command.start and command.answers:
        raise Invalid("Please choose one: ask every function now, or replay the answers in the file.")
    project, before = command.file.project, records.projects.find(command.file.project.id)
    found = with_people(records.people, command.file.people, before, records.projects.all())
    people = [watched(person, now, records.people.find(person.id)) for person in found]
    if before is not None:
        check_may_change(records, before, project)
    changed = [person for person in people if person != records.people.find(person.id)]
    gone = [person for person in changed if not person.active and _was_here(records, person)]
    other_hours = [person for person in changed if _has_other_hours(person, records.people.find(person.id))]
    _keep_people(records, command, changed)
    project = replace(project, loaded={person.id: fingerprint(person) for person in command.file.people})
    project, standing_in, kept = with_backup(records, before, project, command.file.backup, now)
    project, agreed = locked(records, before, project)
    records.projects.put(project)
    _set_digest(records, project, before, now)
    told: list[Words] = [_summary(project, before, bool(changed))]
    if before is not None:
        told += (*agreed, *kept, *remarks(records, before, project))
    followed = _followed(records, actor, command, project, told, now)
    later = joined(records, before, project, now)
    named = tuple(welcomes(before, Cast(records, project), now))
    moved = tuple(each for person in other_hours for each in retimed(records, person, now)[1])
    return _without(
        records, gone, replace(followed, posts=(*named, *standing_in, *followed.posts, *later), moved=moved), now
    )


def _keep_people(records: Records, command: LoadProject, changed: Iterable[Person]) -> None:
    for newcomer, known in turned_out(records.people, command.file.people, records.projects.all()):
        follow(records.links, newcomer, known)  # a chat may take the account for the newcomer's for some seconds more
    for person in changed:
        records.people.put(person)


def _has_other_hours(person: Person, known: Person | None) -> bool:
    """Whether what waits for somebody goes at another time."""
    return known is not None and person.active and _working_time(person) != _working_time(known)


def _working_time(person: Person) -> tuple[object, ...]:
    return person.zone, person.days, person.hours, person.holidays, person.away


def _was_here(records: Records, person: Person) -> bool:
    known = records.people.find(person.id)
    return known is not None and known.active


def _without(records: Records, gone: Iterable[Person], effects: Effects, now: datetime) -> Effects:
    """What waits for people whose accounts are closed now goes on at once."""
    for person in gone:
        on = leave(records, person, now)
        effects = replace(effects, posts=(*effects.posts, *on.posts), withdraw=(*effects.withdraw, *on.withdraw))
    return effects


def _set_digest(records: Records, project: Project, before: Project | None, now: datetime) -> None:
    """The next digest, where there is none yet or its rule has changed."""
    state = records.digests.find(project.id)
    if state is not None and before is not None and _digest_rule(before) == _digest_rule(project):
        return
    state = state or DigestState(project.id, None)
    posted = _last_posted(state, project, before or project, now)
    due_at = next_digest(now, project.digest, project.zone, project.kickoff, posted=posted)
    records.digests.put(planned(replace(state, due_at=due_at), project, now))


def _last_posted(state: DigestState, project: Project, before: Project, now: datetime) -> date | None:
    """The day of the last digest, where the project was then.

    A first one that was to come this week (today, if daily) must not be lost because its hour is past already where the
    project is now: as if the last one had been the time before.
    """
    if state.last_day is not None or state.last_at is not None:
        return state.last_day or local_day(state.last_at or now, before.zone)
    if state.due_at is None:
        return None
    waiting, today = local_day(state.due_at, project.zone), local_day(now, project.zone)
    if project.digest.every is Cadence.DAILY:
        return waiting - DAY if waiting == today else None
    return waiting - WEEK if waiting.isocalendar()[:2] == today.isocalendar()[:2] else None


def _digest_rule(project: Project) -> tuple[object, ...]:
    return project.digest, project.zone, project.kickoff, project.sponsor


def _summary(project: Project, before: Project | None, people_changed: bool) -> Words:
    if before is None:
        return set_up(project)
    if before == project and not people_changed:
        return Phrase("Nothing has changed: {project} is set up as the file says.", project=project.name)
    return Phrase("Brought up to the file. {set_up}", set_up=set_up(project))


def _followed(
    records: Records, actor: Actor, command: LoadProject, project: Project, told: list[Words], now: datetime
) -> Effects:
    """What is asked for besides: starting, replaying, or telling the facilitator that it can start."""
    last = latest_round(records, project.id)
    if command.answers:
        replayed = replay(records, project, command.file.answers, now)
        told.append(_replayed(command, bool(replayed.posts)))
        return replace(replayed, reply=_message(told))
    if command.start and last is not None:
        people, posts = asked_again(records, last, now) if last.is_open else ((), ())
        told.append(_again(last, people))
        return Effects(posts=posts, reply=_message(told))
    if command.start:
        started = start_round(records, actor, StartRound(project.id), now)
        told.append(started.reply.summary if isinstance(started.reply, Message) else "")
        return replace(started, reply=_message(told))
    if last is None:
        return Effects(posts=announcement(records.people, project, now), reply=_message(told))
    return Effects(reply=_message(told))


def _again(last: Round, people: Sequence[Person]) -> Phrase:
    if not people:
        return Phrase("Round {n} was started before; nobody is asked again.", n=last.number)
    return Phrase(
        "Round {n} was started before. Who could not be reached then is asked again: {people}.",
        n=last.number,
        people=Listing(tuple(person.who for person in people)),
    )


def _replayed(command: LoadProject, anything: bool) -> Words:
    if not command.file.answers:
        return "There are no answers in the file."
    if not anything:
        return "The answers in the file were there already."
    return Phrase(
        "The answers of {n} of {all} functions are in.",
        n=len(command.file.answers),
        all=len(command.file.project.functions),
    )


def _message(told: list[Words]) -> Message:
    first, rest = told[0], tuple(words for words in told[1:] if words)
    blocks: tuple[Block, ...] = (Text(first), Items(rest)) if rest else (Text(first),)
    return Message(first, blocks)
