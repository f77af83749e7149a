"""Somebody is absent, gone or there again: the cards that wait for them or for their function change hands at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from flows.calendar import is_away, local_day
from flows.charter import posting
from flows.charter.keeping import Charters, current
from flows.consent import cards as proposal_cards
from flows.consent.keeping import Proposals
from flows.decisions.cast import Cast
from flows.drills import cards as drill_cards
from flows.drills.keeping import Drills
from flows.effects import Effects, Post
from flows.escalations import absent, recommending
from flows.escalations.keeping import Records as EscalationRecords
from flows.evidence import handing
from flows.evidence.keeping import Records as EvidenceRecords
from flows.live_drills import offering
from flows.live_drills.keeping import LiveDrills
from flows.people import Person
from flows.projects.records import Project
from flows.pulse import cards as pulse_cards
from flows.pulse.keeping import Pulses
from flows.red_lines.keeping import RedLines
from flows.resolving import holding, telling
from flows.resolving.keeping import Contradictions


class Records(EvidenceRecords, EscalationRecords, Protocol):
    """What functions are asked."""

    @property
    def proposals(self) -> Proposals: ...
    @property
    def drills(self) -> Drills: ...
    @property
    def pulses(self) -> Pulses: ...
    @property
    def charters(self) -> Charters: ...
    @property
    def red_lines(self) -> RedLines: ...
    @property
    def contradictions(self) -> Contradictions: ...
    @property
    def live_drills(self) -> LiveDrills: ...


def is_there(person: Person, now: datetime) -> bool:
    """Whether functions are asked through them today."""
    return person.active and not is_away(person, local_day(now, person.zone))


def handed_over(records: Records, before: Person, after: Person, now: datetime) -> Iterator[Post]:
    """Nothing unless the person has become absent or is there again. `after` is kept already."""
    if (before.active, is_there(before, now)) == (after.active, is_there(after, now)):
        return
    for project in records.projects.all():
        was, cast = Cast(records, project, before), Cast(records, project, after)
        yield from offering.handed_over(records, was, cast, now)
        yield from _contradictions(records, was, cast, now)
        yield from recommending.handed_over(records.escalations, cast, now)
        if any(after.id in (each.representative, each.deputy) and each.deputy for each in project.functions):
            yield from _of_project(records, project, now)
    yield from handing.handed_over(records, before, after, now)


def passed_on(records: Records, before: Person, after: Person, now: datetime) -> Effects:
    """The same for everything that waits, decisions that they were asked for included; both accounts are open."""
    posts = tuple(handed_over(records, before, after, now))
    if is_there(after, now) or not is_there(before, now):
        return Effects(posts)
    decisions = absent.pass_on(records, after.id, now)
    words = holding.pass_on(records, after.id, now)
    return Effects((*posts, *decisions.posts, *words), withdraw=decisions.withdraw)


def _contradictions(records: Records, was: Cast, cast: Cast, now: datetime) -> Iterator[Post]:
    """Who speaks for a side now is asked about all that waits for them; the lists of all are drawn anew."""
    told: list[str] = []
    for each in records.contradictions.where(project_id=cast.project.id):
        had, has = telling.waits_for(each, was, now), telling.waits_for(each, cast, now)
        if had != has:
            told += [person for person in has if person not in had and cast.person(person).active]
            yield from telling.shown(records, each, cast, now)
    yield from telling.asked(told, cast, now)


def _of_project(records: Records, project: Project, now: datetime) -> Iterator[Post]:
    cast = Cast(records, project)
    for proposal in records.proposals.where(project_id=project.id):
        if proposal.is_open:
            yield from proposal_cards.asked(proposal, cast, now, first=False)
    for drill in records.drills.where(project_id=project.id):
        if drill.is_open:
            yield from drill_cards.asked(drill, cast, now)
    for pulse in records.pulses.where(project_id=project.id):
        if pulse.is_open:
            yield from pulse_cards.refreshed(pulse, cast, now)
    charter = current(records, project.id)
    if charter is not None:
        yield from posting.refreshed(charter, cast, now)
