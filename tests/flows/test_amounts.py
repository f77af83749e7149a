"""Amounts are read strictly and compared exactly."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.amounts import Amount, Span, SpanUnit, read_amount, read_number, read_span, sized
from flows.errors import Invalid
from flows.units import is_unit, is_unit_or_word, size_of


def value(text: str) -> Fraction:
    return read_amount(text).size.value


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("66 min", "1.1 h"),
        ("1 day", "24 h"),
        ("1 week", "7 days"),
        ("1.5 weeks", "252 h"),
        ("1 month", "730.5 h"),
        ("4h", "4 h"),
        (".5 h", "30 min"),
        ("10%", "0.1 h/h"),
        ("60 kg/h", "1 kg/min"),
        ("3600 kJ", "1 kWh"),
        ("0.1 h", "6 min"),
        ("0 °C", "273.15 K"),
    ],
)
def test_equal_amounts_are_equal_exactly(one: str, same: str) -> None:
    assert read_amount(one).size == read_amount(same).size


def test_amounts_of_different_dimension_say_so() -> None:
    assert read_amount("5 %").size.dimension != read_amount("2 weeks").size.dimension
    assert read_amount("4 H").size.dimension != read_amount("4 h").size.dimension
    assert read_amount("4 m").size.dimension != read_amount("4 min").size.dimension
    assert sized(Decimal(1), "pieces").dimension == sized(Decimal(1), "Pieces").dimension
    assert sized(Decimal(1), "pieces").dimension != sized(Decimal(1), "EUR").dimension
    assert sized(Decimal(1), "pieces/h") == sized(Decimal(24), "pieces/day")


@pytest.mark.parametrize(
    "text",
    ["", "4", "h", "-4 h", "-0 h", "+4 h", "4 foo", "4 Weeks", "1,5 h", "1e3 h", "nan h", "inf h", "4 h 5 min", "4 h*2",
     "4 m²", "4 m^2", "4 m**2", "4 h/h/h", "4 /h", "4 h/", "4 2 h", "0x10 h", "٤ h", "4 dB", "4 __class__", "4 pieces",
     "9" * 31 + " h", "4 " + "x" * 100],
)  # fmt: skip
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(Invalid):
        read_amount(text)


def test_an_amount_reads_as_it_was_given() -> None:
    assert str(read_amount("1.50 weeks")) == "1.50 weeks"
    assert str(read_amount("0.0000001 h")) == "0.0000001 h"
    assert str(read_amount("5 kg / h")) == "5 kg/h"


@given(st.decimals(0, 10**9, places=4), st.sampled_from(["min", "h", "days", "weeks", "months", "%", "kg/h"]))
def test_what_is_written_is_read_back(number: Decimal, unit: str) -> None:
    assert read_amount(str(Amount(number, unit))) == Amount(number, unit)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_the_table_agrees_with_pint(numerator: int, denominator: int) -> None:
    number = Fraction(numerator, denominator)
    for unit in ("s", "min", "h", "d", "days", "weeks", "month", "months"):
        assert size_of(number, unit).value == REGISTRY.Quantity(number, unit).to("s").magnitude
    assert size_of(number, "%").value == REGISTRY.Quantity(number, "percent").to("").magnitude
    assert str(REGISTRY.Unit("month").dimensionality) == "[time]"


REGISTRY: pint.UnitRegistry[Fraction] = pint.UnitRegistry(non_int_type=Fraction)


def test_common_words_are_no_units_of_pint() -> None:
    for word in ("pieces", "orders", "defects", "incidents", "people", "EUR", "PLN", "USD", "GBP", "CHF", "CZK"):
        assert word not in REGISTRY


@pytest.mark.parametrize("unit", ["pieces", "EUR", "€", "%", "kg/h", "pieces/h", "m2", "Stück"])
def test_a_measure_may_have_a_word_of_its_own(unit: str) -> None:
    assert is_unit_or_word(unit)


@pytest.mark.parametrize("unit", ["nan", "NaN", "nan/h", "h/nan"])
def test_nan_is_a_word_and_no_unit(unit: str) -> None:
    assert not is_unit(unit)
    assert is_unit_or_word(unit)


@pytest.mark.parametrize("unit", ["", "5", "-", "#", "h*2", "two words", "a/b/c", "a/", "(h)", "m^2", "x" * 41])
def test_a_measure_may_not_have_a_formula(unit: str) -> None:
    assert not is_unit_or_word(unit)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("4 h", Span(4, SpanUnit.HOURS)),
        ("90 min", Span(90, SpanUnit.MINUTES)),
        ("1.5 h", Span(90, SpanUnit.MINUTES)),
        ("2 days", Span(2, SpanUnit.DAYS)),
        ("1.5 days", Span(36, SpanUnit.HOURS)),
        ("1 week", Span(1, SpanUnit.WEEKS)),
        ("1 fortnight", Span(336, SpanUnit.HOURS)),
        ("1 working day", Span(1, SpanUnit.WORKING_DAYS)),
        ("2  working days", Span(2, SpanUnit.WORKING_DAYS)),
    ],
)
def test_time_limits(text: str, span: Span) -> None:
    assert read_span(text) == span
    assert read_span(str(span)) == span


@pytest.mark.parametrize(
    "text",
    [
        "4",
        "0 h",
        "0 working days",
        "-1 h",
        "5 %",
        "4 kg",
        "1.5 working days",
        "0.1 min",
        "working days",
        "11 years",
        "9999 weeks",
    ],
)
def test_what_is_no_time_limit(text: str) -> None:
    with pytest.raises(Invalid):
        read_span(text)


def test_numbers() -> None:
    assert [str(read_number(text)) for text in ("61", "66.50", "-3", ".5")] == ["61", "66.50", "-3", "0.5"]
    for text in ("", "1e3", "nan", "1_000", "0x1F", "1,5", "--3", "+3", "61 %"):
        with pytest.raises(Invalid):
            read_number(text)
