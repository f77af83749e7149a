"""How an app gets its tokens and its sockets: OAuth codes, and connections by the app's own token."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from aiohttp import web

from tests.slack.fake.faults import Called, Fault
from tests.slack.fake.json import Json
from tests.slack.fake.rotation import LASTS

if TYPE_CHECKING:
    from tests.slack.fake.slack import FakeSlack

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
CLIENT_ID, CLIENT_SECRET = "0123456789.9876543210", "c0ffee00c0ffee00c0ffee00c0ffee00"


def exchange_code(slack: FakeSlack) -> Answer:
    """oauth.v2.access: a code for a token, once."""

    async def answer(request: web.Request) -> web.StreamResponse:
        given = dict(await request.post())
        if "Authorization" in request.headers:
            held = base64.b64decode(request.headers["Authorization"].removeprefix("Basic ")).decode()
            given["client_id"], _, given["client_secret"] = held.partition(":")
        if given.get("grant_type") == "refresh_token":
            return await _refreshed(slack, request, given)
        team_id = slack.codes.pop(str(given.get("code")), "")
        refused = ""
        if (given.get("client_id"), given.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            refused = "bad_client_secret"
        elif not team_id:
            refused = "invalid_code"
        slack.calls.append(Called("oauth.v2.access", team_id, {}, refused or "ok", asyncio.get_running_loop().time()))
        return web.json_response({"ok": False, "error": refused} if refused else granted(slack, team_id))

    return answer


async def _refreshed(slack: FakeSlack, request: web.Request, given: Mapping[str, object]) -> web.StreamResponse:
    """A refresh token for the next token. With trouble ordered for it, the answer gets lost."""
    old, at = str(given.get("refresh_token")), asyncio.get_running_loop().time()
    team = next((team for team in slack.teams.values() if team.rotation and old in team.rotation.good), None)
    trouble = slack.troubles.take("oauth.v2.access", team.id if team else "")
    refused = "" if team else "invalid_refresh_token"
    slack.calls.append(Called("oauth.v2.access", team.id if team else "", {}, refused or "ok", at))
    await asyncio.sleep(slack.slowness)
    if team is None or team.rotation is None:
        return web.json_response({"ok": False, "error": refused})
    if trouble is not None and trouble.fault is Fault.ERROR_BEFORE:
        return web.Response(status=500)
    answer = granted(slack, team.id, refresh_token=old)
    if trouble is not None and request.transport is not None:
        request.transport.abort()
    return web.json_response(answer)


def granted(slack: FakeSlack, team_id: str, refresh_token: str = "") -> Json:
    """What a code or a refresh token is good for."""
    team = slack.teams[team_id]
    rotating: Json = {}
    if team.rotation is not None:
        team.token, following = team.rotation.issue(slack.now(), refresh_token)
        rotating = {"refresh_token": following, "expires_in": int(LASTS.total_seconds())}
    installer = next((user.id for user in team.users.values() if not user.bot), team.bot_user)
    return {
        "ok": True,
        "app_id": slack.app_id,
        "access_token": team.token,
        "token_type": "bot",
        "scope": ",".join(team.scopes),
        "bot_user_id": team.bot_user,
        "team": {"id": team.id, "name": team.name},
        "enterprise": {"id": team.enterprise, "name": "Holding"} if team.enterprise else None,
        "is_enterprise_install": False,
        "authed_user": {"id": installer},
        **rotating,
    }


def open_connection(slack: FakeSlack) -> Answer:
    """apps.connections.open: the address of a WebSocket, for one connection."""

    async def answer(request: web.Request) -> web.StreamResponse:
        trouble = slack.troubles.take("apps.connections.open", "")
        refused = trouble.error if trouble else ""
        if request.headers.get("Authorization") != f"Bearer {slack.app_token}":
            refused = "invalid_auth"
        elif slack.sockets.switched_off:
            refused = "socket_mode_disabled"
        at = asyncio.get_running_loop().time()
        slack.calls.append(Called("apps.connections.open", "", {}, refused or "ok", at))
        if refused:
            return web.json_response({"ok": False, "error": refused})
        address = slack.url.replace("http://", "ws://")
        return web.json_response(
            {"ok": True, "url": f"{address}/socket?ticket={slack.sockets.ticket()}&app_id={slack.app_id}"}
        )

    return answer
