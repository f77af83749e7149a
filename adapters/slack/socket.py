"""Socket Mode: two connections, so that a restart or a broken one leaves no gap, and a watchdog that trusts neither.

slack_sdk's client repairs itself in most cases; in the others it goes round for ever. A client that has not worked for
a while is thrown away, and a new one made.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

import aiohttp
import structlog
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.parts import Parts
from adapters.slack.quiet import quiet
from adapters.slack.shapes import Sent

CONNECTIONS = 2
PING = 5.0
"""Seconds between two pings; the SDK itself gives up after four."""
LOOK = 2.0
DEAD = 30.0
"""Seconds without a connection after which a client is thrown away."""
DRAIN = 5.0
log = structlog.get_logger("accord.slack")


@dataclass(frozen=True)
class Pace:
    """How often the watchdog looks, and how long it waits. Other values in tests only."""

    ping: float = PING
    look: float = LOOK
    dead: float = DEAD


class Answered(Protocol):
    """What an envelope is answered: done only with status 200; `body` is "" or JSON."""

    @property
    def status(self) -> int: ...

    @property
    def body(self) -> str: ...


class Sockets:
    """The connections of this process. `receive` answers an envelope once everything is committed.

    `given_up`: how many clients were thrown away because they did not come back.
    """

    def __init__(self, parts: Parts, receive: Callable[[Sent, str], Awaitable[Answered]], pace: Pace = Pace()) -> None:
        self._parts = parts
        self._receive = receive
        self._pace = pace
        self._logger = quiet("accord.slack.socket")
        self.given_up = 0
        self._connected = [False] * CONNECTIONS
        self._watching: list[asyncio.Task[None]] = []
        self._taking: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begins to connect; `problems` says whether it has."""
        self._watching = [asyncio.create_task(self._keep(number)) for number in range(CONNECTIONS)]

    def problems(self) -> list[str]:
        """Why nothing comes in; empty while at least one connection works."""
        if any(self._connected):
            return []
        return ["Slack is not connected: Socket Mode has no connection that works."]

    async def close(self) -> None:
        """Acknowledges what has come in, and ends the connections; Slack sends the rest to somebody else."""
        if self._taking:
            await asyncio.wait(self._taking, timeout=DRAIN)
        for task in self._watching:
            task.cancel()
        await asyncio.gather(*self._watching, return_exceptions=True)

    async def _keep(self, number: int) -> None:
        """One connection after the other, for ever."""
        while True:
            client = self._client()
            connecting = asyncio.create_task(client.connect())  # type: ignore[no-untyped-call]
            try:
                await self._while_alive(client, number)
            finally:
                self._connected[number] = False
                connecting.cancel()
                await client.close()  # type: ignore[no-untyped-call]
                await asyncio.gather(connecting, return_exceptions=True)
            self.given_up += 1
            log.warning("a socket to slack did not come back; a new one is made", connection=number)

    async def _while_alive(self, client: SocketModeClient, number: int) -> None:
        clock = asyncio.get_running_loop().time
        alive = clock()
        while clock() - alive < self._pace.dead:
            self._connected[number] = await client.is_connected()
            if self._connected[number]:
                alive = clock()
            await asyncio.sleep(self._pace.look)

    def _client(self) -> SocketModeClient:
        web_client = AsyncWebClient(base_url=self._parts.base_url, retry_handlers=[], logger=self._logger)
        client = SocketModeClient(
            app_token=self._parts.app_token, logger=self._logger, web_client=web_client, ping_interval=self._pace.ping
        )
        if not self._parts.base_url.startswith("https://"):
            client.proxy = web_client.proxy = None  # the SDK takes a proxy from the environment, even to this machine
        client.socket_mode_request_listeners.append(self._listen)
        return client

    async def _listen(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        task = asyncio.create_task(self._take(client, request))
        self._taking.add(task)
        task.add_done_callback(self._taking.discard)

    async def _take(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Nothing is sent unless it was done: Slack then sends it again."""
        answered = await self._receive(request.payload, key_of(request.payload))
        if answered.status != 200:
            return
        payload = json.loads(answered.body) if answered.body.startswith("{") else None
        try:
            await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))
        except (aiohttp.ClientError, ConnectionError):
            log.warning("a socket broke before slack heard that something was done; slack sends it again")


def key_of(payload: Sent) -> str:
    """The key of what is no event; a repeat has the same content."""
    return f"sent/{sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()}"
