"""Calls of the connector: what it hears, one try each, and what its answers become."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from adapters.platform import Ambiguous, Gone, PlatformError, Refused, Throttled, Unreachable
from adapters.teams.client import Connector
from adapters.teams.errors import NotLetIn
from adapters.teams.hosts import SERVICE_HOSTS
from tests.adapters.teams.desk import BOT, SECRET, TENANT, Desk, desk
from tests.adapters.teams.scripted import Fault, no

HELLO = {"type": "message", "text": "Hello"}


@pytest.fixture
async def at() -> AsyncIterator[Desk]:
    async with desk() as made:
        yield made


async def test_an_activity_says_who_sends_it_and_where_to(at: Desk) -> None:
    assert await at.connector.post(at.chat(), HELLO) == "1"
    (call,) = at.teams.made("post")
    assert call.path["conversation"] == "a:maria"
    assert call.body == {
        **HELLO,
        "from": {"id": BOT},
        "conversation": {"id": "a:maria"},
        "recipient": {"id": "29:maria"},
    }
    assert call.token == "token-1"  # the fake's


async def test_a_reply_names_its_thread_in_a_channel_only(at: Desk) -> None:
    await at.connector.post(at.conversation(), HELLO, "17")
    await at.connector.post(at.chat(), HELLO, "17")
    assert [call.path["conversation"] for call in at.teams.made("post")] == [
        "19:line@thread.tacv2;messageid=17",
        "a:maria",
    ]


async def test_an_update_replaces_the_activity_of_that_id(at: Desk) -> None:
    await at.connector.update(at.conversation(), "1:5", HELLO)
    (call,) = at.teams.made("put")
    assert (call.path["activity"], call.body["id"]) == ("1:5", "1:5")


async def test_a_personal_chat_is_opened_in_its_tenant(at: Desk) -> None:
    assert await at.connector.open(at.conversation(), "29:ben") == "a:ben"
    (call,) = at.teams.made("create")
    assert call.body["channelData"] == {"tenant": {"id": TENANT}}
    assert call.body["members"] == [{"id": "29:ben"}]
    assert call.body["bot"] == {"id": BOT}


async def test_members_come_page_by_page(at: Desk) -> None:
    at.teams.answers["members"] = [{"members": [{"id": "29:a"}], "continuationToken": "x=/1"}, {"members": []}]
    assert await at.connector.members(at.conversation()) == ([{"id": "29:a"}], "x=/1")
    assert await at.connector.members(at.conversation(), "x=/1") == ([], "")
    assert at.teams.made("members")[1].body["continuationToken"] == "x=/1"


# --- the token ---


async def test_one_token_serves_until_five_minutes_before_its_end(at: Desk) -> None:
    await at.connector.post(at.chat(), HELLO)
    at.clock.pass_(timedelta(minutes=54))
    await at.connector.post(at.chat(), HELLO)
    at.clock.pass_(timedelta(minutes=1))
    await at.connector.post(at.chat(), HELLO)
    assert [call.token for call in at.teams.made("post")] == ["token-1", "token-1", "token-2"]
    (asked, _) = at.teams.made("token")
    assert asked.path["tenant"] == TENANT
    assert asked.body["grant_type"] == "client_credentials"
    assert asked.body["scope"] == "https://api.botframework.com/.default"


async def test_without_a_token_nothing_is_sent_and_microsoft_is_not_asked_again_at_once(at: Desk) -> None:
    refused = {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret. Trace: x"}
    at.teams.script["token"] = [Fault(401, refused)] * 3
    for _ in range(3):
        with pytest.raises(NotLetIn, match="AADSTS7000215"):
            await at.connector.post(at.chat(), HELLO)
    assert len(at.teams.made("token")) == 1
    assert not at.teams.made("post")
    at.clock.pass_(timedelta(seconds=31))
    with pytest.raises(NotLetIn):
        await at.connector.post(at.chat(), HELLO)
    assert len(at.teams.made("token")) == 2


@pytest.mark.parametrize("fault", [Fault(500), Fault(reset=True), Fault(429), Fault(raw="<html>"), Fault(body={})])
async def test_a_log_in_that_does_not_work_is_no_doubt_about_the_message(at: Desk, fault: Fault) -> None:
    at.teams.script["token"] = [fault]
    with pytest.raises(Unreachable):
        await at.connector.post(at.chat(), HELLO)
    assert not at.teams.made("post")
    assert await at.connector.post(at.chat(), HELLO)


async def test_a_token_that_teams_does_not_take_is_asked_for_anew(at: Desk) -> None:
    at.teams.script["post"] = [no(401, "BotNotRegistered")]
    for _ in range(2):
        with pytest.raises(NotLetIn):
            await at.connector.post(at.chat(), HELLO)
    assert len(at.teams.made("post")) == 1, "not again and again"
    at.clock.pass_(timedelta(seconds=31))
    await at.connector.post(at.chat(), HELLO)
    assert at.teams.made("post")[-1].token == "token-2"  # the fake's


async def test_in_development_no_token_is_asked_for_or_shown(at: Desk) -> None:
    playground = Connector(None, hosts=(at.teams.host,), login_url=at.teams.url)
    await playground.post(at.chat(), HELLO)
    await playground.close()
    assert [(call.name, call.token) for call in at.teams.calls] == [("post", "")]


# --- what comes back ---


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(429, headers={"Retry-After": "9"}), Throttled),
        (Fault(412), Throttled),
        (Fault(500), Ambiguous),
        (Fault(502, raw="<h1>Bad gateway</h1>"), Ambiguous),
        (Fault(503), Ambiguous),
        (Fault(504), Ambiguous),
        (Fault(408), Ambiguous),
        (Fault(302, headers={"Location": "http://169.254.169.254/"}), Ambiguous),
        (Fault(reset=True), Ambiguous),
        (Fault(200, body={}), Ambiguous),
        (Fault(200, raw="{"), Ambiguous),
        (no(403, "BotNotInConversationRoster"), Refused),
        (Fault(403, {"errorCode": 209, "message": "MessageWritesBlocked"}), Refused),
        (no(404, "ConversationNotFound"), Gone),
        (Fault(404, raw=""), Gone),
        (no(413, "MessageSizeTooBig"), Refused),
        (no(400, "BadSyntax"), Refused),
        (Fault(409), Refused),
    ],
)
async def test_each_answer_is_one_error_and_one_try(at: Desk, fault: Fault, error: type[PlatformError]) -> None:
    at.teams.script["post"] = [fault]
    with pytest.raises(error) as raised:
        await at.connector.post(at.chat(), HELLO)
    assert len(at.teams.made("post")) == 1
    assert "people's words" not in str(raised.value)
    assert not at.teams.shown


async def test_teams_says_how_long_to_wait(at: Desk) -> None:
    at.teams.script["post"] = [Fault(429, headers={"Retry-After": "9"})]
    with pytest.raises(Throttled) as raised:
        await at.connector.post(at.chat(), HELLO)
    assert raised.value.retry_after == timedelta(seconds=9)


async def test_nobody_there_is_surely_not_sent(at: Desk) -> None:
    dead = Connector(None, hosts=("127.0.0.1:1",))
    with pytest.raises(Unreachable):
        await dead.post(replace(at.chat(), service_url="http://127.0.0.1:1/"), HELLO)
    await dead.close()
    with pytest.raises(Unreachable):
        await dead.post(replace(at.chat(), service_url="http://127.0.0.1:1/"), HELLO)


def elsewhere() -> Iterator[str]:
    hosts = ("169.254.169.254", "127.0.0.1:9", "10.0.0.1", "evil.example", "smba.trafficmanager.net.evil.example")
    for host in hosts:
        yield from (f"http://{host}/emea/", f"https://{host}/emea/", f"https://smba.trafficmanager.net@{host}/")
    yield from ("http://smba.trafficmanager.net/emea/", "https://smba.trafficmanager.net:8443/", "", "file:///etc/x")


@pytest.mark.parametrize("url", list(elsewhere()))
async def test_no_token_goes_anywhere_but_to_teams(at: Desk, url: str) -> None:
    outward = Connector(None, hosts=SERVICE_HOSTS)
    with pytest.raises(Refused, match="not one of its own"):
        await outward.post(replace(at.chat(), service_url=url), HELLO)
    await outward.close()


async def test_logs_and_texts_hold_no_secret(at: Desk) -> None:
    at.teams.script["token"] = [Fault(401, {"error_description": f"AADSTS7000215: {SECRET}"})]
    with capture_logs() as logs, pytest.raises(NotLetIn) as raised:
        await at.connector.post(at.chat(), HELLO)
    assert SECRET not in f"{logs} {raised.value!r} {at.connector.tokens.__dict__['_credentials']!r}"
