"""Calls of the Web API over real HTTP: one request each, whatever goes wrong, and no secret in what is raised."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from adapters.platform import Ambiguous, PlatformError, Refused, Throttled, Unreachable
from adapters.slack.client import Web
from adapters.slack.errors import Unfamiliar
from flows.plain import Plain
from tests.adapters.slack.desk import Clock, Desk, desk
from tests.adapters.slack.kept import KeptInstallations, KeptWaits, installation
from tests.adapters.slack.scripted import Fault, no

PLANT = installation()
POST: dict[str, Plain] = {"channel": "C0LINE", "text": "The secret plan", "blocks": [{"type": "divider"}]}


@pytest.fixture
async def at() -> AsyncIterator[Desk]:
    async with desk() as made:
        yield made


async def test_a_call_says_what_it_is_told_with_the_token_of_its_workspace(at: Desk) -> None:
    other = installation("mill")
    answer = await at.web.call(PLANT, "chat.postMessage", POST)
    await at.web.call(other, "users.info", {"user": "U1", "include_locale": True, "cursor": None})
    assert answer["channel"] == "C0LINE"
    first, second = at.slack.calls
    assert first.token == "xoxb-plant"
    assert first.arguments == {"channel": "C0LINE", "text": "The secret plan", "blocks": '[{"type": "divider"}]'}
    assert second.token == "xoxb-mill"
    assert second.arguments == {"user": "U1", "include_locale": "true"}


FAULTS: list[tuple[Fault, type[PlatformError], int]] = [
    (no("is_archived"), Refused, 0),
    (no("brand_new_code"), Unfamiliar, 0),
    (Fault(status=429, headers={"Retry-After": "3"}), Throttled, 0),
    (no("rate_limited"), Throttled, 0),
    (Fault(status=500, raw="<h1>Oops</h1>", content_type="text/html", applied=True), Ambiguous, 1),
    (Fault(status=503, raw="<h1>Oops</h1>", content_type="text/html"), Ambiguous, 0),
    (Fault(status=500, body={"ok": False, "error": "internal_error"}, applied=True), Ambiguous, 1),
    (no("fatal_error"), Ambiguous, 0),
    (Fault(reset=True), Ambiguous, 0),
    (Fault(reset=True, applied=True), Ambiguous, 1),
    (Fault(hang=5.0, applied=True), Ambiguous, 1),
    (Fault(raw='{"ok": tr'), Ambiguous, 0),
    (Fault(raw='["ok"]'), Ambiguous, 0),
    (Fault(raw="fine", content_type="text/plain"), Ambiguous, 0),
    (Fault(raw="", content_type="application/gzip"), Ambiguous, 0),
    (Fault(raw="[" * 100_000), Ambiguous, 0),
    (Fault(status=302, headers={"Location": "https://evil.example/"}), Ambiguous, 0),
]


@pytest.mark.parametrize(("fault", "error", "shown"), FAULTS)
async def test_a_fault_is_told_and_never_tried_again(
    at: Desk, fault: Fault, error: type[PlatformError], shown: int
) -> None:
    at.slack.script["chat.postMessage"] = [fault]
    with pytest.raises(error) as raised:
        await at.web.call(PLANT, "chat.postMessage", POST, patience=0.5 if fault.hang else 30.0)
    assert len(at.slack.made("chat.postMessage")) == 1
    assert len(at.slack.shown.get("C0LINE", [])) == shown
    assert raised.value.__cause__ is None
    assert not [secret for secret in ("xoxb", "secret plan", "C0LINE", "127.0.0.1") if secret in str(raised.value)]


async def test_where_nobody_listens_nothing_was_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody else can take the port, and it refuses
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/api/"
        web = Web(KeptInstallations(PLANT), KeptWaits(), Clock().now, base_url=url)
        with pytest.raises(Unreachable):
            await web.call(PLANT, "chat.postMessage", POST)
        await web.close()


async def test_a_call_that_waits_too_long_for_its_turn_was_not_sent(at: Desk) -> None:
    at.slack.script["users.info"] = [Fault(body={"ok": True}, hang=60)] * 24
    busy = [asyncio.create_task(at.web.call(PLANT, "users.info", {})) for _ in range(24)]
    while len(at.slack.calls) < 24:
        await asyncio.sleep(0.01)
    with pytest.raises(Throttled):
        await at.web.call(PLANT, "chat.postMessage", POST, patience=0.1)
    assert not at.slack.made("chat.postMessage")
    assert not at.waits.until, "Slack did not ask for that"
    await at.web.call(installation("mill"), "chat.postMessage", POST, patience=30)  # another workspace goes at once
    for each in busy:
        each.cancel()
    await asyncio.gather(*busy, return_exceptions=True)


async def test_nothing_of_it_shows_a_token(at: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    at.slack.script["chat.postMessage"] = [no("is_archived")]
    with pytest.raises(Refused):
        await at.web.call(PLANT, "chat.postMessage", POST)
    await at.web.call(PLANT, "chat.postMessage", POST)
    said = f"{at.web!r} {PLANT!r} {caplog.text}"
    assert "xoxb" not in said
    assert "secret plan" not in said


async def test_headers_can_be_asked_for(at: Desk) -> None:
    at.slack.headers = {"X-OAuth-Scopes": "chat:write,users:read"}
    answer = await at.web.ask(PLANT, "auth.test", {})
    assert answer.headers["x-oauth-scopes"] == "chat:write,users:read"
    assert "Date" in answer.headers


async def test_a_file_goes_only_where_slack_keeps_files(at: Desk) -> None:
    await at.web.upload(f"{at.slack.url}/upload", b"png")
    with pytest.raises(Ambiguous):
        await at.web.upload(f"{at.slack.url}/upload?moved=yes", b"png")
    assert at.slack.uploads == [b"png"], "it follows nobody elsewhere"
    for url in ("https://evil.example/upload", "http://files.slack.com/upload", "https://evilslack.com/"):
        with pytest.raises(Refused):
            await at.web.upload(url, b"png")
    real = Web(at.installations, at.waits, at.clock.now)
    for url in (
        f"{at.slack.url}/upload",
        "http://files.slack.com/u",
        "https://evilslack.com/",
        "https://slack.com.evil/",
    ):
        with pytest.raises(Refused):
            await real.upload(url, b"png")
        assert await real.fetch(PLANT, url, 10) is None, "no token goes there"
    assert at.slack.uploads == [b"png"]
