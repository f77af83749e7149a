"""What this process has done already, so that a repeat does not do it again."""

from __future__ import annotations

from collections import OrderedDict

MOST = 10_000
"""Keys that are remembered."""


class Once:
    """The latest keys. What must hold beyond this process is in the engine's inbox."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, None] = OrderedDict()

    def first(self, key: str) -> bool:
        """Whether this key comes for the first time."""
        if key in self._seen:
            return False
        self._seen[key] = None
        if len(self._seen) > MOST:
            self._seen.popitem(last=False)
        return True
