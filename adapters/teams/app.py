"""Teams, put together: the token, the tenant, and one road for everything that comes in."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass

import structlog

from adapters.bodies import Denied
from adapters.errands import Errands
from adapters.faults import where
from adapters.shapes import NotOurs, Sent
from adapters.teams.answers import failed
from adapters.teams.asked import Asked
from adapters.teams.asking import Asking, Reply
from adapters.teams.hosts import is_connector
from adapters.teams.inbound import parse, payload_in, tenant_in
from adapters.teams.invokes import PRESS
from adapters.teams.parts import Parts
from adapters.teams.sdk import Turns
from adapters.teams.token import ELSEWHERE, Pass, Wall
from flows.errors import Unavailable

DRAIN = 5.0
"""Seconds for answers that are being shown when the process ends."""
MALFORMED = "This came with Teams' token, but Accord cannot read it.\n"
FOREIGN = "Accord is not set up for this organisation's directory.\n"
FORGED = "Bearer eyJhbGciOiJub25lIn0.e30.AA"
log = structlog.get_logger("accord.teams")


@dataclass(frozen=True)
class Told:
    """What a request is answered; `body` as JSON, "" for none."""

    status: int
    body: str = ""


class Teams:
    """One per process. `asking` answers, `errands` is what is still being shown."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.errands = Errands()
        self.asking = Asking(parts, self.errands)
        self.refused = 0
        self._wall = None if parts.keys is None else Wall(parts.keys, parts.app_id, parts.seconds)
        self._turns = Turns(self._answer)

    async def start(self) -> None:
        """Checks the wall."""
        await self.self_test()

    async def close(self) -> None:
        """Shows what is still to be shown."""
        await self.errands.drain(DRAIN)
        if self.parts.keys is not None:
            await self.parts.keys.close()

    async def vouched(self, authorization: str) -> Pass | None:
        """What the token of a request says; None where tokens are not checked. Raises Denied."""
        if self._wall is None:
            return None
        try:
            return await self._wall.check(authorization)
        except Denied:
            self.refused += 1
            raise

    async def arrived(self, vouched: Pass | None, body: bytes) -> Told:
        """A request whose token is good, from its tenant to its answer. Raises Denied."""
        try:
            activity = payload_in(body)
            self._check(vouched, activity)
            tenant_id = tenant_in(activity)
        except NotOurs:
            return Told(400, MALFORMED)
        try:
            organisation_id = await self.parts.tenants.organisation(tenant_id)
        except Unavailable:
            return Told(503)
        if organisation_id is None:
            self.refused += 1
            raise Denied(403, FOREIGN)
        try:
            asked = parse(activity)
        except NotOurs:
            return _told(_unreadable(activity))
        return _told(await self._turns.turn(activity, organisation_id, asked))

    async def self_test(self) -> None:
        """Sends itself a forged token. Raises RuntimeError unless that is refused, or nothing is checked."""
        if self._wall is None:
            return
        try:
            await self._wall.check(FORGED)
        except Denied as denied:
            if denied.status == 401:
                return
        raise RuntimeError("A forged request was not refused; Accord does not start like this.")

    def _check(self, vouched: Pass | None, activity: Sent) -> None:
        try:
            if vouched is not None:
                vouched.check(activity, self.parts.hosts)
                return
            url = activity.get("serviceUrl")
            if not isinstance(url, str) or not is_connector(url, self.parts.hosts):
                raise Denied(403, ELSEWHERE)
        except Denied:
            self.refused += 1
            raise

    async def _answer(self, organisation_id: str, asked: Asked) -> Reply:
        """The answer within the limit; nothing that goes wrong is answered as if it had been done."""
        try:
            async with asyncio.timeout(self.parts.answer_within):
                return await self.asking.answer(organisation_id, asked)
        except (TimeoutError, Unavailable) as error:
            log.warning("teams is answered 503", why=type(error).__name__, what=type(asked).__name__)
            return self.asking.sorry(asked, done=None if isinstance(error, TimeoutError) else False)
        except Exception as error:  # noqa: BLE001  # the edge: a client repeats it, and the log holds nobody's words
            log.error(
                "a request from teams failed", what=type(asked).__name__, why=type(error).__name__, at=where(error)
            )
            return Reply(500)


def _told(reply: Reply) -> Told:
    return Told(reply.status, "" if reply.body is None else json.dumps(reply.body))


def _unreadable(activity: Sent) -> Reply:
    """Of the answer to a press Teams reads what went wrong in the body, and the body only with 200."""
    if activity.get("type") != "invoke":
        return Reply(400)
    return Reply(200 if activity.get("name") == PRESS else 400, failed(400, MALFORMED.strip()))
