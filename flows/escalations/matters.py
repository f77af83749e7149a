"""What functions can have a word in before it is decided: an escalation, or a contradiction on the ladder."""

from __future__ import annotations

from typing import Protocol

from flows.escalations.records import Option, Urgency
from flows.holds.records import Hold


class Held(Protocol):
    """Something with functions that have a word in it."""

    @property
    def holds(self) -> tuple[Hold, ...]: ...
    @property
    def is_open(self) -> bool: ...


class Matter(Held, Protocol):
    """… as those functions are shown it. `kind`: "escalation" or "contradiction"; `in_turn`: who decides it now."""

    @property
    def id(self) -> str: ...
    @property
    def project_id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def question(self) -> str: ...
    @property
    def options(self) -> tuple[Option, ...]: ...
    @property
    def urgency(self) -> Urgency: ...
    @property
    def in_turn(self) -> str: ...
