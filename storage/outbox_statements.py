"""The statements behind `storage.outbox`: which rows there are, and how they change while they wait."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import and_, bindparam, insert, select, union_all, update

from storage.statements import fixed
from storage.tables import table

OUTBOX, POSTED = table("outbox"), table("posted")


class State(StrEnum):
    """Where a post stands. One that is on screen has left the outbox."""

    WAITING = "waiting"
    SENDING = "sending"
    PARKED = "parked"
    """Set aside after too many refusals; an administrator sees it with its reason."""
    WITHDRAWN = "withdrawn"
    """Not wanted any more; delivery clears it away when it next looks at the address."""


ON_SCREEN = "on_screen"


class Found(NamedTuple):
    """What is known of a key: a row of the outbox, or what is on screen (state ON_SCREEN)."""

    seq: int
    version: int
    state: str
    uncertain: int
    address: str
    digest: str


_MINE = (OUTBOX.c.organisation_id == bindparam("organisation"), OUTBOX.c.key == bindparam("key"))
FIND = union_all(
    select(OUTBOX.c.seq, OUTBOX.c.version, OUTBOX.c.state, OUTBOX.c.uncertain, OUTBOX.c.address, OUTBOX.c.digest).where(
        *_MINE
    ),
    select(fixed(0), POSTED.c.version, fixed(ON_SCREEN), fixed(0), POSTED.c.address, POSTED.c.digest).where(
        POSTED.c.organisation_id == bindparam("organisation"), POSTED.c.key == bindparam("key")
    ),
)
CONTENT = ("message", "digest")
TERMS = ("promise", "thread", "ready_at", "wake_at", "expires")
ADD = insert(OUTBOX).values(
    organisation_id=bindparam("organisation"),
    state=fixed(State.WAITING),
    uncertain=fixed(0),
    attempts=fixed(0),
    unended=fixed(0),
    reason=fixed(""),
    **{name: bindparam(name, type_=OUTBOX.c[name].type) for name in ("key", "version", "address", *CONTENT, *TERMS)},
)
_THIS = OUTBOX.c.seq == bindparam("row")
REDRAW = update(OUTBOX).values({name: bindparam(name) for name in CONTENT}).where(_THIS)
REPLACE = (
    update(OUTBOX)
    .values({name: bindparam(name, type_=OUTBOX.c[name].type) for name in (*CONTENT, *TERMS)})
    .where(_THIS)
)
# A card that waits to be sent anyway needs no more than to be known as changed.
TOUCH = (
    update(OUTBOX)
    .values({name: bindparam(name) for name in CONTENT})
    .where(
        *_MINE,
        OUTBOX.c.address == bindparam("address"),
        OUTBOX.c.state == fixed(State.WAITING),
        OUTBOX.c.uncertain == fixed(0),
    )
)
WITHDRAW_ROW = update(OUTBOX).values(state=fixed(State.WITHDRAWN)).where(_THIS)
# Those being sent too: if the attempt fails it is not repeated.
WITHDRAW = (
    update(OUTBOX)
    .values(state=fixed(State.WITHDRAWN))
    .where(
        and_(
            OUTBOX.c.organisation_id == bindparam("organisation"),
            OUTBOX.c.key >= bindparam("prefix"),
            OUTBOX.c.key < bindparam("beyond"),
            OUTBOX.c.state.in_([fixed(State.WAITING), fixed(State.SENDING)]),
        )
    )
)
# Only what still waits for its time: what may go already, or is on its way, is left alone.
MOVE = (
    update(OUTBOX)
    .values(ready_at=bindparam("at"), wake_at=bindparam("at"))
    .where(
        and_(
            OUTBOX.c.organisation_id == bindparam("organisation"),
            OUTBOX.c.address == bindparam("address"),
            OUTBOX.c.state == fixed(State.WAITING),
            OUTBOX.c.ready_at > bindparam("now"),
        )
    )
)
MOVE_ONE = MOVE.where(OUTBOX.c.key == bindparam("key"))
LAST = "\U0010ffff"
"""Comes after every key that begins alike."""
