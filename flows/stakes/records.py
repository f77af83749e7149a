"""What a requester says is at stake."""

from __future__ import annotations

from dataclasses import dataclass

from flows.amounts import Amount


@dataclass(frozen=True)
class Stakes:
    """The most that it may cost (an amount of money), how long production may stand still, whether it touches safety.

    None and False where nothing was said, since nothing was asked.
    """

    cost: Amount | None = None
    downtime: Amount | None = None
    safety: bool = False


NOTHING_SAID = Stakes()
