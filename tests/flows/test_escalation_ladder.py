"""Who decides, in which order, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows.decisions.cast import Cast
from flows.errors import Invalid
from flows.escalations.ladder import Request, Route, resolve
from flows.escalations.records import Role, Urgency
from flows.projects.records import Silence
from tests.flows.decision_desk import Desk
from tests.flows.decision_plant import MONDAY, PROJECT
from tests.flows.reading import read

DEADLINE = MONDAY + timedelta(days=4)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def route(desk: Desk, tradeoff: str = "speed/operational_safety", by: str = "ben") -> Route:
    return resolve(Cast(desk, desk.projects.get("line3")), Request(by, tradeoff, DEADLINE, Urgency.NORMAL), MONDAY)


def rungs(found: Route) -> list[tuple[str, Role]]:
    return [(step.person_id, step.role) for step in found.ladder]


def test_the_decider_then_the_deputy_then_the_sponsor(desk: Desk) -> None:
    found = route(desk)
    assert rungs(found) == [("maria", Role.DECIDER), ("jan", Role.DEPUTY), ("adam", Role.SPONSOR)]
    assert read(found.reason) == "Maria Nowak is the agreed decider of speed against operational safety."


def test_a_right_holds_whichever_way_round_it_is_written(desk: Desk) -> None:
    assert route(desk, "speed/scope").silence is Silence.PROCEEDS
    assert route(desk, "scope/speed").silence is Silence.PROCEEDS


def test_without_a_right_the_sponsor_decides_and_it_says_so(desk: Desk) -> None:
    found = route(desk, "scope/quality")
    assert rungs(found) == [("adam", Role.SPONSOR)]
    assert (
        read(found.reason) == "Nobody is named to decide scope against quality, so it goes to the sponsor, Adam Wolski."
    )
    assert found.silence is Silence.GOES_UP


def test_who_asks_does_not_decide(desk: Desk) -> None:
    found = route(desk, by="maria")
    assert rungs(found) == [("jan", Role.DEPUTY), ("adam", Role.SPONSOR)]
    assert read(found.reason) == (
        "For speed against operational safety, the decider, Maria Nowak, asks for it, "
        "so it goes to the deputy, Jan Lis."
    )
    assert found.principal == "maria"


def test_who_asks_for_their_own_decision_cannot_take_it_by_silence(desk: Desk) -> None:
    assert route(desk, "speed/scope", by="maria").silence is Silence.GOES_UP


def test_the_decider_who_asks_and_has_no_deputy_goes_to_the_sponsor(desk: Desk) -> None:
    assert rungs(route(desk, "cost/quality", by="kim")) == [("adam", Role.SPONSOR)]


def test_a_decider_who_is_away_over_the_deadline_is_left_out(desk: Desk) -> None:
    desk.away("maria", date(2026, 11, 20), date(2026, 12, 1))
    found = route(desk)
    assert rungs(found) == [("jan", Role.DEPUTY), ("adam", Role.SPONSOR)]
    assert read(found.reason) == (
        "For speed against operational safety, the decider, Maria Nowak, is away through 2026-12-01, "
        "so it goes to the deputy, Jan Lis."
    )


def test_a_closed_account_is_left_out(desk: Desk) -> None:
    desk.leaves("maria")
    desk.leaves("jan")
    assert rungs(route(desk)) == [("adam", Role.SPONSOR)]


def test_when_everybody_is_away_they_are_asked_all_the_same(desk: Desk) -> None:
    for person in ("maria", "jan", "adam"):
        desk.away(person, date(2026, 11, 20), date(2026, 12, 1))
    found = route(desk)
    assert [person for person, _ in rungs(found)] == ["maria", "jan", "adam"]
    assert not found.in_time


def test_nobody_is_asked_twice(desk: Desk) -> None:
    rights = (replace(PROJECT.decision_rights[0], decider="adam", deputy="adam"),)
    desk.projects.put(replace(PROJECT, decision_rights=rights))
    assert rungs(route(desk)) == [("adam", Role.DECIDER)]


def test_when_nobody_may_decide_it_says_why_and_who_can_help(desk: Desk) -> None:
    with pytest.raises(Invalid) as refusal:
        route(desk, "scope/quality", by="adam")
    assert read(refusal.value.phrase) == (
        "Nobody can be asked to decide scope against quality: Adam Wolski (sponsor) asks for it. "
        "Ewa Zawada can name a deputy for it. "
        "Ewa Zawada can be reached at ewa@example.com, Mon–Fri 09:00–17:00 Europe/Warsaw."
    )


def test_the_last_step_ends_by_the_deadline(desk: Desk) -> None:
    request = Request("ben", "speed/operational_safety", MONDAY + timedelta(hours=6), Urgency.NORMAL)
    found = resolve(Cast(desk, PROJECT), request, MONDAY)
    assert [step.allowed for step in found.ladder] == [timedelta(hours=2)] * 3
    assert found.ends[-1] == request.deadline
    assert found.in_time
