"""Who may do what: every role against every action, in every state."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.commands import Command
from flows.errors import FlowError, NotAllowed, WrongState
from flows.escalations import commands
from flows.escalations.buttons import LABELS
from flows.escalations.cards import HEADINGS
from flows.escalations.records import ACTIONS, CLOSED, OPEN, TRANSITIONS, Action, EscalationState, Happened
from flows.escalations.rights import DOING, RIGHTS, Capacity, may
from flows.escalations.since import LINES
from tests.flows.decision_desk import Desk, open_form, raised
from tests.flows.decision_plant import PROJECT

IN_TURN = {
    Action.ACKNOWLEDGE,
    Action.DECIDE,
    Action.DELEGATE,
    Action.DECLINE,
    Action.ASK_INFO,
    Action.MORE_TIME,
}
# Jan (deputy) is in turn, Maria was passed over, Adam (sponsor) is to come, Ben raised it, Kim was asked something.
MAY = {
    "jan": IN_TURN,
    "maria": set(),
    "adam": set(),
    "ben": {Action.WITHDRAW, Action.NEXT_NOW},
    "ewa": {Action.NEXT_NOW},
    "kim": {Action.GIVE_INFO},
    "olga": set(),
    "piotr": set(),
    "rita": set(),
}
FILLED = {"choice": "a", "rationale": "r", "person": "olga", "words": "w", "day": "2026-11-26", "time": "12:00"}


def order(action: Action, step: int) -> Command:
    """The command of an action, filled in well."""
    made: dict[Action, Command] = {
        Action.ACKNOWLEDGE: commands.Acknowledge("line3/E-1", step),
        Action.DECIDE: commands.Decide("line3/E-1", step, values=FILLED),
        Action.DELEGATE: commands.Delegate("line3/E-1", step, values=FILLED),
        Action.DECLINE: commands.Decline("line3/E-1", step, values=FILLED),
        Action.ASK_INFO: commands.AskInfo("line3/E-1", step, values=FILLED),
        Action.GIVE_INFO: commands.GiveInfo("line3/E-1", 0, values=FILLED),
        Action.MORE_TIME: commands.MoreTime("line3/E-1", step, values=FILLED),
        Action.WITHDRAW: commands.Withdraw("line3/E-1", step, values=FILLED),
        Action.NEXT_NOW: commands.NextNow("line3/E-1", step),
    }
    return made[action]


def at_the_deputy() -> Desk:
    """Maria asked Kim something, got no answer, and did not decide; it is Jan's turn."""
    desk = Desk()
    raised(desk)
    desk.fill("maria", open_form(desk, "maria", Action.ASK_INFO), person="kim", words="How long?")
    desk.wait(days=2)
    assert desk.escalation.turn.person_id == "jan"
    assert desk.escalation.state is EscalationState.ASKED
    return desk


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("who", MAY)
def test_every_role_against_every_action(who: str, action: Action) -> None:
    desk = at_the_deputy()
    command = order(action, desk.step)
    if action in MAY[who]:
        desk.give(who, command)
        assert desk.escalation.history[-1].what not in (Happened.NUDGED, Happened.NO_ANSWER)
    else:
        assert desk.refused(who, command, NotAllowed)


@pytest.mark.parametrize("who", MAY)
def test_cards_offer_what_their_reader_may_do_and_nothing_else(who: str) -> None:
    desk = at_the_deputy()
    offered = {action for action in Action if may(PROJECT, desk.escalation, who, action)}
    assert offered == MAY[who]


def test_a_new_sponsor_and_other_rights_change_nothing_on_a_ladder_that_is_open() -> None:
    desk = at_the_deputy()
    desk.projects.put(replace(PROJECT, sponsor="kim", decision_rights=()))
    assert "Jan Lis" in desk.refused("kim", order(Action.DECIDE, desk.step), NotAllowed)


def test_the_refusal_names_who_can_and_how_to_reach_them() -> None:
    desk = at_the_deputy()
    assert desk.refused("adam", order(Action.DECIDE, desk.step)) == (
        "Only Jan Lis, the deputy, for Maria Nowak, can decide this now, until 2026-11-25 17:00. "
        "Jan Lis can be reached at jan@example.com, Mon–Fri 09:00–17:00 Europe/Warsaw."
    )


def test_who_has_no_part_in_the_project_gets_a_sentence_whatever_they_press() -> None:
    desk = at_the_deputy()
    sentence = desk.refused("rita", commands.ShowEscalation("line3/E-1"), NotAllowed)
    assert sentence.startswith("This belongs to the project Line 3 MES, in which you have no part.")
    assert desk.refused("rita", order(Action.DECIDE, 0), NotAllowed) == sentence


@pytest.mark.parametrize("action", sorted(set(Action) - {Action.GIVE_INFO, Action.WITHDRAW}))
def test_a_button_of_an_earlier_step_is_told_what_happened_since(action: Action) -> None:
    desk = at_the_deputy()
    assert desk.refused("maria", order(action, 0), WrongState) == (
        "Maria Nowak did not answer in time. Since 2026-11-24 17:00 this is with Jan Lis, until 2026-11-25 17:00."
    )


@pytest.mark.parametrize("action", Action)
def test_nothing_can_be_done_with_what_is_closed(action: Action) -> None:
    desk = at_the_deputy()
    desk.give("jan", order(Action.DECIDE, 1))
    for who in MAY:
        refused = desk.refused(who, order(action, 1), FlowError)
        assert ("Jan Lis decided: “8 May, with a 12 h stop”." in refused) == (who != "rita")


def test_only_the_clock_gives_the_clock_s_commands() -> None:
    desk = at_the_deputy()
    for person in MAY:
        assert desk.refused(person, commands.ClimbDue("line3/E-1"), NotAllowed)
        assert desk.refused(person, commands.SkipGone("jan"), NotAllowed)


def test_the_tables_are_total() -> None:
    assert set(TRANSITIONS) == set(ACTIONS) == set(HEADINGS) == set(EscalationState)
    assert set(RIGHTS) == set(DOING) == set(Action)
    assert set(LABELS) == set(Action) - {Action.GIVE_INFO}
    assert set(LINES) == set(Happened)
    assert frozenset(EscalationState) == OPEN | CLOSED
    assert {EscalationState.DECIDED, EscalationState.WITHDRAWN} == CLOSED
    assert all(not ACTIONS[state] for state in CLOSED)
    assert all(capacity in Capacity for allowed in RIGHTS.values() for capacity in allowed)


def test_a_foreign_id_and_an_unknown_id_get_the_same_answer() -> None:
    desk = at_the_deputy()
    unknown = [desk.refused("ben", commands.ShowEscalation(name)) for name in ("line3/E-2", "line9/E-1", "")]
    assert len(set(unknown)) == 1


def test_time_alone_changes_no_right() -> None:
    desk = at_the_deputy()
    desk.now += timedelta(hours=1)
    assert desk.refused("adam", order(Action.ACKNOWLEDGE, 1), NotAllowed)
