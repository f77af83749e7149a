"""Five an hour by one person, twenty a day in a project; counted from what was sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.errors import WrongState
from flows.escalations.commands import Escalate, OpenEscalate, PrepareEscalation
from flows.projects.records import EscalationLimits
from tests.flows.decision_desk import Desk, raised
from tests.flows.decision_plant import draft

HOURLY = (
    "You have sent 5 escalations within an hour, which is the most that people can keep up with. You can send the next "
    "one from 2026-11-23 10:00."
)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_sixth_within_an_hour_is_refused_by_every_road_until_the_first_is_an_hour_old(desk: Desk) -> None:
    for _ in range(5):
        raised(desk)
        desk.now += timedelta(minutes=5)
    sixth = Escalate(draft(desk.now), "maria", 6)
    for asked in (OpenEscalate("line3"), OpenEscalate(), PrepareEscalation("line3"), sixth):
        assert desk.refused("ben", asked, WrongState).startswith(HOURLY)
    desk.give("kim", OpenEscalate("line3"))
    raised(desk, "kim")
    desk.now += timedelta(minutes=35)
    raised(desk)
    assert desk.refused("ben", OpenEscalate("line3"), WrongState).endswith("/align escalations shows it.")
    desk.now += timedelta(minutes=5)
    raised(desk)


def test_pressing_send_twice_is_no_flood(desk: Desk) -> None:
    for _ in range(4):
        raised(desk)
        desk.now += timedelta(seconds=1)
    fifth = draft(desk.now)
    for _ in range(4):
        desk.give("ben", Escalate(fifth, "maria", 5))
    assert len(desk.escalations.all()) == 5


def test_a_project_has_twenty_a_day(desk: Desk) -> None:
    for turn in range(20):
        raised(desk, ("ben", "kim", "ewa", "jan")[turn % 4])
        desk.now += timedelta(minutes=20)
    said = desk.refused("olga", OpenEscalate("line3"), WrongState)
    assert said.startswith("Line 3 MES has had 20 escalations within a day, which is the most that people can keep up ")
    assert "from 2026-11-24 09:00. If it cannot wait, please talk to Ewa Zawada." in said
    desk.now += timedelta(hours=24) - timedelta(minutes=400)
    raised(desk, "olga")


def test_what_is_sent_to_several_projects_counts_together_where_the_project_is_open(desk: Desk) -> None:
    project = desk.projects.get("line3")
    desk.projects.put(replace(project, id="line4", name="Line 4", channel="line4"))
    for number in range(5):
        raised(desk, project_id=("line3", "line4")[number % 2])
        desk.now += timedelta(seconds=1)
    assert desk.refused("ben", OpenEscalate(), WrongState).startswith("You have sent 5 escalations within an hour")
    desk.give("ben", OpenEscalate("line4"))


def test_a_project_may_have_other_limits(desk: Desk) -> None:
    desk.projects.put(replace(desk.projects.get("line3"), escalation_limits=EscalationLimits(1, 2)))
    raised(desk)
    desk.refused("ben", OpenEscalate("line3"), WrongState)
    desk.now += timedelta(seconds=1)
    raised(desk, "kim")
    assert "has had 2 escalations within a day" in desk.refused("olga", OpenEscalate("line3"), WrongState)
