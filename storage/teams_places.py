"""The conversations of Teams that Accord may write to. Fits the Teams adapter's `References` by shape."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, NamedTuple, Protocol, TypeVar

from sqlalchemy import Executable, bindparam, case, delete, or_, select
from sqlalchemy.dialects.postgresql import insert

from storage.connections import Change, Row, Values
from storage.instants import micros
from storage.statements import fixed
from storage.store import Store
from storage.tables import table

P = TypeVar("P", bound="Place")
P_co = TypeVar("P_co", covariant=True)
FRESH = timedelta(days=1)
"""One that is as it was need not be written again sooner."""


class Place(Protocol):
    """A conversation."""

    @property
    def scope(self) -> str: ...
    @property
    def conversation_id(self) -> str: ...
    @property
    def service_url(self) -> str: ...
    @property
    def tenant_id(self) -> str: ...
    @property
    def bot_id(self) -> str: ...
    @property
    def user_id(self) -> str: ...
    @property
    def member_id(self) -> str: ...
    @property
    def team_id(self) -> str: ...
    @property
    def name(self) -> str: ...


class PlaceRow(NamedTuple):
    """A row of the table, in the order of its columns."""

    conversation_id: str
    scope: str
    service_url: str
    tenant_id: str
    bot_id: str
    user_id: str
    member_id: str
    team_id: str
    name: str
    at: int


class MakePlace(Protocol[P_co]):
    """Builds a conversation as the adapter knows it."""

    def __call__(
        self,
        scope: str,
        conversation_id: str,
        service_url: str,
        tenant_id: str,
        *,
        bot_id: str,
        user_id: str,
        member_id: str,
        team_id: str,
        name: str,
    ) -> P_co: ...


ROWS = table("teams_place")
SAID_LATER = ("user_id", "member_id", "team_id", "name")
"""What not every activity says: what is left out stays as it was."""
_SOME = select(*(ROWS.c[name] for name in PlaceRow._fields)).where(ROWS.c.organisation_id == bindparam("organisation"))
FIND = _SOME.where(ROWS.c.conversation_id == bindparam("conversation"))
DIRECT = _SOME.where(ROWS.c.user_id == bindparam("user"), ROWS.c.scope == fixed("personal"))
ALL = _SOME.order_by(ROWS.c.at.desc(), ROWS.c.conversation_id)
_ADD = insert(ROWS).values(
    organisation_id=bindparam("organisation"),
    conversation_id=bindparam("conversation"),
    **{name: bindparam(name) for name in PlaceRow._fields[1:]},
)
KEEP = _ADD.on_conflict_do_update(
    index_elements=["organisation_id", "conversation_id"],
    set_={
        **{name: _ADD.excluded[name] for name in PlaceRow._fields[1:]},
        **{
            name: case((_ADD.excluded[name] != fixed(""), _ADD.excluded[name]), else_=ROWS.c[name])
            for name in SAID_LATER
        },
    },
)
# A team's own id is that of its general channel: with it all its channels go.
DROP = delete(ROWS).where(
    ROWS.c.organisation_id == bindparam("organisation"),
    or_(ROWS.c.conversation_id == bindparam("gone"), ROWS.c.team_id == bindparam("gone")),
)


class TeamsPlaces(Generic[P]):
    """The conversations of every organisation. Raises flows.errors.Unavailable when the database is away."""

    def __init__(self, store: Store, make: MakePlace[P], now: Callable[[], datetime]) -> None:
        self._store = store
        self._make = make
        self._now = now

    async def keep(self, organisation_id: str, conversation: P) -> None:
        """As just heard of; costs no write when it is as it was. What is "" and was known stays."""
        row = self._row(conversation)
        known = await self._rows(FIND, organisation_id, conversation=row.conversation_id)
        if known and self._says_nothing_new(row, known[0]):
            return
        values: Values = {"organisation": organisation_id, "conversation": row.conversation_id, **row._asdict()}
        await self._store.change(lambda connection: connection.change([Change(KEEP, [values])]))

    async def drop(self, organisation_id: str, conversation_id: str) -> None:
        """Accord may not write there any more; with a team's id, in none of its channels."""
        values: Values = {"organisation": organisation_id, "gone": conversation_id}
        await self._store.change(lambda connection: connection.change([Change(DROP, [values])]))

    async def find(self, organisation_id: str, conversation_id: str) -> P | None:
        """The conversation of that id."""
        rows = await self._rows(FIND, organisation_id, conversation=conversation_id)
        return self._made(rows[0]) if rows else None

    async def direct(self, organisation_id: str, user_id: str) -> P | None:
        """The personal chat with somebody, by their id in the directory; the one heard of last."""
        rows = await self._rows(DIRECT, organisation_id, user=user_id) if user_id else []
        return self._made(max(rows, key=lambda row: (row.at, row.conversation_id))) if rows else None

    async def all(self, organisation_id: str) -> tuple[P, ...]:
        """Every conversation, the one heard of last first."""
        return tuple(self._made(row) for row in await self._rows(ALL, organisation_id))

    def _says_nothing_new(self, row: PlaceRow, known: PlaceRow) -> bool:
        told = row._replace(**{name: getattr(row, name) or getattr(known, name) for name in SAID_LATER})
        return told._replace(at=known.at) == known and row.at - known.at < FRESH.total_seconds() * 1_000_000

    def _row(self, place: P) -> PlaceRow:
        return PlaceRow(
            place.conversation_id,
            str(place.scope),
            place.service_url,
            place.tenant_id,
            place.bot_id,
            place.user_id,
            place.member_id,
            place.team_id,
            place.name,
            micros(self._now()),
        )

    def _made(self, row: PlaceRow) -> P:
        return self._make(
            row.scope,
            row.conversation_id,
            row.service_url,
            row.tenant_id,
            bot_id=row.bot_id,
            user_id=row.user_id,
            member_id=row.member_id,
            team_id=row.team_id,
            name=row.name,
        )

    async def _rows(self, statement: Executable, organisation_id: str, **values: str) -> list[PlaceRow]:
        asked: Values = {"organisation": organisation_id, **values}
        rows: list[Row] = await self._store.look(lambda connection: connection.rows(statement, asked))
        return [PlaceRow(*row) for row in rows]
