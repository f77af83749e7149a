"""A backup: one SQLite file with everything as it was at one moment, taken beside whoever is at work.

Whoever opens it, in whatever way, finds it silent: a copy of a live system must never send anything by accident.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage import migrations
from storage.connections import Connection
from storage.copying import adding, copy, count, differences
from storage.errors import StoreRefused
from storage.notes import BACKUP, MOVED, SILENT, drop_note, keep_note
from storage.snapshots import file_of, filling, looking, looking_at_file, versions
from storage.verifying import VerifyReport, check

PAGES = 4000
"""Pages of a SQLite file that are copied at a time; whoever waits for the interpreter gets it in between."""


@dataclass(frozen=True)
class Whole:
    """What a copy holds, found whole: rows of all tables, and what the check of the audit counted."""

    rows: int
    report: VerifyReport
    size: int


def back_up(url: str, file: Path, now: datetime) -> Whole:
    """Writes everything into a new file, and checks it. Raises StoreRefused; then there is no such file.

    It may take minutes, and holds up nobody.
    """
    with new_file(file) as unfinished:
        source = file_of(url)
        if source is None:
            migrations.upgrade(f"sqlite:///{unfinished}")
            with looking(url) as connection, filling(unfinished) as target:
                expected = copy(connection, target, adding(target), str(file))
        else:
            copy_file(source, unfinished)
            expected = None
        with filling(unfinished) as target:
            found = count(target)
            problems = differences(expected or found, found)
            report = sound(target, problems, "The backup")
            drop_note(target, MOVED)
            keep_note(target, SILENT, f"restored from the backup of {now:%Y-%m-%d %H:%M} UTC", now)
            keep_note(target, BACKUP, json.dumps(found), now)
        return Whole(sum(found.values()), report, unfinished.stat().st_size)


def copy_file(source: Path, target: Path) -> None:
    """Copies a SQLite database page by page as it is at one moment, and brings the copy to this version."""
    with looking_at_file(source) as raw, closing(sqlite3.connect(target)) as copied:
        check_known(f"The database {source}", versions(raw))
        try:
            raw.backup(copied, pages=PAGES, sleep=0)
            copied.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:  # of the copy: whoever reads is never out of room
            raise StoreRefused(f"{target.parent} does not take the copy: {error}. Please make some room.") from error
        older = versions(copied) != [migrations.HEAD]
    if older:
        migrations.upgrade(f"sqlite:///{target}")


def check_known(what: str, found: Sequence[str]) -> None:
    """Refuses tables that are not Accord's, or of a newer version."""
    if not found:
        raise StoreRefused(f"{what} has no tables of Accord.")
    if found[0] > migrations.HEAD:
        raise StoreRefused(f"{what} has version {found[0]}, and this Accord knows {migrations.HEAD}. Please update it.")


def sound(connection: Connection, problems: Sequence[str], what: str) -> VerifyReport:
    """Refuses a copy in which rows are missing or the audit is broken."""
    report = check(connection)
    found = [*problems, *report.problems]
    if found:
        raise StoreRefused(f"{what} is not whole, so it was not kept. {found[0]}")
    return report


@contextmanager
def new_file(file: Path) -> Iterator[Path]:
    """Somewhere to write it that only this account can read; it gets its name when it is complete and on disk."""
    if file.exists():
        raise StoreRefused(f"{file} is there already. Please name a new file.")
    if not file.parent.is_dir():
        raise StoreRefused(f"The folder {file.parent} does not exist. Please create it.")
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield unfinished
        _to_disk(unfinished)
        unfinished.rename(file)
        _to_disk(file.parent)
    except (OSError, sqlite3.Error) as error:
        raise StoreRefused(f"{file} cannot be written: {error}.") from error
    finally:
        for name in ("", "-journal", "-wal", "-shm"):
            unfinished.with_name(unfinished.name + name).unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
