"""The tripwire: whole words, whatever their case and accents, fast."""

from __future__ import annotations

from datetime import UTC, datetime
from time import thread_time

import pytest

from flows.red_lines.records import InForce, RedLine
from flows.red_lines.tripping import touched

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def line(number: int, *trips: str, ended: datetime | None = None) -> InForce:
    """A red line of quality with these words."""
    content = RedLine("quality", "No gap", "a gap", trips, "stop")
    return InForce(f"line3/RL-{number}", "line3", number, content, NOW, "", ended)


@pytest.mark.parametrize(
    ("said", "trips"),
    [
        ("We skip the batch record.", "batch record"),
        ("BATCH   RECORD", "batch record"),
        ("the batch\nrecord", "Batch-Record"),
        ("Obejście blokady", "obejscie"),
        ("obejscie blokady", "OBEJŚCIE"),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("ﬁle server", "file"),
        ("Re\u0301sume\u0301", "résumé"),
        ("e-signature", "e signature"),
        ("(interlock)", "interlock"),
    ],
)
def test_o5_words_are_found_whatever_their_case_and_accents(said: str, trips: str) -> None:
    assert touched((line(1, trips),), (said,)) == {"line3/RL-1": (trips,)}


@pytest.mark.parametrize(
    ("said", "trips"),
    [
        ("interlocking", "interlock"),
        ("batch of records", "batch record"),
        ("anything at all", ".*"),
        ("record batch", "batch record"),
        ("", "batch"),
    ],
)
def test_o5_parts_of_words_and_patterns_are_not(said: str, trips: str) -> None:
    assert touched((line(1, trips),), (said,)) == {}


def test_o5_words_do_not_run_on_from_one_text_into_the_next() -> None:
    assert touched((line(1, "batch record"),), ("this batch", "record it")) == {}


def test_o5_only_what_is_in_force_is_touched() -> None:
    lines = (line(1, "batch", ended=NOW), line(2, "batch", "record"))
    assert touched(lines, ("batch record",)) == {"line3/RL-2": ("batch", "record")}


def test_o5_eight_thousand_characters_against_two_hundred_red_lines_take_at_most_fifty_ms() -> None:
    lines = tuple(line(n, *(f"wörd{n} part{each}" for each in range(20))) for n in range(200))
    words = ("wörd7 part " * 800)[:8000]
    touched(lines, ("warm",))
    quickest = min(_took(lines, words) for _ in range(5))
    assert quickest < 0.05, f"{quickest * 1000:.1f} ms"


def _took(lines: tuple[InForce, ...], words: str) -> float:
    began = thread_time()
    touched(lines, (words,))
    return thread_time() - began
