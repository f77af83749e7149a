"""Nothing that Slack did not sign comes in, and nothing that it did sign brings the door down."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack.app import Arrived
from adapters.slack.shapes import Sent
from tests.adapters.slack import payloads
from tests.adapters.slack.inbound_stand import Stand, Take, signed, standing
from tests.adapters.slack.test_inbound import HOSTILE

VALUE = '{"do":"Take","number":1}'
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


async def test_a_thousand_forgeries_are_refused_and_nothing_is_done(stand: Stand) -> None:
    body, content_type = payloads.body(payloads.press(VALUE))
    forged = [
        {"Content-Type": content_type},
        signed(body, content_type, secret="another app's"),
        signed(body + b" ", content_type),
        {**signed(body, content_type), "X-Slack-Signature": ""},
        {**signed(body, content_type), "X-Slack-Signature": "v0=" + "0" * 64},
        {**signed(body, content_type), "X-Slack-Request-Timestamp": str(int(time.time()) - 1)},
        {**signed(body, content_type), "X-Slack-Signature": signed(body, content_type)["X-Slack-Signature"][:-1]},
        {**signed(body, content_type), "X-Slack-Signature": signed(body, content_type)["X-Slack-Signature"].upper()},
    ]
    for start in range(0, 1000, 50):
        answers = await asyncio.gather(
            *(stand.send(body, forged[number % len(forged)]) for number in range(start, start + 50))
        )
        assert {answer.status for answer in answers} == {401}
    assert stand.engine.runs == 0
    assert stand.slack.refused == 1000
    assert (await stand.post(payloads.press(VALUE))).status == 200


@pytest.mark.parametrize("seconds", [-301, 301, -3600, 10**9])
async def test_old_and_future_requests_are_refused(stand: Stand, seconds: int) -> None:
    body, content_type = payloads.body(payloads.press(VALUE))
    answer = await stand.send(body, signed(body, content_type, at=time.time() + seconds))
    assert answer.status == 401
    assert stand.engine.runs == 0


@pytest.mark.parametrize(
    "stamp", ["abc", "", "1e9", "0x10", "\u0661\u0667" + "\u0660" * 8, "-1", " 1", "1.5", "9" * 40, "+1"]
)
async def test_a_timestamp_that_is_no_number_is_refused(stand: Stand, stamp: str) -> None:
    body, content_type = payloads.body(payloads.press(VALUE))
    answer = await stand.send(body, {**signed(body, content_type), "X-Slack-Request-Timestamp": stamp})
    assert answer.status == 401


@pytest.mark.parametrize("given_signature", ["v0=é", "ü" * 64, "v1=" + "0" * 64, "\u0660" * 10])
async def test_a_signature_of_strange_signs_is_refused(stand: Stand, given_signature: str) -> None:
    body, content_type = payloads.body(payloads.press(VALUE))
    headers = {**signed(body, content_type), "X-Slack-Signature": given_signature}
    assert (await stand.send(body, headers)).status == 401


async def test_a_replay_changes_nothing_and_is_answered_the_same(stand: Stand) -> None:
    body, content_type = payloads.body(payloads.press(VALUE))
    headers = signed(body, content_type)
    first, again = await stand.send(body, headers), await stand.send(body, headers)
    assert (first.status, first.text) == (again.status, again.text) == (200, "")
    assert stand.engine.commands == [Take(1)]


@pytest.mark.parametrize("payload", payloads.EVERY, ids=lambda each: str(each.get("type", "command")))
async def test_a_replay_of_whatever_changes_nothing(stand: Stand, payload: Sent) -> None:
    body, content_type = payloads.body(payload)
    headers = signed(body, content_type)
    first = await stand.send(body, headers)
    await stand.settled()
    before = (list(stand.engine.commands), kept(stand))
    again = await stand.send(body, headers)
    await stand.settled()
    assert (again.status, again.text) == (first.status, first.text)
    assert (stand.engine.commands, kept(stand)) == before


def kept(stand: Stand) -> list[object]:
    """What is known of people, channels and workspaces."""
    return [*stand.accounts.known.items(), *stand.spots.known.items(), *stand.installations.known.items()]


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff\xfe{}", b"[" * 99_999, b'{"a":' * 50_000, b"a=%ff"])
@pytest.mark.parametrize("content_type", [JSON, FORM, "text/plain", "multipart/form-data", ""])
async def test_what_slack_signed_but_never_sends_is_400(stand: Stand, body: bytes, content_type: str) -> None:
    headers = signed(body, content_type or "application/octet-stream")
    assert (await stand.send(body, headers)).status == 400
    assert stand.engine.runs == 0


async def test_unsigned_rubbish_is_not_even_read(stand: Stand) -> None:
    for body in (b"[" * 99_999, b"\xff", b'{"type":"url_verification","challenge":"x"}', b"ssl_check=1"):
        assert (await stand.send(body, {"Content-Type": JSON})).status == 401


async def test_more_than_a_mebibyte_is_refused_however_it_is_packed(stand: Stand) -> None:
    large = b"x" * (2**20 + 1)
    assert (await stand.send(io.BytesIO(large), signed(large, JSON))).status == 413
    bomb = gzip.compress(b"0" * (64 * 2**20))
    assert (await stand.send(bomb, {**signed(bomb, JSON), "Content-Encoding": "gzip"})).status == 413
    assert stand.engine.runs == 0


async def test_slack_can_check_the_address(stand: Stand) -> None:
    answer = await stand.post({"type": "url_verification", "challenge": "c4ll3ng3", "token": "t"})
    assert (answer.status, answer.json) == (200, {"challenge": "c4ll3ng3"})
    body = b"ssl_check=1&token=t"
    assert (await stand.send(body, signed(body, FORM))).status == 200


async def test_accord_checks_its_own_wall_when_it_starts(stand: Stand) -> None:
    await stand.slack.self_test()
    assert stand.slack.refused == 0


async def test_a_wall_that_lets_forgeries_in_does_not_start() -> None:
    async with standing() as running:
        parts = running.slack.parts
        object.__setattr__(parts, "signing_secret", "forged")
        with pytest.raises(RuntimeError, match="forged"):
            await running.slack.self_test()


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(HOSTILE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(payloads.EVERY), st.data())
def test_signed_payloads_with_any_field_of_any_shape_are_never_5xx(sample: Sent, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(sample)))
    inner = sample[name]
    changed: Sent
    if isinstance(inner, dict) and inner and data.draw(st.booleans()):
        changed = {**sample, name: {**inner, data.draw(st.sampled_from(sorted(inner))): data.draw(plain)}}
    else:
        changed = {**sample, name: data.draw(plain)}
    assert asyncio.run(_status(changed)) in (200, 400)


async def _status(payload: Sent) -> int:
    async with standing() as running:
        written = json.dumps(payload).encode()
        told = [
            await running.slack.arrived(Arrived(signed(body, kind), body, kind))
            for body, kind in (payloads.body(payload), (written, JSON))
        ]
        assert not [each for each in told if each.status >= 500], told
        return told[0].status


async def test_every_real_payload_is_taken() -> None:
    for payload in payloads.EVERY:
        assert await _status(payload) == 200
