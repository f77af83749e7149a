"""Who speaks for a function when those who would are gone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.decisions.cast import Cast
from flows.escalations.holds import voice
from tests.flows.decision_desk import Desk

ORDER = ("kim", "olga", "adam", "rita", "ewa")
"""Representative and deputy of Quality, sponsor, back-up, facilitator."""


@pytest.mark.parametrize("gone", range(len(ORDER)))
def test_o5_the_next_in_line_speaks_for_a_function_where_accounts_are_closed(gone: int) -> None:
    desk = Desk()
    for each in ORDER[:gone]:
        desk.people.put(replace(desk.people.get(each), active=False))
    cast = Cast(desk, replace(desk.projects.get("line3"), backup="rita"))
    assert voice("quality", cast, desk.now).id == ORDER[gone]


def test_o5_the_sponsor_speaks_for_a_function_that_the_project_has_dropped() -> None:
    desk = Desk()
    assert voice("logistics", Cast(desk, desk.projects.get("line3")), desk.now).id == "adam"
