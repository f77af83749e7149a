"""R3: a TCP proxy between two processes, and the weather on the way."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import TypeAlias

CHUNK = 65536
Address: TypeAlias = tuple[str, int]


@dataclass(frozen=True)
class Weather:
    """What happens to what passes. Shares are of pieces that arrive, from 0 to 1.

    `delay`: seconds before an answer goes on; `bits`: per second and direction, 0 for as many as come; `lost`: asked
    and broken off before it is passed on; `unheard`: passed on, and broken off before the answer; `half`: broken off
    in the middle of the answer; `hangs`: accepts, and never passes anything on.
    """

    delay: float = 0.0
    bits: int = 0
    lost: float = 0.0
    unheard: float = 0.0
    half: float = 0.0
    hangs: bool = False


FAIR = Weather()


@dataclass
class Proxy:
    """Listens on a port of its own and passes everything on to `target`, which may change at any time.

    `accepted`: connections so far; `broken`: those that the weather broke off.
    """

    target: Address
    weather: Weather = FAIR
    random: Random = field(default_factory=lambda: Random(1))  # noqa: S311  # faults, not secrets
    accepted: int = 0
    broken: int = 0
    port: int = 0
    _server: asyncio.Server | None = None
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Where it listens, for HTTP."""
        return f"http://127.0.0.1:{self.port}"

    async def open(self) -> None:
        """Listens; again on the same port after it was shut."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        """Refuses every connection, and breaks off those there are."""
        assert self._server is not None
        self._server.close()
        self.cut()

    def cut(self) -> None:
        """Breaks off every connection without a word."""
        for writer in list(self._writers):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        self._writers.add(writer)
        behind: asyncio.StreamWriter | None = None
        try:
            answers, behind = await asyncio.open_connection(*self.target)
            self._writers.add(behind)
            await asyncio.gather(self._asked(reader, behind), self._answered(answers, writer))
        except (OSError, EOFError):
            pass
        finally:
            for each in (writer, behind):
                if each is not None:
                    self._writers.discard(each)
                    each.transport.abort()

    async def _asked(self, reader: asyncio.StreamReader, onwards: asyncio.StreamWriter) -> None:
        while piece := await self._piece(reader):
            self._maybe_break(self.weather.lost)
            await self._pass_on(piece, onwards)
        raise EOFError

    async def _answered(self, reader: asyncio.StreamReader, onwards: asyncio.StreamWriter) -> None:
        while piece := await self._piece(reader):
            await asyncio.sleep(self.weather.delay)
            self._maybe_break(self.weather.unheard)
            if self.random.random() < self.weather.half:
                await self._pass_on(piece[: len(piece) // 2], onwards)
                self._maybe_break(1.0)
            await self._pass_on(piece, onwards)
        raise EOFError

    async def _piece(self, reader: asyncio.StreamReader) -> bytes:
        piece = await reader.read(CHUNK)
        while self.weather.hangs:
            await asyncio.sleep(0.05)
        return piece

    async def _pass_on(self, piece: bytes, onwards: asyncio.StreamWriter) -> None:
        if self.weather.bits:
            await asyncio.sleep(8 * len(piece) / self.weather.bits)
        onwards.write(piece)
        await onwards.drain()

    def _maybe_break(self, share: float) -> None:
        if self.random.random() < share:
            self.broken += 1
            raise ConnectionResetError

    async def close(self) -> None:
        """The end."""
        if self._server is not None:
            with suppress(OSError):
                await self.shut()
