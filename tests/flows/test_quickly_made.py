"""A dataclass that is made quickly is made like any other."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, field, replace
from datetime import UTC, datetime

import pytest

from flows.altered import altered
from flows.escalations.records import Event, Happened
from flows.quickly_made import quickly_made

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Usual:
    """Fields of every kind; `state` and `self_` would be easy to mix up with what fills them."""

    state: str
    self_: int
    name: str = "somebody"
    found: dict[str, int] = field(default_factory=dict)
    shown: bool = field(default=True, repr=False, compare=False)


@quickly_made
@dataclass(frozen=True)
class Quick(Usual):
    """The same."""


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (("a", 1), {}),
        (("a",), {"self_": 2, "shown": False}),
        (("a", 1, "b", {"c": 3}, False), {}),
        ((), {"state": "a", "self_": 1, "found": {}}),
    ],
)
def test_it_holds_what_it_was_given_and_its_defaults(given: tuple[object, ...], named: dict[str, object]) -> None:
    quick, usual = Quick(*given, **named), Usual(*given, **named)  # type: ignore[arg-type]
    assert vars(quick) == vars(usual)
    assert list(vars(quick)) == list(vars(usual))
    assert repr(quick) == repr(usual).replace("Usual", "Quick")


@pytest.mark.parametrize(
    ("given", "named"),
    [((), {}), (("a",), {}), (("a", 1, "b", {}, True, 5), {}), (("a", 1), {"other": 1}), (("a", 1), {"state": "b"})],
)
def test_what_does_not_fit_is_refused(given: tuple[object, ...], named: dict[str, object]) -> None:
    for kind in (Quick, Usual):
        with pytest.raises(TypeError):
            kind(*given, **named)  # type: ignore[arg-type]


def test_it_is_frozen_and_each_has_its_own() -> None:
    one, other = Quick("a", 1), Quick("a", 1)
    with pytest.raises(FrozenInstanceError):
        one.state = "b"  # type: ignore[misc]
    assert one == other
    assert one.found is not other.found


def test_it_is_changed_like_any_other() -> None:
    one = Quick("a", 1)
    assert replace(one, name="b") == altered(one, name="b") == Quick("a", 1, "b")
    assert one.name == "somebody"


def test_equal_ones_have_one_hash() -> None:
    assert len({Event(Happened.RAISED, NOW, "ana"), Event(Happened.RAISED, NOW, by="ana", words="")}) == 1


def test_a_class_that_it_would_make_wrongly_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Slotted:
        at: int

    @dataclass(frozen=True)
    class Checked:
        at: int

        def __post_init__(self) -> None:
            raise AssertionError

    @dataclass(frozen=True, kw_only=True)
    class Named:
        at: int

    for kind in (Slotted, Checked, Named):
        with pytest.raises(TypeError, match="not plain enough"):
            quickly_made(kind)
