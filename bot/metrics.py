"""Numbers for whoever watches over Accord, as Prometheus reads them. None of them is about a person."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from adapters.intake import Engine
from flows.commands import Actor, Command
from flows.effects import Outcome, Refusal
from flows.errors import Unavailable
from storage.lanes import Settlement
from storage.measures import Measures

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Seconds; a request that took 2.5 is late for Slack."""


class Metrics:
    """What is counted while it happens, and what is looked at when somebody asks."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        here = self.registry
        self.commands = Counter(
            "accord_commands", "Commands, by what became of them.", ["command", "outcome"], registry=here
        )
        self.seconds = Histogram(
            "accord_command_seconds", "Seconds until a command was committed.", buckets=BOUNDS, registry=here
        )
        self.posts = Counter("accord_posts", "Attempts to show a post, by how they ended.", ["ending"], registry=here)
        self.ready = self._gauge("ready", "1 while this process is ready, else 0.")
        self.silent = self._gauge("silent", "1 while this Accord is to send and change nothing.")
        self.trouble = self._gauge("database_trouble", "1 while the database takes no changes.")
        self.broken = self._gauge("due_broken", "Due items whose handling failed and is tried again.")
        self.asleep = self._gauge("never_due", "Open items that would never be looked at again.")
        self.late = self._gauge("due_lag_seconds", "For how long the item that was due first has been due.")
        self.waiting = self._gauge("outbox_waiting", "Posts that may be shown now and are not yet.")
        self.oldest = self._gauge("outbox_oldest_seconds", "For how long the oldest of them has waited.")
        self.parked = self._gauge("outbox_parked", "Posts that were given up, with their reasons in `doctor`.")
        self.free = self._gauge("disk_free_bytes", "Room on the disk of the database, where it is a file.")

    def _gauge(self, name: str, meaning: str) -> Gauge:
        return Gauge(f"accord_{name}", meaning, registry=self.registry)

    def ended(self, settlement: Settlement) -> None:
        """An attempt to show a post has ended."""
        self.posts.labels(settlement.ending.value).inc()

    def seen(self, measures: Measures) -> None:
        """What waits now."""
        self.waiting.set(measures.waiting)
        self.oldest.set(_seconds(measures.oldest))
        self.parked.set(measures.parked)
        self.late.set(_seconds(measures.late))

    def written(self) -> bytes:
        """All of it in Prometheus' own text."""
        return generate_latest(self.registry)


class Counted:
    """An engine whose commands are counted and timed. Fits `adapters.intake.Engine`."""

    def __init__(self, engine: Engine, metrics: Metrics, seconds: Callable[[], float] = time.perf_counter) -> None:
        self._engine = engine
        self._metrics = metrics
        self._seconds = seconds
        self._counters: dict[tuple[str, str], Counter] = {}

    async def run(self, actor: Actor, command: Command, event_id: str) -> Outcome:
        """The outcome, as the engine says."""
        began, ending = self._seconds(), "failed"
        try:
            outcome = await self._engine.run(actor, command, event_id)
            ending = "refused" if isinstance(outcome, Refusal) else "done"
        except Unavailable:
            ending = "unavailable"
            raise
        finally:
            self._counter(type(command).__name__, ending).inc()
            self._metrics.seconds.observe(self._seconds() - began)
        return outcome

    def _counter(self, command: str, ending: str) -> Counter:
        """Kept: to look one up by its labels takes a lock and a list each time."""
        found = self._counters.get((command, ending))
        if found is None:
            found = self._counters[command, ending] = self._metrics.commands.labels(command, ending)
        return found


def _seconds(span: timedelta) -> float:
    return round(span.total_seconds(), 3)
