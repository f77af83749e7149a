"""The statements behind `storage.web_memory`."""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy import Executable, and_, bindparam, case, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.statements import fixed
from storage.tables import table

Statement: TypeAlias = Executable
LAST = 2**62
"""A line number above all."""
BODY = 5
"""Where the body stands in the rows of a line."""

LINES, _MARKS, _SETTINGS = table("web_message"), table("web_mark"), table("web_setting")
_REPLIES = LINES.alias("reply")
_HERE = and_(LINES.c.organisation_id == bindparam("organisation"), LINES.c.channel == bindparam("channel"))
_OF_THIS = and_(
    _REPLIES.c.organisation_id == LINES.c.organisation_id,
    _REPLIES.c.channel == LINES.c.channel,
    _REPLIES.c.thread == LINES.c.key,
)
_LINE = select(
    LINES.c.number,
    LINES.c.change,
    LINES.c.channel,
    LINES.c.key,
    LINES.c.author,
    LINES.c.body,
    LINES.c.at,
    LINES.c.thread,
    LINES.c.edited_at,
    select(func.count()).select_from(_REPLIES).where(_OF_THIS).scalar_subquery().label("replies"),
    select(func.max(_REPLIES.c.at)).where(_OF_THIS).scalar_subquery().label("replied_at"),
)

LINE = _LINE.where(_HERE, LINES.c.key == bindparam("key"))
NEWEST = (
    _LINE.where(_HERE, LINES.c.thread.is_(None), LINES.c.number < bindparam("before"))
    .order_by(LINES.c.number.desc())
    .limit(bindparam("limit"))
    .offset(fixed(0))
)
THREAD = _LINE.where(_HERE, LINES.c.thread == bindparam("key")).order_by(LINES.c.number)
CHANGES = (
    _LINE.where(_HERE, LINES.c.change > bindparam("since"))
    .order_by(LINES.c.change)
    .limit(bindparam("limit"))
    .offset(fixed(0))
)
LAST_CHANGE = select(func.max(LINES.c.change)).where(LINES.c.organisation_id == bindparam("organisation"))
ADD = insert(LINES).values(
    organisation_id=bindparam("organisation"),
    channel=bindparam("channel"),
    key=bindparam("key"),
    thread=bindparam("thread"),
    author=bindparam("author"),
    body=bindparam("body"),
    at=bindparam("at"),
    change=bindparam("change"),
)
EDIT = (
    update(LINES)
    .values(body=bindparam("body"), edited_at=bindparam("at"), change=bindparam("change"))
    .where(
        LINES.c.organisation_id == bindparam("organisation"),
        LINES.c.channel == bindparam("channel"),
        LINES.c.key == bindparam("key"),
    )
)

_MARK = upsert(_MARKS).from_select(
    ("organisation_id", "person_id", "channel", "number"),
    select(
        bindparam("organisation", type_=_MARKS.c.organisation_id.type),
        bindparam("person", type_=_MARKS.c.person_id.type),
        bindparam("channel", type_=_MARKS.c.channel.type),
        func.coalesce(func.max(LINES.c.number), fixed(0)),
    ).where(_HERE),
)
MARK = _MARK.on_conflict_do_update(
    index_elements=["organisation_id", "person_id", "channel"],
    set_={"number": case((_MARK.excluded.number > _MARKS.c.number, _MARK.excluded.number), else_=_MARKS.c.number)},
)
MARKED = select(_MARKS.c.number).where(
    _MARKS.c.organisation_id == bindparam("organisation"),
    _MARKS.c.person_id == bindparam("person"),
    _MARKS.c.channel == bindparam("channel"),
)
UNREAD = select(func.count()).where(
    _HERE,
    LINES.c.author != bindparam("person"),
    LINES.c.number > func.coalesce(MARKED.scalar_subquery(), fixed(0)),
)
UNREAD_DIRECT = (
    select(LINES.c.channel, func.count())
    .select_from(
        LINES.outerjoin(
            _MARKS,
            and_(
                _MARKS.c.organisation_id == LINES.c.organisation_id,
                _MARKS.c.channel == LINES.c.channel,
                _MARKS.c.person_id == func.substr(LINES.c.channel, fixed(2)),
            ),
        )
    )
    .where(
        LINES.c.organisation_id == bindparam("organisation"),
        LINES.c.channel >= fixed("@"),
        LINES.c.channel < fixed("A"),  # the letter after @: only direct messages
        LINES.c.author != func.substr(LINES.c.channel, fixed(2)),
        LINES.c.number > func.coalesce(_MARKS.c.number, fixed(0)),
    )
    .group_by(LINES.c.channel)
)
SETTING = select(_SETTINGS.c.value).where(
    _SETTINGS.c.organisation_id == bindparam("organisation"), _SETTINGS.c.name == bindparam("name")
)
_SET = upsert(_SETTINGS).values(
    organisation_id=bindparam("organisation"), name=bindparam("name"), value=bindparam("value")
)
SET = _SET.on_conflict_do_update(index_elements=["organisation_id", "name"], set_={"value": _SET.excluded.value})
