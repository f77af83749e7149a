"""Delivery's side of the outbox: one lane per address, in order, at most one post in flight in each.

Writers only add rows; whoever delivers sees by `wake_at` which addresses to look at, takes a lease on each, and writes
"attempt started, uncertain" before anything is sent. A settlement counts only while its lease is the current one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from operator import itemgetter
from secrets import randbits

from flows.effects import Promise
from storage import lane_statements as sql
from storage.connections import Change, Connection, Row, Value, Values
from storage.due import in_turn
from storage.instants import instant, instant_or_none, micros

LEASE = timedelta(seconds=30)
"""Longer than any attempt may take, so that nobody else sends while one is on its way."""
WINDOW = 5000
"""Waiting rows that are looked at in one go."""

LaneId = tuple[str, str]
"""(organisation_id, address)."""


@dataclass(frozen=True)
class Claim:
    """A post that is ours to send until the lease ends.

    `on_screen`: the reference of the message to edit. `thread`: that of the message to hang under. `uncertain`: an
    earlier attempt may have shown it. `attempts`: with this one.
    """

    organisation_id: str
    address: str
    lease: int
    seq: int
    key: str
    version: int
    message: str
    digest: str
    promise: Promise
    on_screen: str | None
    thread: str | None
    ready_at: datetime
    expires: datetime | None
    uncertain: bool
    attempts: int

    @property
    def lane(self) -> LaneId:
        """Whose turn it is to wait meanwhile."""
        return self.organisation_id, self.address


class Ending(StrEnum):
    """What became of an attempt."""

    SENT = "sent"
    RETRY = "retry"
    DROPPED = "dropped"
    PARKED = "parked"


@dataclass(frozen=True)
class Settlement:
    """How an attempt ended. `free_at`: when the lane may go on. `log`: a word for the delivery log, "" for none.

    `said`: the platform's own words of `reason`, fit for people to read.
    """

    claim: Claim
    ending: Ending
    free_at: datetime
    reference: str = ""
    uncertain: bool = False
    log: str = ""
    reason: str = ""
    said: str = ""


def exchange(
    connection: Connection, settlements: Sequence[Settlement], now: datetime, *, room: int, busy: frozenset[LaneId]
) -> list[Claim]:
    """Settles what ended and claims up to `room` new posts, organisations in turn; lanes in `busy` are left alone."""
    if settlements:
        connection.change(_settle(settlements, now))
    return _claim(connection, now, room, busy) if room > 0 else []


def _settle(settlements: Sequence[Settlement], now: datetime) -> list[Change]:
    rows: dict[Ending, list[Values]] = {ending: [] for ending in Ending}
    freed: list[Values] = []
    log: list[Values] = []
    for one in settlements:
        claim = one.claim
        lane = _lane(claim.lane) | {"lease": claim.lease, "free": micros(one.free_at), "now": micros(now)}
        about: dict[str, Value] = {"key": claim.key, "version": claim.version, "reason": one.reason}
        freed.append(lane)
        rows[one.ending].append(
            lane
            | about
            | {
                "row": claim.seq,
                "digest": claim.digest,
                "reference": one.reference,
                "uncertain": int(one.uncertain),
            }
        )
        if one.log:
            log.append(_lane(claim.lane) | about | {"now": micros(now), "what": one.log})
    ended = [*rows[Ending.SENT], *rows[Ending.DROPPED]]
    return _filled(
        (sql.SHOWN, rows[Ending.SENT]),
        (sql.DONE, ended),
        (sql.AGAIN, rows[Ending.RETRY]),
        (sql.PARK, rows[Ending.PARKED]),
        (sql.LOG, log),
        (sql.FREE, freed),
        (sql.NEXT, freed),
    )


def _claim(connection: Connection, now: datetime, room: int, busy: frozenset[LaneId]) -> list[Claim]:
    at = micros(now)
    until, lease = micros(now + LEASE), randbits(62)
    awake: dict[LaneId, list[int]] = {}
    for seq, organisation_id, address in connection.rows(sql.AWAKE, {"now": at, "window": WINDOW}):
        awake.setdefault((organisation_id, address), []).append(seq)
    pushed: list[Values] = [{"row": seq, "until": until} for lane in busy & awake.keys() for seq in awake[lane]]
    quiet: list[Values] = []
    heads: list[Values] = []
    waiting = list(in_turn([lane for lane in awake if lane not in busy], itemgetter(0)))
    while waiting and len(heads) < room:
        some, waiting = waiting[: room - len(heads)], waiting[room - len(heads) :]
        found = connection.each(sql.LOOK, [_lane(lane) | {"now": at} for lane in some])
        for lane, ((blocked_until, head),) in zip(some, found, strict=True):
            if blocked_until is not None and blocked_until > at:
                pushed += ({"row": seq, "until": blocked_until} for seq in awake[lane])
                continue
            quiet += ({"row": seq} for seq in awake[lane])
            if head is not None:
                heads.append(_lane(lane) | {"row": head, "lease": lease, "until": until})
    if not awake:
        return []
    claimed = connection.each(sql.HEAD, heads)
    connection.change(
        _filled((sql.PUSH, pushed), (sql.QUIET, quiet), (sql.LEASE, heads), (sql.START, heads), (sql.CLEAR, [{}]))
    )
    return [_claimed(row, lease) for rows in claimed for row in rows]


def _claimed(row: Row, lease: int) -> Claim:
    *key, message, digest, promise, thread, on_screen, ready_at, expires, uncertain, attempts = row
    organisation_id, address, seq, name, version = key
    return Claim(
        organisation_id=organisation_id,
        address=address,
        lease=lease,
        seq=seq,
        key=name,
        version=version,
        message=message,
        digest=digest,
        promise=Promise(promise),
        on_screen=on_screen,
        thread=thread,
        ready_at=instant(ready_at),
        expires=instant_or_none(expires),
        uncertain=bool(uncertain),
        attempts=attempts + 1,
    )


def _lane(lane: LaneId) -> dict[str, Value]:
    return {"organisation": lane[0], "address": lane[1]}


def _filled(*changes: tuple[sql.Statement, Sequence[Values]]) -> list[Change]:
    return [Change(statement, values) for statement, values in changes if values]
