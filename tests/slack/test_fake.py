"""The fake Slack against Slack's own SDK: it answers, refuses and fails as slack.md says that Slack does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.fake.delivering import HttpCarrier, Reply, deliver, encoded, signature
from tests.slack.fake.faults import Fault, Trouble
from tests.slack.fake.json import Json
from tests.slack.fake.mrkdwn import live, read, tokens
from tests.slack.fake.payloads import Payloads
from tests.slack.fake.slack import FakeSlack

KEY: Json = {"event_type": "accord_post", "event_payload": {"key": "k1"}}


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    fake = FakeSlack()
    team = fake.team()
    fake.person(team, "Maria Nowak", "maria@example.com")
    fake.channel(team, "line3")
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def web(slack: FakeSlack) -> AsyncWebClient:
    return AsyncWebClient(slack.team().token, base_url=f"{slack.url}/api/", timeout=1, retry_handlers=[])


async def refused(call: object) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call  # type: ignore[misc]
    return str(caught.value.response["error"])


async def test_a_message_is_posted_changed_and_found_by_its_metadata(slack: FakeSlack, web: AsyncWebClient) -> None:
    maria = next(user for user in slack.team().users.values() if user.email)
    posted = await web.chat_postMessage(channel=maria.id, text="asked", metadata=KEY)
    assert posted["channel"].startswith("D")
    await web.chat_update(channel=posted["channel"], ts=posted["ts"], text="decided", metadata=KEY)
    found = await web.conversations_history(channel=posted["channel"], include_all_metadata=True, limit=20)
    (message,) = found["messages"]
    assert (message["text"], message["metadata"]) == ("decided", KEY)
    without = await web.conversations_history(channel=posted["channel"])
    assert "metadata" not in without["messages"][0]


async def test_a_thread_is_read_apart_from_its_channel(slack: FakeSlack, web: AsyncWebClient) -> None:
    channel = slack.team().named("line3").id
    head = await web.chat_postMessage(channel=channel, text="digest")
    await web.chat_postMessage(channel=channel, text="detail", thread_ts=head["ts"])
    assert len((await web.conversations_history(channel=channel))["messages"]) == 1
    told = await web.conversations_replies(channel=channel, ts=head["ts"])
    assert [message["text"] for message in told["messages"]] == ["digest", "detail"]


async def test_what_cannot_be_posted_is_refused_with_slacks_word_for_it(slack: FakeSlack, web: AsyncWebClient) -> None:
    team = slack.team()
    secret = slack.channel(team, "secret", bot=False, private=True)
    open_one = slack.channel(team, "open", bot=False)
    line3 = team.named("line3")
    assert await refused(web.chat_postMessage(channel=secret.id, text="x")) == "channel_not_found"
    assert await refused(web.chat_postMessage(channel=open_one.id, text="x")) == "not_in_channel"
    line3.archived = True
    assert await refused(web.chat_postMessage(channel=line3.id, text="x")) == "is_archived"
    team.messages_tab = False
    maria = team.by_email("Maria@example.com")
    assert maria is not None
    assert await refused(web.chat_postMessage(channel=maria.id, text="x")) == "messages_tab_disabled"
    maria.deleted = True
    assert await refused(web.conversations_open(users=maria.id)) == "user_disabled"
    assert await refused(web.users_lookupByEmail(email="maria@example.com")) == "users_not_found"
    team.scopes = ()
    assert await refused(web.users_info(user=maria.id)) == "missing_scope"
    team.dead = "token_revoked"
    assert await refused(web.auth_test()) == "token_revoked"


@pytest.mark.parametrize(
    ("fault", "error", "applied"),
    [
        (Fault.TOO_MANY, SlackApiError, 0),
        (Fault.ERROR_BEFORE, SlackApiError, 0),
        (Fault.ERROR_AFTER, SlackApiError, 1),
        (Fault.RESET_BEFORE, ClientError, 0),
        (Fault.RESET_AFTER, ClientError, 1),
        (Fault.HANG_BEFORE, TimeoutError, 0),
        (Fault.HANG_AFTER, TimeoutError, 1),
        (Fault.NON_JSON, SlackApiError, 1),
    ],
)
async def test_each_fault_happens_once(
    slack: FakeSlack, web: AsyncWebClient, fault: Fault, error: type[Exception], applied: int
) -> None:
    channel = slack.team().named("line3").id
    slack.trouble("chat.postMessage", Trouble(fault, retry_after=7))
    with pytest.raises(error) as caught:
        await web.chat_postMessage(channel=channel, text="once")
    if fault is Fault.TOO_MANY and isinstance(caught.value, SlackApiError):
        assert caught.value.response.headers["Retry-After"] == "7"
    assert len(slack.team().messages) == applied
    await web.chat_postMessage(channel=channel, text="twice")
    assert len(slack.team().messages) == applied + 1


async def test_a_trigger_opens_one_view_and_readers_take_no_json(slack: FakeSlack, web: AsyncWebClient) -> None:
    team = slack.team()
    maria = team.by_email("maria@example.com")
    assert maria is not None
    trigger = slack.triggers.issue(team.id, maria.id)
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Form"}, "blocks": []}
    opened = await web.views_open(trigger_id=trigger, view=view)
    assert team.top_view(maria.id) is team.views[opened["view"]["id"]]
    assert await refused(web.views_open(trigger_id=trigger, view=view)) == "exchanged_trigger_id"
    assert await refused(web.views_open(trigger_id="1.2.3", view=view)) == "invalid_trigger_id"
    old = slack.triggers.issue(team.id, maria.id)
    slack.triggers.given[old].since -= 3.1
    assert await refused(web.views_open(trigger_id=old, view=view)) == "expired_trigger_id"
    wrong = slack.triggers.issue("T02", maria.id)
    assert await refused(web.views_open(trigger_id=wrong, view=view)) == "invalid_trigger_id"
    assert await refused(web.api_call("users.info", json={"user": maria.id})) == "invalid_arguments"


async def test_a_file_is_uploaded_in_three_steps(slack: FakeSlack, web: AsyncWebClient) -> None:
    await web.files_upload_v2(filename="matrix.png", content=b"\x89PNG", title="Matrix")
    (file,) = slack.team().files.values()
    assert (file.body, file.complete) == (b"\x89PNG", True)


async def test_socket_mode_carries_payloads_and_comes_back_after_a_cut(slack: FakeSlack) -> None:
    heard: list[str] = []

    async def listen(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        heard.append(request.type)
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, {"text": "done"}))

    web = AsyncWebClient(base_url=f"{slack.url}/api/")
    client = SocketModeClient(slack.app_token, web_client=web, ping_interval=0.1)
    client.socket_mode_request_listeners.append(listen)
    await client.connect()  # type: ignore[no-untyped-call]
    try:
        answered = await slack.sockets.carry("slash_commands", {"command": "/align"})
        assert (answered.status, answered.json) == (200, {"text": "done"})
        for end in (slack.sockets.cut, slack.sockets.refresh):
            before = slack.sockets.opened
            await end()
            async with asyncio.timeout(10):
                while slack.sockets.opened == before or not slack.sockets.connections:
                    await asyncio.sleep(0.02)
            assert (await slack.sockets.carry("events_api", {"type": "event_callback"})).ok
        assert heard == ["slash_commands", "events_api", "events_api"]
    finally:
        await client.close()  # type: ignore[no-untyped-call]


def test_requests_are_signed_as_the_sdk_checks_it() -> None:
    body, _ = encoded("interactive", {"type": "block_actions"})
    moment = "1700000000"
    verifier = SignatureVerifier("secret")
    assert verifier.generate_signature(timestamp=moment, body=body) == signature("secret", moment, body)


async def test_an_event_is_sent_until_it_is_taken(slack: FakeSlack) -> None:
    statuses = [500, 503, 200]
    waited: list[float] = []
    carried: list[tuple[str, str, tuple[int, str]]] = []

    class Carrier:
        async def carry(self, kind: str, payload: Json, retry: tuple[int, str] = (0, "")) -> Reply:
            carried.append((kind, payload["event_id"], retry))
            return Reply(statuses.pop(0), "", {})

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    event = Payloads(slack, slack.team()).event({"type": "app_uninstalled"}, event_id="Ev1")
    assert [reply.status for reply in await deliver(Carrier(), event, pause)] == [500, 503, 200]
    assert waited == [0.0, 60.0]
    assert [retry[0] for _, _, retry in carried] == [0, 1, 2]
    assert {(kind, event_id) for kind, event_id, _ in carried} == {("events_api", "Ev1")}


async def test_an_app_that_does_not_listen_is_no_answer(slack: FakeSlack) -> None:
    carrier = HttpCarrier("http://127.0.0.1:9/slack/events", "secret", lambda: 0.0)
    assert (await carrier.carry("events_api", {})).status == 0


def test_only_what_slack_acts_on_is_live() -> None:
    typed = "&lt;!channel&gt; <@U1> <https://a.example|here>"
    assert tokens(typed) == ["@U1", "https://a.example|here"]
    plain = [{"type": "header", "text": {"type": "plain_text", "text": "<!here>"}}]
    marked = [{"type": "section", "text": {"type": "mrkdwn", "text": "<!here>"}}]
    assert (live("", plain), live("", marked)) == ([], ["!here"])


def test_text_is_read_as_a_person_reads_it() -> None:
    text = "*<@U1>* decided _“a &lt; b”_ by <!date^1795507200^{date_short_pretty} at {time}|24 Nov> <https://x.y|there>"
    shown = read(text, "Europe/Warsaw", lambda _: "@Maria Nowak", 2026)
    assert shown == "@Maria Nowak decided “a < b” by Tue 24 Nov, 09:00 there"
