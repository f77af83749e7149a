"""Rule: the end of `make bench` has every row, ratios first, and names what falls short."""

from __future__ import annotations

from tests.bench.table import Row, whole

SIZE = Row("memory at rest", 90.0, 80.0, at_most=True, unit=" MB")
PRESS = Row("a press : the bare route", 0.34, 0.5, 0.7)
TICK = Row("a tick with much pending : with little", 0.75, 2.0, 1.2, at_most=True)


def test_ratios_come_first_and_what_falls_short_is_named_last() -> None:
    lines = whole([SIZE, PRESS, TICK]).splitlines()
    named = [line.split("  ")[0] for line in lines]
    assert named == [PRESS.name, TICK.name, SIZE.name, "", "2 of 3 rows fall short of what they must be:", *named[-2:]]
    assert named[-2:] == [PRESS.name, SIZE.name]


def test_it_says_so_when_nothing_falls_short() -> None:
    assert whole([TICK]).endswith("No row falls short of what it must be.")
