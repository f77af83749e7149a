"""Something open has no moment at which it goes on, which no rule allows: it is given one.

A change: overlooked. Only the clock gives it, when it looks over everything once a minute.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from flows.absences import watched
from flows.calendar import next_digest
from flows.commands import Actor, Command
from flows.consent.keeping import Proposals
from flows.decisions.cast import Cast
from flows.decisions.keeping import Decisions
from flows.digests.posting import Digests
from flows.digests.records import DigestState
from flows.effects import NOTHING, Effects
from flows.errors import NotAllowed
from flows.escalations.keeping import Escalations
from flows.escalations.records import EscalationState
from flows.escalations.rules import timed
from flows.live_drills.keeping import LiveDrills
from flows.people import Person
from flows.pulse.keeping import Pulses
from flows.resolving.keeping import Contradictions
from flows.rounds.records import Chase
from flows.rounds.scene import scene_of
from flows.rounds.schedule import followed_up, next_look
from flows.rounds.shelves import People
from flows.rounds.shelves import Records as RoundRecords

CLOCKED = frozenset({EscalationState.ASKED, EscalationState.ACKNOWLEDGED, EscalationState.INFO_WANTED})
"""The states of an escalation in which the clock has to look at it."""


@dataclass(frozen=True)
class Overlooked(Command):
    """A record that is open and not due at any time. `kind`: escalation, round, view, digest, proposal,
    contradiction, pulse, live_drill or person (an absence)."""

    kind: str
    id: str


class KeptPeople(People, Protocol):
    """… and changes."""

    def put(self, record: Person, /) -> None: ...


class Records(RoundRecords, Protocol):
    """Everything that the clock has to look at."""

    @property
    def people(self) -> KeptPeople: ...

    @property
    def escalations(self) -> Escalations: ...

    @property
    def decisions(self) -> Decisions: ...

    @property
    def digests(self) -> Digests: ...

    @property
    def proposals(self) -> Proposals: ...

    @property
    def contradictions(self) -> Contradictions: ...

    @property
    def pulses(self) -> Pulses: ...

    @property
    def live_drills(self) -> LiveDrills: ...


def overlooked(records: Records, actor: Actor, command: Overlooked, now: datetime) -> Effects:
    """Sets its clock by its state; nothing where it has one by now, or is closed."""
    if not actor.is_clock:
        raise NotAllowed("Only Accord's own clock does this.")
    WAKES[command.kind](records, command.id, now)
    return NOTHING


def _escalation(records: Records, escalation_id: str, now: datetime) -> None:  # noqa: ARG001
    escalation = records.escalations.find(escalation_id)
    if escalation is not None and escalation.state in CLOCKED and escalation.due_at is None:
        records.escalations.put(timed(escalation, Cast(records, records.projects.get(escalation.project_id))))


def _round(records: Records, round_id: str, now: datetime) -> None:
    round_ = records.rounds.find(round_id)
    if round_ is not None and round_.is_open and round_.due_at is None:
        records.rounds.put(replace(round_, due_at=max(round_.deadline, now)))


def _view(records: Records, view_id: str, now: datetime) -> None:
    """Where nobody is left to be told, the sponsor is asked (again)."""
    scene, view = scene_of(records, view_id)
    if not view.is_pending or view.due_at is not None or not scene.round.is_open:
        return
    due = next_look(scene, view, now)
    if due is None:
        view = replace(followed_up(view, Chase.OWNER_TOLD), chased_at=now, choice=None)
        due = next_look(scene.with_view(view), view, now) or now
    records.views.put(replace(view, due_at=due))


def _proposal(records: Records, proposal_id: str, now: datetime) -> None:
    proposal = records.proposals.find(proposal_id)
    if proposal is not None and proposal.is_open and proposal.due_at is None:
        records.proposals.put(replace(proposal, due_at=max(proposal.until or now, now)))


def _contradiction(records: Records, contradiction_id: str, now: datetime) -> None:
    contradiction = records.contradictions.find(contradiction_id)
    if contradiction is not None and contradiction.is_live and contradiction.due_at is None:
        records.contradictions.put(replace(contradiction, due_at=max(contradiction.until or now, now)))


def _pulse(records: Records, pulse_id: str, now: datetime) -> None:
    pulse = records.pulses.find(pulse_id)
    if pulse is not None and pulse.is_open and pulse.due_at is None:
        records.pulses.put(replace(pulse, due_at=now))


def _live_drill(records: Records, drill_id: str, now: datetime) -> None:
    drill = records.live_drills.find(drill_id)
    if drill is not None and drill.is_open and drill.due_at is None:
        records.live_drills.put(replace(drill, due_at=now))


def _person(records: Records, person_id: str, now: datetime) -> None:
    """Nobody has handed over yet what waits for them."""
    person = records.people.find(person_id)
    if person is not None and person.due_at is None:
        records.people.put(watched(person, now, replace(person, away=())))


def _digest(records: Records, project_id: str, now: datetime) -> None:
    state = records.digests.find(project_id) or DigestState(project_id, None)
    if state.due_at is None:
        project = records.projects.get(project_id)
        due = next_digest(now, project.digest, project.zone, project.kickoff, posted=state.last_day)
        records.digests.put(replace(state, due_at=due))


WAKES: Mapping[str, Callable[[Records, str, datetime], None]] = {
    "escalation": _escalation,
    "round": _round,
    "view": _view,
    "digest": _digest,
    "proposal": _proposal,
    "contradiction": _contradiction,
    "pulse": _pulse,
    "live_drill": _live_drill,
    "person": _person,
}
