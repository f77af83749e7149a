"""Crash points: the process ends just before or after the nth commit or call to Slack of its life.

Put around the drivers from outside, in a process that is told to; the product knows nothing of it. Only what matters is
counted: commits that wrote to a table of `TABLES`, and calls that show something.
"""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import psycopg

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
    _around_psycopg(edges)
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


def _around_psycopg(edges: Edges) -> None:
    wrote: set[int] = set()
    execute, transaction = psycopg.Connection.execute, psycopg.Connection.transaction

    def noted(self: psycopg.Connection[Any], query: Any, *rest: Any, **more: Any) -> Any:  # noqa: ANN401
        if _matters(query.decode() if isinstance(query, bytes) else str(query)):
            wrote.add(id(self))
        return execute(self, query, *rest, **more)

    @contextmanager
    def counted(self: psycopg.Connection[Any]) -> Iterator[object]:
        wrote.discard(id(self))
        with transaction(self) as inside:
            yield inside
            if id(self) in wrote:
                edges.edge("before a commit")
        if id(self) in wrote:
            edges.edge("after a commit")

    replaced: Mapping[str, object] = {"execute": noted, "transaction": _as_method(counted)}
    for name, how in replaced.items():
        setattr(psycopg.Connection, name, how)


def _as_method(made: Any) -> Any:  # noqa: ANN401
    def transaction(self: psycopg.Connection[Any]) -> AbstractContextManager[object]:
        return made(self)  # type: ignore[no-any-return]

    return transaction


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
