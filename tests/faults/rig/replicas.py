"""R4: `python -m bot serve` and `work` as processes that are killed, frozen, thawed and asked to stop."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from aiohttp import ClientError, ClientSession

from tests.faults.rig.nursery import Nursery

ROOT = Path(__file__).parents[3]
PATIENCE = 60.0
"""Seconds for one start or stop on a busy machine."""
SAYS = "Accord is running at "
OURS = ("ACCORD_", "SLACK_", "TEAMS_", "COVERAGE_", "FAKETIME", "LD_PRELOAD")


def surroundings(**settings: str) -> dict[str, str]:
    """The environment of a process of ours: nothing of this one's settings, a free port, and these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**kept, "ACCORD_PORT": "0", **settings}


@dataclass
class Replica:
    """One process, started again after each end. `log`: the file that its stderr is added to.

    `nursery`: where it is forked, so that a start is quick; else it is a new Python. `url`: where it answers, "" for a
    worker; `lives`: how often it was started; `ended`: the exit code of each life; `starts`: seconds from each start
    until it was ready.
    """

    environment: Mapping[str, str]
    log: Path
    command: str = "serve"
    nursery: Nursery | None = None
    url: str = ""
    lives: int = 0
    pid: int = 0
    ended: list[int] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    _process: Process | None = None

    @property
    def running(self) -> bool:
        """Whether it is there, frozen or not."""
        if self.nursery is not None:
            return bool(self.pid) and self.nursery.alive(self.pid)
        return self._process is not None and self._process.returncode is None

    async def start(self, *, ready: bool = True) -> None:
        """Starts it and waits until it is `ready`. Raises AssertionError with its last words when it is not."""
        assert not self.running
        begun = monotonic()
        self._out.unlink(missing_ok=True)
        if self.nursery is not None:
            self.pid = await self.nursery.fork([self.command], self.environment, self._out, self.log)
        else:
            await self._exec()
        self.lives += 1
        if self.command == "serve":
            await self._listening(begun + PATIENCE)
            if ready:
                await self._ready(begun + PATIENCE)
        self.starts.append(monotonic() - begun)

    async def _exec(self) -> None:
        command = (sys.executable, "-m", "bot", self.command)
        with self.log.open("ab") as log, self._out.open("ab") as out:
            self._process = await asyncio.create_subprocess_exec(
                *command, cwd=ROOT, env=self.environment, stdout=out, stderr=log
            )
        self.pid = self._process.pid

    @property
    def _out(self) -> Path:
        return self.log.with_suffix(".out")

    async def _listening(self, until: float) -> None:
        while not (said := self._out.read_text() if self._out.exists() else "").endswith("\n"):
            assert self.running, f"it ended: {self.last_words()}"
            assert monotonic() < until, f"it says nothing: {self.last_words()}"
            await asyncio.sleep(0.03)
        self.url = said.partition(SAYS)[2].split(" ")[0]

    async def _ready(self, until: float) -> None:
        async with ClientSession() as session:
            while problems := await self._problems(session):
                assert self.running, f"it ended: {self.last_words()}"
                assert monotonic() < until, f"not ready: {problems} {self.last_words()}"
                await asyncio.sleep(0.02)

    async def _problems(self, session: ClientSession) -> str:
        """What /readyz says is wrong; "" when it is ready."""
        try:
            async with session.get(f"{self.url}/readyz") as answer:
                return "" if answer.status == 200 else await answer.text()
        except (ClientError, ConnectionError) as error:
            return type(error).__name__

    async def kill(self) -> None:
        """Power off."""
        await self._send(signal.SIGKILL, PATIENCE)

    async def terminate(self, within: float = PATIENCE) -> float:
        """Asks it to stop; returns after how many seconds it had. Raises TimeoutError when it takes longer."""
        begun = monotonic()
        await self._send(signal.SIGTERM, within)
        return monotonic() - begun

    def freeze(self) -> None:
        """Nothing of it runs until it is thawed; the world goes on."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on, without knowing that it stood still."""
        os.kill(self.pid, signal.SIGCONT)

    async def gone(self) -> int:
        """Waits for its end; returns the exit code, or minus the signal that ended it."""
        if self.nursery is not None:
            return await self.nursery.ended(self.pid)
        assert self._process is not None
        return await self._process.wait()

    async def _send(self, number: signal.Signals, within: float) -> None:
        if self.running:
            with suppress(ProcessLookupError):  # its end is not heard of yet
                os.kill(self.pid, number)
        async with asyncio.timeout(within):
            self.ended.append(await self.gone())

    def last_words(self) -> str:
        """The end of its log."""
        return self.log.read_text(errors="replace")[-2000:]


@asynccontextmanager
async def replicas(*all_of_them: Replica) -> AsyncIterator[None]:
    """Starts them, one after the other, and in the end kills whatever still runs."""
    try:
        for replica in all_of_them:
            await replica.start()
        yield
    finally:
        for replica in all_of_them:
            if replica.running:
                await replica.kill()
