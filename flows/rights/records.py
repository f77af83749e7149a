"""What is proposed where a decision right is set, changed or taken away."""

from __future__ import annotations

from dataclasses import dataclass

from flows.projects.records import DecisionRight


@dataclass(frozen=True)
class RightChange:
    """What is to hold for one kind of decision. `right` None takes it away; `before`: what held when it was proposed.

    Agreed, it replaces what the project has; the proposal stays and is the history of the right.
    """

    tradeoff: str
    right: DecisionRight | None
    before: DecisionRight | None = None
