"""Open pages that wait for something new."""

from __future__ import annotations

import asyncio
from contextlib import suppress


class Watchers:
    """Wakes whoever waits. What is new, each asks the memory for: nothing is handed over here, so nothing is lost."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()
        self.closing = False

    def watch(self) -> Watch:
        """A watch that wakes at every notice from now on; close it when the page has gone."""
        event = asyncio.Event()
        self._waiting.add(event)
        return Watch(self, event)

    def notify(self) -> None:
        """Something may be new."""
        for event in self._waiting:
            event.set()

    def close(self) -> None:
        """Ends every open page's stream, so that the server can stop."""
        self.closing = True
        self.notify()

    def forget(self, event: asyncio.Event) -> None:
        """The page has gone."""
        self._waiting.discard(event)


class Watch:
    """One page's wait."""

    def __init__(self, watchers: Watchers, event: asyncio.Event) -> None:
        self._watchers = watchers
        self._event = event

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, *_: object) -> None:
        self._watchers.forget(self._event)

    @property
    def closing(self) -> bool:
        """Whether the server is stopping."""
        return self._watchers.closing

    def look(self) -> None:
        """From here on, anything new wakes the next wait."""
        self._event.clear()

    async def wait(self, seconds: float) -> bool:
        """Waits for a notice; False when none came in time."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._event.wait(), seconds)
        return self._event.is_set()
