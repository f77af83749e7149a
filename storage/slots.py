"""So often a minute and no more, in an organisation, whichever process it happens in.

Each of the times that it may happen is a row with the moment at which it was taken last; who wants one takes one that
has rested for a minute. Nobody waits for anybody: a row that another transaction has at that moment counts as taken,
and is free again if that one fails.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Executable, and_, bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from storage.connections import Change, Connection, Values
from storage.instants import micros
from storage.statements import fixed
from storage.tables import table

MINUTE = timedelta(minutes=1)
ROWS = table("slot")
_ours = and_(
    ROWS.c.organisation_id == bindparam("organisation"),
    ROWS.c.what == bindparam("of_what"),
    ROWS.c.number < bindparam("most"),
)


def _take() -> Executable:
    """One that was taken before `rested`, or after `ahead` (by a clock that was set back since).

    Any of them, so that two processes seldom reach for the same.
    """
    free = (
        select(ROWS.c.number)
        .where(_ours, or_(ROWS.c.at <= bindparam("rested"), ROWS.c.at > bindparam("ahead")))
        .order_by(func.random())
        .limit(fixed(1))
        .offset(fixed(0))
        .with_for_update(skip_locked=True)
    )
    return (update(ROWS).values(at=bindparam("now")).where(_ours, ROWS.c.number == free.scalar_subquery())).returning(
        ROWS.c.number
    )


TAKE = _take()
KNOWN = select(func.count()).where(_ours)
ADD = (
    insert(ROWS)
    .values(
        organisation_id=bindparam("organisation"),
        what=bindparam("what"),
        number=bindparam("number"),
        at=bindparam("at"),
    )
    .on_conflict_do_nothing()
)


def take_slot(connection: Connection, organisation_id: str, what: str, most: int, now: datetime) -> bool:
    """Whether `what` may happen now, as one of the `most` times a minute; if so, it counts once this is committed."""
    ours: Values = {"organisation": organisation_id, "of_what": what, "most": most}
    wanted: Values = {**ours, "now": micros(now), "rested": micros(now - MINUTE), "ahead": micros(now + MINUTE)}
    if connection.rows(TAKE, wanted):
        return True
    if int(connection.rows(KNOWN, ours)[0][0]) == most:
        return False
    new: list[Values] = [
        {"organisation": organisation_id, "what": what, "number": number, "at": 0} for number in range(most)
    ]
    connection.change([Change(ADD, new)])
    return bool(connection.rows(TAKE, wanted))
