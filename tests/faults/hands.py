"""People at their screens over HTTP: whatever they do is sent again under the same event id until it is answered."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from aiohttp import ClientError, ClientSession

from tests.faults.server import Server
from tests.stories.page import PageReader, Press, Shown, read_page

PATIENCE = 60.0
"""Seconds until something that must appear has appeared."""
LEASE = timedelta(seconds=35)
"""Longer than what a dead process was sending is left alone, where another process might be sending it."""
NOW = re.compile(r'id="clock-now" datetime="([^"]+)"')
Values = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class Room:
    """What one person looks at: their direct messages, or a channel; a thread there when its key is given."""

    person: str
    channel: str = ""
    thread: str = ""
    before: int | None = None

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/local/{self.person}/{f'c/{self.channel}' if self.channel else 'dm'}"

    @property
    def query(self) -> dict[str, str]:
        """What the address says behind the question mark."""
        asked = {"thread": self.thread, "before": str(self.before or "")}
        return {name: value for name, value in asked.items() if value}


class Hands:
    """Everybody of the story, one after the other, each request once however often it has to be sent."""

    def __init__(self, server: Server, session: ClientSession, kills: Mapping[str, float]) -> None:
        """`kills`: the server is killed so many seconds after a request of that event id has been sent first."""
        self.server = server
        self._kills = dict(kills)
        self._session = session
        self._forms: dict[str, str] = {}
        self._private: dict[str, PageReader] = {}
        self._requests: Counter[str] = Counter()

    async def until(self, moment: datetime) -> None:
        """The clock bar: moves on to `moment`, and a little further when a crash came in between."""
        while (answer := await self._skip(moment))["kind"] != "none":
            assert "has passed" in str(answer["text"]), answer
            moment = await self.now() + timedelta(seconds=5)

    async def now(self) -> datetime:
        """The time on the clock bar."""
        shown = NOW.search(await self.page(Room("ewa")))
        assert shown is not None
        return datetime.fromisoformat(shown[1])

    async def _skip(self, moment: datetime) -> Mapping[str, object]:
        return await self._post("ewa", "skip", {"to": moment.isoformat()})

    async def say(self, person: str, text: str, channel: str = "") -> str:
        """Types `text`; returns what is answered in private."""
        return str((await self._post(person, "say", {"text": text, "channel": channel or None}))["text"])

    async def press(self, person: str, label: str, row: str = "") -> str:
        """Presses the newest such button in the direct messages, or below what was just answered in private."""
        found = await self._button(person, label, row)
        return str((await self._post(person, "press", {"command": found.command}))["text"])

    async def fill(self, person: str, values: Values) -> str:
        """Fills in the form that is open for this person and sends it; it must be taken."""
        answer = await self._post(person, "form", {"command": self._forms[person], "values": dict(values)})
        assert answer["kind"] in ("message", "none"), answer
        return str(answer["text"])

    async def sees(self, room: Room, text: str) -> None:
        """Waits until this text is on the screen."""

        async def shown() -> bool:
            return any(text in line.text for line in await self.lines(room))

        await self._wait_for(shown, f"{text!r} for {room}")

    async def _button(self, person: str, label: str, row: str) -> Press:
        found: list[Press] = []

        async def shown() -> bool:
            private = self._private.get(person)
            lines = [*await self.lines(Room(person)), *(private.lines if private else ())]
            presses = [press for line in lines for press in line.presses if row in press.row]
            found[:] = [one for one in presses if one.label == label or one.label.startswith(f"{label} (")]
            return bool(found)

        await self._wait_for(shown, f"the button {label!r} {row!r} for {person}")
        return found[-1]

    async def _wait_for(self, shown: Callable[[], Awaitable[bool]], what: str) -> None:
        """Looks again and again; who does not want to wait any longer moves the clock on."""
        begun = monotonic()
        for glance in itertools.count(1):
            if await shown():
                return
            assert monotonic() < begun + PATIENCE, f"there is no {what}"
            if glance % 30 == 0:
                await self._skip(await self.now() + LEASE)
            await asyncio.sleep(0.1)

    async def lines(self, room: Room) -> list[Shown]:
        """The lines on this screen, oldest first."""
        return read_page(await self.page(room)).lines

    async def page(self, room: Room) -> str:
        """The page, asked for again until it comes."""
        while True:
            try:
                async with self._session.get(f"{self.server.url}{room.path}", params=room.query) as response:
                    text = await response.text()
                    assert response.status in (200, 503), text
                    if response.status == 200:
                        return text
            except (ClientError, ConnectionError):
                await self.server.silent()

    async def _post(self, person: str, what: str, data: Mapping[str, object]) -> Mapping[str, object]:
        self._requests[f"{person}/{what}"] += 1
        event_id = f"{person}/{what}/{self._requests[f'{person}/{what}']}"
        body = json.dumps({"as": person, "event_id": event_id, **data})
        if event_id in self._kills:
            asyncio.get_running_loop().call_later(self._kills.pop(event_id), self.server.kill)
        while True:
            try:
                answer = await self._send(person, what, body)
            except (ClientError, ConnectionError):
                await self.server.silent()
                continue
            if answer["kind"] != "unavailable":
                self._remember(person, answer)
                return answer
            await asyncio.sleep(0.1)

    async def _send(self, person: str, what: str, body: str) -> dict[str, object]:
        url = self.server.url
        headers = {"Origin": url, "Content-Type": "application/json"}
        async with self._session.post(
            f"{url}/local/{what}", data=body, headers=headers, cookies={"accord_person": person}
        ) as response:
            answer: dict[str, object] = json.loads(await response.text())
            return answer

    def _remember(self, person: str, answer: Mapping[str, object]) -> None:
        html = str(answer.get("html", ""))
        if answer["kind"] == "form":
            self._forms[person] = read_page(html).form or ""
        self._private.pop(person, None)
        if answer["kind"] == "message":
            self._private[person] = read_page(html)
