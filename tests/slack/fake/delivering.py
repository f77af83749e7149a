"""What Slack sends to an app: signed requests over HTTP, or envelopes over a WebSocket."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

import aiohttp

from tests.slack.fake.json import Json

RETRIES = (("http_timeout", 0.0), ("http_error", 60.0), ("http_error", 300.0))
"""Reason and seconds after the attempt before."""
PATIENCE = 3.0
"""Seconds that Slack waits for an answer."""
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Reply:
    """What the app answered: its status, 0 when nothing came in time, and its body."""

    status: int
    body: str
    headers: Mapping[str, str]

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def json(self) -> Json:
        """The body, {} when it holds nothing."""
        return dict(json.loads(self.body)) if self.body.strip().startswith("{") else {}


class Carrier(Protocol):
    """One way to the app. `kind`: events_api, interactive or slash_commands."""

    async def carry(self, kind: str, payload: Json, retry: tuple[int, str] = (0, "")) -> Reply:
        """Delivers a payload; `retry`: the number of the attempt and why the one before failed."""


def signature(secret: str, moment: str, body: bytes) -> str:
    """X-Slack-Signature."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{moment}:".encode() + body, hashlib.sha256).hexdigest()


class HttpCarrier:
    """Signed requests to the app's request URL. `now`: seconds for the time stamp; `patience`: how long Slack waits."""

    def __init__(self, url: str, secret: str, now: Callable[[], float]) -> None:
        self.url, self.secret, self.now = url, secret, now
        self.patience = PATIENCE
        self.sent: list[tuple[bytes, dict[str, str]]] = []

    async def carry(self, kind: str, payload: Json, retry: tuple[int, str] = (0, "")) -> Reply:
        """One request."""
        body, content = encoded(kind, payload)
        moment = str(int(self.now()))
        headers = {
            "Content-Type": content,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": moment,
            "X-Slack-Signature": signature(self.secret, moment, body),
        }
        if retry[0]:
            headers |= {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]}
        return await self.post(body, headers)

    async def post(self, body: bytes, headers: dict[str, str]) -> Reply:
        """A request as it stands; kept, so that it can be replayed."""
        self.sent.append((body, headers))
        limit = aiohttp.ClientTimeout(total=self.patience)
        try:
            async with (
                aiohttp.ClientSession(timeout=limit) as session,
                session.post(self.url, data=body, headers=headers, allow_redirects=False) as response,
            ):
                return Reply(response.status, await response.text(), dict(response.headers))
        except (TimeoutError, aiohttp.ClientError):
            return Reply(0, "", {})


def encoded(kind: str, payload: Json) -> tuple[bytes, str]:
    """A payload as Slack puts it into a request: bytes and their content type."""
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    if kind == "slash_commands":
        return urlencode(payload).encode(), FORM
    return urlencode({"payload": json.dumps(payload)}).encode(), FORM


async def deliver(carrier: Carrier, payload: Json, pause: Callable[[float], Awaitable[None]]) -> list[Reply]:
    """An event, until it is taken: at once, at once again, after a minute, after five. `pause` lets seconds pass."""
    replies = [await carrier.carry("events_api", payload)]
    for number, (reason, seconds) in enumerate(RETRIES, 1):
        last = replies[-1]
        if last.ok or last.headers.get("X-Slack-No-Retry") == "1":
            break
        await pause(seconds)
        replies.append(
            await carrier.carry("events_api", payload, (number, "http_timeout" if not last.status else reason))
        )
    return replies
