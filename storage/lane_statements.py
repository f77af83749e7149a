"""The statements behind `storage.lanes`.

SKIP LOCKED: what another process has at this moment is left to it, and nobody waits. SQLite has one writer and leaves
those words out.
"""

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
    not_,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.claims import DEATHS, DOUBTFUL
from storage.outbox_statements import OUTBOX, POSTED, State
from storage.shares import organisations
from storage.statements import fixed
from storage.tables import table

Statement: TypeAlias = Executable
LANE, LOGGED = table("lane"), table("delivery_log")
_NOW: BindParameter[int] = bindparam("now")

_IN_LANE = and_(OUTBOX.c.organisation_id == bindparam("organisation"), OUTBOX.c.address == bindparam("address"))
_THIS = and_(OUTBOX.c.organisation_id == bindparam("organisation"), OUTBOX.c.seq == bindparam("row"))
_LANE = and_(LANE.c.organisation_id == bindparam("organisation"), LANE.c.address == bindparam("address"))
_OURS = and_(_LANE, LANE.c.lease == bindparam("lease"))
_TO_SEND = (fixed(State.WAITING), fixed(State.SENDING))
PUT_OFF = "others that are late go first"
"""The reason of a post that lets those behind it pass until it is looked at again."""

# --- claiming ---

_TRIED = OUTBOX.c.attempts - case((OUTBOX.c.state == fixed(State.SENDING), fixed(1)), else_=fixed(0))
"""Attempts that ended; one that its process did not survive says nothing about the post, the first few times."""
_UNENDED = case((OUTBOX.c.state == fixed(State.SENDING), OUTBOX.c.unended + fixed(1)), else_=OUTBOX.c.unended)
"""Those in a row that did not: whoever claims what is being sent has outlived who was at it. What waits has some only
where it was given back before its last attempt began."""

AWAKE = (
    select(OUTBOX.c.seq, OUTBOX.c.organisation_id, OUTBOX.c.address, OUTBOX.c.wake_at, _UNENDED)
    .where(OUTBOX.c.wake_at <= _NOW)
    .order_by(OUTBOX.c.wake_at)
    .limit(bindparam("window"))
    .offset(fixed(0))
)
"""Rows because of which an address has to be looked at."""
AWAKE_OF = AWAKE.where(
    OUTBOX.c.organisation_id == bindparam("organisation"), not_(_UNENDED.between(fixed(DOUBTFUL), fixed(DEATHS - 1)))
)
"""The same of one organisation, without those that go alone."""
ORGANISATIONS = organisations(OUTBOX.c.organisation_id, OUTBOX.c.wake_at.is_not(None))

LOCK = select(LANE.c.blocked_until).where(_LANE).with_for_update(skip_locked=True)
"""Until when an address is blocked; nothing where nobody ever wrote there, or somebody else is at it."""
_post, _parent = OUTBOX.alias("post"), OUTBOX.alias("parent")
_parent_waits = exists().where(
    _parent.c.organisation_id == _post.c.organisation_id,
    _parent.c.key == _post.c.thread,
    _parent.c.address == _post.c.address,
    _parent.c.state.in_(_TO_SEND),
)
_head = (
    select(_post.c.seq)
    .where(
        _post.c.organisation_id == bindparam("organisation"),
        _post.c.address == bindparam("address"),
        _post.c.state.in_(_TO_SEND),
        _post.c.ready_at <= _NOW,
        or_(_post.c.thread.is_(None), ~_parent_waits),
        ~and_(_post.c.reason == fixed(PUT_OFF), _post.c.wake_at.is_not(None), _post.c.wake_at > _NOW),
    )
    .order_by(_post.c.seq)
    .limit(fixed(1))
    .offset(fixed(0))
)
LOOK = select(exists().where(_LANE), _head.scalar_subquery())
"""Whether anybody ever wrote to an address, and its first post that may go."""

_screen, _thread, _seen = POSTED.alias("screen"), POSTED.alias("above"), OUTBOX.alias("seen_row")
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
        _TRIED,
        OUTBOX.c.reason,
        _UNENDED,
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
    .where(_THIS, OUTBOX.c.state.in_(_TO_SEND))
    .with_for_update(of=OUTBOX, skip_locked=True)
)
"""What is to be sent; nothing where somebody is changing it at this moment."""
_SEEN = (_seen.c.organisation_id == bindparam("organisation"), _seen.c.seq == bindparam("row"))
# Equal to one, not among them: else SQLite walks through all rows of the organisation to find it.
_AS_SEEN = and_(
    OUTBOX.c.organisation_id == bindparam("organisation"),
    OUTBOX.c.seq
    == select(_seen.c.seq)
    .where(*_SEEN, _seen.c.wake_at == bindparam("seen"))
    .with_for_update(skip_locked=True)
    .scalar_subquery(),
)
PUSH = update(OUTBOX).values(wake_at=bindparam("until")).where(_AS_SEEN)
QUIET = update(OUTBOX).values(wake_at=null()).where(_AS_SEEN)
CLEAR = delete(OUTBOX).where(
    OUTBOX.c.seq.in_(
        select(_seen.c.seq)
        .where(_seen.c.state == fixed(State.WITHDRAWN), _seen.c.wake_at.is_(None))
        .with_for_update(skip_locked=True)
    )
)
BEGIN = (
    upsert(LANE)
    .values(
        organisation_id=bindparam("organisation"),
        address=bindparam("address"),
        lease=bindparam("lease"),
        blocked_until=bindparam("until"),
    )
    .on_conflict_do_nothing()
    .returning(LANE.c.lease)
)
LEASE = update(LANE).values(lease=bindparam("lease_now"), blocked_until=bindparam("until")).where(_LANE)
RENEW = update(LANE).values(blocked_until=bindparam("until")).where(_OURS)
START = (
    update(OUTBOX)
    .values(
        state=fixed(State.SENDING),
        uncertain=fixed(1),
        attempts=_TRIED + fixed(1),
        unended=_UNENDED,
        wake_at=bindparam("until"),  # should we die, the lane is looked at again when the lease is over
    )
    .where(_THIS)
)

# --- settling ---

REFERENCE = select(POSTED.c.reference).where(
    POSTED.c.organisation_id == bindparam("organisation"), POSTED.c.key == bindparam("key")
)
HELD = select(LANE.c.lease).where(_OURS).with_for_update()
"""The fence: a settlement whose lease is over changes nothing."""
_COLUMNS = ("organisation_id", "key", "version", "address", "reference", "digest", "at")
_SHOWN = upsert(POSTED).values(
    organisation_id=bindparam("organisation"),
    at=_NOW,
    first_at=_NOW,
    **{name: bindparam(name) for name in _COLUMNS[1:-1]},
)
SHOWN = _SHOWN.on_conflict_do_update(
    index_elements=["organisation_id", "key"],
    set_={name: _SHOWN.excluded[name] for name in _COLUMNS[2:]},
)
DONE = delete(OUTBOX).where(_THIS)
AGAIN = (
    update(OUTBOX)
    .values(
        state=case((OUTBOX.c.state == fixed(State.SENDING), fixed(State.WAITING)), else_=OUTBOX.c.state),
        uncertain=bindparam("uncertain"),
        reason=bindparam("reason"),
        attempts=OUTBOX.c.attempts - bindparam("untried"),
        unended=OUTBOX.c.unended * bindparam("unbegun"),
        wake_at=bindparam("wake"),
    )
    .where(_THIS)
)
PARK = (
    update(OUTBOX)
    .values(
        state=fixed(State.PARKED),
        uncertain=bindparam("uncertain"),
        reason=bindparam("reason"),
        ready_at=_NOW,
        wake_at=null(),
    )
    .where(_THIS)
)
FREE = update(LANE).values(blocked_until=bindparam("free")).where(_OURS)
_next = (
    select(OUTBOX.c.seq)
    .where(
        _IN_LANE,
        OUTBOX.c.state == fixed(State.WAITING),
        OUTBOX.c.ready_at <= _NOW,
        or_(OUTBOX.c.wake_at.is_(None), OUTBOX.c.wake_at > bindparam("free")),  # pushed back while the lane was busy
        ~and_(OUTBOX.c.reason == fixed(PUT_OFF), OUTBOX.c.wake_at.is_not(None), OUTBOX.c.wake_at > _NOW),
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
