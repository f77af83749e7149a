"""Only this computer, only our own pages, and every error is one sentence that tells nothing else."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from structlog.testing import capture_logs

from adapters.web.guard import is_loopback
from tests.adapters.web.pages import visiting
from tests.adapters.web.small_commands import Take

POSTS = ("/local/press", "/local/say", "/local/form", "/local/read", "/local/skip")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8080", "localhost:8080", "[::1]:8080", "LOCALHOST"])
def test_this_computer_goes_by_these_names(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "evil.example", "127.0.0.1.evil.example", "localhost.evil:80", "10.0.0.1", "[", "10.0.0.1:8080"]
)
def test_every_other_name_is_somewhere_else(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize("path", ["/", "/local/maria/dm", "/local/events", "/static/style.css"])
async def test_a_page_asked_for_under_another_host_name_is_refused(path: str) -> None:
    async with visiting("maria") as maria:
        answer = await maria.get(path, Host="rebound.example")
        assert answer.status == 403
        assert "answers only to this computer" in answer.text


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "rebound.example"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
    ],
)
async def test_nothing_is_done_for_another_site(path: str, headers: dict[str, str]) -> None:
    async with visiting("maria") as maria:
        body = json.dumps({"event_id": "x", "command": maria.small.workspace.encode(Take()), "text": "hi", "by": "day"})
        sent = {"Content-Type": "application/json", **headers}
        before = maria.small.clock.now()
        async with maria.session.post(maria.server.make_url(path), data=body, headers=sent) as response:
            assert response.status in (403, 415)
        assert maria.small.engine.asked == []
        assert maria.small.clock.now() == before
        assert maria.small.memory.change == 0


async def test_without_a_cookie_nothing_is_done() -> None:
    async with visiting("maria") as maria:
        maria.session.cookie_jar.clear()
        assert (await maria.press(Take(), **{"as": "maria"})).status == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"event_id": 1}',
        b'{"event_id": "a b", "text": "x"}',
    ],
)
async def test_a_body_of_another_shape_is_refused_in_a_sentence(body: bytes) -> None:
    async with visiting("maria") as maria:
        for path in POSTS[:3]:
            sent = {"Content-Type": "application/json"}
            async with maria.session.post(maria.server.make_url(path), data=body, headers=sent) as response:
                assert response.status == 400
                assert (await response.json())["text"].startswith("This page is from before an update")
        assert maria.small.engine.asked == []


@pytest.mark.parametrize(
    "command",
    [
        "",
        "{}",
        "[]",
        '{"do": "Nothing"}',
        '{"do": "Take", "x": 1}',
        '{"do": "Take", "words": 1}',
        '{"do": ["Take"]}',
        "[" * 9999,
    ],
)
async def test_a_button_that_nobody_drew_is_refused(command: str) -> None:
    async with visiting("maria") as maria:
        assert (await maria.post("/local/press", command=command)).status == 400
        assert (await maria.post("/local/form", command=command, values={})).status == 400


@pytest.mark.parametrize("values", [None, [], "x", {"a": 1}, {"a": [1]}, {"a": {"b": "c"}}, {"a": None}])
async def test_values_of_another_shape_are_refused(values: object) -> None:
    async with visiting("maria") as maria:
        answer = await maria.post("/local/form", command='{"do":"Escalate"}', values=values)
        assert answer.status == 400
        assert (await maria.post("/local/form", command='{"do":"Take"}', values={})).status == 400


async def test_more_than_a_mebibyte_is_refused_also_when_no_length_is_given() -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"a" * 2**15

    async with visiting("maria") as maria:
        for body in (BytesIO(b"a" * (2**20 + 1)), chunks()):
            sent = {"Content-Type": "application/json"}
            async with maria.session.post(maria.server.make_url("/local/say"), data=body, headers=sent) as response:
                assert response.status == 413
                assert (await response.json())["text"].startswith("That is more than Accord can take at once (1 MiB).")


async def test_a_fault_of_ours_is_a_sentence_and_a_number() -> None:
    async with visiting("maria") as maria:
        with capture_logs() as logs:
            answer = await maria.say("break")
        assert answer.status == 500
        assert answer.text.startswith("Something went wrong in Accord.")
        assert "ZeroDivision" not in json.dumps(answer.data)
        assert answer.text.endswith(f"{logs[0]['request_id']}.")


async def test_every_page_forbids_what_it_does_not_need() -> None:
    async with visiting("maria") as maria:
        await maria.small.begin()
        for path in (
            "/?choose",
            "/local/maria/dm",
            "/local/maria/home",
            "/local/nobody/dm",
            "/local/nowhere",
            "/local/maria/clock",
        ):
            headers = (await maria.get(path)).headers
            policy = headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'")
            assert "unsafe" not in policy
            assert headers["X-Content-Type-Options"] == "nosniff"
        cookie = (await maria.get("/local/maria/dm")).headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
