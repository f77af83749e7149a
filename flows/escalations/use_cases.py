"""What carries out each command: those that change something, and those that only look."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.commands import Command
from flows.effects import Effects
from flows.escalations import answering, commands, raising, showing, steering

CHANGES: Mapping[type[Command], Callable[..., Effects]] = {
    commands.Escalate: raising.escalate,
    commands.Acknowledge: answering.acknowledge,
    commands.Decide: answering.decide,
    commands.Delegate: answering.delegate,
    commands.Decline: answering.decline,
    commands.MoreTime: answering.more_time,
    commands.AskInfo: steering.ask_info,
    commands.GiveInfo: steering.give_info,
    commands.Withdraw: steering.withdraw,
    commands.NextNow: steering.next_now,
    commands.ClimbDue: steering.climb_due,
    commands.SkipGone: steering.skip_gone,
}
LOOKS: Mapping[type[Command], Callable[..., Effects]] = {
    commands.OpenEscalate: raising.open_escalate,
    commands.PrepareEscalation: raising.prepare,
    commands.OpenEscalationForm: answering.open_form,
    commands.OpenGiveInfo: steering.open_give_info,
    commands.ShowEscalation: showing.show_escalation,
    commands.ListEscalations: showing.list_escalations,
}
