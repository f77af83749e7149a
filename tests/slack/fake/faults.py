"""What can go wrong with a call, to be ordered in advance, and a record of all calls."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

from tests.slack.fake.json import Json


class Fault(StrEnum):
    """ "After": the call was carried out, and the answer is lost."""

    TOO_MANY = "429"
    ERROR_BEFORE = "500 before"
    ERROR_AFTER = "500 after"
    RESET_BEFORE = "reset before"
    RESET_AFTER = "reset after"
    HANG_BEFORE = "hang before"
    HANG_AFTER = "hang after"
    NON_JSON = "no JSON"
    """HTML with status 200, after the call was carried out."""


AFTER = frozenset({Fault.ERROR_AFTER, Fault.RESET_AFTER, Fault.HANG_AFTER, Fault.NON_JSON})


@dataclass(frozen=True)
class Trouble:
    """One call that goes wrong: by a fault, or refused with Slack's `error`."""

    fault: Fault | None = None
    error: str = ""
    retry_after: int = 30
    team: str = ""
    """Only calls of this workspace; "" for any."""


@dataclass(frozen=True)
class Called:
    """A call that was made. `at`: real seconds of the loop; `outcome`: ok, an error, or a fault."""

    method: str
    team: str
    arguments: Json
    outcome: str
    at: float
    why: str = ""
    """What Slack says is wrong with it."""


@dataclass
class Troubles:
    """What is to go wrong, by method, in order."""

    waiting: dict[str, deque[Trouble]] = field(default_factory=dict)
    always: dict[str, Trouble] = field(default_factory=dict)

    def order(self, method: str, *troubles: Trouble) -> None:
        """The next calls of this method go wrong, one each."""
        self.waiting.setdefault(method, deque()).extend(troubles)

    def refuse(self, method: str, error: str, times: int = 1) -> None:
        """The next calls of this method are refused with this error."""
        self.order(method, *(Trouble(error=error) for _ in range(times)))

    def take(self, method: str, team: str) -> Trouble | None:
        """What goes wrong with this call."""
        queue = self.waiting.get(method)
        if queue and queue[0].team in ("", team):
            return queue.popleft()
        lasting = self.always.get(method)
        return lasting if lasting and lasting.team in ("", team) else None
