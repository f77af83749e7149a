"""A small connector for unit tests: real HTTP on loopback, answers by name, faults in the order they are asked for.

It keeps what is shown, so that a test can ask what is on screen, whatever the caller was told.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

from aiohttp import web

from flows.plain import Plain

Body = Mapping[str, Plain]
CONVERSATION = "/emea/v3/conversations/{conversation}"
ADDRESSES = (
    ("POST", "/{tenant}/oauth2/v2.0/token", "token"),
    ("POST", "/emea/v3/conversations", "create"),
    ("POST", f"{CONVERSATION}/activities", "post"),
    ("PUT", f"{CONVERSATION}/activities/{{activity}}", "put"),
    ("GET", f"{CONVERSATION}/pagedmembers", "members"),
    ("GET", f"{CONVERSATION}/members/{{member}}", "member"),
    ("GET", "/emea/v3/teams/{team}/conversations", "channels"),
    ("GET", "/emea/v3/teams/{team}", "team"),
)


@dataclass(frozen=True)
class Call:
    """One request as the connector saw it. `path`: what its address named, by name."""

    name: str
    path: Mapping[str, str]
    body: Body
    token: str


@dataclass(frozen=True)
class Fault:
    """What happens instead of the usual answer. `applied`: the call is carried out all the same.

    `hang`: seconds before anything is said; `reset`: the connection is cut; `raw`: a body that is no JSON.
    """

    status: int = 200
    body: Plain = None
    headers: Mapping[str, str] = field(default_factory=dict)
    applied: bool = False
    hang: float = 0.0
    reset: bool = False
    raw: str | None = None


def no(status: int, code: str) -> Fault:
    """A refusal with this code."""
    return Fault(status, {"error": {"code": code, "message": "people's words"}})


class ScriptedTeams:
    """`script[name]`: faults in order, then the usual answers. `answers[name]`: those, one after the other, by path.

    `shown`: activities by conversation, with their ids.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.script: dict[str, list[Fault]] = {}
        self.answers: dict[str, Sequence[Body]] = {}
        self.shown: dict[str, dict[str, Body]] = {}
        self.url = ""
        self._ids = count(1)

    @property
    def connector_url(self) -> str:
        """What conversations name as their address."""
        return f"{self.url}/emea/"

    @property
    def host(self) -> str:
        """This machine with the port, as the list of hosts has it."""
        return self.url.removeprefix("http://")

    def made(self, name: str) -> list[Call]:
        """The calls of one name."""
        return [call for call in self.calls if call.name == name]

    def texts(self, conversation: str) -> list[Plain]:
        """What is on screen there, as notifications would tell it."""
        return [one.get("summary") or one.get("text") for one in self.shown.get(conversation, {}).values()]

    async def answer(self, name: str, request: web.Request) -> web.StreamResponse:
        """One call."""
        call = await _read(name, request)
        self.calls.append(call)
        faults = self.script.get(name, [])
        if not faults:
            return web.json_response(self._carry_out(call))
        fault = faults.pop(0)
        if fault.applied:
            self._carry_out(call)
        if fault.hang:
            await asyncio.sleep(fault.hang)
        if fault.reset and request.transport is not None:
            request.transport.abort()
        text = fault.raw if fault.raw is not None else json.dumps(fault.body)
        return web.Response(status=fault.status, text=text, headers=fault.headers, content_type="application/json")

    def _carry_out(self, call: Call) -> Body:
        if call.name in self.answers:
            said = self.answers[call.name]
            return said[min(len(self.made(call.name)), len(said)) - 1]
        match call.name:
            case "token":
                return {"access_token": f"token-{len(self.made('token'))}", "expires_in": 3600}
            case "create":
                return {"id": f"a:{_member(call.body).removeprefix('29:')}"}
            case "post":
                made = str(next(self._ids))
                self.shown.setdefault(call.path["conversation"], {})[made] = call.body
                return {"id": made}
            case "put":
                self.shown.setdefault(call.path["conversation"], {})[call.path["activity"]] = call.body
                return {"id": call.path["activity"]}
        return {}


def _member(asked: Body) -> str:
    """The one person that a chat is asked for with."""
    members = asked["members"]
    assert isinstance(members, list)
    (member,) = members
    assert isinstance(member, dict)
    return str(member["id"])


class Answering:
    """One address."""

    def __init__(self, teams: ScriptedTeams, name: str) -> None:
        self._teams, self._name = teams, name

    async def answer(self, request: web.Request) -> web.StreamResponse:
        return await self._teams.answer(self._name, request)


async def _read(name: str, request: web.Request) -> Call:
    if request.content_type == "application/json" and request.can_read_body:
        body: Body = await request.json()
    elif request.method == "POST":
        body = {key: str(value) for key, value in (await request.post()).items()}
    else:
        body = dict(request.query)
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return Call(name, dict(request.match_info), body, token)


@asynccontextmanager
async def scripted_teams() -> AsyncIterator[ScriptedTeams]:
    """Listens on a free port while the block runs."""
    teams = ScriptedTeams()
    server = web.Application()
    for method, path, name in ADDRESSES:
        server.router.add_route(method, path, Answering(teams, name).answer)
    runner = web.AppRunner(server, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    teams.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield teams
    finally:
        await runner.cleanup()
