"""How much room is left where the database is, when it is a file: too little is known before somebody meets it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 2**20


@dataclass(frozen=True)
class Room:
    """Bytes that are free on a disk, and that it has."""

    free: int
    total: int

    @property
    def is_short(self) -> bool:
        """Somebody should make room."""
        return self.free < min(512 * MEGABYTE, self.total // 10)

    @property
    def is_gone(self) -> bool:
        """The next change may be the one that does not fit. On a very small disk that is later."""
        return self.free < min(64 * MEGABYTE, self.total // 50)


def room(database: Path) -> Room:
    """What is left beside a database file; it asks the disk, so not on the loop."""
    found = shutil.disk_usage(database.parent)
    return Room(found.free, found.total)


def too_little(found: Room) -> str:
    """Why a process is not ready, "" while there is enough."""
    if not found.is_gone:
        return ""
    return f"The disk of the database is full but for {found.free // MEGABYTE} MB. Please make some room."
