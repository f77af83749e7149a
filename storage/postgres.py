"""A database on PostgreSQL: opened, checked, brought to this version."""

from __future__ import annotations

import logging
from functools import partial

import psycopg
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import BigInteger, cast, func, literal_column, select

from storage import migrations
from storage.connections import Connection, Row
from storage.errors import StoreRefused
from storage.listening import PostgresBell
from storage.on_postgres import PostgresConnection
from storage.opening import Opened
from storage.postgres_links import Pool, Use, connect
from storage.postgres_threads import Desk, serve, serve_groups
from storage.postgres_upgrade import PATIENCE, upgrade_in_use
from storage.stuck_sessions import StuckSessions

__all__ = ["PostgresConnection", "check", "connect", "migrate_server", "named", "open_server"]

WRITERS, READERS = 4, 3
TIME = select(cast(func.extract("epoch", func.clock_timestamp()) * literal_column("1000000"), BigInteger))


def open_server(url: str) -> Opened:
    """Opens a database on a server. Raises StoreRefused."""
    check(url)
    logging.getLogger("psycopg").setLevel(logging.ERROR)  # it warns of each conflict, which we expect and act on
    desk, stuck = Desk(Pool(url)), StuckSessions(url)
    desk.pool.watch()
    stuck.start()

    def close() -> None:
        stuck.stop()
        desk.pool.stop()

    return Opened(
        writers=[partial(serve_groups, desk)] * WRITERS,
        readers=[partial(serve, desk, use=Use.READING)] * READERS,
        couriers=[partial(serve, desk, use=Use.DELIVERING)],
        close=close,
        time=time_of,
        bell=PostgresBell(url),
    )


def time_of(connection: Connection) -> int:
    """The server's clock at this moment, in microseconds since 1970."""
    return int(connection.rows(TIME, {})[0][0])


def check(url: str) -> None:
    """Refuses a server that cannot be reached, does not keep what it says it keeps, or has another version's tables."""
    name = named(url)
    try:
        with connect(url) as raw:
            durable = _setting(raw, "synchronous_commit") != "off" and _setting(raw, "fsync") == "on"
            found = raw.execute("SELECT to_regclass(%s)", [migrations.TABLE]).fetchone()
            versions = raw.execute("SELECT version_num FROM alembic_version").fetchall() if found and found[0] else []
    except psycopg.Error as error:
        raise StoreRefused(f"{name} cannot be used: {_first_line(error)}.") from error
    if not durable:
        raise StoreRefused(f"{name} may lose what it has confirmed. Please set synchronous_commit and fsync to on.")
    migrations.check(name, [version for (version,) in versions])


def migrate_server(url: str, patience: float = PATIENCE) -> None:
    """Brings the tables to the newest version while others use them. Raises StoreRefused; then nothing has changed.

    `patience`: seconds for which it is tried again while somebody holds what has to be changed.
    """
    try:
        connect(url).close()
    except psycopg.Error as error:
        raise StoreRefused(f"{named(url)} cannot be used: {_first_line(error)}.") from error
    upgrade_in_use(url, named(url), patience)


def named(url: str) -> str:
    """What people call the database: never with a password."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        return "The PostgreSQL database"
    return f"The PostgreSQL database {parts.get('dbname', '')} on {parts.get('host', 'this machine')}"


def _setting(raw: psycopg.Connection[Row], name: str) -> str:
    found = raw.execute("SELECT current_setting(%s)", [name]).fetchone()
    return str(found[0]) if found else ""


def _first_line(error: psycopg.Error) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
