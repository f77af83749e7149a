"""docs/reliability.md names a test for every fault; each of them is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
LIST = (TESTS.parent / "docs" / "reliability.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (F\d\d) \| (.+?) \| (.+?) \| ([PN, ]+) \| (.+?) \|$", LIST, re.MULTILINE)
ATTACKS = re.findall(r"^\| (A\d\d) \| (.+?) \| (.+?) \| (.+?) \|$", LIST, re.MULTILINE)
NAMED = sorted(set(re.findall(r"`([a-z_0-9/]+\.py)::(\w+)`", LIST)))


def test_every_row_is_there_once_with_what_was_done_what_came_of_it_and_its_tests() -> None:
    assert [row for row, *_ in ROWS] == [f"F{number:02d}" for number in range(1, 47)]
    for row, _, found, _, shown in ROWS:
        assert "::" in shown, row
        assert "@" not in found, row


def test_every_attack_is_there_once_with_its_tests() -> None:
    numbers = (*range(1, 6), *range(10, 19), 21, 22, 33, 35, 36, 38)
    assert [row for row, *_ in ATTACKS] == [f"A{number:02d}" for number in numbers]
    assert all("::" in shown for *_, shown in ATTACKS)


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_the_named_test_exists(file: str, test: str) -> None:
    text = (TESTS / file).read_text(encoding="utf-8")
    assert re.search(rf"^(?:async )?def {test}\(", text, re.MULTILINE)


@pytest.mark.parametrize(("row", "runs", "shown"), [(row, runs, shown) for row, _, _, runs, shown in ROWS])
def test_what_is_said_to_run_by_make_faults_does(row: str, runs: str, shown: str) -> None:
    """P only: no test of the row in faults/ is marked for `make faults`; with N at least one is."""
    files = {file for file, _ in re.findall(r"`(faults/\w+\.py)::(\w+)`", shown)}
    marked = [
        file for file in files if re.search(r"mark\.faults|marks=QUIET", (TESTS / file).read_text(encoding="utf-8"))
    ]
    assert bool(marked) == ("N" in runs), (row, sorted(marked))
