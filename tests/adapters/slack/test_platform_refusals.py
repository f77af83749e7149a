"""Posts that Slack does not take: what a person is told, what is learnt, and how a message goes all the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.platform import Ambiguous, Gone, Refused, Unreachable
from adapters.slack.meanings import MEANINGS, About
from adapters.slack.ports import Kind, Spot
from flows.messages import ToChannel, ToPerson
from flows.plain import Plain
from tests.adapters.slack.office import LINE, TO_MARIA, Office, allow, card, office, with_picture
from tests.adapters.slack.scripted import Body, Fault, no

CHANNEL = [code for code, meaning in MEANINGS.items() if meaning.about is About.CHANNEL]
PERSON = [code for code, meaning in MEANINGS.items() if meaning.about is About.PERSON]
NOT_AGAIN = ["is_archived", "channel_not_found", "not_in_channel", "restricted_action"]


@pytest.fixture
async def at() -> AsyncIterator[Office]:
    async with office() as made:
        yield made


@pytest.mark.parametrize("code", CHANNEL)
async def test_a_channel_that_takes_nothing_is_told_in_words(at: Office, code: str) -> None:
    at.desk.slack.script["chat.postMessage"] = [no(code)]
    with pytest.raises((Refused, Gone, Unreachable)) as raised:
        await at.platform.send(card())
    assert str(raised.value) == MEANINGS[code].words


@pytest.mark.parametrize("code", PERSON)
async def test_a_person_who_cannot_be_reached_is_told_in_words(at: Office, code: str) -> None:
    at.desk.slack.script["chat.postMessage"] = [no(code)]
    with pytest.raises((Refused, Gone)) as raised:
        await at.platform.send(card(TO_MARIA))
    assert str(raised.value) == MEANINGS[code].words


@pytest.mark.parametrize("code", NOT_AGAIN)
async def test_such_a_channel_is_tried_once_a_day(at: Office, code: str) -> None:
    at.desk.slack.script["chat.postMessage"] = [no(code)] * 9
    at.desk.slack.script["conversations.info"] = [no("channel_not_found")] * 9
    for _ in range(6):
        with pytest.raises((Refused, Gone)):
            await at.platform.send(card())
        at.desk.clock.pass_(timedelta(hours=3))
    assert len(at.desk.slack.made("chat.postMessage")) == 1


async def test_a_channel_that_was_brought_back_works_at_once(at: Office) -> None:
    at.desk.slack.script["chat.postMessage"] = [no("is_archived")]
    with pytest.raises(Refused):
        await at.platform.send(card())
    await at.spots.keep("plant", [LINE])  # Slack told of it
    await at.platform.send(card())
    assert len(at.shown("C0LINE")) == 1


async def test_an_event_that_was_missed_is_made_up_for(at: Office) -> None:
    await at.spots.keep("plant", [replace(LINE, member=False)])
    info: Body = {"id": "C0LINE", "name": "line-4", "is_member": True}
    at.desk.slack.answers["conversations.info"] = [{"ok": True, "channel": info}]
    await at.platform.send(card())
    assert at.spots.known["plant", "C0LINE"].member


async def test_a_channel_never_heard_of_is_looked_for_once(at: Office) -> None:
    at.desk.slack.answers["users.conversations"] = [{"ok": True, "channels": []}]
    there: list[Plain] = [{"id": "C0NEW", "name": "new-line", "is_member": True}]
    at.desk.slack.answers["conversations.list"] = [{"ok": True, "channels": there}]
    assert (await at.platform.send(card(ToChannel("new-line")))).startswith("C0NEW/")
    for _ in range(3):
        with pytest.raises(Gone, match="no such channel"):
            await at.platform.send(card(ToChannel("nowhere")))
    assert len(at.desk.slack.made("users.conversations")) == 2
    assert len(at.desk.slack.made("chat.postMessage")) == 1


async def test_a_public_channel_is_joined_where_the_workspace_allows_it(at: Office) -> None:
    await at.spots.keep("plant", [replace(LINE, member=False)])
    at.desk.slack.script["conversations.info"] = [no("channel_not_found")]
    with pytest.raises(Refused, match="/invite @Accord"):
        await at.platform.send(card())
    assert not at.desk.slack.made("conversations.join")
    await allow(at, "chat:write", "channels:join")
    await at.platform.send(card())
    assert at.asked("conversations.join")["channel"] == "C0LINE"
    assert at.spots.known["plant", "C0LINE"].member


async def test_a_join_nobody_knows_the_end_of_is_no_doubt_about_the_message(at: Office) -> None:
    await allow(at, "chat:write", "channels:join")
    await at.spots.keep("plant", [replace(LINE, member=False)])
    at.desk.slack.script = {"conversations.info": [no("channel_not_found")], "conversations.join": [Fault(status=500)]}
    with pytest.raises(Unreachable):
        await at.platform.send(card())
    await at.platform.send(card())
    assert len(at.shown("C0LINE")) == 1


async def test_a_private_channel_is_never_joined(at: Office) -> None:
    await allow(at, "chat:write", "channels:join")
    await at.spots.keep("plant", [Spot("C0SECRET", "secret", member=False, private=True)])
    at.desk.slack.script["conversations.info"] = [no("channel_not_found")]
    with pytest.raises(Gone, match="was not invited"):
        await at.platform.send(card(ToChannel("secret")))
    assert not at.desk.slack.made("conversations.join")


async def test_nobody_is_written_to_whose_account_is_closed(at: Office) -> None:
    at.desk.slack.script["chat.postMessage"] = [no("user_disabled")]
    for _ in range(3):
        with pytest.raises(Gone, match="deactivated"):
            await at.platform.send(card(TO_MARIA))
    assert len(at.desk.slack.calls) == 1
    assert not at.accounts.known["plant", "U0MARIA"].active


async def test_who_has_no_account_is_said(at: Office) -> None:
    for _ in range(2):
        with pytest.raises(Refused, match="e-mail address"):
            await at.platform.send(card(ToPerson("zoe")))
    assert len(at.desk.slack.made("users.list")) == 1, "everybody is read once, not for each post"
    await at.accounts.keep("plant", [replace(at.accounts.known["plant", "U0BEN"], kind=Kind.BOT)])
    with pytest.raises(Refused):
        await at.platform.send(card(ToPerson("ben")))
    assert not at.desk.slack.made("chat.postMessage")


# --- all the same ---


@pytest.mark.parametrize("code", ["msg_too_long", "invalid_blocks", "msg_blocks_too_long"])
async def test_what_slack_cannot_draw_goes_as_text(at: Office, code: str) -> None:
    at.desk.slack.script = {"chat.postMessage": [no(code)], "chat.update": [no(code)]}
    reference = await at.platform.send(card())
    assert at.shown("C0LINE") == ["Maria decides: Maria Nowak"]
    assert at.asked("chat.postMessage")["blocks"] == "[]"
    await at.platform.update(reference, card())
    assert at.asked("chat.update")["blocks"] == "[]"
    assert len(at.desk.slack.calls) == 4


async def test_what_slack_takes_in_no_way_is_refused(at: Office) -> None:
    at.desk.slack.script["chat.postMessage"] = [no("msg_too_long")] * 5
    with pytest.raises(Refused, match="too long"):
        await at.platform.send(card())
    assert len(at.desk.slack.calls) == 2


async def test_an_answer_nobody_knows_is_looked_into_before_it_counts(at: Office) -> None:
    at.desk.slack.script["chat.postMessage"] = [no("brand_new_code")]
    with pytest.raises(Refused, match="brand_new_code"):
        await at.platform.send(card())
    at.desk.slack.script["chat.postMessage"] = [replace(no("brand_new_code"), applied=True)]
    reference = await at.platform.send(card())
    assert len(at.shown("C0LINE")) == 1
    at.desk.slack.script["chat.update"] = [no("brand_new_code")]
    with pytest.raises(Refused, match="brand_new_code"):
        await at.platform.update(reference, card())
    at.desk.slack.script["chat.postMessage"] = [no("brand_new_code")]
    at.desk.slack.script["conversations.history"] = [Fault(status=500)]
    with pytest.raises(Ambiguous):
        await at.platform.send(card())


# --- pictures ---


async def test_a_picture_is_put_into_slack_once_and_shown(at: Office) -> None:
    await at.platform.send(with_picture())
    await at.platform.send(with_picture())
    assert at.desk.slack.uploads == [b"png"]
    assert "F0PICTURE" in at.asked("chat.postMessage")["blocks"]
    assert at.asked("files.completeUploadExternal")["files"] == '[{"id": "F0PICTURE", "title": "Coverage"}]'
    assert at.asked("files.getUploadURLExternal")["length"] == "3"


async def test_posts_at_the_same_time_share_one_picture(at: Office) -> None:
    await asyncio.gather(*(at.platform.send(with_picture()) for _ in range(4)))
    assert at.desk.slack.uploads == [b"png"]
    assert len(at.drawn) == 1
    assert all("F0PICTURE" in call.arguments["blocks"] for call in at.desk.slack.made("chat.postMessage"))


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_a_picture_that_cannot_be_put_there_is_told(at: Office, method: str) -> None:
    at.desk.slack.script[method] = [no("storage_limit_reached")]
    await at.platform.send(with_picture())
    said = at.asked("chat.postMessage")["blocks"]
    assert "F0PICTURE" not in said
    assert "IT is aligned on the goal." in said


async def test_without_the_permission_no_picture_is_tried(at: Office) -> None:
    await allow(at, "chat:write")
    await at.platform.send(with_picture())
    assert [call.method for call in at.desk.slack.calls] == ["chat.postMessage"]
    assert not at.drawn


async def test_a_picture_that_slack_is_not_ready_for_gets_a_moment(at: Office) -> None:
    at.desk.slack.script["chat.postMessage"] = [no("invalid_blocks")]
    await at.platform.send(with_picture())
    assert "F0PICTURE" in at.asked("chat.postMessage")["blocks"]
    assert len(at.shown("C0LINE")) == 1


async def test_a_picture_that_slack_never_shows_is_told(at: Office) -> None:
    await at.platform.send(with_picture())
    at.desk.slack.script["chat.postMessage"] = [no("invalid_blocks")]
    await at.platform.send(with_picture())
    assert "IT is aligned on the goal." in at.asked("chat.postMessage")["blocks"]
