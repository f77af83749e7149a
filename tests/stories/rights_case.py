"""What the rights matrix says of one command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

from flows.commands import Command
from tests.stories.two_plants import LINE3_IDS, Ids

Make: TypeAlias = Callable[[Ids], Command]
Values: TypeAlias = Mapping[str, str | list[str]]
DEADLINE = datetime(2026, 12, 22, 15, tzinfo=UTC)
DRAFTED = datetime(2026, 11, 27, 8, tzinfo=UTC)
BY_WORDS = {"words": "Because of the shift."}
DECIDED = {"choice": "a", "rationale": "It is safer."}


@dataclass(frozen=True)
class Case:
    """One command. `by`: who is asked, at that plant. `also`: others of Line 3 who may by right. `own`: about nobody
    but oneself. `elsewhere`: the plants are at another point, so that it works is shown by another test."""

    make: Make
    by: str = "maria"
    values: Values = field(default_factory=dict)
    also: frozenset[str] = frozenset()
    own: bool = False
    at: Ids = LINE3_IDS
    elsewhere: bool = False


MEMBERS = frozenset({"ben", "kim", "maria"})
READERS = MEMBERS | {"piotr"}
