"""The fake's HTTP: the channel's keys, tokens for the app, and the connector."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from uuid import uuid4

from aiohttp import web

from tests.slack.fake.faults import AFTER, Fault, Trouble
from tests.slack.fake.json import Json
from tests.teams.fake import connector, roster
from tests.teams.fake.answers import STATUS, TeamsSays
from tests.teams.fake.keys import ISSUER

if TYPE_CHECKING:
    from tests.teams.fake.teams import FakeTeams

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Run = Callable[["FakeTeams", web.Request, Json], Json]
"""Carries a call out: what it is answered. Raises TeamsSays."""
CONVERSATION = "/emea/v3/conversations/{conversation}"


def application(teams: FakeTeams) -> web.Application:
    """Everything that the addresses of Teams answer."""
    server = web.Application(client_max_size=64 * 2**20)
    add = server.router.add_route
    add("GET", "/v1/.well-known/openidconfiguration", Answering(teams, "openid", openid).answer)
    add("GET", "/v1/.well-known/keys", Answering(teams, "keys", keys).answer)
    add("POST", "/{tenant}/oauth2/v2.0/token", Answering(teams, "token", token).answer)
    for verb, path, name, run in (
        ("POST", "/emea/v3/conversations", "create", connector.create),
        ("POST", f"{CONVERSATION}/activities", "post", connector.post),
        ("POST", f"{CONVERSATION}/activities/{{activity}}", "post", connector.post),
        ("PUT", f"{CONVERSATION}/activities/{{activity}}", "put", connector.put),
        ("DELETE", f"{CONVERSATION}/activities/{{activity}}", "delete", connector.delete),
        ("GET", f"{CONVERSATION}/pagedmembers", "members", roster.paged),
        ("GET", f"{CONVERSATION}/members", "members", roster.everybody),
        ("GET", f"{CONVERSATION}/members/{{member}}", "member", roster.one),
        ("GET", "/emea/v3/teams/{team}/conversations", "channels", roster.channels),
        ("GET", "/emea/v3/teams/{team}", "team", roster.team),
    ):
        add(verb, path, Answering(teams, name, admitted(run)).answer)
    add("GET", "/drive/{file}", downloading(teams))
    return server


def downloading(teams: FakeTeams) -> Handler:
    """The bytes of a file, for whoever has its address with the key in it."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.query.get("tempauth") != "key" or "Authorization" in request.headers:
            return web.Response(status=401)
        return web.Response(body=teams.drive[request.match_info["file"]])

    return answer


class Answering:
    """One address, with whatever is to go wrong with it."""

    def __init__(self, teams: FakeTeams, name: str, run: Run) -> None:
        self.teams, self.name, self.run = teams, name, run

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One call."""
        arguments = await arguments_of(request)
        where = request.match_info.get("conversation", "").partition(";")[0]
        trouble = self.teams.troubles.take(self.name, where)
        outcome, why = f"ordered: {trouble.fault or trouble.error}" if trouble else "ok", ""
        status, result = 200, Json()
        if trouble is None or trouble.fault in AFTER:
            try:
                result = self.run(self.teams, request, arguments)
            except TeamsSays as refusal:
                status, result, why = refusal.status, refusal.body, refusal.why
                outcome = refusal.code
        elif trouble.error:
            ordered = TeamsSays(trouble.error)
            status, result = ordered.status, ordered.body
        self.teams.note(self.name, where, arguments, outcome, why)
        if trouble is not None and trouble.fault is not None:
            return await self._gone_wrong(request, trouble)
        headers = {"Retry-After": str(trouble.retry_after if trouble else 1)} if status == STATUS["Throttled"] else {}
        return web.json_response(result, status=status, headers=headers)

    async def _gone_wrong(self, request: web.Request, trouble: Trouble) -> web.StreamResponse:
        """What reaches the app instead of an answer."""
        match trouble.fault:
            case Fault.TOO_MANY:
                headers = {"Retry-After": str(trouble.retry_after)}
                return web.json_response(TeamsSays("Throttled").body, status=429, headers=headers)
            case Fault.RESET_BEFORE | Fault.RESET_AFTER if request.transport is not None:
                request.transport.abort()
            case Fault.HANG_BEFORE | Fault.HANG_AFTER:
                await self.teams.unlocked.wait()
            case Fault.NON_JSON:
                return web.Response(text="<html>Teams is having a moment</html>", content_type="text/html")
        return web.json_response(TeamsSays("ServiceError").body, status=500)


def admitted(run: Run) -> Run:
    """The same, for whoever brings a token that was given out here."""

    def checked(teams: FakeTeams, request: web.Request, arguments: Json) -> Json:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if not teams.playground and (scheme != "Bearer" or given not in teams.tokens):
            raise TeamsSays("BotNotRegistered", "the token is not one of this app")
        return run(teams, request, arguments)

    return checked


def openid(teams: FakeTeams, request: web.Request, arguments: Json) -> Json:
    """The OpenID metadata of the channel."""
    return {
        "issuer": ISSUER,
        "authorization_endpoint": "https://invalid.botframework.com",
        "jwks_uri": f"{teams.url}/v1/.well-known/keys",
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
    }


def keys(teams: FakeTeams, request: web.Request, arguments: Json) -> Json:
    """The keys that tokens are signed with."""
    return teams.keys.jwks()


def token(teams: FakeTeams, request: web.Request, arguments: Json) -> Json:
    """A token for the connector, for the app's own credentials in its own tenant."""
    if request.match_info["tenant"] not in teams.tenants:
        raise TeamsSays("BadSyntax", "AADSTS90002: tenant not found")
    if (arguments.get("client_id"), arguments.get("client_secret")) != (teams.app_id, teams.secret):
        raise TeamsSays("BotNotRegistered", "AADSTS7000215: invalid client secret")
    if arguments.get("grant_type") != "client_credentials":
        raise TeamsSays("BadSyntax", "AADSTS70003: unsupported grant type")
    if arguments.get("scope") != "https://api.botframework.com/.default":
        raise TeamsSays("BadSyntax", "AADSTS70011: the scope is not valid")
    made = uuid4().hex
    teams.tokens.add(made)
    return {"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": made}


async def arguments_of(request: web.Request) -> Json:
    """What a call says, in its query and its body."""
    found: Json = dict(request.query)
    if request.content_type == "application/json":
        told = json.loads(await request.text() or "{}")
        return {**found, **told}
    if request.method == "POST":
        found |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return found
