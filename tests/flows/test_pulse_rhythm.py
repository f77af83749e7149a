"""How often a pulse comes is said in weeks, in the project's file."""

from __future__ import annotations

import pytest

from flows.errors import Invalid
from flows.project_file.grammars import read_weeks
from tests.flows.project_text import RIGHT, load


@pytest.mark.parametrize(
    ("said", "weeks"), [("1 week", 1), ("2 weeks", 2), ("52 weeks", 52), ("never", 0), ("Never", 0)]
)
def test_o16_a_rhythm_is_weeks_or_never(said: str, weeks: int) -> None:
    assert read_weeks(said) == weeks


@pytest.mark.parametrize("said", ["0 weeks", "53 weeks", "two weeks", "2", "1 month", ""])
def test_o16_anything_else_is_refused_with_an_example(said: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_weeks(said)
    assert "such as 4 weeks, or never" in str(refused.value.phrase.values["words"])


def test_o16_it_is_two_weeks_where_the_file_says_nothing() -> None:
    assert load(RIGHT).project.pulse_weeks == 2
    assert load(RIGHT.replace("zone: Europe", "pulse: never\n  zone: Europe")).project.pulse_weeks == 0
