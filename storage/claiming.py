"""Which posts delivery takes next: addresses in turn, one post of each, and a lease on the address.

Any number of processes do this at the same time, on PostgreSQL. An address that another one is looking at is left to it
(SKIP LOCKED): nobody waits, and an address has one lease. There each statement sees what is committed at that moment,
so that what is read after a lock is what the lock protects.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from operator import itemgetter
from secrets import randbits

from flows.effects import Promise
from storage import lane_statements as sql
from storage.claims import LEASE, Claim, Claimed, LaneId, Turn, Wanted, doubtful, probation
from storage.connections import Change, Connection, Row, Value, Values
from storage.instants import instant, instant_or_none, micros
from storage.shares import in_turn

WINDOW = 1000
"""Waiting rows that are looked at in one go; when there are more, every organisation has its share of them."""
LEAST = 4
"""The smallest share."""
TRIALS = 4
"""Addresses that are looked at for a post that goes alone."""

_Head = tuple[Values, Row]
"""Which post is the first of its address, and what is known of it."""


@dataclass(frozen=True)
class _Waking:
    """A row because of which its address has to be looked at. `unended`: see `Claim`, once it is claimed."""

    lane: LaneId
    seq: int
    wake_at: int
    unended: int

    @property
    def as_seen(self) -> dict[str, Value]:
        """To change it only if nobody else has."""
        return {"organisation": self.lane[0], "row": self.seq, "seen": self.wake_at}


class _Choice:
    """What becomes of the addresses that were looked at."""

    def __init__(self, now: datetime) -> None:
        self.until = micros(now + LEASE)
        self.lease = randbits(62)
        self.pushed: list[Values] = []
        self.quiet: list[Values] = []
        self.heads: list[Values] = []
        self.new: set[LaneId] = set()

    def push(self, rows: Iterable[_Waking], until: int) -> None:
        self.pushed += (row.as_seen | {"until": until} for row in rows)

    def take(self, lane: LaneId, seq: int) -> None:
        lease: dict[str, Value] = {"lease": self.lease, "lease_now": self.lease, "until": self.until}
        self.heads.append(row_of(lane) | lease | {"row": seq})


def claim(connection: Connection, now: datetime, wanted: Wanted) -> Claimed:
    """Posts that go alone take no room from the others, and keep only what is behind them waiting."""
    awake: dict[LaneId, list[_Waking]] = {}
    for row in _awake(connection, micros(now)):
        awake.setdefault(row.lane, []).append(row)
    if not awake:
        return Claimed([])
    choice = _Choice(now)
    for lane in wanted.busy & awake.keys():
        choice.push(awake[lane], choice.until)
    apart = _apart(choice, {lane: rows for lane, rows in awake.items() if lane not in wanted.busy})
    waiting = list(in_turn(_within(awake.keys() - wanted.busy - apart.keys(), awake, wanted), itemgetter(0)))
    while waiting and len(choice.heads) < wanted.room:
        some, waiting = waiting[: wanted.room - len(choice.heads)], waiting[wanted.room - len(choice.heads) :]
        _look(connection, {lane: awake[lane] for lane in some}, micros(now), choice)
    _look(connection, {lane: awake[lane] for lane in _on_trial(apart, wanted)}, micros(now), choice)
    return _taken(connection, choice, awake, wanted)


def _awake(connection: Connection, at: int) -> list[_Waking]:
    rows = connection.rows(sql.AWAKE, {"now": at, "window": WINDOW})
    if len(rows) == WINDOW:
        alone = [row for row in rows if doubtful(row[4])]
        everyone = [row[0] for row in connection.rows(sql.ORGANISATIONS, {})]
        share = max(LEAST, WINDOW // len(everyone))
        shares = connection.each(sql.AWAKE_OF, [{"now": at, "window": share, "organisation": one} for one in everyone])
        rows = sorted(chain(alone, *shares), key=itemgetter(3))
    return [_Waking((organisation_id, address), seq, wake, dead) for seq, organisation_id, address, wake, dead in rows]


def _apart(choice: _Choice, awake: Mapping[LaneId, Sequence[_Waking]]) -> Mapping[LaneId, int]:
    """The addresses where one waits that goes alone, and its deaths; what else there is waits behind it."""
    found = {}
    for lane, rows in awake.items():
        if alone := [row.unended for row in rows if doubtful(row.unended)]:
            found[lane] = min(alone)
            choice.push((row for row in rows if not doubtful(row.unended)), choice.until)
    return found


def _on_trial(apart: Mapping[LaneId, int], wanted: Wanted) -> Sequence[LaneId]:
    """Those of them that might go now, the likeliest to be innocent first."""
    if wanted.alone is Turn.NEVER:
        return []
    ready = [lane for lane, unended in apart.items() if probation(unended) <= wanted.alive]
    return sorted(ready, key=apart.__getitem__)[:TRIALS]


def _within(free: Set[LaneId], awake: Iterable[LaneId], wanted: Wanted) -> Iterable[LaneId]:
    """The free lanes, first come first, of each organisation at most as many as it may have more."""
    under_way = Counter(organisation_id for organisation_id, _ in wanted.busy)
    for lane in awake:
        if lane in free and under_way[lane[0]] < wanted.each:
            under_way[lane[0]] += 1
            yield lane


def _look(connection: Connection, some: Mapping[LaneId, Sequence[_Waking]], at: int, choice: _Choice) -> None:
    """First the lock, then what it protects: whoever settles there meanwhile waits, and sees what is pushed here."""
    lanes = [row_of(lane) for lane in some]
    locked = connection.each(sql.LOCK, lanes)
    found = connection.each(sql.LOOK, [lane | {"now": at} for lane in lanes])
    for (lane, rows), ours, ((is_known, head),) in zip(some.items(), locked, found, strict=True):
        if is_known and not ours:
            continue  # somebody else is at it
        if ours and ours[0][0] > at:
            choice.push(rows, ours[0][0])
        elif head is None:
            choice.quiet += (row.as_seen for row in rows)
        else:
            choice.take(lane, head)
            if not ours:
                choice.new.add(lane)


def _taken(
    connection: Connection, choice: _Choice, awake: Mapping[LaneId, Sequence[_Waking]], wanted: Wanted
) -> Claimed:
    """Takes the lanes of the posts that nobody is changing at this moment."""
    contents = zip(choice.heads, connection.each(sql.HEAD, choice.heads), strict=True)
    found = [(head, rows[0]) for head, rows in contents if rows]
    heads, left = _together(
        [each for each in found if not doubtful(_deaths(each))],
        [each for each in found if doubtful(_deaths(each)) and probation(_deaths(each)) <= wanted.alive],
        wanted,
    )
    new = [head for head, _ in heads if _of(head) in choice.new]
    begun = {_of(head) for head, rows in zip(new, connection.each(sql.BEGIN, new), strict=True) if rows}
    ours = [(head, row) for head, row in heads if _of(head) not in choice.new or _of(head) in begun]
    taken = [head for head, _ in ours]
    choice.quiet += (row.as_seen for head in taken for row in awake[_of(head)])
    old = [head for head in taken if _of(head) not in begun]
    connection.change(
        filled(
            (sql.PUSH, choice.pushed),
            (sql.QUIET, choice.quiet),
            (sql.LEASE, old),
            (sql.START, taken),
            (sql.CLEAR, [{}]),
        )
    )
    return Claimed([_claimed(row, choice.lease) for _, row in ours], left)


def _together(sure: list[_Head], alone: list[_Head], wanted: Wanted) -> tuple[list[_Head], bool]:
    """Those that may be under way at the same time, and whether one is left that goes alone and might go now."""
    if not alone or wanted.alone is Turn.NEVER:
        return sure, False
    if wanted.alone is Turn.FIRST or not (wanted.busy or sure):
        return [min(alone, key=_deaths)], False  # who has been there fewest times is the likeliest to be innocent
    return sure, True


def _deaths(head: _Head) -> int:
    return int(head[1][-1])


def _of(head: Values) -> LaneId:
    return str(head["organisation"]), str(head["address"])


def _claimed(row: Row, lease: int) -> Claim:
    *key, message, digest, promise, thread, on_screen, ready_at, expires, uncertain, attempts, reason, unended = row
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
        reason=reason,
        unended=unended,
    )


def row_of(lane: LaneId) -> dict[str, Value]:
    return {"organisation": lane[0], "address": lane[1]}


def filled(*changes: tuple[sql.Statement, Sequence[Values]]) -> list[Change]:
    return [Change(statement, values) for statement, values in changes if values]
