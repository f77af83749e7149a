"""A round whose last day is over, with answers missing."""

from __future__ import annotations

from tests.flows.round_desk import Desk, local


def overdue(*missing: str) -> Desk:
    """Everybody has answered but these, and the sponsor's first card is out."""
    desk = Desk()
    desk.start()
    for function in ("leadership", "operations", "it", "quality"):
        if function not in missing:
            desk.send(function)
    desk.until(local(19, 13) if "quality" in missing else local(18, 13))
    return desk
