"""No answer says which software gives it."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web

from bot.nameless import set_up

HARDLY_HTTP = b"hello\r\n\r\n"
ASKED = [
    (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"200"),
    (b"GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n", b"404"),
    (b"PUT / HTTP/1.1\r\nHost: a\r\n\r\n", b"405"),
    (b"GET /broken HTTP/1.1\r\nHost: a\r\n\r\n", b"500"),
    (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", b"400"),
    (HARDLY_HTTP, b"400"),
]


async def fine(_: web.Request) -> web.Response:
    return web.Response(text="fine")


async def broken(_: web.Request) -> web.Response:
    raise RuntimeError


@pytest.mark.parametrize(
    ("asked", "status"), ASKED, ids=[status.decode() + str(n) for n, (_, status) in enumerate(ASKED)]
)
async def test_no_answer_names_its_software(asked: bytes, status: bytes) -> None:
    server = web.Application()
    server.router.add_get("/", fine)
    server.router.add_get("/broken", broken)
    runner = await set_up(server)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    reader, writer = await asyncio.open_connection(*runner.addresses[0][:2])
    writer.write(asked)
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)
    writer.close()
    await runner.cleanup()
    assert head.split()[1] == status
    assert b"Date:" in head
    assert b"erver:" not in head
    assert b"aiohttp" not in head
