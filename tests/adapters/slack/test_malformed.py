"""Ten thousand requests that Slack never sends: unsigned they are 401, signed 200 or 400, and never 5xx (A03)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack.app import Arrived
from adapters.slack.shapes import Sent
from flows.plain import Plain
from tests.adapters.slack import payloads
from tests.adapters.slack.inbound_stand import Stand, signed, standing
from tests.adapters.slack.test_inbound import HOSTILE

BATCHES, EACH = 20, 500
STAMPS = ("abc", "", "1e9", "0", "\u0660" * 10, "-1", " 1", "1.5", "9" * 40, "0x10", "1\n2", "\x00")
SIGNATURES = ("", "v0=", "v0=é", "ü" * 64, "v1=" + "0" * 64, "v0=" + "0" * 64, "\udcff", "v0=\x00")
BODIES = (b"", b"[]", b"null", b"{", b"\xff\xfe{}", b"[" * 5000, b'{"a":' * 5000, b"payload=%ff", b"payload=[[", b"=&=")
KINDS = ("application/json", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data", "")
Request = tuple[bytes, dict[str, str]]


def changed(random: Random, data: Plain) -> Plain:
    """The same with one thing in it of another shape, at any depth."""
    if isinstance(data, dict) and data and random.random() < 0.85:
        name = random.choice(sorted(data))
        return {**data, name: changed(random, data[name])}
    if isinstance(data, list) and data and random.random() < 0.7:
        at = random.randrange(len(data))
        return [*data[:at], changed(random, data[at]), *data[at + 1 :]]
    return random.choice(HOSTILE)


def forged(random: Random) -> Request:
    """What anybody might send: without Slack's signature, with a wrong one, or with that of something else."""
    body, kind = payloads.body(random.choice(payloads.EVERY))
    headers = signed(body, kind)
    match random.randrange(4):
        case 0:
            return body, {**headers, "X-Slack-Request-Timestamp": random.choice(STAMPS)}
        case 1:
            return body, {**headers, "X-Slack-Signature": random.choice(SIGNATURES)}
        case 2:
            return random.choice(BODIES), headers
        case _:
            return scratched(random, body), headers


def scratched(random: Random, body: bytes) -> bytes:
    """Another byte somewhere."""
    at = random.randrange(len(body))
    return body[:at] + bytes([(body[at] + random.randint(1, 255)) % 256]) + body[at + 1 :]


def strange(random: Random) -> Request:
    """Signed, and nothing that Slack sends."""
    match random.randrange(4):
        case 0:
            body, kind = random.choice(BODIES), random.choice(KINDS)
        case 1:
            body, kind = payloads.body(random.choice(payloads.EVERY))
            body = scratched(random, body)
        case _:
            sample = random.choice(payloads.EVERY)
            made = changed(random, dict(sample))
            body, kind = written(made if isinstance(made, dict) else dict(sample), random)
    return body, signed(body, kind)


def written(payload: Sent, random: Random) -> tuple[bytes, str]:
    """As Slack would send it, or as JSON where it would not, or cannot: half a character has no place in a form."""
    with suppress(UnicodeEncodeError):
        if random.random() < 0.8:
            return payloads.body(payload)
    return json.dumps(payload).encode(), KINDS[0]


def requests(random: Random) -> Iterator[tuple[Request, tuple[int, ...]]]:
    """(a request, what it may be answered)."""
    for _ in range(EACH // 2):
        yield forged(random), (401,)
        yield strange(random), (200, 400)


async def sent(stand: Stand, request: Request) -> int:
    body, headers = request
    return (await stand.slack.arrived(Arrived(headers, body, headers["Content-Type"]))).status


async def answered(seed: int) -> None:
    async with standing() as stand:
        for request, allowed in requests(Random(seed)):  # noqa: S311  # a seed that hypothesis can repeat
            status = await sent(stand, request)
            assert status in allowed, (status, request)
        assert stand.slack.refused == EACH // 2


@settings(max_examples=BATCHES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_a03_ten_thousand_malformed_requests_are_refused_and_none_is_5xx(seed: int) -> None:
    asyncio.run(answered(seed))
