"""At the door: sizes, times, and everything that is not what Teams sends; never a 5xx, never a word of it in a log."""

from __future__ import annotations

import asyncio
import gzip
import io
import json

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from adapters.shapes import Sent
from adapters.teams.invokes import PRESS
from flows.plain import Plain
from tests.adapters.slack.inbound_stand import Note
from tests.adapters.teams.inbound_stand import Stand
from tests.adapters.teams.said import BOT, PERSONAL, TENANT, activity, dialog, execute, invoke, message

RENAMED: Plain = {"tenant": {"id": TENANT}, "eventType": "channelRenamed"}
BODIES: dict[str, bytes] = {
    "empty": b"",
    "no JSON": b"not json",
    "not UTF-8": b"\xff\xfe{}",
    "an array": b"[]",
    "a text": b'"x"',
    "null": b"null",
    "an empty object": b"{}",
    "too deep": b'{"type":' + b"[" * 100_000,
    "a number beyond numbers": b'{"type":' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
async def test_a_body_that_is_no_activity_is_refused_with_a_good_token_and_without(stand: Stand, body: bytes) -> None:
    signed = await stand.send(body, {"Authorization": f"Bearer {stand.token()}"})
    assert signed.status in (400, 403)
    assert (await stand.send(body, {})).status == 401
    assert stand.engine.runs == 0


MALFORMED: dict[str, Sent] = {
    "no type": {**message(), "type": None},
    "type is a list": {**message(), "type": ["message"]},
    "no author": {**message(), "from": None},
    "author is a text": {**message(), "from": "29:ana"},
    "author without id": {**message(), "from": {"aadObjectId": "aad-ana"}},
    "author's directory id is a number": {**message(), "from": {"id": "29:ana", "aadObjectId": 7}},
    "directory id with spaces": {**message(), "from": {"id": "29:ana", "aadObjectId": "aad ana"}},
    "no recipient": {**message(), "recipient": None},
    "no conversation": {**message(), "conversation": None},
    "conversation is a text": {**message(), "conversation": PERSONAL},
    "conversation without id": {**message(), "conversation": {"conversationType": "personal", "tenantId": TENANT}},
    "unknown kind of conversation": {**message(), "conversation": {"id": PERSONAL, "conversationType": "party"}},
    "no tenant": {**message(), "channelData": None, "conversation": {"id": PERSONAL}},
    "tenant is an object": {**message(), "channelData": {"tenant": {"id": {"id": TENANT}}}},
    "channelData is a list": {**message(), "channelData": []},
    "text is a number": {**message(), "text": 7},
    "text is endless": {**message(), "text": "x" * 100_001},
    "entities is an object": {**message(), "entities": {}},
    "an entity is a text": {**message(), "entities": ["mention"]},
    "a mention of a text": {**message(), "entities": [{"type": "mention", "mentioned": "Accord"}]},
    "members are texts": activity("conversationUpdate", membersAdded=["29:ben"]),
    "a renamed nothing": activity(
        "conversationUpdate", channelData={"tenant": {"id": TENANT}, "eventType": "channelRenamed"}
    ),
}
INVOKES: dict[str, Sent] = {
    "no name": invoke("", {}),
    "name is a list": {**execute({}), "name": ["adaptiveCard/action"]},
    "a press without value": invoke("adaptiveCard/action", None),
    "a press of a text": invoke("adaptiveCard/action", "press"),
    "a press without action": invoke("adaptiveCard/action", {"trigger": "manual"}),
    "an action of another type": invoke("adaptiveCard/action", {"action": {"type": "Action.Submit"}}),
    "data is a list": invoke("adaptiveCard/action", {"action": {"type": "Action.Execute", "data": [1]}}),
    "a dialog without value": invoke("task/fetch", None),
    "a dialog with a text": invoke("task/submit", {"data": "text"}),
    "an action without id": invoke("composeExtension/fetchTask", {"messagePayload": {}}),
    "an action on a text": invoke("composeExtension/fetchTask", {"commandId": "x", "messagePayload": "message"}),
    "an action of a number": invoke("composeExtension/fetchTask", {"commandId": 7}),
    "an action without data": invoke("composeExtension/submitAction", {"commandId": "escalate_this"}),
}


@pytest.mark.parametrize("sent", MALFORMED.values(), ids=MALFORMED)
async def test_an_activity_of_another_shape_is_400(stand: Stand, sent: Sent) -> None:
    assert (await stand.post(sent)).status == 400
    assert (stand.engine.runs, stand.talk.posted) == (0, [])


@pytest.mark.parametrize("sent", INVOKES.values(), ids=INVOKES)
async def test_an_invoke_of_another_shape_is_400_with_an_error_that_a_client_can_read(stand: Stand, sent: Sent) -> None:
    answer = await stand.post(sent)
    assert answer.status == (200 if sent["name"] == PRESS else 400), "Teams reads the answer to a press only with 200"
    assert (answer.json["statusCode"], answer.json["type"]) == (400, "application/vnd.microsoft.error")
    assert stand.engine.runs == 0


UNKNOWN: dict[str, tuple[Sent, int]] = {
    "typing": (activity("typing"), 200),
    "a reaction": (activity("messageReaction"), 200),
    "an edit": (activity("messageUpdate", text="x"), 200),
    "a deletion": (activity("messageDelete"), 200),
    "an event": (activity("event", name="application/vnd.microsoft.readReceipt"), 200),
    "something new": (activity("hologram"), 200),
    "a sign-in": (invoke("signin/verifyState", {}), 501),
    "a search": (invoke("composeExtension/query", {}), 501),
    "an invoke of the future": (invoke("hologram/fetch", None), 501),
    "another bot": ({**message(), "from": {"id": "28:other", "name": "Other"}}, 200),
    "Accord itself": ({**message(), "from": {"id": BOT, "name": "Accord"}}, 200),
}


@pytest.mark.parametrize(("sent", "status"), UNKNOWN.values(), ids=UNKNOWN)
async def test_what_accord_does_not_know_changes_nothing(stand: Stand, sent: Sent, status: int) -> None:
    assert (await stand.post(sent)).status == status
    await stand.settled()
    assert (stand.engine.runs, stand.talk.posted) == (0, [])


async def test_a_body_above_a_mebibyte_is_413(stand: Stand) -> None:
    headers = {"Authorization": f"Bearer {stand.token()}"}
    large = json.dumps({**message(), "text": "x" * 2**20}).encode()
    assert (await stand.send(io.BytesIO(large), headers)).status == 413
    packed = gzip.compress(b'{"text":"' + b" " * 2**24 + b'"}')
    assert (await stand.send(packed, {**headers, "Content-Encoding": "gzip"})).status == 413
    assert stand.engine.runs == 0


async def test_other_methods_are_405(stand: Stand) -> None:
    async with stand.session.get(f"{stand.url}/api/messages") as answer:
        assert answer.status == 405


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
WHOLE = {
    "message": message(),
    "press": execute({"accord": "{}"}),
    "dialog": dialog("task/submit", {"accordForm": "{}"}),
    "change": activity("conversationUpdate", membersAdded=[{"id": BOT}]),
    "action": invoke("composeExtension/fetchTask", {"commandId": "escalate_this", "messagePayload": {"body": {}}}),
}
FIELDS = ("type", "id", "name", "text", "value", "from", "recipient", "conversation", "channelData", "entities")


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(sorted(WHOLE)), field=st.sampled_from(FIELDS), value=plain)
async def test_whatever_stands_in_a_field_is_never_a_5xx_but_501(
    stand: Stand, kind: str, field: str, value: Plain
) -> None:
    answer = await stand.post({**WHOLE[kind], field: value})
    assert answer.status in (200, 400, 403, 501)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.dictionaries(st.sampled_from(("accord", "accordForm", "accordDrawn", "x")), plain, max_size=3))
async def test_whatever_data_an_action_brings_is_never_a_5xx(stand: Stand, data: Sent) -> None:
    for sent in (execute(data), dialog("task/fetch", data), dialog("task/submit", data)):
        assert (await stand.post(sent)).status == 200
    assert stand.engine.runs == 0


async def test_nothing_of_a_request_is_logged(stand: Stand) -> None:
    structlog.reset_defaults()
    token = stand.token()
    with capture_logs() as logs:
        await stand.post(message("canary words"))
        await stand.send(b'{"canary": "words"', {"Authorization": f"Bearer {token}"})
        await stand.send(b"canary", {"Authorization": "Bearer canary.canary.canary"})
        stand.engine.fault = ValueError("canary")
        assert (await stand.post(message("canary words"))).status == 500
        stand.engine.fault, stand.engine.down = None, True
        assert (await stand.post(message("canary words"))).status == 503
        await stand.settled()
    assert logs
    assert "canary" not in str(logs)
    assert token not in str(logs)
    assert "aad-ana" not in str(logs)


async def test_many_at_once_are_all_answered(stand: Stand) -> None:
    answers = await asyncio.gather(*(stand.post(message(str(n), who=("ana", "ben")[n % 2])) for n in range(60)))
    assert {answer.status for answer in answers} == {200}
    assert {command for command in stand.engine.commands} == {Note(str(number)) for number in range(60)}
