"""What became of everything that was accepted: lost, doubled, stale or late, by the database and by the screen."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic

from sqlalchemy import Connection, create_engine, func, select

from adapters.web.ports import LOCAL
from flows.escalations.records import Escalation, EscalationState, Happened
from storage.store import Store
from storage.tables import table
from storage.verifying import verify
from tests.faults.rig.crowd import WIRE
from tests.faults.rig.plants import Company
from tests.faults.rig.slack import team
from tests.slack.fake.world import Message

OUTBOX, LOGGED = table("outbox"), table("delivery_log")
LATE = 60.0
"""Seconds from the answer 200 until the first message to whoever decides is on their screen."""
TAKEN = "has taken this"


@dataclass(frozen=True)
class Tally:
    """`events` accepted and `messages` expected of them; then what is wrong with them, each by its name.

    `p99`: seconds from 200 to the screen.
    """

    events: int
    messages: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    stale: tuple[str, ...]
    late: tuple[str, ...]
    broken: tuple[str, ...]
    p99: float

    @property
    def clean(self) -> bool:
        """Nothing is lost, doubled or stale, and the audit is whole."""
        return not (self.lost or self.doubled or self.stale or self.broken)

    def __str__(self) -> str:
        counts = (("lost", self.lost), ("doubled", self.doubled), ("stale", self.stale), ("late", self.late))
        told = ", ".join(f"{len(found)} {word}" for word, found in counts)
        return f"{self.events} events, {self.messages} messages: {told}; p99 to the screen {self.p99:.1f} s"


async def quiet(database: str, within: float) -> None:
    """Returns when nothing waits to be sent any more. Raises AssertionError when that takes too long."""
    until = monotonic() + within
    with connected(database) as connection:
        while left := await asyncio.to_thread(_waiting, connection):
            assert monotonic() < until, f"{left} posts still wait"
            await asyncio.sleep(0.2)


def _waiting(connection: Connection) -> int:
    """Posts whose time has come."""
    now = int(time.time() * 1_000_000)
    waiting = select(func.count()).select_from(OUTBOX).where(OUTBOX.c.ready_at <= now)
    return int(connection.execute(waiting).scalar_one())


@contextmanager
def connected(database: str) -> Iterator[Connection]:
    """A look beside the processes; each statement sees what is there by then."""
    engine = create_engine(
        database.replace("postgresql://", "postgresql+psycopg://"),
        isolation_level="AUTOCOMMIT",
        connect_args={"check_same_thread": False} if database.startswith("sqlite") else {},
    )
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


async def tally(company: Company, accepted: Mapping[str, float]) -> Tally:
    """Counts; no process of ours may be running on an embedded database any more."""
    store = await Store.open(company.database, WIRE)
    try:
        kept = await store.read(LOCAL, lambda records: records.escalations.all())
        report = await verify(store)
    finally:
        await store.close()
    raised = Counter(_cause(each) for each in kept)
    screen: dict[str, list[Message]] = {}
    for message in team(company.slack).messages:
        if message.metadata is not None:
            screen.setdefault(message.metadata["event_payload"]["key"], []).append(message)
    expected = {key: each for each in kept for key in _keys(each)}
    missing = [key for key in expected if _digest(key) not in screen]
    waits = dict(_waits(expected, screen, accepted))
    return Tally(
        events=len(accepted),
        messages=len(expected),
        lost=(*missing, *_lost(accepted, kept)),
        doubled=(
            *(f"{cause} became {times}" for cause, times in raised.items() if times > 1),
            *(each.id for each in kept if _taken(each) > 1),
            *(f"{shown[0].text[:60]} × {len(shown)}" for shown in screen.values() if len(shown) > 1),
        ),
        stale=tuple(
            key for key, of in expected.items() if _taken(of) and not says_so(of, screen.get(_digest(key), []))
        ),
        late=tuple(key for key, seconds in waits.items() if seconds > LATE),
        broken=report.problems,
        p99=sorted(waits.values())[int(len(waits) * 0.99)] if waits else 0.0,
    )


def _cause(escalation: Escalation) -> str:
    return f"{escalation.project_id}, drafted at {escalation.drafted_at.isoformat()}"


def _keys(escalation: Escalation) -> Iterator[str]:
    for person_id in dict.fromkeys((escalation.requester, escalation.ladder[0].person_id)):
        yield f"escalation/{escalation.id}/card/{person_id}"


def _lost(accepted: Mapping[str, float], kept: tuple[Escalation, ...]) -> Iterator[str]:
    """Events that were answered 200 and left nothing behind."""
    known = {each.id: each for each in kept}
    for event in accepted:
        escalation_id, _, what = event.rpartition("/")
        found = known.get(escalation_id)
        if found is None or (what == "take" and not _taken(found)):
            yield event


def _taken(escalation: Escalation) -> int:
    return sum(event.what is Happened.ACKNOWLEDGED for event in escalation.history)


def says_so(escalation: Escalation, shown: Sequence[Message]) -> bool:
    """Whether its cards say that it is taken, or no longer do: what is urgent is taken for half an hour only."""
    held = escalation.state is EscalationState.ACKNOWLEDGED
    return all((TAKEN in message.text) == held for message in shown)


def _waits(
    expected: Mapping[str, Escalation], screen: Mapping[str, list[Message]], accepted: Mapping[str, float]
) -> Iterator[tuple[str, float]]:
    for key, escalation in expected.items():
        shown, at = screen.get(_digest(key)), accepted.get(f"{escalation.id}/raise")
        if shown and at is not None:
            yield key, float(shown[0].ts) - at


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()
