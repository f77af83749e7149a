"""What the use cases of this package keep and look up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from flows.red_lines.records import InForce


class RedLines(Protocol):
    """What is in force, and what was."""

    def get(self, record_id: str, /) -> InForce: ...
    def find(self, record_id: str, /) -> InForce | None: ...
    def put(self, record: InForce, /) -> None: ...
    def where(self, *, project_id: str) -> Sequence[InForce]: ...
    def next_number(self, project_id: str, /) -> int: ...
