"""A record with some of its fields changed."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, replace

import pytest

from flows.altered import altered


@dataclass(frozen=True)
class Thing:
    name: str
    size: int = 1
    parts: tuple[str, ...] = ()


BEFORE = Thing("door", 2, ("hinge",))


def test_it_is_what_replace_gives_and_the_old_one_stays() -> None:
    after = altered(BEFORE, size=3, parts=())
    assert after == replace(BEFORE, size=3, parts=()) == Thing("door", 3)
    assert type(after) is Thing
    assert hash(after) == hash(Thing("door", 3))
    assert Thing("door", 2, ("hinge",)) == BEFORE


def test_it_is_frozen_too() -> None:
    after = altered(BEFORE, name="gate")
    with pytest.raises(FrozenInstanceError):
        after.name = "wall"  # type: ignore[misc]


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        altered(BEFORE, colour="red")  # type: ignore[call-arg]
