"""Rule: what its owner says about one of their red lines drops no other (features D8, O5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from flows.consent.owners import owner_missing
from flows.consent.records import Proposal
from flows.endings.records import Ending
from flows.holds.records import Ground, Hold, Word
from flows.red_lines.records import InForce, RedLine

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LINE = RedLine("quality", "No batch without its record", "Every batch has one", ("record",), "We stop.")


class Lines:
    """Two red lines of quality, both in force."""

    kept = tuple(InForce(f"line3/RL-{n}", "line3", n, LINE, NOW, f"line3/red_line/{n}") for n in (1, 2))

    @property
    def red_lines(self) -> Lines:
        return self

    def find(self, record_id: str) -> InForce | None:
        return next((each for each in self.kept if each.id == record_id), None)

    def get(self, record_id: str) -> InForce:
        return next(each for each in self.kept if each.id == record_id)

    def where(self, *, project_id: str) -> Sequence[InForce]:
        return [each for each in self.kept if each.project_id == project_id]

    def put(self, record: InForce) -> None:
        raise AssertionError(record)

    def next_number(self, project_id: str) -> int:
        raise AssertionError(project_id)


def drop(number: int) -> Proposal:
    ending = Ending(f"line3/red_line/{number}", LINE, "It is in the way.")
    return Proposal("line3/ending/1", "line3", 1, ending, "ewa", NOW, ("it", "quality"))


def goes_ahead(hold_id: str, ground: Ground = Ground.RED_LINE) -> Hold:
    until = NOW + timedelta(hours=8)
    return Hold(hold_id, LINE.text, "quality", (), "piotr", NOW, until, Word.GO_AHEAD, ground=ground)


@pytest.mark.parametrize(
    ("hold", "missing"),
    [
        (goes_ahead("line3/RL-1"), ""),
        (goes_ahead("line3/RL-2"), "quality"),
        (goes_ahead("line3/agree/quality", Ground.MUST_AGREE), ""),
    ],
)
def test_o5_only_a_word_about_this_red_line_or_all_of_the_matter_lets_it_go(hold: Hold, missing: str) -> None:
    assert owner_missing(Lines(), drop(1), (hold,)) == missing
