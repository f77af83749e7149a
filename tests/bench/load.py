"""The client, in a process of its own: lanes of requests, one at a time in each lane, and how long each took.

It reads a job from stdin and writes what it measured to stdout, both JSON:
`{"port": 1, "lanes": [["<path>", "<body>", …], …], "person": …}`.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

Request = tuple[str, str, str]
"""(path, person, JSON body)."""


@dataclass(frozen=True)
class Load:
    """`seconds` from the first request to the last answer; `took`: seconds of each; `answers`: counted by what they
    began with, status and kind."""

    seconds: float
    took: tuple[float, ...]
    answers: dict[str, int]

    @property
    def rate(self) -> float:
        """Requests per second."""
        return len(self.took) / self.seconds


def send(port: int, lanes: Sequence[Sequence[Request]]) -> Load:
    """Has another process send these requests; blocks until they are answered."""
    job = json.dumps({"port": port, "lanes": lanes})
    command = [sys.executable, "-m", "tests.bench.load"]
    done = subprocess.run(command, input=job, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    return Load(told["seconds"], tuple(told["took"]), told["answers"])


class Lane(asyncio.Protocol):
    """One kept connection: the next request goes out when the answer to the last is in."""

    def __init__(self, requests: list[bytes], ended: asyncio.Future[None]) -> None:
        self._requests = iter(requests)
        self._ended = ended
        self._transport: asyncio.Transport | None = None
        self._sent = 0.0
        self._read = bytearray()
        self.took: list[float] = []
        self.answers: Counter[str] = Counter()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, found, body = self._read.partition(b"\r\n\r\n")
        if not found:
            return
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(body) < length:
            return
        self.took.append(perf_counter() - self._sent)
        kind = body[:20].partition(b",")[0].decode()
        self.answers[f"{head[9:12].decode()} {kind}"] += 1
        self._read.clear()
        self._next()

    def connection_lost(self, _: Exception | None) -> None:
        if not self._ended.done():
            self._ended.set_exception(ConnectionError("the server closed the connection"))

    def _next(self) -> None:
        assert self._transport is not None
        request = next(self._requests, None)
        if request is None:
            self._ended.set_result(None)
            self._transport.close()
            return
        self._sent = perf_counter()
        self._transport.write(request)


def framed(port: int, path: str, person: str, body: str) -> bytes:
    """The request as the page sends it."""
    content = body.encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
        f"Content-Type: application/json\r\nCookie: accord_person={person}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


async def measure(port: int, lanes: Sequence[Sequence[Request]]) -> Load:
    """Sends all lanes at the same time."""
    loop = asyncio.get_running_loop()
    framed_lanes = [[framed(port, *request) for request in lane] for lane in lanes]
    ends = [loop.create_future() for _ in lanes]
    started = perf_counter()
    protocols = [
        (await loop.create_connection(lambda lane=lane, end=end: Lane(lane, end), "127.0.0.1", port))[1]  # type: ignore[misc]
        for lane, end in zip(framed_lanes, ends, strict=True)
    ]
    await asyncio.gather(*ends)
    seconds = perf_counter() - started
    answers: Counter[str] = sum((lane.answers for lane in protocols), Counter())
    return Load(seconds, tuple(took for lane in protocols for took in lane.took), dict(answers))


def main() -> None:
    """One job."""
    job = json.load(sys.stdin)
    load = asyncio.run(measure(job["port"], job["lanes"]))
    json.dump({"seconds": load.seconds, "took": load.took, "answers": load.answers}, sys.stdout)


if __name__ == "__main__":
    main()
