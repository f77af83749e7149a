"""A scripted Slack, a client for it and clocks that only the test moves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from adapters.slack.client import Web
from tests.adapters.slack.kept import KeptInstallations, KeptWaits, installation
from tests.adapters.slack.scripted import ScriptedSlack, scripted_slack

START = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)


@dataclass
class Clock:
    """Both clocks of the adapter; they stand until `pass_` is called."""

    at: datetime = START
    seconds: float = 1000.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.seconds

    def pass_(self, time: timedelta) -> None:
        """Lets time go by."""
        self.at += time
        self.seconds += time.total_seconds()


@dataclass
class Desk:
    """What most tests of the client need."""

    slack: ScriptedSlack
    web: Web
    installations: KeptInstallations
    waits: KeptWaits
    clock: Clock = field(default_factory=Clock)

    def restarted(self) -> Web:
        """A new process's client with what was kept."""
        return _web(self.slack, self.installations, self.waits, self.clock)


def _web(slack: ScriptedSlack, installations: KeptInstallations, waits: KeptWaits, clock: Clock) -> Web:
    return Web(installations, waits, clock.now, base_url=f"{slack.url}/api/", seconds=clock.monotonic)


@asynccontextmanager
async def desk() -> AsyncIterator[Desk]:
    """A scripted Slack in which Accord is installed."""
    async with scripted_slack() as slack:
        installations, waits, clock = KeptInstallations(installation()), KeptWaits(), Clock()
        web = _web(slack, installations, waits, clock)
        try:
            yield Desk(slack, web, installations, waits, clock)
        finally:
            await web.close()
