"""Posts in Slack: where they go, how they are drawn, changed and found again."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from adapters.platform import Ambiguous, Gone, Held, Outgoing, Platform, Throttled, Unreachable
from adapters.slack.errors import Paused
from adapters.slack.ports import Installation
from flows.errors import Unavailable
from flows.messages import Message
from flows.phrases import Instant, Phrase
from tests.adapters.slack.desk import START
from tests.adapters.slack.office import TO_BEN, TO_LINE, TO_MARIA, Office, card, office
from tests.adapters.slack.scripted import Body, Fault, no

KEY = sha256(b"escalation/line/E-1").hexdigest()


@pytest.fixture
async def at() -> AsyncIterator[Office]:
    async with office() as made:
        yield made


async def test_a_card_in_a_channel(at: Office) -> None:
    platform: Platform = at.platform
    reference = await platform.send(card())
    assert reference == "C0LINE/1801468800.000100"
    said = at.asked("chat.postMessage")
    assert said["channel"] == "C0LINE"
    assert said["text"] == "Maria decides: Maria Nowak"
    assert "U0MARIA" in said["blocks"], "people are mentioned in the blocks"
    assert json.loads(said["metadata"]) == {"event_type": "accord_post", "event_payload": {"key": KEY}}
    assert (said["parse"], said["link_names"]) == ("none", "false")
    assert (said["unfurl_links"], said["unfurl_media"]) == ("false", "false")
    assert "escalation" not in said["metadata"], "the key itself stays here"


async def test_a_moment_in_a_zone_that_nobody_has_used_yet_is_read_beside_the_loop(at: Office) -> None:
    """The rules of a zone are in a file; reading it on the loop is an error in every test."""
    zones = ("Pacific/Chatham", "Antarctica/Troll", "America/Nuuk")
    for number, zone in enumerate(zones):
        due = Phrase("Until {at}.", at=Instant(START, zone))
        await at.platform.send(replace(card(key=f"k{number}"), message=Message(due)))
    assert len(at.desk.slack.made("chat.postMessage")) == len(zones)


async def test_after_a_wait_what_slack_had_refused_goes_before_what_it_has_not_heard_of(at: Office) -> None:
    at.desk.slack.script["chat.postMessage"] = [Fault(status=429, headers={"Retry-After": "30"})]
    with pytest.raises(Throttled):
        await at.platform.send(card())
    at.desk.clock.pass_(timedelta(seconds=30))
    with pytest.raises(Held):
        await at.platform.send(card(key="new"))
    assert await at.platform.send(replace(card(), again=True))
    assert len(at.desk.slack.made("chat.postMessage")) == 2


async def test_what_a_button_means_is_on_the_shelf_before_it_is_shown(at: Office) -> None:
    await at.platform.send(card())
    ((organisation, digest),) = at.shelf.texts
    assert organisation == "plant"
    assert digest in at.asked("chat.postMessage")["blocks"]


async def test_direct_messages_go_where_they_went_before(at: Office) -> None:
    assert (await at.platform.send(card(TO_MARIA))).startswith("D0MARIA/")
    assert (await at.platform.send(card(TO_BEN))).startswith("D0BEN/")
    assert [call.arguments["channel"] for call in at.desk.slack.made("chat.postMessage")] == ["D0MARIA", "U0BEN"]
    await at.platform.send(card(TO_BEN))
    assert at.asked("chat.postMessage")["channel"] == "D0BEN", "from now on by the id that Slack gave"


async def test_direct_messages_that_moved_are_opened_again(at: Office) -> None:
    at.desk.slack.script["chat.postMessage"] = [no("channel_not_found")]
    assert await at.platform.send(card(TO_MARIA)) == "D0MARIA/1801468800.000100"
    assert [call.arguments["channel"] for call in at.desk.slack.calls] == ["D0MARIA", "U0MARIA"]


async def test_a_late_message_says_so(at: Office) -> None:
    await at.platform.send(card(late=True))
    assert "later than planned" in at.asked("chat.postMessage")["blocks"]


async def test_a_reply_hangs_under_its_message(at: Office) -> None:
    await at.platform.send(card(thread="C0LINE/1801460000.000100"))
    assert at.asked("chat.postMessage")["thread_ts"] == "1801460000.000100"
    await at.platform.send(card(thread="C0OTHER/1801460000.000100"))
    assert "thread_ts" not in at.asked("chat.postMessage"), "no thread reaches into another channel"


async def test_a_reply_that_is_not_taken_stands_alone(at: Office) -> None:
    at.desk.slack.script["chat.postMessage"] = [no("restricted_action_non_threadable_channel")]
    await at.platform.send(card(thread="C0LINE/1801460000.000100"))
    assert at.shown("C0LINE") == ["Maria decides: Maria Nowak"]
    assert "thread_ts" not in at.asked("chat.postMessage")


# --- changing ---


async def test_a_card_changes_in_place(at: Office) -> None:
    reference = await at.platform.send(card())
    assert await at.platform.update(reference, card(words="Decided")) == reference
    said = at.asked("chat.update")
    assert (said["channel"], said["ts"]) == ("C0LINE", "1801468800.000100")
    assert said["text"] == "Decided: Maria Nowak"
    assert json.loads(said["metadata"])["event_payload"] == {"key": KEY}
    assert (said["parse"], said["link_names"]) == ("none", "false")


@pytest.mark.parametrize(
    "code", ["message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found"]
)
async def test_a_message_that_cannot_be_changed_is_gone(at: Office, code: str) -> None:
    at.desk.slack.script["chat.update"] = [no(code)]
    with pytest.raises(Gone):
        await at.platform.update("C0LINE/1.000100", card())


@pytest.mark.parametrize("reference", ["", "C0LINE", "C0LINE/", "/1.0", "line/key"])
async def test_what_was_never_a_message_in_slack_is_gone(at: Office, reference: str) -> None:
    at.desk.slack.script["chat.update"] = [no("message_not_found")]
    with pytest.raises(Gone):
        await at.platform.update(reference, card())


# --- finding again ---


async def test_what_was_shown_is_found_by_its_key(at: Office) -> None:
    for to in (TO_LINE, TO_MARIA, TO_BEN):
        assert await at.platform.look_up(card(to)) is None
        at.desk.slack.script["chat.postMessage"] = [Fault(reset=True, applied=True)]
        with pytest.raises(Ambiguous):
            await at.platform.send(card(to))
        found = await at.platform.look_up(card(to))
        assert found is not None
        assert await at.platform.look_up(card(to, key="escalation/line/E-2")) is None
    asked = {call.arguments["channel"] for call in at.desk.slack.made("conversations.history")}
    assert asked == {"C0LINE", "D0MARIA", "D0BEN"}, "never by a person's id"
    assert at.asked("conversations.history")["include_all_metadata"] == "true"


async def test_it_is_looked_for_two_minutes_before_the_first_attempt_and_on_all_pages(at: Office) -> None:
    first = card(key="first")
    await at.platform.send(first)
    for number in range(120):
        await at.parts.web.call(await _here(at), "chat.postMessage", {"channel": "C0LINE", "text": str(number)})
    assert await at.platform.look_up(first) == "C0LINE/1801468800.000100"
    assert len(at.desk.slack.made("conversations.history")) == 3
    assert float(at.asked("conversations.history")["oldest"]) == (START - timedelta(minutes=2)).timestamp()
    assert await at.platform.look_up(replace(first, since=START + timedelta(days=365))) is None


async def test_a_reply_is_looked_for_in_its_thread_and_beside_it(at: Office) -> None:
    reply = card(thread="C0LINE/1801460000.000100")
    reference = await at.platform.send(reply)
    assert await at.platform.look_up(reply) == reference
    assert at.asked("conversations.replies")["ts"] == "1801460000.000100"
    alone = card(key="alone")
    reference = await at.platform.send(alone)
    assert await at.platform.look_up(replace(alone, thread=reply.thread)) == reference


async def test_a_key_that_somebody_else_copied_is_not_ours(at: Office) -> None:
    await at.platform.send(card())
    (shown,) = at.desk.slack.shown["C0LINE"]
    shown["bot_id"] = "B0OTHER"
    assert await at.platform.look_up(card()) is None


@pytest.mark.parametrize("code", ["missing_scope", "not_in_channel", "channel_not_found", "brand_new_code"])
async def test_where_it_cannot_look_it_cannot_tell(at: Office, code: str) -> None:
    at.desk.slack.script["conversations.history"] = [no(code)]
    with pytest.raises(Ambiguous):
        await at.platform.look_up(card())


@pytest.mark.parametrize("fault", [Fault(status=500), Fault(reset=True), no("internal_error"), no("request_timeout")])
async def test_a_look_that_failed_is_made_again(at: Office, fault: Fault) -> None:
    reference = await at.platform.send(card())
    at.desk.slack.script["conversations.history"] = [fault]
    with pytest.raises(Unreachable):
        await at.platform.look_up(card())
    assert await at.platform.look_up(card()) == reference


async def test_a_throttled_look_up_waits(at: Office) -> None:
    at.desk.slack.script["conversations.history"] = [Fault(status=429, headers={"Retry-After": "9"})]
    with pytest.raises(Throttled):
        await at.platform.look_up(card())


async def test_too_much_to_look_through_is_unclear(at: Office) -> None:
    page: Body = {"ok": True, "messages": [], "response_metadata": {"next_cursor": "more"}}
    at.desk.slack.answers["conversations.history"] = [page]
    with pytest.raises(Ambiguous):
        await at.platform.look_up(card())


# --- what stands in the way of everything ---


async def test_what_fails_before_the_message_is_sent_is_no_doubt(at: Office) -> None:
    at.desk.slack.script["users.conversations"] = [Fault(status=500)]
    with pytest.raises(Unreachable):
        await at.platform.send(card(to=replace(TO_LINE, channel="unheard-of")))


class Away:
    """Installations without a database."""

    async def of(self, organisation_id: str) -> Installation | None:
        raise Unavailable(f"nothing is known of {organisation_id}")


async def test_without_the_database_nothing_is_sent(at: Office) -> None:
    at.platform._parts = replace(at.parts, installations=Away())  # type: ignore[arg-type]
    for doing in (at.platform.send(card()), at.platform.update("C0LINE/1.0", card()), at.platform.look_up(card())):
        with pytest.raises(Unreachable):
            await doing
    assert not at.desk.slack.calls


async def test_a_paused_workspace_keeps_its_posts_waiting(at: Office) -> None:
    at.desk.slack.script["chat.postMessage"] = [no("account_inactive")]
    for _ in range(3):
        with pytest.raises(Paused):
            await at.platform.send(card())
    assert len(at.desk.slack.calls) == 1


async def test_another_organisation_is_not_ours(at: Office) -> None:
    for post in (replace(card(), organisation_id="mill"), Outgoing("mill", "k", TO_MARIA, Message("Hello"))):
        with pytest.raises(Exception, match="not installed"):
            await at.platform.send(post)
    assert not at.desk.slack.calls


async def _here(at: Office) -> Installation:
    found = await at.desk.installations.of("plant")
    assert found is not None
    return found
