"""F27: a migration that is killed at any statement has changed nothing, and goes through when it is run again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
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

left = 0

@event.listens_for(Engine, "before_cursor_execute")
def die(*_):
    global left
    left -= 1
    if not left:
        os._exit(9)

for line in sys.stdin:
    left = int(line)
    child = os.fork()
    if not child:
        migrate(sys.argv[1])
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Migrates in a child that ends before its nth statement, for each number that it is told."""


class Migrating:
    """What migrates a database, and is killed at a statement."""

    def __init__(self, url: str) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", CHILD, url]
        self._parent = subprocess.Popen(
            command, cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def killed_at(self, statement: int) -> bool:
        """Whether it came so far."""
        assert self._parent.stdin
        assert self._parent.stdout
        self._parent.stdin.write(f"{statement}\n")
        self._parent.stdin.flush()
        code = int(self._parent.stdout.readline())
        assert code in (0, KILLED)
        return code == KILLED

    def end(self) -> None:
        """It is not needed any more."""
        self._parent.communicate(timeout=10)


@pytest.fixture
def migrating(old: str) -> Iterator[Migrating]:
    made = Migrating(old)
    yield made
    made.end()


def survived(url: str) -> None:
    """The release before can still work with it; nothing is half there."""
    assert raw_sql(url, "SELECT version_num FROM alembic_version") == [(BEFORE,)]
    assert raw_sql(url, "SELECT value FROM web_setting") == [("7",)]


@pytest.fixture
def old(empty_database_url: str) -> str:
    """A database of the first release, with something in it."""
    at_version(empty_database_url, BEFORE)
    raw_sql(empty_database_url, "INSERT INTO web_setting (organisation_id, name, value) VALUES ('local', 'clock', '7')")
    return empty_database_url


def is_new(url: str) -> None:
    assert raw_sql(url, "SELECT version_num FROM alembic_version") == [(migrations.HEAD,)]
    assert raw_sql(url, "SELECT value FROM web_setting") == [("7",)]
    assert differences(url) == []


def test_killed_in_the_middle(old: str, migrating: Migrating) -> None:
    assert migrating.killed_at(25)
    survived(old)
    migrate(old)
    is_new(old)


@pytest.mark.faults
@pytest.mark.timeout(1200)
def test_killed_at_every_statement(old: str, migrating: Migrating, report: Report) -> None:
    statement = 1
    while migrating.killed_at(statement):
        survived(old)
        statement += 1
    is_new(old)
    said = f"a migration killed at each of its {statement - 1} statements, 0 half done"
    report.say("F27", old.partition(":")[0], said)
