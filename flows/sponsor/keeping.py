"""Where it is kept what a sponsor was told and has confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from flows.sponsor.records import Preparation


class Preparations(Protocol):
    """One for each project at most."""

    def find(self, record_id: str, /) -> Preparation | None: ...

    def put(self, record: Preparation, /) -> None: ...

    def where(self, *, person_id: str) -> Sequence[Preparation]: ...
