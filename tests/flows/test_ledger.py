"""Drift: an axis that is ranked above another one lost to it in two of the last three decisions between them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from flows.decisions.records import Decision, Weighed
from flows.ledger.counting import ledger_of
from flows.red_lines.records import InForce, TradeoffOrder

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
ORDER = InForce("p/order", "p", 0, TradeoffOrder((("safety",), ("quality", "cost"), ("speed",))), NOW, "p/order/1")


def log(*said: str) -> list[Decision]:
    """Decisions in their order, each "won>paid", "" for one that does not say it."""
    return [
        Decision(
            f"p/D-{n}",
            "p",
            n,
            "?",
            "speed/safety",
            (),
            "yes",
            "why",
            "adam",
            NOW + timedelta(hours=n),
            weighed=Weighed(*each.split(">")) if each else None,
        )
        for n, each in enumerate(said, 1)
    ]


@pytest.mark.parametrize(
    ("said", "drifts"),
    [
        (("speed>safety",), ()),
        (("speed>safety", "speed>safety"), ("D-1", "D-2")),
        (("speed>safety", "safety>speed", "speed>safety"), ("D-1", "D-3")),
        (("speed>safety", "speed>safety", "safety>speed", "safety>speed"), ()),
        (("speed>safety", "quality>safety", "speed>cost"), ()),
        (("speed>safety", "", "speed>safety"), ("D-1", "D-3")),
        (("quality>cost", "quality>cost", "cost>quality"), ()),
        (("safety>speed",) * 9, ()),
    ],
)
def test_o7_two_of_the_last_three_between_them(said: tuple[str, ...], drifts: tuple[str, ...]) -> None:
    found = ledger_of(log(*said), ORDER, ("safety", "quality", "cost", "speed")).drifts
    assert tuple(each.label for drift in found for each in drift.lost) == drifts


def test_o7_what_was_replaced_or_decided_before_the_order_does_not_count() -> None:
    decisions = log("speed>safety", "speed>safety", "safety>speed")
    replaced = [replace(decisions[0], superseded_by="p/D-3"), *decisions[1:]]
    assert not ledger_of(replaced, ORDER, ()).drifts
    later = replace(ORDER, agreed_at=decisions[1].decided_at)
    assert not ledger_of(decisions[:2], later, ()).drifts
    assert not ledger_of(decisions, None, ()).drifts
    counted = {each.axis: (each.won, each.paid) for each in ledger_of(decisions, None, ("cost",)).tallies}
    assert counted == {"cost": (0, 0), "speed": (2, 1), "safety": (1, 2)}
