"""People's accounts on a platform, as it described them last, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Executable, bindparam, case, func, select, update
from sqlalchemy.dialects.postgresql import insert

from storage.connections import Change, Row, Values
from storage.rings import Ring
from storage.statements import fixed
from storage.store import Store
from storage.tables import table

BATCH = 500
"""Rows written in one transaction, so that nobody waits long behind a large workspace."""


class AccountRow(NamedTuple):
    """One account. `direct`: where direct messages with them are, "" while unknown. `person_id`: whose it is."""

    user_id: str
    name: str
    email: str | None
    zone: str | None
    kind: str
    active: bool
    direct: str
    person_id: str | None


ROWS = table("account")
_READ = AccountRow._fields
_SOME = select(*(ROWS.c[name] for name in _READ)).where(
    ROWS.c.organisation_id == bindparam("organisation"), ROWS.c.platform == bindparam("of_platform")
)
FIND = _SOME.where(ROWS.c.user_id == bindparam("user"))
OF_PERSON = _SOME.where(ROWS.c.person_id == bindparam("person"))
WORKS = select(ROWS.c.active).where(
    ROWS.c.organisation_id == bindparam("organisation"),
    ROWS.c.person_id == bindparam("person"),
    ROWS.c.active == fixed(1),
)
WITH_ADDRESS = _SOME.where(ROWS.c.address == bindparam("address"))
_ADD = insert(ROWS).values(
    organisation_id=bindparam("organisation"),
    platform=bindparam("of_platform"),
    user_id=bindparam("user"),
    **{name: bindparam(name) for name in ("address", *_READ[1:])},
)
KEEP = _ADD.on_conflict_do_update(
    index_elements=["organisation_id", "platform", "user_id"],
    set_={
        "name": _ADD.excluded.name,
        "kind": _ADD.excluded.kind,
        "active": _ADD.excluded.active,
        # What the platform leaves out, as it does for closed accounts, stays as it was.
        **{name: func.coalesce(_ADD.excluded[name], ROWS.c[name]) for name in ("email", "address", "zone")},
        "direct": case((_ADD.excluded.direct != fixed(""), _ADD.excluded.direct), else_=ROWS.c.direct),
        "person_id": func.coalesce(_ADD.excluded.person_id, ROWS.c.person_id),
    },
)
LINK = (
    update(ROWS)
    .values(person_id=bindparam("person"))
    .where(
        ROWS.c.organisation_id == bindparam("organisation"),
        ROWS.c.platform == bindparam("of_platform"),
        ROWS.c.user_id == bindparam("user"),
    )
)


class AccountRows:
    """The accounts of one platform. Raises flows.errors.Unavailable when the database is away."""

    def __init__(self, store: Store, platform: str) -> None:
        self._store = store
        self._platform = platform

    async def find(self, organisation_id: str, user_id: str) -> AccountRow | None:
        """The account of that id."""
        found = await self.several(organisation_id, (user_id,))
        return found.get(user_id)

    async def several(self, organisation_id: str, user_ids: Sequence[str]) -> dict[str, AccountRow]:
        """Those of these accounts that are known, by id."""
        asked = [{**self._of(organisation_id), "user": user_id} for user_id in user_ids]
        found = await self._store.look(lambda connection: connection.each(FIND, asked))
        return {row.user_id: row for rows in found for row in _read(rows)}

    async def of_person(self, organisation_id: str, person_id: str) -> tuple[AccountRow, ...]:
        """The accounts linked to a person, those that work first."""
        return await self._some(OF_PERSON, {**self._of(organisation_id), "person": person_id})

    async def any_works(self, organisation_id: str, person_id: str) -> bool:
        """Whether a person has an account that works, on whatever platform."""
        asked: Values = {"organisation": organisation_id, "person": person_id}
        return bool(await self._store.look(lambda connection: connection.rows(WORKS, asked)))

    async def with_address(self, organisation_id: str, email: str) -> tuple[AccountRow, ...]:
        """The accounts with that e-mail address, in any case of letters, those that work first."""
        return await self._some(WITH_ADDRESS, {**self._of(organisation_id), "address": address(email)})

    async def keep(self, organisation_id: str, accounts: Iterable[AccountRow]) -> None:
        """Adds or changes; a link, an address or a place for direct messages that is not given stays as it was.

        In one order for all, so that writers cannot block each other.
        """
        rows = [
            {
                **self._of(organisation_id),
                **one._asdict(),
                "user": one.user_id,
                "active": int(one.active),
                "address": address(one.email) if one.email else None,
            }
            for one in sorted(accounts, key=lambda one: one.user_id)
        ]
        for start in range(0, len(rows), BATCH):
            await self._change(KEEP, rows[start : start + BATCH])

    async def link(self, organisation_id: str, user_id: str, person_id: str) -> None:
        """This account is that person's."""
        await self._change(LINK, [{**self._of(organisation_id), "user": user_id, "person": person_id}])

    def _of(self, organisation_id: str) -> Values:
        return {"organisation": organisation_id, "of_platform": self._platform}

    async def _change(self, statement: Executable, values: Sequence[Values]) -> None:
        await self._store.change(lambda connection: connection.change([Change(statement, values)]))
        self._store.ring(Ring.CHATS)

    async def _some(self, statement: Executable, values: Values) -> tuple[AccountRow, ...]:
        rows = await self._store.look(lambda connection: connection.rows(statement, values))
        return tuple(sorted(_read(rows), key=lambda row: (not row.active, row.user_id)))


def address(email: str) -> str:
    """An e-mail address for comparing."""
    return email.strip().casefold()


def _read(rows: Iterable[Row]) -> list[AccountRow]:
    found = [AccountRow(*row) for row in rows]
    return [row._replace(active=bool(row.active)) for row in found]
