"""What people and the clock can do in a round, and the codec that knows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.commands import Command
from flows.decisions import commands as decision_commands
from flows.effects import Effects
from flows.evidence import commands as evidence_commands
from flows.questionnaires import commands as question_commands
from flows.questionnaires.commands import ContinueAnswering, OpenForm, SubmitAnswers
from flows.resolving import commands as contradiction_commands
from flows.rounds import commands
from flows.rounds.chasing import chase_due, remind_me_later, snooze_nudges
from flows.rounds.closing import round_due
from flows.rounds.conversation import resume
from flows.rounds.conversation_sending import submit
from flows.rounds.handover import accept_offer, ask_somebody_else, decline_offer, hand_over, take_over
from flows.rounds.looking_ahead import list_next
from flows.rounds.opening import start_round
from flows.rounds.recorded import confirm_recorded
from flows.rounds.stragglers import go_on_without_function, name_stand_in, wait_for_function
from flows.second_look import commands as look_commands
from flows.wire import Wire

USE_CASES: Mapping[type[Command], Callable[..., Effects]] = {
    commands.StartRound: start_round,
    commands.RoundDue: round_due,
    commands.ChaseDue: chase_due,
    commands.RemindMeLater: remind_me_later,
    commands.SnoozeNudges: snooze_nudges,
    commands.AskSomebodyElse: ask_somebody_else,
    commands.HandOver: hand_over,
    commands.AcceptOffer: accept_offer,
    commands.DeclineOffer: decline_offer,
    commands.TakeOver: take_over,
    commands.WaitForFunction: wait_for_function,
    commands.NameStandIn: name_stand_in,
    commands.GoOnWithout: go_on_without_function,
    commands.ConfirmRecorded: confirm_recorded,
    commands.ListNext: list_next,
    SubmitAnswers: submit,
    ContinueAnswering: resume,
    OpenForm: lambda *_: Effects(),
}


def listed() -> tuple[type[Command], ...]:
    """Every command that a button may hold."""
    areas = (commands, question_commands, contradiction_commands, evidence_commands, look_commands, decision_commands)
    others = (kind for area in areas for kind in vars(area).values())
    return (*USE_CASES, *(kind for kind in others if isinstance(kind, type) and issubclass(kind, Command)))


WIRE = Wire({kind.__name__: kind for kind in listed()})
