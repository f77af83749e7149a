"""`python -m bot serve` as a process of its own, started again whenever it has died."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "examples" / "line3-mes.yaml"
DEATHS = Path(__file__).parent / "deaths"
PATIENCE = 60.0
"""Seconds for one start or stop on a busy machine."""


@dataclass(frozen=True)
class Death:
    """The process ends at the `nth` transaction of its life whose statements and values hold all of `touches`."""

    touches: tuple[str, ...]
    nth: int = 1
    after: bool = False


class Server:
    """One Accord on one database. Its lives end as `deaths` say, one each; the last one goes on to the end."""

    def __init__(self, database: str, deaths: Sequence[Death] = ()) -> None:
        self.url = ""
        self.lives = 0
        self._database = database
        self._deaths = list(deaths)
        self._death: Death | None = None
        self._process: Process | None = None
        self._starting = asyncio.Lock()

    @property
    def deaths_to_come(self) -> list[Death]:
        """Those that were ordered and did not happen."""
        return ([self._death] if self._death else []) + self._deaths

    async def running(self) -> None:
        """Starts it unless it is running already; then it answers at `url`."""
        async with self._starting:
            while self._process is None or self._process.returncode is not None:
                await self._start()

    async def _start(self) -> None:
        if self._process is not None and self._process.returncode != -signal.SIGKILL:
            raise AssertionError(f"Accord ended by itself with {self._process.returncode}")
        self._death = self._deaths.pop(0) if self._deaths else None
        command = (sys.executable, "-m", "bot", "serve", "--sample", str(SAMPLE))
        self._process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=self._environment(), stdout=PIPE)
        self.lives += 1
        assert self._process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            said = (await self._process.stdout.readline()).decode()
            if not said:
                await self._process.wait()
        self.url = said.removeprefix("Accord is running at ").split(" ")[0]

    def _environment(self) -> dict[str, str]:
        ours = ("ACCORD_", "SLACK_", "TEAMS_", "COVERAGE_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        order = {"ACCORD_TEST_DEATH": json.dumps(asdict(self._death))} if self._death else {}
        return {**kept, "ACCORD_DATABASE": self._database, "ACCORD_PORT": "0", "PYTHONPATH": str(DEATHS), **order}

    async def silent(self) -> None:
        """It did not answer: waits a moment for it to be gone, and starts it again if it is."""
        assert self._process is not None
        try:
            async with asyncio.timeout(0.5):
                await self._process.wait()
        except TimeoutError:
            return
        await self.running()

    def kill(self) -> None:
        """From outside, whatever it is doing."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def stop(self) -> None:
        """A graceful end."""
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        async with asyncio.timeout(PATIENCE):
            assert await self._process.wait() == 0
