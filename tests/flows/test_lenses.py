"""Which lens a measure has."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.yaml_nodes import read_yaml
from flows.project_file.templates import read_template
from flows.questionnaires.answers import Lens, Measure
from flows.questionnaires.lenses import lens_of

INDUSTRIAL = read_template(
    read_yaml((Path(__file__).parents[2] / "bot" / "templates" / "industrial.yaml").read_bytes()), {}
)


def measure(name: str, lens: Lens | None = None) -> Measure:
    return Measure(name, Decimal(1), Decimal(2), "%", date(2027, 6, 30), lens=lens)


@pytest.mark.parametrize(
    ("name", "lens"),
    [
        ("OEE line 3", Lens.DELIVERY),
        ("first-pass yield", Lens.QUALITY),
        ("Near misses per month", Lens.SAFETY),
        ("Savings", Lens.COST),
        ("Liczba wypadkow", Lens.SAFETY),
        ("Wypadki", Lens.SAFETY),
        ("Hours of TRAINING", Lens.PEOPLE),
        ("Something else", None),
        ("", None),
    ],
)
def test_c11_a_measure_is_about_what_its_words_say(name: str, lens: Lens | None) -> None:
    assert lens_of(INDUSTRIAL, measure(name)) is lens


def test_c11_its_owner_knows_better() -> None:
    assert lens_of(INDUSTRIAL, measure("OEE", Lens.COST)) is Lens.COST
