"""Where Accord is installed, in the database: one row per workspace of a platform, its token encrypted."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from sqlalchemy import Executable, and_, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from storage.connections import Change, Row, Values
from storage.rings import Ring
from storage.store import Store
from storage.tables import table

ROWS = table("installation")
UNREADABLE = "its token cannot be read with the keys in ACCORD_SECRET_KEY"


class Installed(NamedTuple):
    """One installation. `token` is clear here. `paused`: why nothing is sent there, "" while it works."""

    organisation_id: str
    enterprise_id: str
    team_id: str
    name: str
    token: str
    bot_id: str
    bot_user_id: str
    scopes: tuple[str, ...]
    paused: str = ""


class Encrypts(Protocol):
    """What keeps tokens secret; see `storage.encryption`."""

    def encrypt(self, secret: str) -> str: ...

    def decrypt(self, text: str) -> str | None: ...


_HERE = and_(
    ROWS.c.platform == bindparam("of_platform"),
    ROWS.c.enterprise_id == bindparam("enterprise"),
    ROWS.c.team_id == bindparam("team"),
)
_WRITTEN = ("organisation_id", "name", "token", "bot_id", "bot_user_id", "scopes", "paused")
_READ = ("organisation_id", "enterprise_id", "team_id", "name", "token", "bot_id", "bot_user_id", "scopes", "paused")
_SOME = select(*(ROWS.c[name] for name in _READ))
FIND = _SOME.where(_HERE)
OF = _SOME.where(ROWS.c.platform == bindparam("of_platform"), ROWS.c.organisation_id == bindparam("organisation"))
ALL = _SOME.where(ROWS.c.platform == bindparam("of_platform")).order_by(ROWS.c.organisation_id, ROWS.c.team_id)
_ADD = insert(ROWS).values(
    platform=bindparam("of_platform"),
    enterprise_id=bindparam("enterprise"),
    team_id=bindparam("team"),
    **{name: bindparam(name) for name in _WRITTEN},
)
KEEP = _ADD.on_conflict_do_update(
    index_elements=["platform", "enterprise_id", "team_id"], set_={name: _ADD.excluded[name] for name in _WRITTEN}
)
PAUSE = (
    update(ROWS)
    .values(paused=bindparam("reason"))
    .where(_HERE, ROWS.c.token == bindparam("before"))
    .returning(ROWS.c.team_id)
)
REMOVE = delete(ROWS).where(_HERE)
RENEW = update(ROWS).values(token=bindparam("renewed")).where(_HERE, ROWS.c.token == bindparam("before"))


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
            "token": self._cipher.encrypt(installed.token) if self._cipher else installed.token,
            "bot_id": installed.bot_id,
            "bot_user_id": installed.bot_user_id,
            "scopes": " ".join(installed.scopes),
            "paused": installed.paused,
        }
        await self._store.change(lambda connection: connection.change([Change(KEEP, [values])]))
        self._store.ring(Ring.CHATS)

    async def pause(self, enterprise_id: str, team_id: str, *, token: str, reason: str) -> bool:
        """Nothing is sent there any more with this token; False, and nothing changed, where it is not the token."""
        rows = await self._rows(FIND, {"enterprise": enterprise_id, "team": team_id})
        if not rows or self._read(rows[0]).token != token:
            return False
        values = {**self._at(enterprise_id, team_id), "before": rows[0][_READ.index("token")], "reason": reason}
        paused = await self._store.change(lambda connection: connection.rows(PAUSE, values))
        self._store.ring(Ring.CHATS)
        return bool(paused)

    async def renew(self) -> None:
        """Closes every token that can be read with the newest key, so that older keys may be given up."""
        if self._cipher is None:
            return
        values: list[Values] = []
        for _, enterprise_id, team_id, _, kept, *_ in await self._rows(ALL, {}):
            token = self._cipher.decrypt(kept)
            if token is not None:
                renewed = self._cipher.encrypt(token)
                values.append({**self._at(enterprise_id, team_id), "before": kept, "renewed": renewed})
        await self._store.change(lambda connection: connection.change([Change(RENEW, values)]))

    async def remove(self, enterprise_id: str, team_id: str) -> None:
        """The row goes, with its token."""
        values = self._at(enterprise_id, team_id)
        await self._store.change(lambda connection: connection.change([Change(REMOVE, [values])]))
        self._store.ring(Ring.CHATS)

    def _read(self, row: Row) -> Installed:
        organisation, enterprise, team, name, kept, bot, user, scopes, paused = row
        token = self._cipher.decrypt(kept) if self._cipher else kept
        why = paused or (UNREADABLE if token is None else "")
        return Installed(organisation, enterprise, team, name, token or "", bot, user, tuple(scopes.split()), why)

    def _at(self, enterprise_id: str, team_id: str) -> dict[str, str]:
        return {"of_platform": self._platform, "enterprise": enterprise_id, "team": team_id}

    async def _rows(self, statement: Executable, values: Values) -> list[Row]:
        return await self._store.look(
            lambda connection: connection.rows(statement, {"of_platform": self._platform, **values})
        )
