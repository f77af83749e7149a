"""People ask, by every road that Slack has; each thing happens once, for exactly who asked."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from adapters.slack.asked import Asked
from adapters.slack.asking import Reply
from adapters.slack.shapes import Sent
from flows.commands import Actor
from flows.effects import Outcome
from flows.messages import Message
from flows.phrases import Phrase, Who
from tests.adapters.slack import payloads
from tests.adapters.slack.inbound_stand import Ask, Note, Stand, Take, standing

ANA = Actor("acme", "ana", "slack")
VALUE = '{"do":"Take","number":1}'


def says(words: str) -> Outcome:
    return Message(words)


async def test_words_in_the_direct_messages_are_answered_there(stand: Stand) -> None:
    stand.engine.says[Note] = lambda _: says("Got it.")
    assert (await stand.post(payloads.said("Pallets &amp; forks"))).status == 200
    await stand.settled()
    assert stand.engine.done == [(ANA, Note("Pallets & forks"))]
    (posted,) = stand.api.made("chat.postMessage")
    assert (posted["channel"], posted["text"]) == ("D1", "Got it.")


async def test_a_slash_command_is_answered_in_the_answer_and_knows_its_channel(stand: Stand) -> None:
    stand.engine.says[Note] = lambda _: Message(Phrase("{who} decides.", who=Who("ben", "Ben")))
    answer = await stand.post(payloads.command("/align", "status"))
    assert answer.json["response_type"] == "ephemeral"
    assert answer.json["text"] == "Ben decides."
    assert "U2" in str(answer.json["blocks"])
    assert stand.engine.commands == [Note("/align status", "line-3")]
    assert stand.api.calls == []


@pytest.mark.parametrize(
    ("channel", "called", "name"), [("D9", "directmessage", None), ("C9", "privategroup", "C9"), ("C8", "ops", "ops")]
)
async def test_a_channel_that_accord_is_not_in_has_the_name_that_slack_says(
    stand: Stand, channel: str, called: str, name: str | None
) -> None:
    await stand.post({**payloads.command("/align", "status", channel=channel), "channel_name": called})
    assert stand.engine.commands == [Note("/align status", name)]


async def test_people_and_channels_in_a_command_are_read_as_names(stand: Stand) -> None:
    text = "ask &lt;b&gt; <@U2|ben.b> or <@U9|zed> in <#C1>, <https://a.example|a.example> <!subteam^S1|@ops>"
    await stand.post(payloads.command("/align", text))
    (command,) = stand.engine.commands
    assert command == Ask("<b> Ben or zed in #line-3, https://a.example @ops")


async def test_commands_are_known_by_the_name_they_have_here() -> None:
    async with standing(names={"/align": "/accord"}) as stand:
        refusal = await stand.post(payloads.command("/accord", "wrong"))
        assert stand.engine.commands == []
        assert refusal.json["text"] == "That is nothing. Type /accord help."
        await stand.post(payloads.command("/accord", "status"))
        await stand.post(payloads.said("/accord status"))
        assert [each.text for each in stand.engine.commands if isinstance(each, Note)] == ["/align status"] * 2


async def test_a_mention_that_comes_twice_is_one_and_answered_once(stand: Stand) -> None:
    stand.engine.says[Note] = lambda _: says("Here.")
    await stand.post(payloads.event(payloads.MENTION, "Ev1"))
    await stand.post(payloads.event({**payloads.MENTION, "type": "message", "channel_type": "channel"}, "Ev2"))
    await stand.settled()
    assert stand.engine.commands == [Note("help", "line-3")]
    (posted,) = stand.api.made("chat.postEphemeral")
    assert (posted["channel"], posted["user"]) == ("C1", "U1")


async def test_talk_in_a_channel_is_none_of_accords_business(stand: Stand) -> None:
    await stand.post(payloads.said("hello all", channel="C1"))
    await stand.post(payloads.said("hello <@U2>", channel="C1"))
    assert stand.engine.runs == 0


async def test_four_deliveries_of_one_event_are_one_effect_and_one_answer(stand: Stand) -> None:
    stand.engine.says[Note] = lambda _: says("Once.")
    payload = payloads.said("hello")
    answers = [await stand.post({**payload, "token": str(number)}) for number in range(4)]
    await stand.settled()
    assert {answer.status for answer in answers} == {200}
    assert len(stand.engine.done) == 1
    assert len(stand.api.made("chat.postMessage")) == 1


async def test_an_event_whose_first_copy_was_not_taken_is_taken_when_it_comes_again(stand: Stand) -> None:
    payload = payloads.said("hello")
    stand.engine.down = True
    assert (await stand.post(payload)).status == 503
    stand.engine.down = False
    assert (await stand.post(payload)).status == 200
    assert stand.engine.commands == [Note("hello")]


async def test_a_press_while_nothing_can_be_saved_is_503_and_the_person_is_told(stand: Stand) -> None:
    stand.engine.down = True
    answer = await stand.post(payloads.press(VALUE, response_url=stand.hook()))
    await stand.settled()
    assert answer.status == 503
    (told,) = stand.api.made("response_url")
    assert "nothing was done" in str(told["text"])


async def test_a_fault_of_accords_own_is_never_answered_as_done(stand: Stand) -> None:
    stand.engine.fault = ValueError("nobody may read this")
    assert (await stand.post(payloads.said("hello"))).status == 500


async def test_what_takes_longer_than_slack_waits_is_503_and_nobody_is_told_that_it_was_not_done(stand: Stand) -> None:
    stand.slack.parts = replace(stand.slack.parts, answer_within=0.3)
    stand.engine.delay = 0.6
    event, press = payloads.said("hello"), payloads.press(VALUE, user="U2", response_url=stand.hook())
    answers = await asyncio.gather(stand.post(event), stand.post(press))
    assert [answer.status for answer in answers] == [503, 503]
    await stand.settled()
    assert "may or may not" in str(stand.api.made("response_url")[0]["text"])


async def test_the_answer_does_not_wait_for_a_slow_web_api(stand: Stand) -> None:
    stand.engine.says[Take] = lambda _: says("Taken.")
    stand.api.gate = asyncio.Event()
    answer = await stand.post(payloads.press(VALUE, response_url=stand.hook()))
    assert (answer.status, stand.engine.commands) == (200, [Take(1)])
    stand.api.gate.set()


async def test_a_press_is_answered_where_it_was_made_and_once_per_press(stand: Stand) -> None:
    stand.engine.says[Take] = lambda _: says("It is yours.")
    for _ in range(2):  # two presses have two triggers
        await stand.post(payloads.press(VALUE, response_url=stand.hook()))
    await stand.settled()
    assert stand.engine.commands == [Take(1), Take(1)]
    told = stand.api.made("response_url")
    assert [(each["text"], each["replace_original"]) for each in told] == [("It is yours.", False)] * 2


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.slack.com.evil.example/x",
        "https://evil.example/",
        "http://169.254.169.254/latest",
        "https://hooks.slack.com@evil.example/",
        "//hooks.slack.com/x",
        "file:///etc/passwd",
        "https:\\\\hooks.slack.com/x",
        "",
    ],
)
async def test_only_slacks_own_address_is_answered(stand: Stand, url: str) -> None:
    stand.engine.says[Take] = lambda _: says("It is yours.")
    await stand.post(payloads.press(VALUE, response_url=url))
    await stand.settled()
    assert stand.api.made("response_url") == []
    (posted,) = stand.api.made("chat.postMessage")
    assert posted["channel"] == "U1"


async def test_an_answer_that_slack_does_not_take_any_more_goes_beside(stand: Stand) -> None:
    stand.engine.says[Take] = lambda _: says("It is yours.")
    stand.api.statuses["response_url"] = 404
    channel: Sent = {"id": "C1", "name": "line-3"}
    await stand.post(payloads.press(VALUE, response_url=stand.hook(), channel=channel))
    await stand.settled()
    (posted,) = stand.api.made("chat.postEphemeral")
    assert (posted["channel"], posted["user"]) == ("C1", "U1")


@pytest.mark.parametrize("value", ["x", "{}", '{"do":"No"}', "#0123", "#" + "0" * 32, '{"do":"Take","number":"x"}'])
async def test_a_button_that_is_not_ours_does_nothing_and_says_so(stand: Stand, value: str) -> None:
    answer = await stand.post(payloads.press(value, response_url=stand.hook()))
    await stand.settled()
    assert (answer.status, stand.engine.runs) == (200, 0)
    (told,) = stand.api.made("response_url")
    assert "with buttons that work" in str(told["text"])


async def test_values_that_would_break_a_database_are_not_ours(stand: Stand) -> None:
    for words in ("\\ud800", "\\u0000", "\\u202e"):
        await stand.post(payloads.press('{"do":"Take","words":"' + words + '"}', response_url=stand.hook()))
    assert stand.engine.runs == 0
    await stand.post(payloads.press('{"do":"Take","words":"C:\\\\u0010 \U0001f600"}'))
    assert stand.engine.commands == [Take(words="C:\\u0010 \U0001f600")]


async def test_a_line_of_a_menu_and_a_long_command_are_on_the_shelf_of_their_own_workspace(stand: Stand) -> None:
    long = '{"do":"Take","number":7}'
    (digest,) = await stand.shelf.put("acme", [long])
    (foreign,) = await stand.shelf.put("other", ['{"do":"Take","number":8}'])
    for held in (digest, foreign):
        await stand.post(payloads.press(f"#{held}"))
    assert stand.engine.commands == [Take(7)]
    (menu,) = await stand.shelf.put("acme", ['{"commands":[{"do":"Take","number":3},{"do":"Take","number":4}]}'])
    for option in ("1", "2", "x", "-1"):
        action: Sent = {"type": "static_select", "action_id": f"m#{menu}", "selected_option": {"value": option}}
        await stand.post({**payloads.press(""), "actions": [action]})
    assert stand.engine.commands == [Take(7), Take(4)]


async def test_a_link_that_is_pressed_needs_no_answer(stand: Stand) -> None:
    assert (await stand.post(payloads.press(""))).status == 200
    assert stand.engine.runs == 0


async def test_what_one_person_says_is_taken_in_their_order(stand: Stand) -> None:
    stand.engine.delay = 0.02
    arrived, answer = 0, stand.slack.asking.answer

    async def heard(asked: Asked) -> Reply:
        nonlocal arrived
        arrived += 1
        return await answer(asked)

    stand.slack.asking.answer = heard  # type: ignore[method-assign]
    said = []
    for number in range(12):
        said.append(asyncio.create_task(stand.post(payloads.said(f"line {number}"))))
        while arrived == number:
            await asyncio.sleep(0.001)
    await asyncio.gather(*said)
    assert [each.text for each in stand.engine.commands if isinstance(each, Note)] == [
        f"line {number}" for number in range(12)
    ]


async def test_a_flood_of_one_person_does_not_hold_up_another(stand: Stand) -> None:
    stand.engine.says[Take] = lambda _: says("Taken.")
    stand.api.gate = asyncio.Event()
    await asyncio.gather(*(stand.post(payloads.press(VALUE, response_url=stand.hook())) for _ in range(60)))
    assert (await stand.post(payloads.press(VALUE, user="U2", response_url=stand.hook()))).status == 200
    assert len(stand.engine.commands) == 61
    stand.api.gate.set()
    await stand.settled()
    assert len(stand.api.made("response_url")) == 21
