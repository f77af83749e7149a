"""Slack, put together: the wall, slack_bolt behind it, and one road for everything that comes in, by HTTP or socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_internals import build_async_context
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.errands import Errands
from adapters.faults import where
from adapters.slack import wall
from adapters.slack.asked import Asked, Ignored
from adapters.slack.asking import Asking, Reply
from adapters.slack.client import SLACK
from adapters.slack.inbound import key_of, parse, payload_in
from adapters.slack.parts import OAuth, Parts
from adapters.slack.quiet import quiet
from adapters.slack.sending import HOOKS
from adapters.slack.shapes import NotOurs, Sent
from adapters.slack.socket import Sockets
from flows.errors import Unavailable

__all__ = ["Arrived", "OAuth", "Parts", "Slack", "Told"]

DRAIN = 5.0
"""Seconds for answers that are being shown when the process ends."""
MALFORMED = "Slack signed this, but Accord cannot read it.\n"
ASKED = "accord.asked"
log = structlog.get_logger("accord.slack")


@dataclass(frozen=True)
class Arrived:
    """A request as it came in. `content_type` without its parameters."""

    headers: Mapping[str, str]
    body: bytes
    content_type: str


@dataclass(frozen=True)
class Told:
    """What a request is answered."""

    status: int
    body: str = ""
    content_type: str = "text/plain"


class Slack:
    """One per process. `asking` answers, `errands` is what is still being shown."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.errands = Errands()
        self.asking = Asking(parts, self.errands, _hooks(parts.base_url))
        self.refused = 0
        self._bolt = _bolt(parts, self._answer)
        self._sockets = Sockets(parts, self.receive) if parts.app_token else None

    async def start(self) -> None:
        """Checks the wall, and connects where Socket Mode is set up."""
        await self.self_test()
        if self._sockets is not None:
            self._sockets.start()

    async def close(self) -> None:
        """Takes nothing more, and shows what is still to be shown."""
        if self._sockets is not None:
            await self._sockets.close()
        await self.errands.drain(DRAIN)
        await self.asking.sender.close()

    def problems(self) -> list[str]:
        """Why nothing comes in, in words; empty when it does."""
        return [] if self._sockets is None else self._sockets.problems()

    async def arrived(self, request: Arrived) -> Told:
        """A request over HTTP, from the wall to its answer."""
        try:
            wall.check(request.headers, request.body, self.parts.signing_secret, self.parts.seconds())
        except wall.Denied as denied:
            self.refused += 1
            return Told(denied.status, denied.text)
        try:
            payload = payload_in(request.body, request.content_type)
            bolt_request = _for_bolt(request, payload, parse(payload, key_of(request.body)))
        except (NotOurs, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return Told(400, MALFORMED)
        return _told(await self._bolt.async_dispatch(bolt_request))

    async def receive(self, payload: Sent, key: str) -> Told:
        """What came in over a socket, which Slack vouches for by the connection itself."""
        try:
            asked = parse(payload, key)
            request = AsyncBoltRequest(mode="socket_mode", body=dict(payload), context={ASKED: asked})
        except (NotOurs, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return Told(400, MALFORMED)
        return _told(await self._bolt.async_dispatch(request))

    async def self_test(self) -> None:
        """Sends itself a forged request. Raises RuntimeError unless that is refused."""
        stamp = str(int(self.parts.seconds()))
        forged = {wall.TIMESTAMP: stamp, wall.SIGNATURE: wall.signature("forged", stamp, b"{}")}
        told = await self.arrived(Arrived(forged, b"{}", "application/json"))
        self.refused -= 1
        if told.status != 401:
            raise RuntimeError("A forged request was not refused; Accord does not start like this.")

    async def _answer(self, asked: Asked) -> Reply:
        """The answer within the limit; nothing that goes wrong is answered as if it had been done."""
        try:
            async with asyncio.timeout(self.parts.answer_within):
                return await self.asking.answer(asked)
        except (TimeoutError, Unavailable) as error:
            log.warning("slack is answered 503", why=type(error).__name__, what=type(asked).__name__)
            return self.asking.sorry(asked, done=None if isinstance(error, TimeoutError) else False)
        except Exception as error:  # noqa: BLE001  # the edge: Slack repeats it, and the log holds nobody's words
            log.error(
                "a request from slack failed", what=type(asked).__name__, why=type(error).__name__, at=where(error)
            )
            return Reply(500)


@dataclass(frozen=True)
class Road(AsyncMiddleware):
    """The one middleware of ours: it answers everything, so that bolt has nothing left to do by itself."""

    answer: Callable[[Asked], Awaitable[Reply]] = field(repr=False)

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse:
        """The answer to what `arrived` has read."""
        del resp, next
        asked = req.context.get(ASKED)
        reply = await self.answer(asked if asked is not None else Ignored("nothing"))
        return BoltResponse(status=reply.status, body="" if reply.body is None else json.dumps(reply.body))


def _bolt(parts: Parts, answer: Callable[[Asked], Awaitable[Reply]]) -> AsyncApp:
    """slack_bolt with its own checks on. It asks Slack for nothing and begins no tasks of its own."""
    logger = quiet("accord.slack.bolt")

    async def authorize(context: AsyncBoltContext) -> AuthorizeResult:
        """Always somebody: for nobody bolt would call whatever address a request names. Who it is, `Asking` finds."""
        return await _authorized(parts, context.get(ASKED))

    client = AsyncWebClient(base_url=parts.base_url, retry_handlers=[], logger=quiet("accord.slack.sdk"))
    app = AsyncApp(
        name="accord",
        logger=logger,
        signing_secret=parts.signing_secret,
        client=client,
        authorize=authorize,
        process_before_response=True,
    )
    app.middleware(Road(answer))
    return app


async def _authorized(parts: Parts, asked: object) -> AuthorizeResult:
    workspace = getattr(getattr(asked, "origin", asked), "workspace", None)
    found = None
    if workspace is not None:
        with suppress(Unavailable):  # whoever answers finds that out again, and says so
            found = await parts.installations.find(workspace)
    if found is None:
        return AuthorizeResult(enterprise_id=None, team_id=None)
    return AuthorizeResult(
        enterprise_id=found.workspace.enterprise_id or None,
        team_id=found.workspace.team_id,
        bot_id=found.bot_id or None,
        bot_user_id=found.bot_user_id or None,
        bot_token=found.bot_token,
    )


def _for_bolt(request: Arrived, payload: Sent, asked: Asked) -> AsyncBoltRequest:
    """For bolt's own checks: the raw body for its signature, and what is read already, which it need not read again."""
    headers: dict[str, str | Sequence[str]] = {
        name: value for name, value in request.headers.items() if name.lower().startswith("x-slack-")
    }
    made = AsyncBoltRequest(body="", headers=headers, context={ASKED: asked})
    made.raw_body, made.body = request.body.decode(), dict(payload)
    build_async_context(made.context, made.body)
    return made


def _told(answer: BoltResponse) -> Told:
    kind = "application/json" if answer.body.startswith("{") else "text/plain"
    return Told(answer.status, answer.body, kind)


def _hooks(base_url: str) -> str:
    """Where response_urls lead: to Slack, or in tests to where the Web API is."""
    return HOOKS if base_url == SLACK else base_url.partition("/api")[0].rstrip("/")
