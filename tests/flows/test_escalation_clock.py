"""What the clock does: nudges, the next step, silence, downtime. Step times are a working day, 09:00 to 17:00."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows.decisions.records import Decision
from flows.errors import NotAllowed
from flows.escalations import commands
from flows.escalations.records import Action, EscalationState, Happened, Urgency
from flows.escalations.showing import Age, age_of
from flows.forms import Form
from flows.messages import Message
from tests.flows.decision_desk import Desk, open_form, raised
from tests.flows.decision_plant import MONDAY
from tests.flows.reading import show

ID = "line3/E-1"
KEY = f"escalation/{ID}/"
HOUR = timedelta(hours=1)


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    raised(desk)
    return desk


def is_exhausted(desk: Desk) -> bool:
    return desk.escalation.state is EscalationState.EXHAUSTED


def happened(desk: Desk) -> list[Happened]:
    return [event.what for event in desk.escalation.history]


def test_a_silent_decider_is_reminded_then_the_deputy_then_the_sponsor_then_it_is_exhausted(desk: Desk) -> None:
    desk.wait(days=7)
    times = [(event.what, event.about, event.at - MONDAY) for event in desk.escalation.history[1:]]
    day = timedelta(days=1)
    assert times == [
        (Happened.ASKED, "maria", 0 * HOUR),
        (Happened.NUDGED, "maria", 4 * HOUR),
        (Happened.NO_ANSWER, "maria", 8 * HOUR),
        (Happened.ASKED, "jan", 8 * HOUR),
        (Happened.NUDGED, "jan", day + 4 * HOUR),
        (Happened.NO_ANSWER, "jan", day + 8 * HOUR),
        (Happened.ASKED, "adam", day + 8 * HOUR),
        (Happened.NUDGED, "adam", 2 * day + 4 * HOUR),
        (Happened.NO_ANSWER, "adam", 2 * day + 8 * HOUR),
        (Happened.EXHAUSTED, "", 2 * day + 8 * HOUR),
    ]


def test_nothing_rings_at_night(desk: Desk) -> None:
    desk.wait(days=7)
    for key, shown in desk.screen.items():
        if "/card/" in key or "/nudge/" in key or "/exhausted/" in key:
            assert 8 <= shown.at.hour < 16, key


def test_exhausted_is_visible_told_and_final_for_the_clock(desk: Desk) -> None:
    desk.wait(days=7)
    assert is_exhausted(desk)
    assert desk.escalation.due_at is None
    for who in ("adam", "ewa", "ben"):
        assert f"{KEY}exhausted/2/{who}" in desk.rings(who)
    assert "Nobody on the ladder has decided. It stays open with Adam Wolski" in desk.text(f"{KEY}channel")
    rang = len(desk.rang)
    desk.wait(days=100)
    assert len(desk.rang) == rang


def test_the_last_on_the_ladder_may_still_decide_when_it_is_exhausted_and_nobody_else(desk: Desk) -> None:
    desk.wait(days=7)
    for who in ("maria", "jan", "ewa", "ben"):
        assert desk.refused(who, commands.Decide(ID, 2, values={"choice": "a", "rationale": "r"}), NotAllowed)
    desk.fill("adam", open_form(desk, "adam", Action.DECIDE), choice="a", rationale="Late, but clear.")
    assert desk.escalation.state is EscalationState.DECIDED
    assert desk.decisions.get("line3/D-1").on_behalf_of == "maria"


def test_the_sponsor_may_hand_it_over_when_it_is_exhausted(desk: Desk) -> None:
    desk.wait(days=7)
    desk.fill("adam", open_form(desk, "adam", Action.DELEGATE), person="kim", words="You know it best.")
    assert desk.escalation.turn.person_id == "kim"
    assert desk.escalation.due_at is not None
    desk.wait(days=7)
    assert happened(desk)[-1] is Happened.EXHAUSTED
    assert f"{KEY}exhausted/3/ewa" in desk.rings("ewa")


def test_taking_it_stops_the_nudges_until_it_runs_out_and_not_the_clock(desk: Desk) -> None:
    desk.wait(hours=2)
    desk.give("maria", commands.Acknowledge(ID, 0))
    desk.wait(hours=3)
    assert Happened.NUDGED not in happened(desk)
    desk.wait(hours=1)
    assert happened(desk)[-1] is Happened.NUDGED
    assert "You took this, and it is not decided yet." in desk.text(f"{KEY}nudge/0/1")
    assert desk.escalation.state is EscalationState.ASKED
    desk.wait(hours=2)
    assert desk.escalation.turn.person_id == "jan"


def test_a_reminder_loses_its_buttons_when_it_is_over(desk: Desk) -> None:
    desk.wait(hours=5)
    assert desk.buttons(f"{KEY}nudge/0/1") == ["Decide", "I'll take it", "Show"]
    desk.give("maria", commands.Acknowledge(ID, 0))
    assert desk.buttons(f"{KEY}nudge/0/1") == []


def test_a_reminder_that_still_waits_is_dropped_when_it_is_decided() -> None:
    desk = Desk(now=MONDAY + 4 * HOUR)
    raised(desk)
    desk.wait(hours=4)
    assert desk.screen[f"{KEY}nudge/0/1"].at == MONDAY + timedelta(days=1)
    desk.fill("maria", open_form(desk, "maria", Action.DECIDE), choice="a", rationale="r")
    assert f"{KEY}nudge/0/1" not in desk.screen


def test_after_three_days_down_it_takes_one_step_and_then_its_normal_time(desk: Desk) -> None:
    desk.asleep(days=3)
    for _ in range(5):
        desk.tick()
    assert desk.escalation.turn.person_id == "jan"
    assert happened(desk)[-2:] == [Happened.NO_ANSWER, Happened.ASKED]
    assert desk.escalation.until == desk.now + 8 * HOUR
    desk.wait(hours=7)
    assert desk.escalation.turn.person_id == "jan"


def test_a_deputy_who_went_away_meanwhile_is_passed_over_with_the_reason(desk: Desk) -> None:
    desk.away("jan", date(2026, 11, 23), date(2026, 12, 31))
    desk.wait(days=1)
    assert desk.escalation.turn.person_id == "adam"
    shown = desk.give("ben", commands.ShowEscalation(ID))
    assert isinstance(shown, Message)
    assert "Jan Lis was passed over: Jan Lis is away through 2026-12-31." in show(shown)


def test_who_takes_it_and_goes_away_is_passed_over_when_the_acknowledgement_runs_out(desk: Desk) -> None:
    desk.give("maria", commands.Acknowledge(ID, 0))
    desk.away("maria", date(2026, 11, 23), date(2026, 12, 31))
    desk.wait(hours=4)
    assert desk.escalation.turn.person_id == "jan"
    assert happened(desk)[-2:] == [Happened.SKIPPED, Happened.ASKED]


def test_when_nobody_further_up_is_there_it_is_exhausted_and_said(desk: Desk) -> None:
    for who in ("jan", "adam"):
        desk.leaves(who)
    desk.wait(days=1)
    assert is_exhausted(desk)
    assert happened(desk)[-3:] == [Happened.SKIPPED, Happened.SKIPPED, Happened.EXHAUSTED]


def test_a_decider_whose_account_is_closed_is_passed_over_at_once(desk: Desk) -> None:
    desk.leaves("maria")
    desk.give("accord", commands.SkipGone("maria"))
    assert desk.escalation.turn.person_id == "jan"
    desk.give("accord", commands.SkipGone("maria"))
    assert desk.escalation.turn.person_id == "jan"


def test_agreed_silence_lets_the_recommendation_go_ahead_and_names_the_rule() -> None:
    desk = Desk()
    raised(desk, tradeoff="speed/scope")
    card = desk.text(f"{KEY}card/maria")
    assert "No answer means: option A goes ahead without a decision by a person: agreed for speed against scope" in card
    desk.wait(days=1)
    decision: Decision = desk.decisions.get("line3/D-1")
    assert decision.by_silence
    assert (decision.choice, decision.decided_by, decision.on_behalf_of) == ("8 May, with a 12 h stop", "accord", None)
    text = desk.text("decision/line3/D-1/channel")
    assert "goes ahead by agreed silence: nobody answered in time" in text
    assert "Maria" not in text
    assert not desk.buttons(f"{KEY}card/maria")


def test_silence_while_accord_was_not_running_is_no_silence() -> None:
    desk = Desk()
    raised(desk, tradeoff="speed/scope")
    desk.asleep(days=3)
    desk.tick()
    assert not desk.decisions.all()
    assert desk.escalation.turn.person_id == "maria"
    assert desk.escalation.until == desk.now + 8 * HOUR
    assert "Accord was not running when your time to decide ended" in desk.text(desk.rings("maria")[-1])
    desk.wait(days=1)
    assert desk.decisions.get("line3/D-1").by_silence


def test_a_sponsor_s_silence_decides_nothing() -> None:
    desk = Desk()
    raised(desk, tradeoff="speed/scope")
    for who in ("maria", "jan"):
        desk.fill(who, open_form(desk, who, Action.DECLINE), words="Not mine.")
    desk.wait(days=7)
    assert is_exhausted(desk)
    assert not desk.decisions.all()


def test_blocking_silence_is_printed_and_climbs_until_somebody_decides() -> None:
    desk = Desk()
    raised(desk, tradeoff="cost/quality")
    assert "No answer means: nothing goes ahead until somebody decides" in desk.text(f"{KEY}card/kim")
    desk.wait(days=7)
    assert is_exhausted(desk)
    assert desk.escalation.turn.person_id == "adam"


def test_the_list_shows_the_most_pressing_first_with_its_age(desk: Desk) -> None:
    raised(desk, by="kim", deadline=MONDAY + timedelta(hours=7), urgency=Urgency.URGENT)
    desk.wait(hours=2)
    shown = desk.give("piotr", commands.ListEscalations("line3"))
    assert isinstance(shown, Message)
    lines = show(shown).splitlines()
    assert lines[0] == "2 decisions wait."
    assert lines[1].startswith("- E-2, fresh, open for 2 hours, speed against operational safety:")
    assert lines[2].startswith("- E-1, fresh, open for 2 hours,")
    desk.wait(hours=4)
    shown = desk.give("piotr", commands.ListEscalations(None))
    assert isinstance(shown, Message)
    assert show(shown).splitlines()[1].startswith("- E-2, ageing, open for 6 hours,")
    assert desk.refused("rita", commands.ListEscalations("line3"), NotAllowed)


def test_age(desk: Desk) -> None:
    escalation = replace(desk.escalation, deadline=MONDAY + timedelta(days=10))
    days = {0: Age.FRESH, 5: Age.FRESH, 6: Age.AGEING, 10: Age.AGEING, 11: Age.STALE, 12: Age.STALE, 13: Age.CRITICAL}
    assert {day: age_of(escalation, MONDAY + timedelta(days=day)) for day in days} == days
    exhausted = replace(escalation, state=EscalationState.EXHAUSTED)
    assert age_of(exhausted, MONDAY) is Age.CRITICAL


def test_the_form_of_an_old_card_is_told_what_happened(desk: Desk) -> None:
    form = open_form(desk, "maria", Action.DECIDE)
    assert isinstance(form, Form)
    desk.wait(days=1)
    late = replace(form.submits, values={"choice": "a", "rationale": "r"})
    assert desk.refused("maria", late).startswith("Maria Nowak did not answer in time.")
    assert not desk.decisions.all()
