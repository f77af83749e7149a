"""What a check of a chat platform finds, in one line each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"


@dataclass(frozen=True)
class Finding:
    """One line. `cure`: what to do, "" where all is well."""

    state: State
    what: str
    cure: str = ""


def worst(findings: Iterable[Finding]) -> State:
    """The worst of them; ok when there are none."""
    states = {finding.state for finding in findings}
    return next((state for state in (State.BROKEN, State.WARNING) if state in states), State.OK)
