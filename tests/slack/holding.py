"""A database that somebody else has to themselves."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path


@asynccontextmanager
async def locked(path: Path) -> AsyncIterator[None]:
    """Nothing can be written to this file meanwhile."""
    connection = await asyncio.to_thread(_lock, path)
    try:
        yield
    finally:
        await asyncio.to_thread(connection.close)


def _lock(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    return connection
