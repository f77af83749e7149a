"""What every chat platform gives commands to: an engine that carries them out, and the meaning of typed text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from flows.commands import Actor, Command, Place
from flows.effects import Outcome


class Engine(Protocol):
    """Runs one command in one transaction."""

    async def run(self, actor: Actor, command: Command, event_id: str) -> Outcome:
        """The outcome, committed. The same event id twice does it once. Raises `flows.errors.Unavailable`."""


@dataclass(frozen=True)
class Completion:
    """A slash command that can be typed: what to type, and what it does in a few words."""

    text: str
    hint: str


class Grammar(Protocol):
    """What typed text means."""

    @property
    def completions(self) -> tuple[Completion, ...]:
        """In the order in which they are offered."""

    @property
    def home(self) -> Command:
        """The command that only reads and whose reply is the Home tab: what waits for me."""

    def parse(self, text: str, place: Place) -> Command:
        """The command that was typed; raises FlowError with what can be typed instead."""
