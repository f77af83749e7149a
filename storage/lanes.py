"""Delivery's side of the outbox: one lane per address, in order, at most one post in flight in each.

Writers only add rows; whoever delivers sees by `wake_at` which addresses to look at, takes a lease on each, and writes
"attempt started, uncertain" before anything is sent. A settlement counts only while its lease is the current one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage import lane_statements as sql
from storage.claiming import claim, filled, row_of
from storage.claims import LEASE, RENEWED, Claim, Claimed, LaneId, Wanted
from storage.connections import Change, Connection, Value, Values
from storage.instants import micros

__all__ = ["LEASE", "RENEWED", "Claim", "Ending", "Exchanged", "LaneId", "Settlement", "Wanted", "exchange", "renew"]


class Ending(StrEnum):
    """What became of an attempt."""

    SENT = "sent"
    RETRY = "retry"
    DROPPED = "dropped"
    PARKED = "parked"


@dataclass(frozen=True)
class Settlement:
    """How an attempt ended. `free_at`: when the lane may go on. `log`: a word for the delivery log, "" for none.

    `said`: the platform's own words of `reason`, fit for people to read. `untried`: the platform was not asked, or
    asked to wait, so that it counts as no attempt. `unbegun`: nothing was shown or asked for, so that it is in
    as much doubt as before. `put_off`: it is looked at again then, was not tried, and lets those behind it pass.
    """

    claim: Claim
    ending: Ending
    free_at: datetime
    reference: str = ""
    uncertain: bool = False
    log: str = ""
    reason: str = ""
    said: str = ""
    untried: bool = False
    unbegun: bool = False
    put_off: datetime | None = None


@dataclass(frozen=True)
class Exchanged:
    """`claims` are ours now. `lost`: settlements that came too late, after somebody else had taken the address.
    `doubtful`: whether there is a post that goes alone, and that was not claimed."""

    claims: Sequence[Claim]
    lost: Sequence[Settlement]
    doubtful: bool = False


def exchange(connection: Connection, settlements: Sequence[Settlement], now: datetime, wanted: Wanted) -> Exchanged:
    """Settles what ended and claims new posts, organisations in turn; lanes that are busy are left alone."""
    held, lost = _fenced(connection, settlements)
    if held:
        connection.change(_settle(held, now))
    claimed = claim(connection, now, wanted) if wanted.room > 0 else Claimed([])
    return Exchanged(claimed.claims, lost, claimed.doubtful)


def renew(connection: Connection, claims: Sequence[Claim], now: datetime) -> Sequence[Claim]:
    """Makes the leases of posts that are still under way longer; returns those that somebody else has taken."""
    until = micros(now + LEASE)
    leases = [row_of(claim.lane) | {"lease": claim.lease, "until": until} for claim in claims]
    return [claim for claim, met in zip(claims, connection.met(sql.RENEW, leases), strict=True) if not met]


def reference_of(connection: Connection, organisation_id: str, key: str) -> str | None:
    """Where the message of that key is shown; None when nothing is known to be."""
    rows = connection.rows(sql.REFERENCE, {"organisation": organisation_id, "key": key})
    return str(rows[0][0]) if rows else None


def _fenced(connection: Connection, settlements: Sequence[Settlement]) -> tuple[list[Settlement], list[Settlement]]:
    """Those whose lease is still the current one, and the others."""
    leases = [row_of(one.claim.lane) | {"lease": one.claim.lease} for one in settlements]
    found = list(zip(settlements, connection.each(sql.HELD, leases), strict=True))
    return [one for one, rows in found if rows], [one for one, rows in found if not rows]


def _settle(settlements: Sequence[Settlement], now: datetime) -> list[Change]:
    rows: dict[Ending, list[Values]] = {ending: [] for ending in Ending}
    freed: list[Values] = []
    log: list[Values] = []
    for one in settlements:
        claim = one.claim
        lane = row_of(claim.lane) | {"lease": claim.lease, "free": micros(one.free_at), "now": micros(now)}
        reason = one.reason if one.put_off is None else sql.PUT_OFF
        about: dict[str, Value] = {"key": claim.key, "version": claim.version, "reason": reason}
        freed.append(lane)
        rows[one.ending].append(
            lane
            | about
            | {
                "row": claim.seq,
                "digest": claim.digest,
                "reference": one.reference,
                "uncertain": int(one.uncertain),
                "untried": int(one.untried or one.put_off is not None),
                "unbegun": int(one.unbegun),
                "wake": micros(one.put_off or one.free_at),
            }
        )
        if one.log:
            log.append(row_of(claim.lane) | about | {"now": micros(now), "what": one.log})
    ended = [*rows[Ending.SENT], *rows[Ending.DROPPED]]
    return filled(
        (sql.SHOWN, rows[Ending.SENT]),
        (sql.DONE, ended),
        (sql.AGAIN, rows[Ending.RETRY]),
        (sql.PARK, rows[Ending.PARKED]),
        (sql.LOG, log),
        (sql.FREE, freed),
        (sql.NEXT, freed),
    )
