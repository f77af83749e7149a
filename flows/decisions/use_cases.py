"""What carries out each command: those that change something, and those that only look."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.commands import Command
from flows.decisions import changing, commands, log
from flows.effects import Effects

CHANGES: Mapping[type[Command], Callable[..., Effects]] = {
    commands.Supersede: changing.supersede,
    commands.RaiseConcern: changing.raise_concern,
}
LOOKS: Mapping[type[Command], Callable[..., Effects]] = {
    commands.ListDecisions: log.list_decisions,
    commands.ShowDecision: log.show_decision,
    commands.OpenSupersede: changing.open_supersede,
    commands.OpenConcern: changing.open_concern,
}
