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

_LINES, _MARKS, _SETTINGS = table("web_message"), table("web_mark"), table("web_setting")
_REPLIES = _LINES.alias("reply")
_HERE = and_(_LINES.c.organisation_id == bindparam("organisation"), _LINES.c.channel == bindparam("channel"))
_OF_THIS = and_(
    _REPLIES.c.organisation_id == _LINES.c.organisation_id,
    _REPLIES.c.channel == _LINES.c.channel,
    _REPLIES.c.thread == _LINES.c.key,
)
_LINE = select(
    _LINES.c.number,
    _LINES.c.change,
    _LINES.c.channel,
    _LINES.c.key,
    _LINES.c.author,
    _LINES.c.body,
    _LINES.c.at,
    _LINES.c.thread,
    _LINES.c.edited_at,
    select(func.count()).select_from(_REPLIES).where(_OF_THIS).scalar_subquery().label("replies"),
    select(func.max(_REPLIES.c.at)).where(_OF_THIS).scalar_subquery().label("replied_at"),
)

LINE = _LINE.where(_HERE, _LINES.c.key == bindparam("key"))
NEWEST = (
    _LINE.where(_HERE, _LINES.c.thread.is_(None), _LINES.c.number < bindparam("before"))
    .order_by(_LINES.c.number.desc())
    .limit(bindparam("limit"))
    .offset(fixed(0))
)
THREAD = _LINE.where(_HERE, _LINES.c.thread == bindparam("key")).order_by(_LINES.c.number)
CHANGES = (
    _LINE.where(_HERE, _LINES.c.change > bindparam("since"))
    .order_by(_LINES.c.change)
    .limit(bindparam("limit"))
    .offset(fixed(0))
)
LAST_CHANGE = select(func.max(_LINES.c.change)).where(_LINES.c.organisation_id == bindparam("organisation"))
ADD = insert(_LINES).values(
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
    update(_LINES)
    .values(body=bindparam("body"), edited_at=bindparam("at"), change=bindparam("change"))
    .where(
        _LINES.c.organisation_id == bindparam("organisation"),
        _LINES.c.channel == bindparam("channel"),
        _LINES.c.key == bindparam("key"),
    )
)

_MARK = upsert(_MARKS).from_select(
    ("organisation_id", "person_id", "channel", "number"),
    select(
        bindparam("organisation", type_=_MARKS.c.organisation_id.type),
        bindparam("person", type_=_MARKS.c.person_id.type),
        bindparam("channel", type_=_MARKS.c.channel.type),
        func.coalesce(func.max(_LINES.c.number), fixed(0)),
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
    _LINES.c.author != bindparam("person"),
    _LINES.c.number > func.coalesce(MARKED.scalar_subquery(), fixed(0)),
)
UNREAD_DIRECT = (
    select(_LINES.c.channel, func.count())
    .select_from(
        _LINES.outerjoin(
            _MARKS,
            and_(
                _MARKS.c.organisation_id == _LINES.c.organisation_id,
                _MARKS.c.channel == _LINES.c.channel,
                _MARKS.c.person_id == func.substr(_LINES.c.channel, fixed(2)),
            ),
        )
    )
    .where(
        _LINES.c.organisation_id == bindparam("organisation"),
        _LINES.c.channel >= fixed("@"),
        _LINES.c.channel < fixed("A"),  # the letter after @: only direct messages
        _LINES.c.author != func.substr(_LINES.c.channel, fixed(2)),
        _LINES.c.number > func.coalesce(_MARKS.c.number, fixed(0)),
    )
    .group_by(_LINES.c.channel)
)
SETTING = select(_SETTINGS.c.value).where(
    _SETTINGS.c.organisation_id == bindparam("organisation"), _SETTINGS.c.name == bindparam("name")
)
_SET = upsert(_SETTINGS).values(
    organisation_id=bindparam("organisation"), name=bindparam("name"), value=bindparam("value")
)
SET = _SET.on_conflict_do_update(index_elements=["organisation_id", "name"], set_={"value": _SET.excluded.value})
