"""The channels of a platform as it described them last. Fits the Slack adapter's `Spots` by shape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, Protocol, TypeVar

from sqlalchemy import Executable, and_, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from storage.connections import Change, Row, Values
from storage.statements import fixed
from storage.store import Store
from storage.tables import table

S = TypeVar("S", bound="Spot")
S_co = TypeVar("S_co", covariant=True)


class Spot(Protocol):
    """A channel."""

    @property
    def channel_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def member(self) -> bool: ...
    @property
    def archived(self) -> bool: ...
    @property
    def private(self) -> bool: ...


class MakeSpot(Protocol[S_co]):
    """Builds a channel as the platform's adapter knows it."""

    def __call__(self, channel_id: str, name: str, *, member: bool, archived: bool, private: bool) -> S_co: ...


ROWS = table("spot")
_READ = ("channel_id", "name", "member", "archived", "private")
_OF = and_(ROWS.c.organisation_id == bindparam("organisation"), ROWS.c.platform == bindparam("of_platform"))
_SOME = select(*(ROWS.c[name] for name in _READ)).where(_OF)
FIND = _SOME.where(ROWS.c.channel_id == bindparam("channel"))
NAMED = _SOME.where(ROWS.c.name == bindparam("name"))
_ADD = insert(ROWS).values(
    organisation_id=bindparam("organisation"),
    platform=bindparam("of_platform"),
    channel_id=bindparam("channel"),
    **{name: bindparam(name) for name in _READ[1:]},
)
KEEP = _ADD.on_conflict_do_update(
    index_elements=["organisation_id", "platform", "channel_id"],
    set_={name: _ADD.excluded[name] for name in _READ[1:]},
)
LOSE_NAME = (
    update(ROWS)
    .values(name=fixed(""))
    .where(_OF, ROWS.c.name == bindparam("taken"), ROWS.c.channel_id != bindparam("channel"))
)


class Spots(Generic[S]):
    """The channels of every organisation. Raises flows.errors.Unavailable when the database is away."""

    def __init__(self, store: Store, platform: str, make: MakeSpot[S]) -> None:
        self._store = store
        self._platform = platform
        self._make = make

    async def named(self, organisation_id: str, name: str) -> S | None:
        """The channel of that name, with or without #; else the one of that id."""
        plain = name.strip().removeprefix("#")
        if not plain:
            return None
        found = await self._some(NAMED, {**self._of(organisation_id), "name": plain.casefold()})
        return found[0] if found else await self.find(organisation_id, plain)

    async def find(self, organisation_id: str, channel_id: str) -> S | None:
        """The channel of that id."""
        found = await self._some(FIND, {**self._of(organisation_id), "channel": channel_id})
        return found[0] if found else None

    async def keep(self, organisation_id: str, spots: Sequence[S]) -> None:
        """Adds or changes; another channel that had one of the names loses it."""
        rows = [
            {
                **self._of(organisation_id),
                "channel": spot.channel_id,
                "name": spot.name.casefold(),
                "taken": spot.name.casefold(),
                "member": int(spot.member),
                "archived": int(spot.archived),
                "private": int(spot.private),
            }
            for spot in sorted(spots, key=lambda spot: spot.channel_id)
        ]
        named = [row for row in rows if row["name"]]
        if rows:
            changes = [Change(LOSE_NAME, named), Change(KEEP, rows)]
            await self._store.change(lambda connection: connection.change(changes))

    async def wanted(self, organisation_id: str) -> tuple[str, ...]:
        """The names of the channels of all projects."""
        projects = await self._store.read(organisation_id, lambda records: records.projects.all())
        return tuple(sorted({project.channel for project in projects if project.channel}))

    def _of(self, organisation_id: str) -> Values:
        return {"organisation": organisation_id, "of_platform": self._platform}

    async def _some(self, statement: Executable, values: Values) -> list[S]:
        rows = await self._store.look(lambda connection: connection.rows(statement, values))
        return list(self._made(rows))

    def _made(self, rows: Iterable[Row]) -> Iterable[S]:
        for channel_id, name, member, archived, private in rows:
            yield self._make(channel_id, name, member=bool(member), archived=bool(archived), private=bool(private))
