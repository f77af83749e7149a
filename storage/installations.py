"""Where Accord is installed, in the database: one row per workspace of a platform, its token encrypted."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy import Executable, and_, bindparam, delete, null, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from storage.connections import Change, Row, Values
from storage.instants import instant_or_none, micros, micros_or_none
from storage.rings import Ring
from storage.store import Store
from storage.tables import table

ROWS = table("installation")
UNREADABLE = "its token cannot be read with the keys in ACCORD_SECRET_KEY"


class Installed(NamedTuple):
    """One installation. `token` and `refresh_token` are clear here. `paused`: why nothing is sent there, "" while it
    works. `expires_at`: when the token ends, None where it does not.
    """

    organisation_id: str
    enterprise_id: str
    team_id: str
    name: str
    token: str
    bot_id: str
    bot_user_id: str
    scopes: tuple[str, ...]
    paused: str = ""
    refresh_token: str = ""
    expires_at: datetime | None = None


class Encrypts(Protocol):
    """What keeps tokens secret; see `storage.encryption`."""

    def encrypt(self, secret: str) -> str: ...

    def decrypt(self, text: str) -> str | None: ...


_HERE = and_(
    ROWS.c.platform == bindparam("of_platform"),
    ROWS.c.enterprise_id == bindparam("enterprise"),
    ROWS.c.team_id == bindparam("team"),
)
_SECRETS = ("token", "refresh_token")
_WRITTEN = ("organisation_id", "name", *_SECRETS, "bot_id", "bot_user_id", "scopes", "paused", "expires_at")
_READ = (
    *("organisation_id", "enterprise_id", "team_id", "name", "token", "bot_id", "bot_user_id", "scopes", "paused"),
    *("refresh_token", "expires_at"),
)
_SOME = select(*(ROWS.c[name] for name in _READ))
FIND = _SOME.where(_HERE)
OF = _SOME.where(ROWS.c.platform == bindparam("of_platform"), ROWS.c.organisation_id == bindparam("organisation"))
ALL = _SOME.where(ROWS.c.platform == bindparam("of_platform")).order_by(ROWS.c.organisation_id, ROWS.c.team_id)
_ADD = insert(ROWS).values(
    platform=bindparam("of_platform"),
    enterprise_id=bindparam("enterprise"),
    team_id=bindparam("team"),
    **{name: bindparam(name) for name in _WRITTEN},
    refreshing_until=null(),
)
KEEP = _ADD.on_conflict_do_update(
    index_elements=["platform", "enterprise_id", "team_id"],
    set_={name: _ADD.excluded[name] for name in (*_WRITTEN, "refreshing_until")},
)
PAUSE = (
    update(ROWS)
    .values(paused=bindparam("reason"))
    .where(_HERE, ROWS.c.token == bindparam("before"))
    .returning(ROWS.c.team_id)
)
REMOVE = delete(ROWS).where(_HERE)
RENEW = (
    update(ROWS).values({name: bindparam(name) for name in _SECRETS}).where(_HERE, ROWS.c.token == bindparam("before"))
)
LEASE = (
    update(ROWS)
    .values(refreshing_until=bindparam("until"))
    .where(
        _HERE,
        ROWS.c.token == bindparam("before"),
        or_(ROWS.c.refreshing_until.is_(None), ROWS.c.refreshing_until <= bindparam("now")),
    )
    .returning(ROWS.c.team_id)
)
EXCHANGED = (
    update(ROWS)
    .values({**{name: bindparam(name) for name in (*_SECRETS, "expires_at")}, "refreshing_until": null()})
    .where(_HERE, ROWS.c.refreshing_until == bindparam("until"))
    .returning(ROWS.c.team_id)
)


class InstallationRows:
    """The installations of one platform. Raises flows.errors.Unavailable when the database is away.

    Without a cipher the tokens are elsewhere, and what is kept in their place is no secret.
    """

    def __init__(self, store: Store, platform: str, cipher: Encrypts | None = None) -> None:
        self._store = store
        self._platform = platform
        self._cipher = cipher

    async def find(self, enterprise_id: str, team_id: str) -> Installed | None:
        """The installation in exactly this workspace."""
        rows = await self._rows(FIND, {"enterprise": enterprise_id, "team": team_id})
        return self._read(rows[0]) if rows else None

    async def of(self, organisation_id: str) -> Installed | None:
        """The organisation's installation; one that works before one that is paused."""
        rows = await self._rows(OF, {"organisation": organisation_id})
        found = sorted((self._read(row) for row in rows), key=lambda one: (one.paused != "", one.team_id))
        return found[0] if found else None

    async def all(self) -> tuple[Installed, ...]:
        """Every installation, by organisation."""
        return tuple(self._read(row) for row in await self._rows(ALL, {}))

    async def keep(self, installed: Installed) -> None:
        """A new one, or another token for an old one."""
        values = {
            **self._at(installed.enterprise_id, installed.team_id),
            "organisation_id": installed.organisation_id,
            "name": installed.name,
            **self._secrets(installed.token, installed.refresh_token),
            "bot_id": installed.bot_id,
            "bot_user_id": installed.bot_user_id,
            "scopes": " ".join(installed.scopes),
            "paused": installed.paused,
            "expires_at": micros_or_none(installed.expires_at),
        }
        await self._store.change(lambda connection: connection.change([Change(KEEP, [values])]))
        self._store.ring(Ring.CHATS)

    async def pause(self, enterprise_id: str, team_id: str, *, token: str, reason: str) -> bool:
        """Nothing is sent there any more with this token; False, and nothing changed, where it is not the token."""
        paused = await self._where(PAUSE, enterprise_id, team_id, token, {"reason": reason})
        self._store.ring(Ring.CHATS)
        return paused

    async def lease(self, enterprise_id: str, team_id: str, *, token: str, now: datetime, until: datetime) -> bool:
        """Whether this token may be exchanged until then, by nobody else; False where it is not the token any more."""
        return await self._where(LEASE, enterprise_id, team_id, token, {"now": micros(now), "until": micros(until)})

    async def exchanged(self, installed: Installed, until: datetime) -> bool:
        """Keeps the tokens that the lease until then was for, and ends it; False where that is another's by now."""
        values = {
            **self._at(installed.enterprise_id, installed.team_id),
            **self._secrets(installed.token, installed.refresh_token),
            "expires_at": micros_or_none(installed.expires_at),
            "until": micros(until),
        }
        kept = await self._store.change(lambda connection: connection.rows(EXCHANGED, values))
        self._store.ring(Ring.CHATS)
        return bool(kept)

    async def renew(self) -> None:
        """Closes every token that can be read with the newest key, so that older keys may be given up."""
        if self._cipher is None:
            return
        values: list[Values] = []
        for row in await self._rows(ALL, {}):
            read, before = self._read(row), row[_READ.index("token")]
            if read.token:
                secrets = self._secrets(read.token, read.refresh_token)
                values.append({**self._at(read.enterprise_id, read.team_id), "before": before, **secrets})
        await self._store.change(lambda connection: connection.change([Change(RENEW, values)]))

    async def remove(self, enterprise_id: str, team_id: str) -> None:
        """The row goes, with its token."""
        values = self._at(enterprise_id, team_id)
        await self._store.change(lambda connection: connection.change([Change(REMOVE, [values])]))
        self._store.ring(Ring.CHATS)

    def _read(self, row: Row) -> Installed:
        organisation, enterprise, team, name, kept, bot, user, scopes, paused, refresh, expires = row
        token, next_one = self._opened(kept), self._opened(refresh) or ""
        why = paused or (UNREADABLE if token is None else "")
        told = (bot, user, tuple(scopes.split()), why, next_one, instant_or_none(expires))
        return Installed(organisation, enterprise, team, name, token or "", *told)

    def _opened(self, kept: str) -> str | None:
        return self._cipher.decrypt(kept) if self._cipher and kept else kept

    def _secrets(self, token: str, refresh: str) -> dict[str, str]:
        """Both as they are kept; what is not there stays empty."""
        close = self._cipher.encrypt if self._cipher else str
        return {"token": close(token), "refresh_token": close(refresh) if refresh else ""}

    async def _where(self, change: Executable, enterprise_id: str, team_id: str, token: str, values: Values) -> bool:
        """Makes the change where this is the token; whether it was."""
        rows = await self._rows(FIND, {"enterprise": enterprise_id, "team": team_id})
        if not rows or self._read(rows[0]).token != token:
            return False
        here = {**self._at(enterprise_id, team_id), **values, "before": rows[0][_READ.index("token")]}
        return bool(await self._store.change(lambda connection: connection.rows(change, here)))

    def _at(self, enterprise_id: str, team_id: str) -> dict[str, str]:
        return {"of_platform": self._platform, "enterprise": enterprise_id, "team": team_id}

    async def _rows(self, statement: Executable, values: Values) -> list[Row]:
        return await self._store.look(
            lambda connection: connection.rows(statement, {"of_platform": self._platform, **values})
        )
