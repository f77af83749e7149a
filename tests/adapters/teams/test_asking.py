"""People ask, by every road that Teams has; each thing happens once, for exactly who asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from adapters.platform import Ambiguous, Gone, Refused
from adapters.shapes import Sent
from adapters.teams.asked import Typed
from adapters.teams.inbound import parse
from adapters.teams.ports import Activity, Conversation, Scope
from flows.commands import Actor
from flows.effects import Outcome
from flows.forms import Form, PeopleField, TextField
from flows.messages import Button, Buttons, Header, Message, Text
from flows.phrases import Phrase, Who
from flows.plain import Plain
from tests.adapters.slack.inbound_stand import Ask, Fill, Note, Take
from tests.adapters.teams.inbound_stand import Stand
from tests.adapters.teams.said import (
    AT_ACCORD,
    CHANNEL,
    GROUP,
    PERSONAL,
    SERVICE,
    TENANT,
    activity,
    execute,
    message,
    submit,
)

ANA = Actor("acme", "ana", "teams")
TAKE = '{"do":"Take","number":1}'
CHAT = Conversation(Scope.PERSONAL, "a:ana", SERVICE, TENANT, "28:x", user_id="aad-ana", member_id="29:ana")
FORM = Form("Ask", Fill("it"), (TextField("what", "What?", required=True), PeopleField("who", "Who?", ())))

AT_BEN: Plain = {"type": "mention", "mentioned": {"id": "29:ben", "name": "Ben Ode"}, "text": "<at>Ben</at>"}


def says(words: str) -> Outcome:
    return Message(words)


def card_in(activity: Activity) -> str:
    """What stands in the card of a message."""
    assert "text" not in activity
    return json.dumps(activity["attachments"], ensure_ascii=False)


async def test_words_in_the_chat_are_answered_there_as_a_card(stand: Stand) -> None:
    stand.engine.says[Note] = lambda _: says("Got it.")
    assert (await stand.post(message("Pallets & forks"))).status == 200
    await stand.settled()
    assert stand.engine.done == [(ANA, Note("Pallets & forks"))]
    ((where, thread, shown),) = stand.talk.posted
    assert (where, thread, shown["summary"]) == (PERSONAL, "", "Got it.")
    assert "Got it." in card_in(shown)


async def test_a_command_in_a_channel_knows_its_channel_and_is_answered_in_the_chat_with_accord(stand: Stand) -> None:
    await stand.places.keep("acme", CHAT)
    stand.engine.says[Note] = lambda _: says("Private.")
    await stand.post(message("/align status", CHANNEL, thread="1700"))
    await stand.settled()
    assert stand.engine.commands == [Note("/align status", "line-3", "1700")]
    assert [where for where, _, _ in stand.talk.posted] == [PERSONAL]


@pytest.mark.parametrize("closed", [None, Gone("uninstalled"), Refused("blocked")])
async def test_without_a_chat_the_channel_hears_only_how_to_begin_one(stand: Stand, closed: Gone | None) -> None:
    if closed is not None:
        await stand.places.keep("acme", CHAT)
        stand.talk.closed[PERSONAL] = closed
    stand.engine.says[Note] = lambda _: says("Private.")
    await stand.post(message("/align status", CHANNEL, thread="1700"))
    await stand.settled()
    ((where, thread, shown),) = stand.talk.posted
    assert (where, thread) == (CHANNEL, "1700")
    assert "open Accord in Teams" in str(shown["text"])
    assert "Private" not in str(stand.talk.posted)
    assert await stand.places.direct("acme", "aad-ana") is None


async def test_talk_in_a_channel_or_group_is_none_of_accords_business(stand: Stand) -> None:
    await stand.post(activity("message", CHANNEL, text="hello all"))
    await stand.post(activity("message", GROUP, text="<at>Ben</at> hello", entities=[AT_BEN]))
    assert stand.engine.runs == 0


async def test_only_accords_own_mention_is_left_out_and_its_name_stays_in_the_words(stand: Stand) -> None:
    text = "<at>Accord</at>&nbsp;ask <at>Ben</at> whether Accord; Accordion <b> & C"
    await stand.post(activity("message", GROUP, text=text, entities=[AT_ACCORD, AT_BEN]))
    assert stand.engine.commands == [Note("ask Ben Ode whether Accord; Accordion <b> & C", GROUP)]


async def test_a_refusal_is_told_to_who_asked(stand: Stand) -> None:
    await stand.post(message("/align wrong"))
    await stand.settled()
    assert stand.engine.runs == 0
    assert "That is nothing." in card_in(stand.talk.posted[0][2])


async def test_a_message_without_words_is_told_what_accord_reads(stand: Stand) -> None:
    await stand.post(message(""))
    await stand.settled()
    assert "reads only text" in card_in(stand.talk.posted[0][2])
    assert stand.engine.runs == 0


async def test_four_deliveries_of_one_message_are_one_effect_and_one_answer(stand: Stand) -> None:
    stand.engine.says[Note] = lambda _: says("Once.")
    sent = message("hello")
    assert {(await stand.post(sent)).status for _ in range(4)} == {200}
    await stand.settled()
    assert (len(stand.engine.done), len(stand.talk.posted)) == (1, 1)
    await stand.post(message("hello"))
    assert len(stand.engine.done) == 2


@pytest.mark.parametrize("make", [execute, submit])
async def test_a_repeated_press_has_another_id_and_is_done_once(stand: Stand, make: Callable[[Sent], Sent]) -> None:
    stand.engine.says[Take] = lambda _: says("Taken.")
    data: Sent = {"accord": TAKE, "accordDrawn": "a1"}
    answers = [await stand.post(make(data)) for _ in range(3)]
    await stand.settled()
    assert stand.engine.commands == [Take(1)]
    assert {answer.text for answer in answers} == {answers[0].text}
    assert len(stand.talk.posted) <= 1


async def test_a_press_on_another_drawing_or_by_another_or_later_is_another_press(stand: Stand) -> None:
    await stand.post(execute({"accord": TAKE, "accordDrawn": "a1"}))
    await stand.post(execute({"accord": TAKE, "accordDrawn": "a2"}))
    await stand.post(execute({"accord": TAKE, "accordDrawn": "a1"}, who="ben"))
    stand.clock.at += 61
    await stand.post(execute({"accord": TAKE, "accordDrawn": "a1"}))
    assert stand.engine.commands == [Take(1)] * 4


async def test_a_press_is_answered_in_the_answer_itself(stand: Stand) -> None:
    stand.engine.says[Take] = lambda _: Message(Phrase("It is {who}’s.", who=Who("ana", "Ana")))
    answer = await stand.post(execute({"accord": TAKE}, CHANNEL))
    assert answer.json == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": "It is Ana’s.",
    }
    stand.engine.says.clear()
    assert (await stand.post(execute({"accord": TAKE}, card="2"))).json["value"] == "Done."
    await stand.settled()
    assert stand.talk.posted == []


async def test_an_answer_with_buttons_comes_as_a_card_in_the_chat_with_accord(stand: Stand) -> None:
    await stand.places.keep("acme", CHAT)
    words = Message("Sure?", (Header("Sure?"), Buttons((Button("Yes", Take(2)),))))
    stand.engine.says[Take] = lambda _: words
    answer = await stand.post(execute({"accord": TAKE}, CHANNEL))
    assert "in its chat with you" in str(answer.json["value"])
    await stand.settled()
    ((where, _, shown),) = stand.talk.posted
    assert where == PERSONAL
    assert "Yes" in card_in(shown)


async def test_without_a_chat_all_words_of_an_answer_are_said(stand: Stand) -> None:
    stand.engine.says[Take] = lambda _: Message("Sure?", (Text("Sure? " * 200), Buttons((Button("Yes", Take(2)),))))
    answer = await stand.post(execute({"accord": TAKE}, CHANNEL))
    assert "Sure? Sure?" in str(answer.json["value"])


@pytest.mark.parametrize(
    "data",
    [{}, {"accord": 7}, {"accord": "nonsense"}, {"accord": '{"do":"Explode"}'}, {"accord": f"#{'0' * 32}"},
     {"accord": '{"do":"Take","number":1,"more":2}'}, {"accord": '{"do":"Take","number":"one"}'}, {"accordForm": "{}"}],
)  # fmt: skip
async def test_a_press_that_accord_did_not_draw_changes_nothing(stand: Stand, data: Sent) -> None:
    answer = await stand.post(execute(data))
    assert "nothing was done" in str(answer.json["value"])
    assert (await stand.post(submit(data))).status == 200
    assert stand.engine.runs == 0


async def test_a_kept_command_is_found_in_the_own_organisation_only(stand: Stand) -> None:
    (digest,) = await stand.shelf.put("other", ['{"do":"Take","number":1,"words":"' + "x" * 3000 + '"}'])
    answer = await stand.post(execute({"accord": f"#{digest}"}))
    assert "nothing was done" in str(answer.json["value"])
    await stand.shelf.put("acme", [stand.shelf.known["other", digest]])
    await stand.post(execute({"accord": f"#{digest}"}, card="2"))
    assert stand.engine.commands == [Take(1, "x" * 3000)]


async def test_while_nothing_can_be_saved_it_is_503_and_people_are_told(stand: Stand) -> None:
    stand.engine.down = True
    press, typed = execute({"accord": TAKE}), message("hello")
    answer = await stand.post(press)
    assert answer.status == 503
    assert "nothing was done" in str(answer.json)
    assert (await stand.post(typed)).status == 503
    await stand.settled()
    assert "nothing was done" in str(stand.talk.posted)
    stand.engine.down = False
    assert [(await stand.post(each)).status for each in (press, typed)] == [200, 200]
    assert stand.engine.commands == [Take(1), Note("hello")]


async def test_what_takes_too_long_is_503_and_nobody_is_told_that_it_was_not_done(stand: Stand) -> None:
    stand.teams.parts = replace(stand.teams.parts, answer_within=0.3)
    stand.engine.delay = 0.6
    answers = await asyncio.gather(stand.post(message("hello")), stand.post(execute({"accord": TAKE}, who="ben")))
    assert [answer.status for answer in answers] == [503, 503]
    assert "may or may not" in answers[1].text


async def test_a_fault_of_accords_own_is_never_answered_as_done(stand: Stand) -> None:
    stand.engine.fault = ValueError("nobody may read this")
    answer = await stand.post(execute({"accord": TAKE}))
    assert answer.status == 500
    assert "nobody" not in answer.text


async def test_the_answer_does_not_wait_for_a_slow_connector(stand: Stand) -> None:
    stand.engine.says[Note] = lambda _: says("Got it.")
    stand.talk.gate = asyncio.Event()
    assert (await stand.post(message("hello"))).status == 200
    stand.talk.gate.set()
    await stand.settled()
    assert len(stand.talk.posted) == 1


async def test_what_cannot_be_shown_is_no_trouble(stand: Stand) -> None:
    stand.engine.says[Note] = lambda _: says("Got it.")
    stand.talk.closed[PERSONAL] = Ambiguous("perhaps")
    assert (await stand.post(message("hello"))).status == 200
    await stand.settled()
    assert stand.talk.posted == []


async def test_an_automatic_refresh_is_no_press(stand: Stand) -> None:
    sent = execute({"accord": TAKE})
    sent["value"] = {**sent["value"], "trigger": "automatic"}  # type: ignore[dict-item]
    answer = await stand.post(sent)
    assert (answer.status, stand.engine.runs) == (200, 0)


async def test_a_slash_command_in_a_channel_that_only_accord_sees_needs_no_mention() -> None:
    sent = activity("message", CHANNEL, text="/escalate Stop?")
    sent["recipient"] = {**sent["recipient"], "isTargeted": True}  # type: ignore[dict-item]
    asked = parse(sent)
    assert isinstance(asked, Typed)
    assert asked.text == "/escalate Stop?"


async def test_a_form_that_was_asked_for_comes_as_a_card_in_the_chat(stand: Stand) -> None:
    stand.engine.says[Ask] = lambda _: FORM
    await stand.post(message("/align ask"))
    await stand.settled()
    shown = card_in(stand.talk.posted[0][2])
    assert "Input.Text" in shown
    assert "Action.Execute" in shown


async def test_a_form_without_a_chat_to_show_it_in_is_told_only_to_who_pressed(stand: Stand) -> None:
    stand.engine.says[Ask] = lambda _: FORM
    answer = await stand.post(execute({"accord": '{"do":"Ask"}'}, CHANNEL))
    await stand.settled()
    assert "open Accord in Teams" in str(answer.json["value"])
    assert stand.talk.posted == []
