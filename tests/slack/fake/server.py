"""The fake's HTTP: the Web API, uploads, response_urls and the WebSocket."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from aiohttp import web

from tests.slack.fake.answering import answer_url
from tests.slack.fake.calls import Call, SlackSays
from tests.slack.fake.faults import AFTER, Called, Fault, Trouble
from tests.slack.fake.installing import exchange_code, open_connection
from tests.slack.fake.json import Json
from tests.slack.fake.methods import METHODS, Method
from tests.slack.fake.world import Team

if TYPE_CHECKING:
    from tests.slack.fake.slack import FakeSlack

NESTED = ("blocks", "metadata", "view", "files", "attachments")
"""Arguments that a form holds as JSON."""


def application(slack: FakeSlack) -> web.Application:
    """Everything that Slack's addresses answer."""
    api = Api(slack)
    server = web.Application(client_max_size=64 * 2**20)
    server.router.add_post("/api/oauth.v2.access", exchange_code(slack))
    server.router.add_post("/api/apps.connections.open", open_connection(slack))
    server.router.add_route("*", "/api/{method}", api.answer)
    server.router.add_post("/upload/{team}/{file}", api.upload)
    server.router.add_get("/files-pri/{team}-{file}/download", api.download)
    server.router.add_post("/response/{id}", answer_url(slack))
    server.router.add_get("/socket", slack.sockets.serve)
    return server


class Api:
    """The Web API."""

    def __init__(self, slack: FakeSlack) -> None:
        self.slack = slack

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One call, with whatever is to go wrong with it."""
        name = request.match_info["method"]
        method = METHODS.get(name)
        if method is None:
            return web.json_response({"ok": False, "error": "unknown_method", "req_method": name})
        arguments = await arguments_of(request, takes_json=method.takes_json)
        token = token_of(request, arguments)
        team = self.slack.by_token(token)
        ended = team.rotation.used(token, self.slack.now()) if team and team.rotation else ""
        trouble = self.slack.troubles.take(name, team.id if team else "")
        await asyncio.sleep(self.slack.slowness)
        if trouble is None or trouble.fault in AFTER:
            result: Json = {"ok": False, "error": ended} if ended else self._carried_out(method, team, arguments)
        else:
            result = {"ok": False, "error": trouble.error or "fatal_error"}
        outcome = (trouble.fault if trouble else None) or result.get("error") or "ok"
        why = "; ".join(result.get("response_metadata", {}).get("messages", []))
        at = asyncio.get_running_loop().time()
        self.slack.calls.append(Called(name, team.id if team else "", arguments, outcome, at, why))
        answer = await self._gone_wrong(request, trouble, result)
        if team is not None:
            answer.headers["x-oauth-scopes"] = ",".join(team.scopes)
        return answer

    def _carried_out(self, method: Method, team: Team | None, arguments: Json) -> Json:
        try:
            return {"ok": True, **method.run(Call(self.slack, allowed(method, team), arguments))}
        except SlackSays as refusal:
            return {"ok": False, "error": refusal.error, **refusal.more}

    async def _gone_wrong(self, request: web.Request, trouble: Trouble | None, result: Json) -> web.StreamResponse:
        """What reaches the app of the result."""
        match trouble.fault if trouble else None:
            case Fault.TOO_MANY if trouble is not None:
                return too_many(trouble.retry_after)
            case Fault.ERROR_BEFORE | Fault.ERROR_AFTER:
                return web.Response(status=500, text="<html>Internal Server Error</html>", content_type="text/html")
            case Fault.RESET_BEFORE | Fault.RESET_AFTER if request.transport is not None:
                request.transport.abort()
            case Fault.HANG_BEFORE | Fault.HANG_AFTER:
                await self.slack.unlocked.wait()
            case Fault.NON_JSON:
                return web.Response(text="<html>Slack is having a moment</html>", content_type="text/html")
        if result.get("error") in ("ratelimited", "rate_limited"):
            return too_many(int(result.get("retry_after", 30)))
        return web.json_response(result)

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file, as they are or as the one part of a form."""
        file = self.slack.teams[request.match_info["team"]].files[request.match_info["file"]]
        if request.content_type.startswith("multipart/"):
            parts = await request.post()
            for part in parts.values():
                if isinstance(part, web.FileField):
                    file.body = part.file.read()
        else:
            file.body = await request.read()
        return web.Response(text=f"OK - {len(file.body)}")

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file; whoever has no token that may read files is shown the page to sign in on."""
        team = self.slack.by_token(token_of(request, {}))
        file = self.slack.teams[request.match_info["team"]].files[request.match_info["file"]]
        if team is None or team.id != request.match_info["team"] or "files:read" not in team.scopes:
            return web.Response(text="<html>Sign in to Slack</html>", content_type="text/html")
        return web.Response(body=file.body)


def allowed(method: Method, team: Team | None) -> Team:
    """Whose call it is; refuses tokens that are not good, or not good enough."""
    if team is None:
        raise SlackSays("invalid_auth")
    if team.dead:
        raise SlackSays(team.dead)
    if method.scopes and not set(method.scopes) & set(team.scopes):
        raise SlackSays("missing_scope", needed=method.scopes[0], provided=",".join(team.scopes))
    return team


def too_many(retry_after: int) -> web.Response:
    """429"""
    return web.json_response(
        {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(retry_after)}
    )


def token_of(request: web.Request, arguments: Json) -> str:
    """The token of a call: in the header, or among the arguments."""
    return request.headers.get("Authorization", "").removeprefix("Bearer ") or str(arguments.pop("token", ""))


async def arguments_of(request: web.Request, *, takes_json: bool) -> Json:
    """What a call says, in its query and its body; Slack does not read JSON where it does not take it."""
    arguments: Json = dict(request.query)
    if request.content_type == "application/json":
        if takes_json:
            arguments |= json.loads(await request.text() or "{}")
        return arguments
    arguments |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    for name in NESTED:
        if isinstance(arguments.get(name), str):
            arguments[name] = json.loads(arguments[name])
    return arguments
