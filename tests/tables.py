"""Databases with Accord's tables, made without migrating each: copies of one that was migrated once in this process."""

from __future__ import annotations

import atexit
import shutil
import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

import psycopg

from storage import migrations
from storage.opening import migrate

SQLITE = "sqlite:///"
VERSION = "SELECT version_num FROM alembic_version"


def lay_tables(url: str) -> None:
    """Does what `storage.opening.migrate` does, which it asks only where there is something to do."""
    file = Path(url.removeprefix(SQLITE))
    if url.startswith(SQLITE) and not file.exists():
        model = _model()
        shutil.copyfile(_lock(model), _lock(file))  # a file's lock remembers that Accord made it
        shutil.copyfile(model, file)
    elif _version(url) != migrations.HEAD:
        migrate(url)


@cache
def _model() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="accord-tables-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "accord.db"
    migrate(f"{SQLITE}{file}")
    return file


def _lock(file: Path) -> Path:
    return file.with_name(f"{file.name}.lock")


def _version(url: str) -> str:
    """The version of a database's tables; "" when it has none."""
    try:
        if url.startswith(SQLITE):
            with closing(sqlite3.connect(url.removeprefix(SQLITE))) as file:
                return str(file.execute(VERSION).fetchone()[0])
        with closing(psycopg.connect(url)) as server:
            return str((server.execute(VERSION).fetchone() or [""])[0])
    except (sqlite3.Error, psycopg.errors.UndefinedTable):
        return ""
