"""The client of the Teams bench, in a process of its own; it reads requests from stdin and writes what it measured."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import count
from time import perf_counter

from flows.plain import Plain
from tests.bench.load import Lane, Load, Request
from tests.bench.teams_serving import APP_ID, SERVICE, TENANT, TeamsServed, account

NUMBERS = count(1)


def send(to: TeamsServed, lanes: Sequence[Sequence[Request]]) -> Load:
    """Has another process send these presses, one at a time in each lane; blocks until they are answered."""
    return _sent({"port": to.served.port, "lanes": [_framed(to, lane) for lane in lanes]})


def send_at(to: TeamsServed, requests: Sequence[Request], rate: float) -> Load:
    """The same at a rate per second, without waiting for answers."""
    return _sent({"port": to.served.port, "lanes": [_framed(to, requests)], "rate": rate})


def _framed(to: TeamsServed, requests: Sequence[Request]) -> list[str]:
    return [framed(to, activity(request)) for request in requests]


def _sent(job: dict[str, object]) -> Load:
    command = [sys.executable, "-m", "tests.bench.teams_load"]
    done = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    return Load(told["seconds"], tuple(told["took"]), told["answers"])


def activity(request: Request) -> Plain:
    """The press of the local workspace's page as Teams'."""
    _, person, body = request
    number = next(NUMBERS)
    data: Plain = {"accord": json.loads(body)["command"], "accordDrawn": f"{number:x}"}
    return {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "id": f"f:{number}",
        "timestamp": "2027-02-01T08:00:00.000Z",
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "locale": "en-GB",
        "from": {"id": f"29:{person}", "name": person, "aadObjectId": account(person)},
        "recipient": {"id": f"28:{APP_ID}", "name": "Accord"},
        "conversation": {"id": f"a:{person}", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}, "source": {"name": "message"}},
        "entities": [{"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Web"}],
        "replyToId": "1801468800000",
        "value": {"action": {"type": "Action.Execute", "verb": "accord", "data": data}, "trigger": "manual"},
    }


def framed(to: TeamsServed, sent: Plain) -> str:
    """The request as Teams sends it."""
    body = json.dumps(sent)
    return (
        f"POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1:{to.served.port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nAuthorization: Bearer {to.token}\r\n\r\n{body}"
    )


async def run_lane(port: int, requests: list[bytes]) -> Lane:
    """One connection, to its end."""
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[None] = loop.create_future()
    _, lane = await loop.create_connection(lambda: Lane(requests, ended), "127.0.0.1", port)
    await ended
    return lane


async def in_lanes(port: int, ready: Sequence[Sequence[str]]) -> Load:
    """All lanes at the same time."""
    started = perf_counter()
    lanes = await asyncio.gather(*(run_lane(port, [each.encode() for each in lane]) for lane in ready))
    answers: Counter[str] = sum((lane.answers for lane in lanes), Counter())
    return Load(perf_counter() - started, tuple(took for lane in lanes for took in lane.took), dict(answers))


async def at_rate(port: int, ready: Sequence[str], rate: float) -> Load:
    """Each on a connection of its own, when its time has come."""
    started, running = perf_counter(), []
    for number, each in enumerate(ready):
        await asyncio.sleep(max(0.0, started + number / rate - perf_counter()))
        running.append(asyncio.create_task(run_lane(port, [each.encode()])))
    lanes = await asyncio.gather(*running)
    answers: Counter[str] = sum((lane.answers for lane in lanes), Counter())
    return Load(perf_counter() - started, tuple(took for lane in lanes for took in lane.took), dict(answers))


def main() -> None:
    """One job."""
    job = json.load(sys.stdin)
    port, ready = job["port"], job["lanes"]
    load = asyncio.run(at_rate(port, ready[0], job["rate"]) if "rate" in job else in_lanes(port, ready))
    json.dump({"seconds": load.seconds, "took": load.took, "answers": load.answers}, sys.stdout)


if __name__ == "__main__":
    main()
