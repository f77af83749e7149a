"""People who press buttons in Slack, and press again when Slack shows them that it did not work.

Each event is one thing that somebody does once. It is sent through Slack's real door, signed, and again until it is
taken: sometimes as the same request (a proxy repeats it), sometimes as a new press of the same button.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Protocol

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.commands import FROM_PEOPLE
from flows.commands import Command
from flows.escalations.commands import Acknowledge, Draft, Escalate
from flows.escalations.records import Urgency
from flows.wire import Wire
from tests.bench.plants import TRADEOFFS, Plant
from tests.faults.rig.plants import Company
from tests.faults.rig.slack import team
from tests.slack.fake.delivering import PATIENCE, encoded, signature
from tests.slack.fake.payloads import Payloads
from tests.slack.fake.world import Message
from tests.slack.gestures import Gestures
from tests.slack.workplace import Workplace

WIRE = Wire({command.__name__: command for command in FROM_PEOPLE})
TWICE = 0.05
"""The share of requests that come once more although they were taken."""


class Door(Protocol):
    """Where Accord answers; `url` is "" while it does not."""

    @property
    def url(self) -> str: ...

    @property
    def running(self) -> bool: ...


@dataclass(frozen=True)
class Event:
    """What one person does once: a press, or with `values` a form that is sent."""

    id: str
    person: str
    command: Command
    values: Mapping[str, str] | None = None


def events(company: Company, plant: Plant, count: int) -> Iterator[Event]:
    """Of one project: somebody escalates, the decider takes it; then the next. Each but the first needs the last."""
    for number in range(1, count // 2 + 1):
        right = number % len(TRADEOFFS)
        decider = plant.people[(right + 1) % len(plant.people)]
        requester = plant.people[(right + 2 + number // len(TRADEOFFS) % 3) % len(plant.people)]
        escalation_id = f"{plant.id}/E-{number}"
        draft = Draft(
            project_id=plant.id,
            tradeoff=TRADEOFFS[right],
            question=f"Do we wait for the reports of {plant.id}, number {number}?",
            options=("Wait two weeks for them", "Go live without them"),
            impact="The supplier leaves on Friday.",
            deadline=company.since + timedelta(days=9),
            drafted_at=company.since + timedelta(microseconds=number),
            urgency=Urgency.URGENT,
        )
        yield Event(f"{escalation_id}/raise", requester, Escalate(draft, decider, number))
        yield Event(f"{escalation_id}/take", decider, Acknowledge(escalation_id, 0))


@dataclass
class Crowd:
    """Everybody. `accepted`: when each event was answered 200 for the first time, in seconds since the epoch.

    `answers`: how often each status came, 0 for none at all; `took`: seconds of each answer; `pace`: how many events
    may begin, beside those that have.
    """

    company: Company
    doors: Sequence[Door]
    random: Random = field(default_factory=lambda: Random(2))  # noqa: S311  # faults, not secrets
    accepted: dict[str, float] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)
    pace: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    def allow(self, count: int) -> None:
        """So many more events may begin."""
        for _ in range(count):
            self.pace.release()

    async def act(self, todo: Iterable[Iterable[Event]]) -> None:
        """All lanes at the same time; in each, one event after the other, until all are taken."""
        async with ClientSession(timeout=ClientTimeout(total=PATIENCE)) as session:
            await asyncio.gather(*(self._lane(lane, session) for lane in todo))

    async def _lane(self, lane: Iterable[Event], session: ClientSession) -> None:
        for event in lane:
            await self.pace.acquire()
            await self._insist(event, session)

    async def _insist(self, event: Event, session: ClientSession) -> None:
        request = self._pressed(event)
        while True:
            door = self.random.choice(self.doors)
            if not (door.running and door.url):
                await asyncio.sleep(0.02)
                continue
            status = await self._send(request, door, session)
            if status == 200:
                break
            await asyncio.sleep(self.random.uniform(0.02, 0.2))
            if self.random.random() < 0.5:
                request = self._pressed(event)
        self.accepted[event.id] = time.time()
        if self.random.random() < TWICE:
            await self._send(request, door, session)

    async def _send(self, request: tuple[bytes, str], door: Door, session: ClientSession) -> int:
        body, kind = request
        stamp = str(int(time.time()))
        signed = signature(self.company.slack.secret, stamp, body)
        headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signed}
        begun = time.monotonic()
        try:
            async with session.post(f"{door.url}/slack/events", data=body, headers=headers) as answer:
                await answer.read()
                status = answer.status
        except (ClientError, OSError):  # a TimeoutError is an OSError
            status = 0
        if status:
            self.took.append(time.monotonic() - begun)
        self.answers[status] += 1
        return status

    def _pressed(self, event: Event) -> tuple[bytes, str]:
        slack, here = self.company.slack, team(self.company.slack)
        user = self.company.users[event.person]
        if event.values is not None:
            gestures = Gestures(Workplace(slack, here), WIRE)
            return encoded(*gestures.form(user, WIRE.dump(event.command, Command), event.values, {}))
        on = Message(slack.next_ts(), here.direct(user.id).id, here.bot_user, "Decision needed")
        action = {"type": "button", "action_id": "press-0", "block_id": "0-0123456789ab"}
        action["value"] = WIRE.dump(event.command, Command)
        return encoded("interactive", Payloads(slack, here).acted(user, action, on))
