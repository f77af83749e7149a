"""The lines about decisions that drift from the agreed trade-off order, for as long as they do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.charter.material import Material
from flows.decisions.records import Decision
from flows.digests.standing import Line
from flows.ledger.cards import drift_line
from flows.ledger.counting import ledger_of
from flows.phrases import Phrase
from flows.red_lines.records import TradeoffOrder


def drift_lines(found: Material, decisions: Sequence[Decision]) -> Iterator[Line]:
    """With the sponsor, who can decide otherwise or have another order agreed."""
    order = next((each for each in found.bounds if isinstance(each.content, TradeoffOrder)), None)
    if order is None:
        return
    for drift in ledger_of(decisions, order, ()).drifts:
        words = Phrase(
            "{line} With {sponsor}.", line=drift_line(drift, found.cast), sponsor=found.cast.who(found.project.sponsor)
        )
        yield Line(f"drift/{drift.above}/{drift.below}", drift.lost[-1].label, words)
