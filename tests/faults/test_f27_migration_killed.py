"""F27: a migration that is killed at any statement has changed nothing, and goes through when it is run again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from storage import migrations
from storage.opening import migrate
from tests.faults.report import Report
from tests.storage.clerk import raw_sql
from tests.storage.test_migrations import at_version, differences

ROOT = Path(__file__).parents[2]
BEFORE = "0001"
KILLED = 9
CHILD = """
import os, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from storage.opening import migrate

left = int(sys.argv[2])

@event.listens_for(Engine, "before_cursor_execute")
def die(*_):
    global left
    left -= 1
    if not left:
        os._exit(9)

migrate(sys.argv[1])
"""


def killed_at(url: str, statement: int) -> bool:
    """Migrates in a process that ends before its nth statement; whether it came so far."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", CHILD, url, str(statement)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)
    assert done.returncode in (0, KILLED), done.stderr.decode()
    return done.returncode == KILLED


def survived(url: str) -> None:
    """The release before can still work with it; nothing is half there."""
    assert raw_sql(url, "SELECT version_num FROM alembic_version") == [(BEFORE,)]
    assert raw_sql(url, "SELECT value FROM web_setting") == [("7",)]


@pytest.fixture
def old(database_url: str) -> str:
    """A database of the first release, with something in it."""
    at_version(database_url, BEFORE)
    raw_sql(database_url, "INSERT INTO web_setting (organisation_id, name, value) VALUES ('local', 'clock', '7')")
    return database_url


def is_new(url: str) -> None:
    assert raw_sql(url, "SELECT version_num FROM alembic_version") == [(migrations.HEAD,)]
    assert raw_sql(url, "SELECT value FROM web_setting") == [("7",)]
    assert differences(url) == []


def test_killed_in_the_middle(old: str) -> None:
    assert killed_at(old, 25)
    survived(old)
    migrate(old)
    is_new(old)


@pytest.mark.faults
def test_killed_at_every_statement(old: str, report: Report) -> None:
    statement = 1
    while killed_at(old, statement):
        survived(old)
        statement += 1
    is_new(old)
    said = f"a migration killed at each of its {statement - 1} statements, 0 half done"
    report.say("F27", old.partition(":")[0], said)
