"""docs/features.md names tests; each of them is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
LIST = (TESTS.parent / "docs" / "features.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([A-O]\d+) \| (.+?) \| (.*?) ?\|$", LIST, re.MULTILINE)
NAMED = sorted(set(re.findall(r"`([a-z_/]+\.py)::(\w+)`", LIST)))


def test_every_row_that_was_asked_for_is_listed_once() -> None:
    wanted = [f"A{n}" for n in range(1, 18)]
    wanted += [f"B{n}" for n in (1, 2, 4, 5, 6, 7, 9, 10, 11, 13, 14, 16)]
    wanted += [f"F{n}" for n in (*range(1, 12), 15, 16, 17, 20, 21, 22)]
    wanted += [f"G{n}" for n in (1, 2, 3, 4)]
    wanted += [f"H{n}" for n in range(1, 8)]
    wanted += [f"C{n}" for n in (*range(1, 13), 14, 15)]
    wanted += [f"D{n}" for n in range(1, 14)]
    wanted += [f"E{n}" for n in range(1, 12)]
    wanted += [f"I{n}" for n in range(1, 7)]
    wanted += [f"O{n}" for n in (*range(1, 12), *range(14, 20))]
    wanted += ["L7", "M8", "N5"]
    there = [row for row, _, _ in ROWS]
    assert sorted(row for row in there if row in wanted) == sorted(wanted)
    assert len(there) == len(set(there))


def test_a_row_without_a_test_says_that_it_is_not_done() -> None:
    for row, done, shown in ROWS:
        assert shown or "not done" in done or "later" in done, row


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_the_named_test_exists(file: str, test: str) -> None:
    text = (TESTS / file).read_text(encoding="utf-8")
    assert re.search(rf"^(?:async )?def {test}\(", text, re.MULTILINE)
