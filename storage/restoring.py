"""A backup back into an empty database, checked before anybody can use it; what comes of it is silent."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from storage.backup import Whole, check_known, copy_file, new_file, sound
from storage.connections import Change, Connection
from storage.copying import IN_DOUBT, check_empty, copy, count, differences
from storage.errors import StoreRefused
from storage.notes import BACKUP, SILENT, drop_note, keep_note, note
from storage.snapshots import file_of, filling, looking, looking_at_file, versions
from storage.sqlite_file import MADE, take_lock
from storage.verifying import VerifyReport

BESIDE = ("-wal", "-shm", "-journal")


def restore(file: Path, url: str, now: datetime) -> Whole:
    """Puts everything from a backup into a database that has nothing in it. Raises StoreRefused; then nothing is there.

    `file`: a backup, or a SQLite database of Accord that nobody uses; any version up to this one.
    """
    if not file.is_file():
        raise StoreRefused(f"There is no backup at {file}.")
    with looking_at_file(file) as raw:
        check_known(str(file), versions(raw))
    target = file_of(url)
    return _into_server(file, url, now) if target is None else _into_file(file, target, now)


def _into_file(file: Path, target: Path, now: datetime) -> Whole:
    if not target.parent.is_dir():
        raise StoreRefused(f"The folder {target.parent} for the database does not exist. Please create it.")
    lock = take_lock(target)
    try:
        if target.exists():
            with looking(f"sqlite:///{target}") as connection:
                check_empty(f"The database {target}", connection)
            target.unlink()
        _set_aside(target)
        with new_file(target) as unfinished:
            copy_file(file, unfinished)
            with filling(unfinished) as connection:
                found = _checked(connection, connection, count(connection))
                _silenced(connection, connection, now)
            os.pwrite(lock, MADE, 0)
            return Whole(sum(found[0].values()), found[1], unfinished.stat().st_size)
    finally:
        os.close(lock)


def _into_server(file: Path, url: str, now: datetime) -> Whole:
    from storage.postgres import named  # psycopg is slow to import
    from storage.postgres_copies import filling as filling_server
    from storage.postgres_copies import streaming

    with _of_this_version(file) as ready, looking(f"sqlite:///{ready}") as source, filling_server(url) as target:
        rows, report = _checked(source, target, copy(source, target, streaming(target), named(url)))
        _silenced(source, target, now)
        return Whole(sum(rows.values()), report, file.stat().st_size)


@contextmanager
def _of_this_version(file: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="accord-restore-") as folder:
        ready = Path(folder) / "backup.db"
        copy_file(file, ready)
        yield ready


def _checked(source: Connection, target: Connection, copied: dict[str, int]) -> tuple[dict[str, int], VerifyReport]:
    kept = note(source, BACKUP)
    expected = copied if kept is None else json.loads(kept.value)
    found = count(target)
    return found, sound(target, differences(expected, found), "What was restored")


def _silenced(source: Connection, target: Connection, now: datetime) -> None:
    """What waits to be sent may have been sent after the backup was taken: it is looked up where that can be done."""
    said = note(source, SILENT)
    target.change([Change(IN_DOUBT, [{}])])
    keep_note(target, SILENT, said.value if said else "restored from a copy of a database", now)
    drop_note(target, BACKUP)


def _set_aside(target: Path) -> None:
    """What a lost database left beside it belongs to no other; it is kept, under another name."""
    for name in BESIDE:
        beside = target.with_name(target.name + name)
        if beside.exists():
            beside.rename(target.with_name(f"{target.name}.lost{name}"))
