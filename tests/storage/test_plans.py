"""Delivery finds what it changes by index: no statement walks through all posts of an organisation."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from pathlib import Path

import pytest

from storage import lane_statements
from storage.set_aside import LATELY_DEADLY
from storage.sqlite import TEXTS
from tests.tables import lay_tables

NAMES = (
    "LOOK",
    "HEAD",
    "PUSH",
    "QUIET",
    "LEASE",
    "START",
    "RENEW",
    "REFERENCE",
    "DONE",
    "AGAIN",
    "PARK",
    "FREE",
    "NEXT",
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("plans") / "accord.db"
    lay_tables(f"sqlite:///{made}")
    return made


def test_posts_that_end_processes_are_found_without_a_look_at_the_others(file: Path) -> None:
    with sqlite3.connect(file) as raw:
        text, taken = TEXTS.of(LATELY_DEADLY)
        plan = [str(row[3]) for row in raw.execute(f"EXPLAIN QUERY PLAN {text}", taken({"since": 1}))]
    assert "SEARCH outbox USING INDEX outbox_deadly (ready_at>?)" in plan


@pytest.mark.parametrize("name", NAMES)
def test_delivery_looks_for_one_post_or_one_address(file: Path, name: str) -> None:
    text, taken = TEXTS.of(getattr(lane_statements, name))
    values = taken(defaultdict(lambda: 1))
    with sqlite3.connect(file) as raw:
        plan = [str(row[3]) for row in raw.execute(f"EXPLAIN QUERY PLAN {text}", values)]  # our own text
    assert plan
    assert not [step for step in plan if step.endswith("(organisation_id=?)") or step.startswith("SCAN outbox")]
