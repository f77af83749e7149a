"""What is checked once a run is over, from all tables: I1, I2, I7, I8."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select

from bot.commands import CHANGES
from flows.effects import Refusal
from flows.escalations.records import EscalationState
from flows.messages import ToPerson
from storage.connections import Connection
from storage.errors import Conflict
from storage.instants import micros
from storage.tables import AGGREGATES, METADATA, table
from storage.verifying import verify
from tests.faults.model.promises import check_own
from tests.faults.model.world import Given, World

INBOX, OUTBOX = table("inbox"), table("outbox")


def i1_once_in_and_once_out(world: World, *, refused: bool) -> None:
    """One row of the inbox per event that was taken; every message once on screen, and nothing left behind."""
    events = select(INBOX.c.organisation_id, INBOX.c.event_id)
    kept = Counter(world.does(world.app.store.look(lambda connection: [tuple(r) for r in connection.rows(events, {})])))
    for given in world.given:
        event = given.actor.organisation_id, f"{given.actor.person_id}/{given.event_id}"
        assert kept[event] == is_taken(given), f"I1: {event} is in the inbox {kept[event]} times"
    counted: dict[object, int] = {}
    for sight in world.screen.seen:
        place = (sight.organisation, sight.key, sight.to)
        counted[place] = counted.get(place, 0) + sight.new
    doubled = [place for place, times in counted.items() if times > 1]
    assert not doubled, f"I1: shown more than once: {doubled}"
    left = world.does(world.app.store.look(lambda connection: _left(connection, world)))
    left = [row for row in left if not (refused and row[1] == "parked")]
    assert not left, f"I1: never shown: {left}"


def is_taken(given: Given) -> bool:
    """Whether it should be known: looking is not, nor what others were faster with each time it was tried."""
    return type(given.command) in CHANGES and given.outcome != Refusal(Conflict().phrase)


def digest(connection: Connection) -> list[object]:
    """Where all records, posts and entries of the audit stand."""
    records = [connection.rows(select(func.count(), func.sum(table(kind).c.version)), {}) for kind in AGGREGATES]
    posts = connection.rows(select(OUTBOX.c.key, OUTBOX.c.version, OUTBOX.c.digest).order_by(OUTBOX.c.seq), {})
    return [*records, posts, connection.rows(select(func.count()).select_from(table("audit")), {})]


def _left(connection: Connection, world: World) -> list[tuple[str, str]]:
    """Posts that should have been sent, by key and state."""
    rows = connection.rows(select(OUTBOX.c.key, OUTBOX.c.state, OUTBOX.c.ready_at), {})
    return [(str(key), str(state)) for key, state, at in rows if at <= micros(world.now) and state != "withdrawn"]


def i2_somebody_was_told(world: World, organisation: str, unreached: set[tuple[str, str]]) -> None:
    """Where nobody is left to ask, whoever can be reached of those concerned is told, in their working hours."""
    project = world.read(organisation, lambda records: records.projects.get("line3"))
    for each in world.escalations(organisation):
        if each.state is not EscalationState.EXHAUSTED:
            continue
        concerned = {each.turn.person_id, each.requester, project.sponsor, project.facilitator}
        prefix = f"escalation/{each.id}/exhausted/"
        told = {
            sight.to.person_id
            for sight in world.screen.seen
            if sight.organisation == organisation and sight.key.startswith(prefix) and isinstance(sight.to, ToPerson)
        }
        told |= {key.rpartition("/")[2] for key in world.waiting(organisation) if key.startswith(prefix)}
        missed = {who for who in concerned - told if (organisation, who) not in unreached}
        assert not missed, f"I2: nobody told {missed} that {each.id} is undecided"


def i7_the_audit_is_whole(world: World) -> None:
    """Every change has its entry, and the chain holds."""
    report = world.does(verify(world.app.store))
    assert report.problems == (), f"I7: {report.problems}"


def i8_every_row_is_its_own(world: World) -> None:
    """No row of one organisation has a word of the other."""

    def look(connection: Connection) -> None:
        for kept in METADATA.tables.values():
            if "organisation_id" in kept.c:
                for row in connection.rows(select(kept), {}):
                    check_own(str(row[list(kept.c.keys()).index("organisation_id")]), f"{kept.name}: {row}")

    world.does(world.app.store.look(look))
