"""The client of the Slack benches, in a process of its own: signed requests as Slack sends them.

It reads a job from stdin and writes what it measured to stdout, both JSON. Either lanes, one request at a time in each
(`{"port": 1, "lanes": [["<payload>", …], …]}`), or a rate, whatever the answers do (`{"port": 1, "events": […],
"rate": 50}`).
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from time import perf_counter
from urllib.parse import urlencode

from tests.bench.load import Lane, Load

SECRET = "bench-signing-secret-0123456789"


def send(port: int, lanes: Sequence[Sequence[str]]) -> Load:
    """Has another process send these payloads; blocks until they are answered."""
    return _sent({"port": port, "lanes": lanes})


def send_at(port: int, events: Sequence[str], rate: float) -> Load:
    """The same at a rate per second, without waiting for answers."""
    return _sent({"port": port, "events": events, "rate": rate})


def _sent(job: dict[str, object]) -> Load:
    command = [sys.executable, "-m", "tests.bench.slack_load"]
    done = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    return Load(told["seconds"], tuple(told["took"]), told["answers"])


def framed(port: int, payload: str) -> bytes:
    """The request as Slack sends it: events as JSON, gestures and slash commands as a form."""
    event = payload.startswith('{"type": "event_callback"')
    fields = json.loads(payload) if payload.startswith('{"command"') else {"payload": payload}
    body = payload.encode() if event else urlencode(fields).encode()
    kind = "application/json" if event else "application/x-www-form-urlencoded"
    stamp = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    head = (
        f"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={signature}\r\n\r\n"
    )
    return head.encode() + body


async def run_lane(port: int, requests: list[bytes]) -> Lane:
    """One connection, to its end."""
    ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    _, lane = await asyncio.get_running_loop().create_connection(lambda: Lane(requests, ended), "127.0.0.1", port)
    await ended
    return lane


async def in_lanes(port: int, lanes: Sequence[Sequence[str]]) -> Load:
    """All lanes at the same time."""
    ready = [[framed(port, payload) for payload in lane] for lane in lanes]
    started = perf_counter()
    return _load(started, await asyncio.gather(*(run_lane(port, lane) for lane in ready)))


async def at_rate(port: int, events: Sequence[str], rate: float) -> Load:
    """Each on a connection of its own, when its time has come."""
    started, running = perf_counter(), []
    for number, event in enumerate(events):
        await asyncio.sleep(max(0.0, started + number / rate - perf_counter()))
        running.append(asyncio.create_task(run_lane(port, [framed(port, event)])))
    return _load(started, await asyncio.gather(*running))


def _load(started: float, lanes: Sequence[Lane]) -> Load:
    answers: Counter[str] = sum((lane.answers for lane in lanes), Counter())
    return Load(perf_counter() - started, tuple(took for lane in lanes for took in lane.took), dict(answers))


def main() -> None:
    """One job."""
    job = json.load(sys.stdin)
    port = job["port"]
    load = asyncio.run(in_lanes(port, job["lanes"]) if "lanes" in job else at_rate(port, job["events"], job["rate"]))
    json.dump({"seconds": load.seconds, "took": load.took, "answers": load.answers}, sys.stdout)


if __name__ == "__main__":
    main()
