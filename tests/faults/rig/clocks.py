"""R5: the clock of a running process, which jumps when it is told to. The monotonic clock goes on as it is."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

LIBRARY = "vendor/libfaketime/src/libfaketime.so.1"
MISSING = "libfaketime does not work on this machine, and without it no test can move the clock of a live process."


@dataclass
class LiveClock:
    """The wall clock of every process that is started with `environment`. `folder`: of the test."""

    folder: Path

    def __post_init__(self) -> None:
        self.ahead(timedelta())

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to see this clock."""
        return {
            "LD_PRELOAD": str(library()),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }

    def ahead(self, of_real_time: timedelta) -> None:
        """Sets it so far ahead (or behind) from now on, at once, also for what runs."""
        unfinished = self._file.with_suffix(".new")
        unfinished.write_text(f"{of_real_time.total_seconds():+.3f}\n")
        unfinished.rename(self._file)

    @property
    def _file(self) -> Path:
        return self.folder / "faketime"


def library() -> Path:
    """The library that is loaded before all others. Raises AssertionError in words where there is none."""
    found = importlib.util.find_spec("libfaketime")
    folders = list(found.submodule_search_locations or ()) if found is not None else []
    libraries = [path for folder in folders if (path := Path(folder) / LIBRARY).exists()]
    assert libraries, MISSING
    return libraries[0]
