"""Processes that begin with everything imported: a start takes a fifth of the time, and is killed like any other.

`python -m tests.faults.rig.nursery` reads one JSON line for each process that it is to fork, and writes one for each
that has begun ({"pid": 1}) or ended ({"pid": 1, "code": -9}).
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import select
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from tests.faults.rig import crashpoints, poison

ROOT = Path(__file__).parents[3]
NEEDED = ("bot.cli", "bot.operate", "bot.serve", "bot.slack", "bot.teams", "storage.postgres", "storage.sqlite_file")
"""What a server with Slack and Teams imports."""


@dataclass
class Nursery:
    """Where they are forked. Their ends are told to whoever waits for them."""

    _mother: Process
    _ends: dict[int, asyncio.Future[int]] = field(default_factory=dict)
    _born: asyncio.Queue[int] = field(default_factory=asyncio.Queue)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def fork(self, arguments: Sequence[str], environment: Mapping[str, str], out: Path, log: Path) -> int:
        """Starts `python -m bot` with these arguments; its output goes to the two files. Returns its number."""
        job = {"arguments": arguments, "environment": dict(environment), "out": str(out), "log": str(log)}
        assert self._mother.stdin is not None
        async with self._turn:
            self._mother.stdin.write(json.dumps(job).encode() + b"\n")
            return await asyncio.shield(asyncio.create_task(self._born.get()))  # its own, also where nobody waits on

    async def ended(self, pid: int) -> int:
        """Waits for its end; returns its exit code, or minus the signal that ended it."""
        return await asyncio.shield(self._ends[pid])

    def alive(self, pid: int) -> bool:
        """Whether its end has not been heard of."""
        return not self._ends[pid].done()

    async def listen(self) -> None:
        """Hears of beginnings and ends, until the mother ends."""
        assert self._mother.stdout is not None
        while line := await self._mother.stdout.readline():
            told = json.loads(line)
            if "code" in told:
                self._ends[told["pid"]].set_result(told["code"])
            else:
                self._ends[told["pid"]] = asyncio.get_running_loop().create_future()
                self._born.put_nowait(told["pid"])


@asynccontextmanager
async def nursery() -> AsyncIterator[Nursery]:
    """Open while the test runs; what is left in it in the end is killed."""
    command = (sys.executable, "-m", "tests.faults.rig.nursery")
    mother = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=PIPE, stdout=PIPE)
    made = Nursery(mother)
    listening = asyncio.create_task(made.listen())
    try:
        yield made
    finally:
        assert mother.stdin is not None
        mother.stdin.close()
        await mother.wait()
        await listening


def main() -> None:
    """The mother's life: until her stdin ends."""
    _learn()
    awake, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    children: set[int] = set()
    heard = b""
    while True:
        ready, _, _ = select.select([0, awake], [], [])
        if awake in ready:
            os.read(awake, 512)
            _mourn(children)
        if 0 in ready:
            more = os.read(0, 65_536)
            if not more:
                break
            *jobs, heard = (heard + more).split(b"\n")
            children.update(_fork(json.loads(job)) for job in jobs)
    for pid in children:
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        _say({"pid": pid, "code": os.waitstatus_to_exitcode(status)})  # somebody may still wait for it


def _learn() -> None:
    for name in NEEDED:
        import_module(name)

    gc.freeze()


def _mourn(children: set[int]) -> None:
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        children.discard(pid)
        _say({"pid": pid, "code": os.waitstatus_to_exitcode(status)})


def _fork(job: Mapping[str, object]) -> int:
    pid = os.fork()
    if pid == 0:
        _live(job)
    _say({"pid": pid})
    return pid


def _live(job: Mapping[str, object]) -> NoReturn:
    """The child's life, as if it had just been started with this environment."""
    from bot.cli import main as bot

    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    append, arguments, environment = os.O_WRONLY | os.O_CREAT | os.O_APPEND, job["arguments"], job["environment"]
    assert isinstance(arguments, list)
    assert isinstance(environment, dict)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(os.open(str(job["out"]), append, 0o600), 1)
    os.dup2(os.open(str(job["log"]), append, 0o600), 2)
    os.environ.clear()
    os.environ.update(environment)
    crashpoints.install(environment)
    poison.install(environment)
    code = bot(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _say(told: Mapping[str, int]) -> None:
    os.write(1, json.dumps(told).encode() + b"\n")


if __name__ == "__main__":
    main()
