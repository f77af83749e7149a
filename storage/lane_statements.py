"""The statements behind `storage.lanes`."""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy import (
    BindParameter,
    Executable,
    and_,
    bindparam,
    case,
    delete,
    exists,
    insert,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.outbox import OUTBOX, POSTED, State
from storage.statements import fixed
from storage.tables import table

Statement: TypeAlias = Executable
LANE, LOGGED = table("lane"), table("delivery_log")
_NOW: BindParameter[int] = bindparam("now")

_IN_LANE = and_(OUTBOX.c.organisation_id == bindparam("organisation"), OUTBOX.c.address == bindparam("address"))
_THIS = OUTBOX.c.seq == bindparam("row")
_OURS = exists().where(  # the fence: a settlement whose lease is over changes nothing
    LANE.c.organisation_id == bindparam("organisation"),
    LANE.c.address == bindparam("address"),
    LANE.c.lease == bindparam("lease"),
)

# --- claiming ---

AWAKE = (
    select(OUTBOX.c.seq, OUTBOX.c.organisation_id, OUTBOX.c.address)
    .where(OUTBOX.c.wake_at <= _NOW)
    .order_by(OUTBOX.c.wake_at)
    .limit(bindparam("window"))
    .offset(fixed(0))
)
"""Rows because of which an address has to be looked at."""

_post, _parent = OUTBOX.alias("post"), OUTBOX.alias("parent")
_parent_waits = exists().where(
    _parent.c.organisation_id == _post.c.organisation_id,
    _parent.c.key == _post.c.thread,
    _parent.c.address == _post.c.address,
    _parent.c.state.in_([fixed(State.WAITING), fixed(State.SENDING)]),
)
_blocked = select(LANE.c.blocked_until).where(
    LANE.c.organisation_id == bindparam("organisation"), LANE.c.address == bindparam("address")
)
_head = (
    select(_post.c.seq)
    .where(
        _post.c.organisation_id == bindparam("organisation"),
        _post.c.address == bindparam("address"),
        _post.c.state.in_([fixed(State.WAITING), fixed(State.SENDING)]),
        _post.c.ready_at <= _NOW,
        or_(_post.c.thread.is_(None), ~_parent_waits),
    )
    .order_by(_post.c.seq)
    .limit(fixed(1))
    .offset(fixed(0))
)
LOOK = select(_blocked.scalar_subquery(), _head.scalar_subquery())
"""Until when an address is blocked, and its first post that may go."""

_screen, _thread = POSTED.alias("screen"), POSTED.alias("above")
HEAD = (
    select(
        OUTBOX.c.organisation_id,
        OUTBOX.c.address,
        OUTBOX.c.seq,
        OUTBOX.c.key,
        OUTBOX.c.version,
        OUTBOX.c.message,
        OUTBOX.c.digest,
        OUTBOX.c.promise,
        _thread.c.reference.label("thread"),
        _screen.c.reference.label("on_screen"),
        OUTBOX.c.ready_at,
        OUTBOX.c.expires,
        OUTBOX.c.uncertain,
        OUTBOX.c.attempts,
    )
    .select_from(
        OUTBOX.outerjoin(
            _screen,
            and_(
                _screen.c.organisation_id == OUTBOX.c.organisation_id,
                _screen.c.key == OUTBOX.c.key,
                _screen.c.address == OUTBOX.c.address,
            ),
        ).outerjoin(
            _thread,
            and_(
                _thread.c.organisation_id == OUTBOX.c.organisation_id,
                _thread.c.key == OUTBOX.c.thread,
                _thread.c.address == OUTBOX.c.address,
            ),
        )
    )
    .where(_THIS)
)
PUSH = update(OUTBOX).values(wake_at=bindparam("until")).where(_THIS)
QUIET = update(OUTBOX).values(wake_at=null()).where(_THIS)
CLEAR = delete(OUTBOX).where(OUTBOX.c.state == fixed(State.WITHDRAWN), OUTBOX.c.wake_at.is_(None))
_LEASE = upsert(LANE).values(
    organisation_id=bindparam("organisation"),
    address=bindparam("address"),
    lease=bindparam("lease"),
    blocked_until=bindparam("until"),
)
LEASE = _LEASE.on_conflict_do_update(
    index_elements=["organisation_id", "address"],
    set_={"lease": _LEASE.excluded.lease, "blocked_until": _LEASE.excluded.blocked_until},
)
START = (
    update(OUTBOX)
    .values(
        state=fixed(State.SENDING),
        uncertain=fixed(1),
        attempts=OUTBOX.c.attempts + fixed(1),
        wake_at=bindparam("until"),  # should we die, the lane is looked at again when the lease is over
    )
    .where(_THIS)
)

# --- settling ---

_COLUMNS = ("organisation_id", "key", "version", "address", "reference", "digest", "at")
_SHOWN = upsert(POSTED).from_select(
    _COLUMNS,
    select(
        bindparam("organisation", type_=POSTED.c.organisation_id.type),
        bindparam("key", type_=POSTED.c.key.type),
        bindparam("version", type_=POSTED.c.version.type),
        bindparam("address", type_=POSTED.c.address.type),
        bindparam("reference", type_=POSTED.c.reference.type),
        bindparam("digest", type_=POSTED.c.digest.type),
        bindparam("now", type_=POSTED.c.at.type),
    ).where(_OURS),
)
SHOWN = _SHOWN.on_conflict_do_update(
    index_elements=["organisation_id", "key"],
    set_={name: _SHOWN.excluded[name] for name in _COLUMNS[2:]},
)
DONE = delete(OUTBOX).where(_THIS, _OURS)
AGAIN = (
    update(OUTBOX)
    .values(
        state=case((OUTBOX.c.state == fixed(State.SENDING), fixed(State.WAITING)), else_=OUTBOX.c.state),
        uncertain=bindparam("uncertain"),
        reason=bindparam("reason"),
        wake_at=bindparam("free"),
    )
    .where(_THIS, _OURS)
)
PARK = (
    update(OUTBOX)
    .values(state=fixed(State.PARKED), uncertain=bindparam("uncertain"), reason=bindparam("reason"), wake_at=null())
    .where(_THIS, _OURS)
)
FREE = (
    update(LANE)
    .values(blocked_until=bindparam("free"))
    .where(
        LANE.c.organisation_id == bindparam("organisation"),
        LANE.c.address == bindparam("address"),
        LANE.c.lease == bindparam("lease"),
    )
)
_next = (
    select(OUTBOX.c.seq)
    .where(
        _IN_LANE,
        OUTBOX.c.state == fixed(State.WAITING),
        OUTBOX.c.ready_at <= _NOW,
        or_(OUTBOX.c.wake_at.is_(None), OUTBOX.c.wake_at > bindparam("free")),  # pushed back while the lane was busy
    )
    .order_by(OUTBOX.c.seq)
    .limit(fixed(1))
    .offset(fixed(0))
    .scalar_subquery()
)
NEXT = update(OUTBOX).values(wake_at=bindparam("free")).where(OUTBOX.c.seq == _next)
LOG = insert(LOGGED).values(
    organisation_id=bindparam("organisation"),
    at=_NOW,
    key=bindparam("key"),
    version=bindparam("version"),
    address=bindparam("address"),
    what=bindparam("what"),
    reason=bindparam("reason"),
)
