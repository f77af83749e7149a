"""Opening a SQLite file: one process at a time, never an empty database in the place of a lost one."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from storage import migrations, sqlite
from storage.errors import StoreRefused
from storage.opening import Opened
from storage.sqlite import SqliteConnection, connect, read, write
from storage.taking_over import TAKE_OVER

READERS = 3
MADE = b"The database beside this file was made by Accord. Only one process at a time may open it.\n"
ROOM = "Please check its disk, make some room and start again."
PATIENCE = 2.0
"""Seconds, at the start; a database in use is better told at once."""
FULL = 2
"""SQLite's number for writing to disk before a commit returns; 3 is more."""
HEADER = 100
"""Bytes at the start of a SQLite file that describe the rest of it."""


def open_file(path: str, patience: float = PATIENCE) -> Opened:
    """Opens the file, and makes it when it is new. Raises StoreRefused.

    `patience`: seconds to wait for a lock that another program holds.
    """
    file = _named(path)
    lock = take_lock(file)
    try:
        if not file.exists():
            make(file, lock)
        check_whole(file)
        writer = check_usable(file, patience)
        take_over(file, writer)
    except BaseException:
        os.close(lock)
        raise
    readers = [connect(path, read_only=True) for _ in range(READERS)]
    return Opened(
        [partial(write, writer)],
        [partial(read, reader) for reader in readers],
        partial(_close, [*readers, writer], lock),
    )


def _close(connections: Sequence[sqlite3.Connection], lock: int) -> None:
    """The writer last: it brings everything from the log into the file."""
    for connection in connections:
        connection.close()
    os.close(lock)


def _named(path: str) -> Path:
    """The file of that path, which need not be there yet. Refuses a path that no file can have."""
    file = Path(path)
    if not file.parent.is_dir():
        raise StoreRefused(f"The folder {file.parent} for the database does not exist. Please create it.")
    if file.is_dir():
        raise StoreRefused(f"{file} is a folder. Please give the path of a file in it for the database.")
    return file


def take_lock(file: Path) -> int:
    """A lock held until the process ends, however it ends: the kernel gives it back."""
    beside = file.with_name(f"{file.name}.lock")
    try:
        lock = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreRefused(f"The folder {file.parent} cannot be written to: {error.strerror}.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise StoreRefused(
            f"Another Accord is running on {file}. Please stop it first, or use PostgreSQL for several processes."
        ) from error
    return lock


def make(file: Path, lock: int) -> None:
    """A new database, complete before it gets its name. Refuses where there was one before and it is gone."""
    if os.pread(lock, 1, 0):
        raise StoreRefused(
            f"The database {file} is gone. Please restore it from a backup, or delete {file.name}.lock to start afresh."
        )
    unfinished = file.with_name(f"{file.name}.new")
    try:
        unfinished.unlink(missing_ok=True)
        _upgrade(unfinished, file)
        os.pwrite(lock, MADE, 0)
        unfinished.rename(file)
        folder = os.open(file.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    except OSError as error:
        raise StoreRefused(f"The database {file} cannot be made: {error.strerror}. {ROOM}") from error


def _upgrade(at: Path, file: Path) -> None:
    """Brings the database at a path to the newest version. Raises StoreRefused, in which it is called `file`."""
    from sqlalchemy.exc import DBAPIError  # after a refusal that needs no database, nothing is waited for

    try:
        migrations.upgrade(f"sqlite:///{at}")
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.DatabaseError):
            raise StoreRefused(said(file, error.orig)) from error
        raise


def check_whole(file: Path) -> None:
    """Refuses what is no database, and one that lost its end."""
    with file.open("rb") as opened:
        header = opened.read(HEADER)
    size = file.stat().st_size
    if not header:
        raise StoreRefused(f"The database {file} is empty: its content was lost. Please restore it from a backup.")
    if not header.startswith(b"SQLite format 3\0") or len(header) < HEADER:
        raise StoreRefused(f"The file {file} is not a SQLite database.")
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    wal = file.with_name(f"{file.name}-wal")
    unwritten = wal.exists() and wal.stat().st_size  # then the end of the file may still be in there
    if not unwritten and size < pages * (65536 if page == 1 else page):
        raise StoreRefused(f"The database {file} has lost its end. Please restore it from a backup.")


def check_usable(file: Path, patience: float) -> sqlite3.Connection:
    """A connection that can write to a database of this version of Accord."""
    try:
        raw = connect(str(file), patience=patience)
        check_durable(file, raw)
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("ROLLBACK")
        raw.execute(f"PRAGMA busy_timeout={sqlite.PATIENCE * 1000:.0f}")
        tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        found = raw.execute("SELECT version_num FROM alembic_version").fetchall() if migrations.TABLE in tables else []
    except sqlite3.DatabaseError as error:
        raise StoreRefused(said(file, error)) from error
    migrations.check(f"The database {file}", [version for (version,) in found])
    return raw


def check_durable(file: Path, raw: sqlite3.Connection) -> None:
    """Refuses a disk on which SQLite cannot keep what it has confirmed, whatever it was asked for."""
    (journal,), (synchronous,) = (raw.execute(f"PRAGMA {name}").fetchone() for name in ("journal_mode", "synchronous"))
    if journal != "wal" or synchronous < FULL:
        raise StoreRefused(
            f"The database {file} may lose what it has confirmed on this disk. Please put it on a local disk."
        )


def take_over(file: Path, raw: sqlite3.Connection) -> None:
    """Frees what the process before this one was sending when it ended."""
    try:
        SqliteConnection(raw).change(TAKE_OVER)
    except sqlite3.DatabaseError as error:
        raise StoreRefused(said(file, error)) from error


def said(file: Path, error: sqlite3.DatabaseError) -> str:
    """Why a file cannot be used, and what to do."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return f"The database {file} cannot be written to. Please give Accord the right to write to it and its folder."
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"The database {file} is locked by another program. Please close that and start again."
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return f"The database {file} cannot be written: {error}. {ROOM}"
    return f"The database {file} is damaged ({error}). Please restore it from a backup."


def migrate_file(path: str) -> None:
    """Brings the file to the newest version, or makes a new one. Raises StoreRefused."""
    file = _named(path)
    lock = take_lock(file)
    try:
        if file.exists():
            check_whole(file)
            _upgrade(file, file)
        else:
            make(file, lock)
    finally:
        os.close(lock)
