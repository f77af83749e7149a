"""Posts to Slack on 16 lanes: through Accord's client and platform, against the bare SDK with one shared session."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.platform import Outgoing
from adapters.slack.client import Web
from adapters.slack.parts import Parts
from adapters.slack.platform import SlackPlatform
from adapters.slack.ports import Account, Spot
from flows.messages import Button, Buttons, Facts, Header, Message, Text, ToPerson
from flows.phrases import Instant, Phrase, Who
from flows.wire import Wire
from tests.adapters.slack.desk import START, Clock
from tests.adapters.slack.kept import KeptAccounts, KeptInstallations, KeptSpots, KeptTexts, KeptWaits, installation
from tests.adapters.slack.office import Nobody, Take
from tests.bench.table import Row, ratio, show

LANES, POSTS, PAIRS = 16, 1600, 5
BLOCKS: list[dict[str, object]] = [
    {"type": "header", "text": {"type": "plain_text", "text": "Launch date"}},
    {"type": "section", "text": {"type": "mrkdwn", "text": "Which comes first, the date or the trial run? " * 5}},
]
BODY: dict[str, object] = {
    "channel": "C0LINE",
    "text": "Which comes first, the date or the trial run?",
    "blocks": BLOCKS,
    "metadata": {"event_type": "accord_post", "event_payload": {"key": "0" * 64}},
    "unfurl_links": False,
}
PLANT = installation()
Post = Callable[[int], Awaitable[object]]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    program = Path(__file__).with_name("quick_slack.py")
    with subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}/api/"
        server.kill()


async def _posted(post: Post) -> float:
    """Posts a second, 16 at a time."""
    left = iter(range(POSTS))

    async def lane() -> None:
        for number in left:
            await post(number)

    started = time.perf_counter()
    await asyncio.gather(*(lane() for _ in range(LANES)))
    return POSTS / (time.perf_counter() - started)


def _card(number: int) -> Outgoing:
    said = Phrase("{who} decides by {at}: {words}", who=Who("p0", "Maria"), at=Instant(START), words=f"date {number}")
    facts = Facts((("Axis", "speed"), ("Cost of waiting", "one shift a day")))
    buttons = Buttons((Button("I'll take it", Take("yes")), Button("Not mine", Take("no"))))
    message = Message(said, (Header("Launch date"), Text(said), facts, buttons))
    return Outgoing("plant", f"escalation/line/E-{number}/ask/0", ToPerson(f"p{number % LANES}"), message)


def _parts(web: Web) -> Parts:
    people = [Account(f"U{n}", f"Person {n}", direct="C0LINE", person_id=f"p{n}") for n in range(LANES)]
    return Parts(
        engine=Nobody(),
        grammar=Nobody(),
        wire=Wire({"Take": Take}),
        installations=KeptInstallations(PLANT),
        accounts=KeptAccounts(*people),
        spots=KeptSpots(Spot("C0LINE", "line")),
        shelf=KeptTexts(),
        web=web,
        signing_secret="s" * 32,
        now=Clock().now,
    )


async def _measure(url: str) -> None:
    web = Web(KeptInstallations(PLANT), KeptWaits(), Clock().now, base_url=url, budgets=None)
    platform = SlackPlatform(_parts(web))
    async with aiohttp.ClientSession() as session:
        bare = AsyncWebClient(token=PLANT.bot_token, base_url=url, session=session, retry_handlers=[])
        bare.proxy = None
        roads: dict[str, Post] = {
            "bare": lambda _: bare.api_call("chat.postMessage", json=dict(BODY)),
            "client": lambda _: web.call(PLANT, "chat.postMessage", BODY),  # type: ignore[arg-type]
            "platform": lambda number: platform.send(_card(number)),
        }
        for post in roads.values():
            await _posted(post)
        speeds: dict[str, list[float]] = {name: [] for name in roads}
        for _ in range(PAIRS):
            for name, post in roads.items():
                speeds[name].append(await _posted(post))
    await web.close()
    show(
        Row("16 lanes of the bare SDK with one session: posts/s", max(speeds["bare"])),
        Row("Web.call : the bare SDK, 16 lanes", ratio(speeds["client"], speeds["bare"]), 0.5, 0.7),
        Row("a card found, drawn, sent : the bare SDK, 16 lanes", ratio(speeds["platform"], speeds["bare"]), 0.5, 0.7),
        Row("cards sent, to a Slack without limits: posts/s", max(speeds["platform"])),
    )


@pytest.mark.bench
def test_posts_reach_slack(url: str) -> None:
    asyncio.run(_measure(url))
