"""How close functions are: figures worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from flows.contradictions.closeness import in_words
from flows.contradictions.spread import (
    NEAR_RANK,
    NEAR_STEP,
    Item,
    Position,
    agreed_first,
    compared,
    consensus,
    divisive_first,
    figure,
    quantile,
)


def item(*values: float, name: str = "risks.stances:stop", near: Fraction = NEAR_STEP, hidden: int = 0) -> Item:
    """Positions of functions f0, f1 …; the last `hidden` are not for everybody."""
    shown = len(values) - hidden
    positions = tuple(Position(f"f{n}", Fraction(value), str(value), n < shown) for n, value in enumerate(values))
    return Item(name, name, near, positions)


@pytest.mark.parametrize(
    ("values", "median", "spread", "inside"),
    [
        ((0, 2), 1, 1, 0),
        ((2, 2, 2), 2, 0, 3),
        ((0, 1, 2), 1, 1, 1),
        ((0, 2, 2, 2), 2, Fraction(1, 2), 3),
        ((1, 2, 3, 4, 5), 3, 2, 1),
    ],
)
def test_c1_median_interquartile_range_and_who_is_near(
    values: tuple[int, ...], median: Fraction, spread: Fraction, inside: int
) -> None:
    found = item(*values)
    assert (found.median, found.spread, found.inside) == (median, spread, inside)


def test_c1_the_threshold_is_a_share_of_the_functions() -> None:
    three_of_four = item(0, 2, 2, 2)
    assert three_of_four.agreed(75)
    assert not three_of_four.agreed(76)
    assert item(1, 2, 3, near=NEAR_RANK).agreed(100)


def test_quartiles_are_interpolated() -> None:
    values = [Fraction(value) for value in (7, 1, 3, 5)]
    assert quantile(values, Fraction(1, 4)) == Fraction(5, 2)
    assert quantile(values, Fraction(3, 4)) == Fraction(11, 2)


def test_c3_five_of_one_function_cannot_outvote_one_of_another() -> None:
    one_against = consensus({"it": (5, 5), "quality": (0, 1)})
    assert one_against == Fraction(6, 7) * Fraction(1, 3)
    assert one_against < consensus({"it": (3, 5), "quality": (1, 1)}) == Fraction(4, 7) * Fraction(2, 3)


def test_c3_one_function_that_disagrees_halves_the_consensus() -> None:
    assert item(2, 2, 2).consensus == 1
    assert item(0, 2, 2, 2).consensus == Fraction(1, 2)


def test_c4_the_most_divisive_first_and_the_most_agreed_first() -> None:
    split, mostly, all_ = item(0, 0, 2, 2, name="a"), item(0, 2, 2, 2, name="b"), item(2, 2, 2, 2, name="c")
    assert [each.id for each in divisive_first([mostly, all_, split])] == ["a", "b", "c"]
    assert [each.id for each in agreed_first([mostly, split, all_])] == ["c", "b", "a"]


def test_what_not_everybody_may_read_is_in_no_figure() -> None:
    open_, with_hidden = item(2, 2), item(2, 2, 0, 0, hidden=2)
    assert (with_hidden.median, with_hidden.share) == (open_.median, open_.share)
    assert compared([item(0, 2, hidden=1)]) == ()
    assert figure([item(0, 2, hidden=1)]) is None


def test_a_median_between_two_stances_is_told_as_such() -> None:
    assert in_words(item(0, 1), Fraction(1, 2)) == "between not acceptable and acceptable if …"
    assert in_words(item(2, 2), Fraction(2)) == "acceptable"
    assert in_words(item(1, 2, name="outcome.priorities:cost"), Fraction(3, 2)) == "place 1.5"
