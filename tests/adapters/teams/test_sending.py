"""An answer is on somebody's screen even where Teams is busy, or does not take the card."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.platform import Gone, PlatformError, Throttled
from adapters.teams.errors import answered
from flows.messages import Message
from tests.adapters.slack.inbound_stand import Note
from tests.adapters.teams.inbound_stand import Stand
from tests.adapters.teams.said import CHANNEL, PERSONAL, message
from tests.adapters.teams.test_asking import CHAT

BUSY = Throttled(timedelta(seconds=0.02))


@pytest.fixture
async def asked(stand: Stand) -> Stand:
    """Ana has a chat with Accord, and will be answered “Got it.”."""
    await stand.places.keep("acme", CHAT)
    stand.engine.says[Note] = lambda _: Message("Got it.")
    return stand


async def ask(stand: Stand, *troubles: PlatformError, where: str = PERSONAL) -> None:
    """Ana types something; the next calls of Teams go wrong like this."""
    stand.talk.troubles = list(troubles)
    assert (await stand.post(message("/align status", where))).status == 200
    await stand.settled()


async def test_while_teams_is_busy_the_answer_waits_and_comes_once(asked: Stand) -> None:
    await ask(asked, BUSY, BUSY)
    ((_, _, shown),) = asked.talk.posted
    assert shown["summary"] == "Got it."


async def test_what_teams_would_take_much_later_is_left_out(asked: Stand) -> None:
    await ask(asked, Throttled(timedelta(minutes=10)))
    assert asked.talk.posted == []


@pytest.mark.parametrize("where", [PERSONAL, CHANNEL])
@pytest.mark.parametrize(("status", "code"), [(400, "BadSyntax"), (413, "MessageSizeTooBig")])
async def test_a_card_that_teams_does_not_take_comes_as_words(asked: Stand, status: int, code: str, where: str) -> None:
    await ask(asked, answered(status, {}, {"error": {"code": code}}), where=where)
    ((there, _, shown),) = asked.talk.posted
    assert (there, shown["text"]) == (PERSONAL, "Got it.")


@pytest.mark.parametrize(
    ("troubles", "kept"),
    [
        ([answered(400, {}, None), answered(400, {}, None)], True),
        ([answered(405, {}, None)], True),
        ([answered(503, {}, None)], True),
        ([answered(403, {}, {"errorCode": 209})], False),
        ([answered(404, {}, None)], False),
        ([Gone("uninstalled")], False),
    ],
)
async def test_only_a_chat_that_is_closed_is_forgotten(asked: Stand, troubles: list[PlatformError], kept: bool) -> None:
    await ask(asked, *troubles)
    assert (await asked.places.direct("acme", "aad-ana") is not None) is kept
    assert asked.talk.posted == []
