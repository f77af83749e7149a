"""Whatever happens, logs hold no token, no signature, no address to answer and nobody's words, at DEBUG either."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator

import pytest
import structlog

from adapters.slack.shapes import Sent
from flows.errors import Unavailable
from flows.messages import Message
from tests.adapters.slack import payloads
from tests.adapters.slack.inbound_stand import Note, Stand, Take, signed, standing
from tests.adapters.slack.test_socket import connected

WORDS = "canary"
VALUE = '{"do":"Take","words":"canary-press"}'


@pytest.fixture(autouse=True)
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Every logger there is, and structlog, at DEBUG."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG))
    with caplog.at_level(logging.DEBUG):
        yield
    structlog.configure(**before)


@pytest.fixture
async def stand(everything_is_logged: None) -> AsyncIterator[Stand]:
    """Made while everything is logged: the SDKs take over the level that they find."""
    async with standing(public_url="https://canary.example.com") as running:
        yield running


def said(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> str:
    """Everything in any log."""
    lines = [f"{each.name} {each.getMessage()} {each.exc_text or ''}" for each in caplog.records]
    out, err = capfd.readouterr()
    return "\n".join([*lines, out, err])


def hostile(stand: Stand) -> list[Sent]:
    """Requests of every kind that go well or wrong."""
    hook = f"{stand.hook()}-canary-hook"
    return [
        payloads.said("canary-words"),
        payloads.said("canary-words", user="U77"),
        payloads.command("/align", "ask canary-words", trigger_id="canary-trigger", response_url=hook),
        payloads.command("/align", "wrong canary-words", response_url="https://canary.example.com/x"),
        payloads.press(VALUE, response_url=hook),
        payloads.press('{"canary":1}', response_url=hook),
        payloads.submission("canary-metadata", {"why": {"i": {"type": "plain_text_input", "value": "canary"}}}),
        payloads.shortcut("escalate_this", "canary-words"),
        {"type": "canary-type", "text": "canary-words"},
    ]


async def test_nothing_of_a_request_is_logged(
    stand: Stand, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    stand.engine.says |= {Note: lambda _: Message("canary-answer"), Take: lambda _: Message("canary-answer")}
    stand.api.answers |= {"chat.postMessage": {"ok": False, "error": "canary_error"}}
    stand.api.statuses |= {"response_url": 404, "users.info": 500}
    for fault in (None, ValueError("canary-fault"), Unavailable("closed")):
        stand.engine.fault = fault
        for payload in hostile(stand):
            body, content_type = payloads.body(payload)
            await stand.send(body, signed(body, content_type))
            await stand.send(body, signed(body, content_type, secret="canary-forged"))
            await stand.send(body, {"Content-Type": content_type, "X-Slack-Signature": "canary"})
    await stand.post(payloads.event({"type": "tokens_revoked", "tokens": {"bot": ["canary-bot"]}}))
    await stand.settled()
    logged = said(caplog, capfd)
    assert "a request from slack failed" in logged
    assert WORDS not in logged.replace("canary_error", "")


async def test_nothing_of_an_installation_is_logged(
    stand: Stand, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    stand.api.answers["oauth.v2.access"] = {"access_token": "xoxb-canary", "token_type": "bot", "team": {"id": "T2"}}
    stand.api.answers["auth.test"] = {"team_id": "T2"}
    async with stand.session.get(f"{stand.url}/slack/install", allow_redirects=False) as begun:
        state = begun.cookies["accord_slack_install"].value
    cookie = {"Cookie": f"accord_slack_install={state}"}
    path = f"/slack/oauth_redirect?code=canary-code&state={state}"
    async with stand.session.get(f"{stand.url}{path}", headers=cookie) as done:
        assert done.status == 200
    logged = said(caplog, capfd)
    assert "installed in slack" in logged
    assert WORDS not in logged
    assert state not in logged


async def test_nothing_that_comes_over_a_socket_is_logged(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    async with connected() as (stand, fake, running):
        stand.engine.says[Note] = lambda _: Message("canary-answer")
        await fake.sockets.carry("slash_commands", dict(payloads.command("/align", "canary-words")))
        await fake.sockets.refresh()
        await fake.sockets.cut()
        fake.sockets.switched_off = True
        await running.close()
    logged = said(caplog, capfd)
    assert WORDS not in logged
    assert fake.app_token not in logged
    assert "ticket=" not in logged


def test_the_sdk_says_only_where(caplog: pytest.LogCaptureFixture) -> None:
    for name in ("accord.slack.bolt", "accord.slack.sdk", "accord.slack.socket"):
        logging.getLogger(name).warning("canary %s", "canary", exc_info=ValueError("canary"))
        logging.getLogger(name).info("canary")
    logged = [record.getMessage() for record in caplog.records]
    assert len(logged) == 3
    assert not [line for line in logged if WORDS in line]


async def test_that_slack_leaves_events_out_is_told_to_whoever_runs_accord(
    stand: Stand, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = await stand.post({"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1700000000})
    assert answer.status == 200
    assert "slack leaves out events" in said(caplog, capfd)
