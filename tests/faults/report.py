"""What the fault runs found, in plain words: shown at the end of `make faults`, and kept in test-results/faults.txt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

KEPT = Path(__file__).parents[2] / "test-results" / "faults.txt"


QUIET = pytest.mark.faults
"""For the case of a test whose limit is the promised one: run by `make faults`, on a quiet machine. Its other case has
a limit that a busy machine keeps, too."""


@dataclass(frozen=True)
class Report:
    """`write` takes each line as it is found, so that a run that is broken off has told what it knew."""

    write: Callable[[str], None]

    def say(self, row: str, where: str, what: str) -> None:
        """One finding of a row of reliability.md, on one database or platform."""
        self.write(f"{row} on {where}: {what}.")
