"""Requests that no page of ours makes: each is refused in a sentence, never with a fault, never without its headers."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from adapters.web.app import mount
from flows.plain import Plain
from tests.stories.chat import Chat, running
from tests.stories.kept import changed, kept
from tests.stories.two_plants import two_plants

pytestmark = pytest.mark.web_only

SHAPES: tuple[Plain, ...] = (None, 1, 1.5, True, [], {}, [[]], {"a": {}}, "\ud800", "x" * 200_000, -1)
GETS = (
    "/",
    "/?choose",
    "/local/maria/dm",
    "/local/maria/home",
    "/local/maria/c/line3",
    "/local/maria/clock",
    "/readyz",
)
POSTS = ("/local/press", "/local/say", "/local/form", "/local/read", "/local/skip")
NOWHERE = (
    "/nowhere",
    "/local/nobody/dm",
    "/local/maria/c/nowhere",
    "/static/../bot/app.py",
    "/picture/00.png",
    "/local",
)
HELLO = {
    "as": "maria",
    "event_id": "one",
    "text": "hello",
    "channel": None,
    "command": '{"do":"OpenHome"}',
    "by": "moon",
}
WANTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass
class Told:
    """What came back."""

    status: int
    text: str
    headers: Mapping[str, str]

    def check(self, *statuses: int) -> str:
        """One of these statuses, in words, with all headers and nothing of our insides. Returns the words."""
        assert self.status in statuses, (self.status, self.text[:300])
        for name, value in WANTED.items():
            assert self.headers.get(name) == value, (name, self.status, self.text[:100])
        policy = self.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in policy
        assert "Traceback" not in self.text
        said = json.loads(self.text)["text"] if self.text.startswith("{") and self.status >= 400 else self.text
        assert self.status < 400 or self.status == 503 or (" " in said and said.rstrip().endswith((".", ">"))), said
        return str(said)


@dataclass
class Browser:
    """Whoever speaks HTTP to Accord."""

    bot: Chat
    session: ClientSession

    async def get(self, path: str, method: str = "GET", **headers: str) -> Told:
        """Any request without a body."""
        async with self.session.request(
            method, self.bot.url + path, headers=headers, allow_redirects=False, cookies={"accord_person": "maria"}
        ) as response:
            return Told(response.status, await response.text(), response.headers)

    async def post(self, path: str, body: bytes | None = None, cookie: str = "maria", /, **headers: str) -> Told:
        """A body as JSON, from our own page unless other headers are given."""
        sent = {"Content-Type": "application/json", "Origin": self.bot.url, **headers}
        data = BytesIO(json.dumps(HELLO).encode() if body is None else body)
        cookies = {"accord_person": cookie} if cookie else {}
        async with self.session.post(self.bot.url + path, data=data, headers=sent, cookies=cookies) as response:
            return Told(response.status, await response.text(), response.headers)

    async def raw(self, request: bytes) -> bytes:
        """Bytes as they are, and all that comes back."""
        port = int(self.bot.url.rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        await writer.drain()
        async with asyncio.timeout(30):
            answer = await reader.read(65536)
        writer.close()
        return answer


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[Browser]:
    async with running(f"sqlite:///{tmp_path / 'accord.db'}") as bot, ClientSession() as session:
        await two_plants(bot, tmp_path)
        before = await kept(bot)
        yield Browser(bot, session)
        said = {("web_message", "local", "@maria", "one")}  # a line of hers that was well-formed all the same
        assert not changed(before, await kept(bot)) - said


async def test_every_answer_has_its_headers(browser: Browser) -> None:
    for path in (*GETS, "/healthz"):
        (await browser.get(path)).check(200, 303)
    for path in NOWHERE:
        (await browser.get(path)).check(404)


async def test_another_method_is_refused_in_words(browser: Browser) -> None:
    for path in (*GETS, "/healthz", "/readyz"):
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PURGE"):
            assert "method" in (await browser.get(path, method)).check(405).casefold()
    for path in POSTS:
        (await browser.get(path)).check(404, 405)
    for path in (*NOWHERE, "/", "/local/maria/dm", "/healthz"):
        (await browser.post(path)).check(404, 405)


async def test_another_host_or_site_or_nobody_gets_nothing(browser: Browser) -> None:
    for host in (
        "evil.example",
        "127.0.0.1.evil.example",
        "evil.example:80",
        "localhost.evil",
        "[::2]",
        "a@127.0.0.1x",
    ):
        for path in GETS[:-1]:
            assert "answers only to this computer" in (await browser.get(path, Host=host)).check(403)
        for path in POSTS:
            assert "answers only to this computer" in (await browser.post(path, Host=host)).check(403)
    for origin in ("http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1", f"{browser.bot.url}.evil"):
        for path in POSTS:
            assert "came from another site" in (await browser.post(path, Origin=origin)).check(403)
    for path in POSTS:
        assert "There is nobody of that name here." in (await browser.post(path, None, "")).check(403)
        (await browser.post(path, None, **{"Sec-Fetch-Site": "cross-site"})).check(403)
        (await browser.post(path, None, **{"Content-Type": "text/plain"})).check(415)


async def test_a_body_that_is_too_large_packed_or_no_json(browser: Browser) -> None:
    plain = json.dumps(HELLO).encode()
    for path in POSTS:
        assert "more than Accord can take" in (await browser.post(path, b"1" * (2**20 + 1))).check(413)
        packed = await browser.post(path, gzip.compress(b"0" * 2**22), **{"Content-Encoding": "gzip"})
        assert "packed" in packed.check(415)
        for body in (b"", b"{", b"\xff\xfe", b"[]", b"null", b"NaN", b"1e999", b'"' * 9, b"[" * 200_000, plain + b"x"):
            (await browser.post(path, body)).check(400, 403)
        deep = b'{"as":"maria","event_id":"x","text":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001
        (await browser.post(path, deep)).check(400)
        many = json.dumps({**HELLO, "text": "9" * 10, "number": 10**4000}).encode()
        (await browser.post(path, many.replace(b'"9999999999"', b"9" * 5000))).check(400)


async def test_json_of_other_shapes(browser: Browser) -> None:
    for path in POSTS:
        for name in HELLO:
            for value in SHAPES:
                told = await browser.post(path, json.dumps({**HELLO, name: value}).encode())
                told.check(200, 400, 403)


async def test_requests_that_are_hardly_http(browser: Browser) -> None:
    head = b"Host: 127.0.0.1\r\nCookie: accord_person=maria\r\nContent-Type: application/json\r\n"
    for request in (
        b"hello\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\n" + head + b"\r\n",
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n" + head + b"\r\n",
        b"GET / HTTP/1.1\r\n" + head + b"X: " + b"a" * 100_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + head + b"X: a\x00b\r\n\r\n",
        b"POST /local/say HTTP/1.1\r\n" + head + b"Content-Length: -1\r\n\r\n",
        b"POST /local/say HTTP/1.1\r\n" + head + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /local/say HTTP/1.1\r\n" + head + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    ):
        answer = await browser.raw(request)
        assert answer[:10] == b"HTTP/1.1 4" or answer[:10] == b"HTTP/1.0 4", (request[:60], answer[:200])
        assert b"Traceback" not in answer
        assert b"text/plain" in answer or b"nosniff" in answer, (request[:60], answer)


async def test_a_body_that_never_comes_is_not_waited_for(browser: Browser) -> None:
    assert browser.bot.app.workspace is not None
    server = web.Application()
    mount(server, browser.bot.app.workspace, patience=0.2)
    head = (
        b"Host: 127.0.0.1\r\nCookie: accord_person=maria\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n"
    )
    async with TestServer(server) as impatient:
        here = Chat(browser.bot.app, browser.session, f"http://127.0.0.1:{impatient.port}")
        answer = await Browser(here, browser.session).raw(b"POST /local/say HTTP/1.1\r\n" + head + b"{")
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"did not arrive" in answer


async def test_odd_addresses(bot: Chat, tmp_path: Path) -> None:
    await two_plants(bot, tmp_path)
    async with ClientSession() as session:
        browser = Browser(bot, session)
        for odd in (
            "%00",
            "%ED%A0%80",
            "%FF",
            "%E2%80%AE",
            "..%2f..%2fetc%2fpasswd",
            "%3Cscript%3E",
            "a" * 2000,
            "%25",
        ):
            for path in (
                f"/local/{odd}/dm",
                f"/local/maria/c/{odd}",
                f"/local/maria/dm?thread={odd}",
                f"/local/maria/c/line3?thread={odd}&before={odd}",
                f"/local/maria/dm?before=9{odd}",
                f"/picture/{odd}.png",
                f"/static/{odd}",
                f"/{odd}",
            ):
                assert "<script>" not in (await browser.get(path)).check(200, 404)
