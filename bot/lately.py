"""What was read from the database moments ago, so that a press need not ask again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")
FRESH = 5.0
"""Seconds after which another process's change is seen; one of this process is seen at once."""
MOST = 20_000


class Lately(Generic[K, V]):
    """A small memory for one event loop. What was put first goes first."""

    def __init__(self, fresh: float = FRESH, most: int = MOST) -> None:
        self._fresh = fresh
        self._most = most
        self._found: dict[K, tuple[float, V]] = {}

    def get(self, key: K) -> V | None:
        """What was put there within the last seconds."""
        found = self._found.get(key)
        if found is None or found[0] < asyncio.get_running_loop().time():
            return None
        return found[1]

    def put(self, key: K, value: V) -> V:
        """Remembers it for some seconds."""
        self._found.pop(key, None)
        self._found[key] = asyncio.get_running_loop().time() + self._fresh, value
        if len(self._found) > self._most:
            del self._found[next(iter(self._found))]
        return value

    def forget(self) -> None:
        """Everything has to be asked again."""
        self._found.clear()


def since_now() -> Callable[[], float]:
    """Tells how many seconds have passed since this was asked for."""
    begun = monotonic()
    return lambda: monotonic() - begun
