"""Socket Mode: connections of the app, envelopes on one of them, and their acknowledgements."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from itertools import count
from uuid import uuid4

import aiohttp
from aiohttp import web

from tests.slack.fake.delivering import PATIENCE, Reply
from tests.slack.fake.json import Json

MOST = 10
"""Connections of one app."""


@dataclass
class Sockets:
    """A carrier, too: what it carries goes to any one of the connections."""

    app_id: str = "A0ACCORD"
    tickets: set[str] = field(default_factory=set)
    connections: list[web.WebSocketResponse] = field(default_factory=list)
    opened: int = 0
    """How many connections there have been."""
    switched_off: bool = False
    patience: float = PATIENCE
    _answers: dict[str, asyncio.Future[Json]] = field(default_factory=dict)
    _turn: count[int] = field(default_factory=count)

    def ticket(self) -> str:
        """Admits one connection."""
        made = uuid4().hex
        self.tickets.add(made)
        return made

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from hello to its end."""
        if request.query.get("ticket") not in self.tickets or len(self.connections) >= MOST:
            return web.Response(status=403)
        self.tickets.remove(request.query["ticket"])
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.connections.append(socket)
        self.opened += 1
        await socket.send_str(json.dumps(self._hello()))
        try:
            async for message in socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._acknowledged(json.loads(message.data))
        finally:
            self.connections.remove(socket)
        return socket

    def _hello(self) -> Json:
        debug = {"host": "applink-1", "build_number": 1, "approximate_connection_time": 18060}
        number = len(self.connections)
        info = {"app_id": self.app_id}
        return {"type": "hello", "num_connections": number, "debug_info": debug, "connection_info": info}

    def _acknowledged(self, envelope: Json) -> None:
        waiting = self._answers.pop(envelope.get("envelope_id", ""), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(envelope)

    async def carry(self, kind: str, payload: Json, retry: tuple[int, str] = (0, "")) -> Reply:
        """Sends an envelope; status 0 when it is not acknowledged in time, or there is nobody to send it to."""
        if not self.connections:
            return Reply(0, "", {})
        envelope_id = str(uuid4())
        answer = self._answers[envelope_id] = asyncio.get_running_loop().create_future()
        socket = self.connections[next(self._turn) % len(self.connections)]
        envelope: Json = {"envelope_id": envelope_id, "type": kind, "payload": payload}
        envelope["accepts_response_payload"] = kind != "events_api"
        if kind == "events_api":
            envelope |= {"retry_attempt": retry[0], "retry_reason": retry[1]}
        try:
            await socket.send_str(json.dumps(envelope))
            async with asyncio.timeout(self.patience):
                acknowledged = await answer
        except (TimeoutError, ConnectionError):
            return Reply(0, "", {})
        return Reply(200, json.dumps(acknowledged["payload"]) if "payload" in acknowledged else "", {})

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Slack is about to close every connection and says so. link_disabled: Socket Mode is switched off."""
        self.switched_off = self.switched_off or reason == "link_disabled"
        for socket in list(self.connections):
            await socket.send_str(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "wss"}}))

    async def cut(self) -> None:
        """Every connection breaks off without a word."""
        for socket in list(self.connections):
            transport = socket._req.transport if socket._req is not None else None
            if transport is not None:
                transport.abort()

    async def close(self) -> None:
        """The end."""
        for socket in list(self.connections):
            await socket.close()
