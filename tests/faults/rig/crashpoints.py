"""Crash points: the process ends just before or after the nth commit or call to Slack of its life.

Put around the drivers from outside, in a process that is told to; the product knows nothing of it. Only what matters is
counted: commits that wrote to a table of `TABLES`, and calls that show something.
"""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakSet

import aiohttp

from storage.pipe import Given, Pipe, Sent

CRASHPOINT, EDGES = "ACCORD_TEST_CRASHPOINT", "ACCORD_TEST_EDGES"
"""The number of the edge to die at, 0 for none; and the file that the edges that are passed are written to."""
TABLES = ("inbox", "outbox", "posted", "lane", "escalation", "decision", "charter")
WRITES = ("INSERT", "UPDATE", "DELETE")
SHOWS = ("/api/chat.", "/response/")


@dataclass
class Edges:
    """Those of this process so far."""

    deadly: int
    passed: Path
    count: int = 0

    def edge(self, name: str) -> None:
        """One more; perhaps the last thing that this process does."""
        self.count += 1
        with self.passed.open("a") as told:
            told.write(f"{name}\n")
        if self.count == self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)


def install(environment: Mapping[str, str]) -> None:
    """Counts from now on, where the environment says so."""
    if CRASHPOINT not in environment:
        return
    edges = Edges(int(environment[CRASHPOINT]), Path(environment[EDGES]))
    _around_sqlite(edges)
    _around_libpq(edges)
    _around_calls(edges)


def _matters(statement: str) -> bool:
    verb, *rest = statement.lstrip().split(None, 3)
    return verb in WRITES and any(word.strip("\"'(") in TABLES for word in rest)


def _around_sqlite(edges: Edges) -> None:
    class Counted(sqlite3.Connection):
        wrote = False

        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:  # noqa: ANN401  # as in sqlite3
            if sql != "COMMIT":
                self.wrote = (self.wrote and not sql.startswith("BEGIN")) or _matters(sql)
                return super().execute(sql, *values)
            if self.wrote:
                edges.edge("before a commit")
            done = super().execute(sql)
            if self.wrote:
                edges.edge("after a commit")
            return done

        def executemany(self, sql: str, values: Any) -> sqlite3.Cursor:  # noqa: ANN401
            self.wrote = self.wrote or _matters(sql)
            return super().executemany(sql, values)

    connect = sqlite3.connect
    sqlite3.connect = lambda *path, **options: connect(*path, **options, factory=Counted)  # type: ignore[assignment]


def _around_libpq(edges: Edges) -> None:
    """Whatever is written on PostgreSQL goes through a `Pipe`; libpq itself cannot be put around."""
    wrote: WeakSet[Pipe] = WeakSet()
    send, end = Pipe.send, Pipe.end

    def noted(self: Pipe, written: bytes, values: Mapping[str, Given]) -> Sent:
        if _matters(written.decode()):
            wrote.add(self)
        return send(self, written, values)

    def counted(self: Pipe, how: bytes) -> None:
        counts = how == b"COMMIT" and self in wrote
        if counts:
            edges.edge("before a commit")
        end(self, how)
        if counts:
            edges.edge("after a commit")

    replaced: Mapping[str, object] = {"send": noted, "end": counted}
    for name, instead in replaced.items():
        setattr(Pipe, name, instead)


def _around_calls(edges: Edges) -> None:
    request = aiohttp.ClientSession._request

    async def counted(self: aiohttp.ClientSession, method: str, url: Any, **more: Any) -> Any:  # noqa: ANN401
        shows = any(each in str(url) for each in SHOWS)
        if shows:
            edges.edge("before a call")
        answer = await request(self, method, url, **more)
        if shows:
            edges.edge("after a call")
        return answer

    aiohttp.ClientSession._request = counted  # type: ignore[assignment,method-assign]
