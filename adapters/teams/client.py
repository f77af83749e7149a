"""Calls of Teams' connector: one session for everything, its own deadline for each, and never a second try of its own.

botbuilder's connector sends some calls again by itself, and holds a thread while it waits: this one does neither.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from typing import TypeAlias
from urllib.parse import quote, urlencode

import aiohttp
import structlog
from yarl import URL

from adapters.fetching import Fetched, fetched
from adapters.hearing import Heard, nobody
from adapters.platform import Ambiguous, Held, PlatformError, Refused, Unreachable
from adapters.teams.errors import NotLetIn, answered, code_of, failed_on_the_way
from adapters.teams.hosts import SERVICE_HOSTS, is_connector, is_drive
from adapters.teams.limits import Doing, Limits
from adapters.teams.login import LOGIN, Credentials, Tokens
from adapters.teams.ports import Activity, Conversation, Scope
from flows.plain import Plain

log = structlog.get_logger("accord.teams")

PATIENCE = 7.0
"""Seconds for one call; less than delivery has for an attempt with all that comes before it."""
TO_CONNECT = 4.0
TOKEN_PATIENCE = 3.0
CONNECTIONS = 100
A_PAGE = 200

Body: TypeAlias = Mapping[str, Plain]


class Busy(Held):
    """Too many calls of ours are under way. Teams has nothing to do with it."""


class Connector:
    """Fits `adapters.teams.ports.Talk`, and reads members and channels.

    `credentials`: None in development only, where no token is shown to anybody. `hosts`: see `hosts.is_connector`;
    `login_url`: another address in tests only; `paced`: see `Limits`; `heard`: takes the headers of each answer.
    Raises the errors of adapters.platform and nothing else.
    """

    def __init__(
        self,
        credentials: Credentials | None,
        *,
        hosts: Collection[str] = SERVICE_HOSTS,
        login_url: str = LOGIN,
        paced: bool = True,
        heard: Heard = nobody,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.tokens = Tokens(credentials, self._log_in, login_url=login_url, seconds=seconds)
        self.limits = Limits(seconds, paced=paced)
        self._hosts = hosts
        self._heard = heard
        self._room = asyncio.Semaphore(CONNECTIONS)
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    async def post(self, conversation: Conversation, activity: Activity, thread: str = "") -> str:
        """The id of the new activity. `thread`: the activity under which it hangs (channels only)."""
        where = conversation.conversation_id
        if thread and conversation.scope is Scope.CHANNEL:
            where = f"{where.partition(';')[0]};messageid={thread}"
        answer = await self._call(
            "POST", conversation, _path(where, "activities"), _addressed(conversation, activity, where)
        )
        return _id(answer)

    async def update(self, conversation: Conversation, activity_id: str, activity: Activity) -> None:
        """Replaces an activity of Accord's own."""
        where = conversation.conversation_id
        sent = {**_addressed(conversation, activity, where), "id": activity_id}
        await self._call("PUT", conversation, _path(where, "activities", activity_id), sent)

    async def delete(self, conversation: Conversation, activity_id: str) -> None:
        """Takes an activity of Accord's own away."""
        await self._call("DELETE", conversation, _path(conversation.conversation_id, "activities", activity_id))

    async def fetch(self, url: str, most: int) -> Fetched | None:
        """A file that somebody sent; None where it is not Teams', not handed out, or of more than `most` bytes.

        The address needs no token, and gets none.
        """
        if not is_drive(url, self._hosts):
            return None
        try:
            async with self._open().get(URL(url, encoded=True), allow_redirects=False) as response:
                return await fetched(response, most)
        except (aiohttp.ClientError, OSError) as error:
            raise failed_on_the_way(error) from None

    async def open(self, near: Conversation, member_id: str) -> str:
        """The id of the personal chat with somebody; Teams gives the same one each time. `near`: any conversation of
        the same tenant."""
        asked: Body = {
            "isGroup": False,
            "bot": {"id": near.bot_id},
            "members": [{"id": member_id}],
            "tenantId": near.tenant_id,
            "channelData": {"tenant": {"id": near.tenant_id}},
        }
        return _id(await self._call("POST", near, "v3/conversations", asked))

    async def members(self, conversation: Conversation, after: str = "") -> tuple[list[Body], str]:
        """A page of the members, and what to ask for the next one, "" after the last."""
        asked = {"pageSize": str(A_PAGE), **({"continuationToken": after} if after else {})}
        path = f"{_path(conversation.conversation_id, 'pagedmembers')}?{urlencode(asked)}"
        answer = await self._call("GET", conversation, path, doing=Doing.READING)
        further = answer.get("continuationToken")
        return _listed(answer, "members"), further if isinstance(further, str) else ""

    async def member(self, conversation: Conversation, member_id: str) -> Body:
        """One member. Raises Gone where there is nobody of that id."""
        path = _path(conversation.conversation_id, "members", member_id)
        return await self._call("GET", conversation, path, doing=Doing.READING)

    async def channels(self, team: Conversation) -> list[Body]:
        """The channels of a team; the general one, whose id is the team's, has no name."""
        path = f"v3/teams/{quote(team.team_id, safe='')}/conversations"
        return _listed(await self._call("GET", team, path, doing=Doing.READING), "conversations")

    async def team_name(self, team: Conversation) -> str:
        """What a team is called, "" where Teams does not say."""
        path = f"v3/teams/{quote(team.team_id, safe='')}"
        found = (await self._call("GET", team, path, doing=Doing.READING)).get("name")
        return found if isinstance(found, str) else ""

    async def close(self) -> None:
        """Closes the connections; no call may be made after it."""
        self._closed = True
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _call(
        self,
        method: str,
        conversation: Conversation,
        path: str,
        body: Body | None = None,
        *,
        doing: Doing = Doing.SENDING,
    ) -> Body:
        if not is_connector(conversation.service_url, self._hosts):
            raise Refused("the address that Teams gave for this conversation is not one of its own")
        url = f"{conversation.service_url.rstrip('/')}/{path}"
        token = await self.tokens.get()
        self.limits.take(conversation.tenant_id, conversation.conversation_id.partition(";")[0], doing)
        try:
            status, headers, answer = await self._sent(method, url, token, body)
            if 200 <= status < 300:
                return answer if isinstance(answer, Mapping) else {}
            raise answered(status, headers, answer)
        except NotLetIn:
            self.tokens.forget(token)
            raise
        except PlatformError as error:
            log.info("teams said no", method=method, code=code_of(error), error=type(error).__name__)
            raise

    async def _sent(self, method: str, url: str, token: str, body: Body | None) -> tuple[int, Mapping[str, str], Plain]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        under_way = False
        try:
            async with asyncio.timeout(PATIENCE), self._room:
                under_way = True
                return await self._carry(method, url, headers=headers, json=body)
        except TimeoutError as error:
            if not under_way:
                raise Busy(timedelta(seconds=1)) from None
            raise failed_on_the_way(error) from None
        except (aiohttp.ClientError, OSError) as error:
            raise failed_on_the_way(error) from None

    async def _log_in(self, url: str, form: Mapping[str, str]) -> tuple[int, Plain]:
        try:
            async with asyncio.timeout(TOKEN_PATIENCE):
                status, _, answer = await self._carry("POST", url, data=dict(form))
        except (aiohttp.ClientError, OSError) as error:  # TimeoutError is one
            raise failed_on_the_way(error) from None
        return status, answer

    async def _carry(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        json: Body | None = None,
        data: Mapping[str, str] | None = None,
    ) -> tuple[int, Mapping[str, str], Plain]:
        """One request. What an error holds of it, the token and people's words, goes no further."""
        asking = self._open().request(
            method, URL(url, encoded=True), headers=headers, json=json, data=data, allow_redirects=False
        )
        async with asking as response:
            self._heard(response.headers)
            return response.status, response.headers, _read(await response.read())

    def _open(self) -> aiohttp.ClientSession:
        if self._closed:
            raise Unreachable("Accord is stopping")
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=TO_CONNECT),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session


def _path(conversation_id: str, *further: str) -> str:
    return "/".join(("v3/conversations", *(quote(part, safe="") for part in (conversation_id, *further))))


def _addressed(conversation: Conversation, activity: Activity, where: str) -> dict[str, Plain]:
    """The activity with who sends it and where to, as the connector has it."""
    said: dict[str, Plain] = {**activity, "from": {"id": conversation.bot_id}, "conversation": {"id": where}}
    if conversation.member_id:
        said["recipient"] = {"id": conversation.member_id}
    return said


def _id(answer: Body) -> str:
    found = answer.get("id")
    if not isinstance(found, str) or not found:
        raise Ambiguous("Teams did not say where it put the message")
    return found


def _listed(answer: Body, name: str) -> list[Body]:
    found = answer.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _read(raw: bytes) -> Plain:
    try:
        found: Plain = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found
