"""A small Slack for unit tests: real HTTP on loopback, answers by method, faults in the order they are asked for.

It keeps what chat.postMessage shows, so that a test can ask what is on screen, whatever the caller was told.
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
FIRST = 1_801_468_800
"""When the first message is shown: Monday 1 February 2027, 08:00 UTC, as UNIX seconds."""


@dataclass(frozen=True)
class Call:
    """One request as Slack saw it."""

    method: str
    arguments: Mapping[str, str]
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
    content_type: str = "application/json"


def no(code: str, **more: Plain) -> Fault:
    """ok: false with this code."""
    return Fault(body={"ok": False, "error": code, **more})


class ScriptedSlack:
    """`script[method]`: faults in order, then the usual answers. `answers[method]`: those, page by page."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.script: dict[str, list[Fault]] = {}
        self.answers: dict[str, Sequence[Body]] = {}
        self.headers: dict[str, str] = {}
        self.shown: dict[str, list[dict[str, Plain]]] = {}
        self.uploads: list[bytes] = []
        self.refusing = False
        self.url = ""
        self._seconds = count(FIRST)

    def made(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Whatever is posted to /api/<method>."""
        call = await _read(request)
        self.calls.append(call)
        faults = self.script.get(call.method, [])
        if not faults:
            return web.json_response(self._carry_out(call), headers=self.headers)
        fault = faults.pop(0)
        if fault.applied:
            self._carry_out(call)
        if fault.hang:
            await asyncio.sleep(fault.hang)
        if fault.reset and request.transport is not None:
            request.transport.abort()
        text = fault.raw if fault.raw is not None else json.dumps(fault.body)
        return web.Response(status=fault.status, text=text, headers=fault.headers, content_type=fault.content_type)

    async def knock(self, request: web.Request) -> web.Response:
        """Where Accord itself would be: whether what is not signed is refused."""
        return web.Response(status=401 if self.refusing and await request.read() else 404)

    async def take_file(self, request: web.Request) -> web.Response:
        """The address that files.getUploadURLExternal names."""
        if "moved" in request.query:
            raise web.HTTPTemporaryRedirect("/upload")
        self.uploads.append(await request.read())
        return web.Response(text="OK")

    def _carry_out(self, call: Call) -> Body:
        said = call.arguments
        if call.method in self.answers:
            pages = self.answers[call.method]
            return pages[min(len(self.made(call.method)), len(pages)) - 1]
        match call.method:
            case "chat.postMessage":
                return self._show(said)
            case "chat.update":
                return {"ok": True, "channel": said["channel"], "ts": said["ts"]}
            case "conversations.open":
                return {"ok": True, "channel": {"id": f"D{said['users'][1:]}"}}
            case "conversations.history" | "conversations.replies":
                return self._page(said)
            case "files.getUploadURLExternal":
                return {"ok": True, "upload_url": f"{self.url}/upload", "file_id": "F0PICTURE"}
        return {"ok": True}

    def _show(self, said: Mapping[str, str]) -> Body:
        channel = said["channel"]
        channel = f"D{channel[1:]}" if channel.startswith("U") else channel
        at = f"{next(self._seconds)}.000100"
        metadata = json.loads(said["metadata"]) if "metadata" in said else {}
        message: dict[str, Plain] = {"ts": at, "text": said["text"], "bot_id": "B0ACCORD", "metadata": metadata}
        if "thread_ts" in said:
            message["thread_ts"] = said["thread_ts"]
        self.shown.setdefault(channel, []).append(message)
        return {"ok": True, "channel": channel, "ts": at}

    def _page(self, said: Mapping[str, str]) -> Body:
        """Newest first, by cursor; only what is not older than `oldest`."""
        thread, oldest = said.get("ts"), float(said.get("oldest", "0"))
        found = [
            one
            for one in reversed(self.shown.get(said["channel"], []))
            if one.get("thread_ts") == thread and float(str(one["ts"])) >= oldest
        ]
        start, most = int(said.get("cursor") or "0"), int(said["limit"])
        more = str(start + most) if len(found) > start + most else ""
        return {"ok": True, "messages": found[start : start + most], "response_metadata": {"next_cursor": more}}


async def _read(request: web.Request) -> Call:
    if request.content_type == "application/json":
        body = await request.json()
        said = {name: value if isinstance(value, str) else json.dumps(value) for name, value in body.items()}
    else:
        said = {name: str(value) for name, value in (await request.post()).items()}
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return Call(request.match_info["method"], said, token)


@asynccontextmanager
async def scripted_slack() -> AsyncIterator[ScriptedSlack]:
    """Listens on a free port while the block runs; its Web API is at `<url>/api/`."""
    slack = ScriptedSlack()
    server = web.Application()
    server.router.add_post("/api/{method}", slack.answer)
    server.router.add_post("/upload", slack.take_file)
    server.router.add_post("/slack/events", slack.knock)
    runner = web.AppRunner(server, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    slack.url = site.name if not site.name.endswith(":0") else f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield slack
    finally:
        await runner.cleanup()
