"""The digest in the channel, and the same on demand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol

from flows.calendar import local_day, next_digest
from flows.commands import Actor, Command
from flows.decisions.records import Decision
from flows.digests.lines import standing
from flows.digests.records import DigestState
from flows.digests.standing import Situation, Standing
from flows.digests.wording import details, headline
from flows.effects import NOTHING, Effects, Post, Promise
from flows.escalations.records import Escalation
from flows.messages import Message, ToChannel
from flows.projects.membership import project_here
from flows.projects.records import Project
from flows.rounds.analysis import findings
from flows.rounds.shelves import Records as RoundRecords


@dataclass(frozen=True)
class DigestDue(Command):
    """The clock: the digest of this project is due."""

    project_id: str


@dataclass(frozen=True)
class ShowStatus(Command):
    """Where the project of this channel stands, told to the one who asks."""

    channel: str | None = None
    project: str = ""


class Digests(Protocol):
    """When each project's digest is due."""

    def find(self, record_id: str, /) -> DigestState | None: ...

    def get(self, record_id: str, /) -> DigestState: ...

    def put(self, record: DigestState, /) -> None: ...


class Escalations(Protocol):
    """Escalations of a project."""

    def where(self, *, project_id: str) -> Sequence[Escalation]: ...


class Decisions(Protocol):
    """Decisions of a project."""

    def where(self, *, project_id: str) -> Sequence[Decision]: ...


class Records(RoundRecords, Protocol):
    """What a digest is compiled from."""

    @property
    def digests(self) -> Digests: ...

    @property
    def escalations(self) -> Escalations: ...

    @property
    def decisions(self) -> Decisions: ...


def post_digest(records: Records, actor: Actor, command: DigestDue, now: datetime) -> Effects:
    """Posts the digest that is due, one only however many were missed, and sets the next one."""
    state = records.digests.get(command.project_id)
    if state.due_at is None or state.due_at > now or not actor.is_clock:
        return NOTHING
    project = records.projects.get(command.project_id)
    due, coming = _this_and_next(project, state.due_at, now)
    told = state.told
    stands = standing(situation(records, project), now, state.last_at)
    number = state.number + 1
    day = local_day(due, project.zone)
    told_now = replace(state, due_at=coming, number=number, last_at=now, last_day=day, told=stands.fingerprint)
    records.digests.put(told_now)
    key = f"digest/{project.id}/{number}"
    top = headline(project, stands, told)
    post = partial(Post, to=ToChannel(project.channel), promise=Promise.NEVER_DOUBLED, not_before=due, expires=coming)
    if len(top.blocks) == 1:
        return Effects(posts=(post(key, message=top),))
    return Effects(
        posts=(post(key, message=top), post(f"{key}/detail", message=details(project, stands, told), thread=key))
    )


def _this_and_next(project: Project, due: datetime, now: datetime) -> tuple[datetime, datetime]:
    """When the digest to post now was due, and when the next one is: of several missed ones only the latest is told."""
    after = partial(next_digest, now, project.digest, project.zone, project.kickoff)
    coming = after(posted=local_day(due, project.zone))
    if coming > now:
        return due, coming
    return coming, after(posted=local_day(coming, project.zone))


def show_status(records: Records, actor: Actor, command: ShowStatus, now: datetime) -> Effects:
    """The same content as the digest, compared with the last one, in private."""
    project = project_here(records, actor, command.channel, command.project)
    state = records.digests.find(project.id)
    stands = standing(situation(records, project), now, state.last_at if state else None)
    told = state.told if state else {}
    return Effects(reply=_together(project, stands, told))


def _together(project: Project, stands: Standing, told: Mapping[str, str]) -> Message:
    top, rest = headline(project, stands, told), details(project, stands, told)
    return Message(top.summary, (*top.blocks[:2], *rest.blocks))


def situation(records: Records, project: Project) -> Situation:
    """What the records say about the project now."""
    return Situation(
        project=project,
        people={person.id: person for person in records.people.all()},
        findings=findings(records, project),
        escalations=tuple(records.escalations.where(project_id=project.id)),
        decisions=tuple(records.decisions.where(project_id=project.id)),
        live={each.found: each for each in records.contradictions.where(project_id=project.id)},
    )
