"""What is proposed where something that was agreed is to hold no more."""

from __future__ import annotations

from dataclasses import dataclass

from flows.goals.records import Goal
from flows.red_lines.records import RedLine, Tolerances, TradeoffOrder


@dataclass(frozen=True)
class Ending:
    """`of`: the proposal (id) that was agreed; `content`: what it says, as it was then; `why`: in people's words."""

    of: str
    content: Goal | RedLine | Tolerances | TradeoffOrder
    why: str
