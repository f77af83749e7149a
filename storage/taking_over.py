"""What was on its way when the last process on a file died: nobody else can be sending it, so its leases are void."""

from __future__ import annotations

from sqlalchemy import and_, exists, update

from storage.connections import Change
from storage.outbox_statements import OUTBOX, State
from storage.statements import fixed
from storage.tables import table

LANE = table("lane")
_BEING_SENT = OUTBOX.c.state == fixed(State.SENDING)
_FROM_HERE = and_(OUTBOX.c.organisation_id == LANE.c.organisation_id, OUTBOX.c.address == LANE.c.address)
_FREE = update(LANE).values(blocked_until=fixed(0)).where(exists().where(_FROM_HERE, _BEING_SENT))
_LOOK = update(OUTBOX).values(wake_at=fixed(0)).where(_BEING_SENT)

TAKE_OVER = (Change(_FREE, [{}]), Change(_LOOK, [{}]))
"""Such posts stay uncertain, so they are looked up before they are sent again; but nobody waits for the lease to end.
An address that waits for another reason, because its platform asked for it, goes on waiting."""
