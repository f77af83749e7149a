"""One of two servers that are measured against each other: the same presses go to both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.bench.load import Load, Request
from tests.bench.presses import Pressing
from tests.bench.serving import Served

AT_A_TIME, PRESSES, SINGLE = 16, 960, 100
Send = Callable[[int, Sequence[Sequence[Request]]], Load]
"""Sends these presses, in lanes, to the server on that port."""


@dataclass
class Side:
    """What was measured of one server. `answer`: what each press has to be answered, as `Load.answers` tells it."""

    served: Served
    pressing: Pressing
    send: Send
    answer: str
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    one_at_a_time: list[float] = field(default_factory=list)
    sent: int = 0

    def measure(self, run: str) -> None:
        """One round: many at a time, then one at a time."""
        before = self.served.cpu
        load = self._send(AT_A_TIME, PRESSES, f"{run}/many")
        self.rates.append(load.rate)
        self.cpu.append((self.served.cpu - before) / PRESSES)
        self.one_at_a_time += self._send(1, SINGLE, f"{run}/one").took

    def _send(self, width: int, presses: int, run: str) -> Load:
        load = self.send(self.served.port, self.pressing.lanes(width, presses, run))
        assert load.answers == {self.answer: presses}
        self.sent += presses
        return load
