"""What the ledger is counted from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from flows.decisions.cast import Cast, Directory
from flows.decisions.records import Decision
from flows.ledger.counting import Ledger, ledger_of
from flows.questionnaires.answers import Ranking
from flows.red_lines.records import InForce, TradeoffOrder


class Decisions(Protocol):
    def where(self, *, project_id: str) -> Sequence[Decision]: ...


class Bounds(Protocol):
    def find(self, record_id: str, /) -> InForce | None: ...


class Ordered(Protocol):
    @property
    def red_lines(self) -> Bounds: ...


class Records(Directory, Ordered, Protocol):
    """Everything is already limited to the actor's organisation."""

    @property
    def decisions(self) -> Decisions: ...


def order_in_force(records: Ordered, project_id: str) -> InForce | None:
    """The trade-off order that the functions have agreed."""
    found = records.red_lines.find(f"{project_id}/order")
    return found if found is not None and found.holds else None


def ranking_in_force(records: Ordered, project_id: str) -> Ranking:
    """Its groups of axes, the first wins; () where none is agreed."""
    found = order_in_force(records, project_id)
    return found.content.ranking if found is not None and isinstance(found.content, TradeoffOrder) else ()


def ledger(records: Records, cast: Cast) -> Ledger:
    """As it stands now."""
    decisions = records.decisions.where(project_id=cast.project.id)
    axes = [axis.id for axis in cast.template.axes]
    return ledger_of(decisions, order_in_force(records, cast.project.id), axes)
