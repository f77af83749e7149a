"""Looking everything over: what is open and has no moment at which it goes on, and what nobody can decide any more.

It reads columns only, but for people with absences, so that ten thousand open items take a fraction of a second.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Executable, exists, select, update

from flows.absences import watched
from flows.consent.records import ProposalState
from flows.escalations.records import EscalationState
from flows.live_drills.records import LiveDrillState
from flows.people import Person
from flows.pulse.records import PulseState
from flows.resolving.records import LiveState
from flows.rounds.records import RoundState, ViewState
from flows.wire import Wire
from storage.connections import Connection
from storage.due import Due
from storage.outbox_statements import OUTBOX, State
from storage.statements import fixed
from storage.tables import table

ASLEEP = {
    "escalation": (EscalationState.ASKED, EscalationState.ACKNOWLEDGED, EscalationState.INFO_WANTED),
    "view": (ViewState.ASKED, ViewState.ANSWERING),
    "round": (RoundState.OPEN,),
    "proposal": (ProposalState.SENSE_CHECK, ProposalState.CONSENT, ProposalState.REVISING),
    "contradiction": (LiveState.CLARIFYING, LiveState.OPEN),
    "pulse": (PulseState.OPEN,),
    "live_drill": (LiveDrillState.RUNNING,),
}
"""By kind of record, the states in which something has to be due. A view may leave that to its round, and an open round
to its views."""
PENDING = ASLEEP["view"]


def _asleep(kind: str, states: Iterable[str]) -> Executable:
    rows = table(kind)
    wanted = rows.c.state.in_([fixed(state) for state in states])
    return select(rows.c.organisation_id, rows.c.id).where(wanted, rows.c.due_at.is_(None))


WITHOUT = {kind: _asleep(kind, states) for kind, states in ASLEEP.items()}
PROJECT, DIGEST, VIEW, ESCALATION = table("project"), table("digest"), table("view"), table("escalation")
PERSON = table("person")
ABSENT = select(PERSON.c.organisation_id, PERSON.c.id, PERSON.c.body).where(
    PERSON.c.due_at.is_(None), PERSON.c.body.contains(fixed('"away":'))
)
"""Absences as an earlier release kept them, and those that are long over."""
TICKING_VIEWS = select(VIEW.c.organisation_id, VIEW.c.id).where(
    VIEW.c.state.in_([fixed(state) for state in PENDING]), VIEW.c.due_at.is_not(None)
)
SILENT_PROJECTS = select(PROJECT.c.organisation_id, PROJECT.c.id).where(
    ~exists().where(
        DIGEST.c.organisation_id == PROJECT.c.organisation_id,
        DIGEST.c.id == PROJECT.c.id,
        DIGEST.c.due_at.is_not(None),
        DIGEST.c.state.is_(None),
    )
)
EXHAUSTED = select(ESCALATION.c.organisation_id, ESCALATION.c.id).where(
    ESCALATION.c.state == fixed(EscalationState.EXHAUSTED)
)
_same_lane = OUTBOX.alias("same_lane")
_stuck = OUTBOX.alias("stuck")
FREE = (
    update(OUTBOX)
    .values(wake_at=OUTBOX.c.ready_at)
    .where(
        OUTBOX.c.seq.in_(
            select(_stuck.c.seq).where(
                _stuck.c.state.in_([fixed(State.WAITING), fixed(State.SENDING)]),
                ~exists().where(
                    _same_lane.c.organisation_id == _stuck.c.organisation_id,
                    _same_lane.c.address == _stuck.c.address,
                    _same_lane.c.wake_at.is_not(None),
                ),
            )
        )
    )
    .returning(OUTBOX.c.seq)
)


def overlooked(connection: Connection) -> list[Due]:
    """What is open and will never be due, and projects without a next digest."""
    asleep = {kind: _pairs(connection, statement) for kind, statement in WITHOUT.items()}
    idle = set(asleep["round"])  # open rounds that are not due themselves
    views = [pair for pair in asleep["view"] if _round_of(pair) in idle]
    kept_up = {_round_of(pair) for pair in (*_pairs(connection, TICKING_VIEWS), *asleep["view"])}
    rounds = [pair for pair in asleep["round"] if pair not in kept_up]
    silent = _pairs(connection, SILENT_PROJECTS)
    found = {**asleep, "view": views, "round": rounds, "digest": silent}
    return [Due(organisation_id, kind, id_) for kind, pairs in found.items() for organisation_id, id_ in pairs]


def unwatched(connection: Connection, wire: Wire, now: datetime) -> list[Due]:
    """People whose next absence, or its end, would hand nothing over: an earlier release watched none."""
    rows = connection.rows(ABSENT, {})
    people = ((organisation_id, wire.load(Person, body)) for organisation_id, _, body in rows)
    return [Due(each, "person", person.id) for each, person in people if watched(person, now).due_at is not None]


def exhausted(connection: Connection) -> list[tuple[str, str]]:
    """(organisation_id, id) of escalations that wait for nobody's clock."""
    return _pairs(connection, EXHAUSTED)


def free_stuck_posts(connection: Connection) -> int:
    """Has somebody look at addresses where something waits and nobody would; returns how many posts that were."""
    return len(connection.rows(FREE, {}))


def _round_of(pair: tuple[str, str]) -> tuple[str, str]:
    """A view's id is its round's and its function's."""
    return pair[0], pair[1].rpartition("/")[0]


def _pairs(connection: Connection, statement: Executable) -> list[tuple[str, str]]:
    return [(organisation_id, id_) for organisation_id, id_ in connection.rows(statement, {})]
