"""The digest in the channel, and the same on demand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol

from flows.calendar import local_day, next_digest
from flows.charter.keeping import Charters, current
from flows.charter.kickoff import told_at_start
from flows.charter.material import material
from flows.charter.readiness import owned, to_agree
from flows.commands import Actor, Command
from flows.decisions.cast import Cast
from flows.decisions.keeping import ById
from flows.decisions.records import Decision
from flows.digests.audiences import for_audiences
from flows.digests.drift_lines import drift_lines
from flows.digests.drill_lines import drills_open
from flows.digests.lines import standing
from flows.digests.records import DigestState, drill_at, kickoff_at, prepare_at
from flows.digests.review_lines import review_lines
from flows.digests.standing import Line, Situation, Standing
from flows.digests.wording import details, headline
from flows.drills.records import Drill
from flows.effects import NOTHING, Effects, Post, Promise
from flows.escalations.records import Escalation
from flows.evidence.claiming import claimed
from flows.live_drills.keeping import LiveDrills
from flows.live_drills.offering import offered
from flows.live_drills.telling import told_of as drill_told
from flows.messages import Header, Items, Message, ToChannel
from flows.projects.membership import project_here
from flows.projects.records import Project
from flows.pulse.keeping import Pulses
from flows.pulse.planning import planned
from flows.pulse.telling import told_of
from flows.rounds.analysis import findings
from flows.rounds.shelves import Records as RoundRecords
from flows.sponsor.keeping import Preparations
from flows.sponsor.preparing import prepared, told_ahead


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


class Decisions(ById, Protocol):
    """Decisions of a project."""

    def where(self, *, project_id: str) -> Sequence[Decision]: ...


class Drills(Protocol):
    """Drills of a project."""

    def where(self, *, project_id: str) -> Sequence[Drill]: ...


class Records(RoundRecords, Protocol):
    """What a digest is compiled from."""

    @property
    def charters(self) -> Charters: ...

    @property
    def preparations(self) -> Preparations: ...

    @property
    def digests(self) -> Digests: ...

    @property
    def escalations(self) -> Escalations: ...

    @property
    def decisions(self) -> Decisions: ...

    @property
    def pulses(self) -> Pulses: ...

    @property
    def live_drills(self) -> LiveDrills: ...

    @property
    def drills(self) -> Drills: ...


def post_digest(records: Records, actor: Actor, command: DigestDue, now: datetime) -> Effects:
    """Posts the digest that is due, one only however many were missed, and sets the next one."""
    state = records.digests.get(command.project_id)
    if not actor.is_clock:
        return NOTHING
    project = records.projects.get(command.project_id)
    begun, state = _before_the_start(records, project, state, now)
    if state.due_at is None or state.due_at > now:
        return Effects((*begun, *_parts_between(records, project, state, now)))
    due, coming = _this_and_next(project, state.due_at, now)
    told = state.told
    charter = current(records, project.id)
    planned(records, project, charter)
    found = situation(records, project, now)
    stands = standing(found, now, state.last_at)
    number = state.number + 1
    day = local_day(due, project.zone)
    state = replace(state, kickoff_at=state.kickoff_at or kickoff_at(project, now), told=stands.fingerprint)
    if records.preparations.find(project.id) is None:
        state = replace(state, prepare_at=state.prepare_at or prepare_at(project, now))
    if not state.drill_planned:
        state = replace(state, drill_at=drill_at(project, now), drill_planned=True)
    key = f"digest/{project.id}/{number}"
    parts = for_audiences(found, Cast(records, project), state, now, key=key, coming=coming, between=False)
    state = replace(state, due_at=coming, number=number, last_at=now, last_day=day)
    records.digests.put(replace(state, audiences=parts.told, parts_at=parts.next_at))
    begun = (*begun, *parts.posts, *told_ahead(records, project, now, key, coming))
    top = headline(project, stands, told, charter.number if charter is not None else 0)
    post = partial(Post, to=ToChannel(project.channel), promise=Promise.NEVER_DOUBLED, not_before=due, expires=coming)
    if len(top.blocks) == 1:
        return Effects(posts=(*begun, post(key, message=top)))
    return Effects(
        posts=(
            *begun,
            post(key, message=top),
            post(f"{key}/detail", message=details(project, stands, told), thread=key),
        )
    )


def _parts_between(records: Records, project: Project, state: DigestState, now: datetime) -> tuple[Post, ...]:
    """What the functions are told that want to hear more often than the digest comes, under the last one's number."""
    if state.parts_at is None or state.parts_at > now:
        return ()
    if state.due_at is None:
        records.digests.put(replace(state, parts_at=None))
        return ()
    key, cast = f"digest/{project.id}/{state.number}", Cast(records, project)
    found = situation(records, project, now)
    parts = for_audiences(found, cast, state, now, key=key, coming=state.due_at, between=True)
    records.digests.put(replace(state, audiences=parts.told, parts_at=parts.next_at))
    return parts.posts


def _before_the_start(
    records: Records, project: Project, state: DigestState, now: datetime
) -> tuple[tuple[Post, ...], DigestState]:
    """What is due besides the digest: preparing the sponsor, trying the path, what is missing on the kick-off's day."""
    posts: list[Post] = []
    after = state
    if state.prepare_at is not None and state.prepare_at <= now:
        posts += prepared(records, project, now)
        after = replace(after, prepare_at=None)
    if state.drill_at is not None and state.drill_at <= now:
        posts += offered(records, project, now)
        after = replace(after, drill_at=None)
    if state.kickoff_at is not None and state.kickoff_at <= now:
        posts += told_at_start(records, project, now)
        after = replace(after, kickoff_at=None)
    if after != state:
        records.digests.put(after)
    return tuple(posts), after


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
    stands = standing(situation(records, project, now), now, state.last_at if state else None)
    told = state.told if state else {}
    mine = claimed(records.evidence.where(project_id=project.id), project, actor.person_id)
    shown = _together(project, stands, told)
    blocks = (Header("Claimed, not evidenced"), Items(mine)) if mine else ()
    return Effects(reply=replace(shown, blocks=(*shown.blocks, *blocks)))


def _together(project: Project, stands: Standing, told: Mapping[str, str]) -> Message:
    top, rest = headline(project, stands, told), details(project, stands, told)
    return Message(top.summary, (*top.blocks[:2], *rest.blocks))


def situation(records: Records, project: Project, now: datetime) -> Situation:
    """What the records say about the project now."""
    found = material(records, project)
    points = to_agree(found, current(records, project.id), local_day(now, project.zone))
    decisions = tuple(records.decisions.where(project_id=project.id))
    reviews = review_lines(records, found.cast, now)
    drills = drills_open(records.drills.where(project_id=project.id), found.cast, now)
    return Situation(
        project=project,
        people={person.id: person for person in records.people.all()},
        findings=findings(records, project),
        escalations=tuple(records.escalations.where(project_id=project.id)),
        decisions=decisions,
        evidence=tuple(records.evidence.where(project_id=project.id)),
        pulse=told_of(records, project),
        drill=drill_told(records, project, now),
        live={each.found: each for each in records.contradictions.where(project_id=project.id)},
        to_agree=(*(Line(f"agree/{point.key}", "open", owned(point, found)) for point in points), *drills, *reviews),
        drift=tuple(drift_lines(found, decisions)),
    )
