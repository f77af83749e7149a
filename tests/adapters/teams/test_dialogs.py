"""Forms: in a dialog, and the same as a card in the chat; wrong ones stay open with everything that was typed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import pytest

from adapters.accounts import Account
from adapters.platform import Unreachable
from adapters.shapes import Sent
from flows.effects import Refusal
from flows.forms import Form, Option, PeopleField, TextField
from flows.messages import Button, Buttons, Message
from flows.phrases import Phrase
from flows.plain import Plain
from tests.adapters.slack.inbound_stand import Ask, Fill, Take
from tests.adapters.teams.inbound_stand import Stand
from tests.adapters.teams.said import PERSONAL, dialog, execute, invoke, submit

ASK = '{"do":"Ask","text":"line"}'
PICKED = "12345678-1234-1234-1234-123456789abc"
WHO = PeopleField("who", "Who?", (Option("ben", "Ben"),))
FORM = Form("Ask about the line", Fill("it"), (TextField("what", "What?", required=True), WHO))
LONG = replace(FORM, fields=tuple(TextField(f"q{number}", f"{number}?", multiline=True) for number in range(30)))


def part(data: Mapping[str, Plain], *names: str | int) -> Sent:
    found: Plain = data
    for name in names:
        found = found[name]  # type: ignore[index]
    assert isinstance(found, Mapping)
    return found


def task(body: Sent) -> Sent:
    """What a dialog shows."""
    assert part(body, "task")["type"] == "continue"
    return part(body, "task", "value")


def card(body: Sent) -> Sent:
    return part(task(body), "card", "content")


def button(drawn: Sent) -> Sent:
    """The data of the one button of a form."""
    (action,) = cast(list[Sent], drawn["actions"])
    return part(action, "data")


async def opened(stand: Stand, form: Form = FORM) -> Sent:
    stand.engine.says[Ask] = lambda _: form
    return card((await stand.post(dialog("task/fetch", {"type": "task/fetch", "accord": ASK}))).json)


def values(stand: Stand) -> list[Mapping[str, object]]:
    return [command.values for command in stand.engine.commands if isinstance(command, Fill)]


async def test_a_button_opens_a_dialog_and_what_is_filled_in_is_submitted(stand: Stand) -> None:
    data = button(await opened(stand))
    answer = await stand.post(dialog("task/submit", {**data, "field.what": " Line 3? ", "field.who": "0"}))
    assert (answer.status, answer.text) == (200, "")
    assert values(stand) == [{"what": " Line 3? ", "who": "ben"}]


async def test_a_dialog_that_is_sent_twice_is_one_and_answered_the_same(stand: Stand) -> None:
    data = {**button(await opened(stand)), "field.what": "Line 3"}
    stand.engine.says[Fill] = lambda _: Message("Asked.")
    answers = [(await stand.post(dialog("task/submit", data))).json for _ in range(3)]
    assert answers == [{"task": {"type": "message", "value": "Asked."}}] * 3
    assert len(values(stand)) == 1


async def test_a_refused_form_stays_open_with_what_was_typed_and_the_problem(stand: Stand) -> None:
    data = {**button(await opened(stand)), "field.what": "Nonsense"}
    problems = {"what": Phrase("Please be precise.")}
    stand.engine.says[Fill] = lambda _: Refusal(Phrase("Please look."), problems)
    again = card((await stand.post(dialog("task/submit", data))).json)
    assert "Nonsense" in json.dumps(again)
    assert "Please be precise." in json.dumps(again)
    stand.engine.says[Fill] = lambda _: Refusal(Phrase("Only Maria may do this."))
    other = card((await stand.post(dialog("task/submit", {**data, "field.what": "Other"}))).json)
    assert "Only Maria may do this." in json.dumps(other)
    assert "Other" in json.dumps(other)


async def test_a_long_form_goes_page_by_page_and_nothing_is_lost(stand: Stand) -> None:
    shown, given = await opened(stand, LONG), dict[str, str]()
    for _ in range(10):
        inputs = [each for each in json.dumps(shown).split('"') if each.startswith("field.q")]
        filled = {name: f"answer to {name}" for name in inputs}
        given |= {name.removeprefix("field."): text for name, text in filled.items()}
        answer = await stand.post(dialog("task/submit", {**button(shown), **filled}))
        if not answer.text:
            break
        shown = card(answer.json)
    assert len(given) == 30
    assert values(stand) == [given]


async def test_an_answer_with_buttons_is_shown_in_the_dialog(stand: Stand) -> None:
    data = {**button(await opened(stand)), "field.what": "Line 3"}
    stand.engine.says[Fill] = lambda _: Message("Sure?", (Buttons((Button("Yes", Take(2)),)),))
    shown = card((await stand.post(dialog("task/submit", data))).json)
    assert "Yes" in json.dumps(shown)


async def test_a_button_of_a_dialog_that_opens_nothing_says_so_in_it(stand: Stand) -> None:
    stand.engine.says[Ask] = lambda _: Refusal(Phrase("Only Maria may ask."))
    answer = await stand.post(dialog("task/fetch", {"accord": ASK}))
    assert answer.json == {"task": {"type": "message", "value": "Only Maria may ask."}}


async def test_where_the_host_opens_no_dialog_the_form_comes_as_a_card_and_can_be_sent_there(stand: Stand) -> None:
    stand.engine.says[Ask] = lambda _: FORM
    await stand.post(submit({"accord": ASK, "msteams": {"type": "task/fetch"}}))
    await stand.settled()
    (_, _, shown), = stand.talk.posted  # fmt: skip
    drawn = part(shown, "attachments", 0, "content")
    stand.engine.says[Fill] = lambda _: Message("Asked.")
    answer = await stand.post(execute({**button(drawn), "field.what": "Line 3"}, card="5001"))
    await stand.settled()
    assert values(stand) == [{"what": "Line 3"}]
    assert "Asked." in json.dumps(answer.json["value"])
    ((where, replaced, after),) = stand.talk.updated
    assert (where, replaced) == (PERSONAL, "5001")
    assert "Asked." in json.dumps(after)
    assert "Input.Text" not in json.dumps(after)


@pytest.mark.parametrize("invoked", [True, False])
async def test_a_wrong_form_in_the_chat_is_drawn_again_in_its_place(stand: Stand, invoked: bool) -> None:
    stand.engine.says[Ask] = lambda _: FORM
    await stand.post(execute({"accord": ASK}))
    await stand.settled()
    drawn = part(stand.talk.posted[0][2], "attachments", 0, "content")
    stand.engine.says[Fill] = lambda _: Refusal(Phrase("Please look."), {"what": Phrase("Please be precise.")})
    data = {**button(drawn), "field.what": "Nonsense"}
    await stand.post(execute(data, card="5001") if invoked else submit(data, card="5001"))
    await stand.settled()
    ((_, replaced, after),) = stand.talk.updated
    assert replaced == "5001"
    assert "Please be precise." in json.dumps(after)
    assert "Nonsense" in json.dumps(after)


async def test_somebody_who_was_picked_from_the_directory_becomes_a_person(stand: Stand) -> None:
    stand.roster.people[PICKED] = Account(PICKED, "Petra")
    data = {**button(await opened(stand)), "field.what": "x", "field.who": PICKED}
    await stand.post(dialog("task/submit", data))
    assert values(stand) == [{"what": "x", "who": f"person-{PICKED}"}]


@pytest.mark.parametrize("away", [None, Unreachable("away")])
async def test_somebody_whom_accord_cannot_find_is_told_at_the_field(stand: Stand, away: Unreachable | None) -> None:
    stand.roster.away = away
    data = {**button(await opened(stand)), "field.what": "x", "field.who": PICKED}
    again = card((await stand.post(dialog("task/submit", data))).json)
    assert "pick somebody" in json.dumps(again)
    assert values(stand) == []


async def test_a_text_that_is_too_long_is_told_at_the_field(stand: Stand) -> None:
    data = {**button(await opened(stand)), "field.what": "x" * 8001}
    assert "8,000" in json.dumps(card((await stand.post(dialog("task/submit", data))).json))
    assert values(stand) == []


FORGED: dict[str, dict[str, Plain]] = {
    "no form": {"accordForm": None},
    "a number": {"accordForm": 7},
    "a command": {"accordForm": ASK},
    "an unknown digest": {"accordForm": f"#{'0' * 32}"},
    "a broken text": {"accordForm": '{"form":"\ud800"}'},
    "a field that the form does not have": {"field.other": "x"},
    "an option that was not offered": {"field.who": "7"},
    "a list": {"field.what": ["x"]},
}


@pytest.mark.parametrize("changed", FORGED.values(), ids=FORGED)
async def test_a_form_that_accord_did_not_draw_changes_nothing(stand: Stand, changed: dict[str, Plain]) -> None:
    data = {**button(await opened(stand)), "field.what": "x", **changed}
    answer = await stand.post(dialog("task/submit", data))
    assert "nothing was done" in str(answer.json)
    assert values(stand) == []


MESSAGE: Plain = {
    "id": "1700",
    "createdDateTime": "2027-02-01T08:00:00.000Z",
    "linkToMessage": "https://teams.microsoft.com/l/message/19:line@thread.tacv2/1700",
    "from": {"user": {"id": "AAD-BEN", "displayName": "Ben Ode", "userIdentityType": "aadUser"}},
    "body": {"contentType": "html", "content": "<div><p>Stop the line &amp; wait?</p><script>x</script></div>"},
}


async def test_an_action_on_a_message_opens_its_form_and_submits_it(stand: Stand) -> None:
    value: Plain = {"commandId": "escalate_this", "commandContext": "message", "messagePayload": MESSAGE}
    answer = await stand.post(invoke("composeExtension/fetchTask", value, "19:line@thread.tacv2"))
    (command,) = stand.engine.commands
    assert (command.channel, command.text, command.author) == ("line-3", "Stop the line & wait?", "ben")  # type: ignore[attr-defined]
    assert command.link.endswith("/1700")  # type: ignore[attr-defined]
    assert answer.json == {"task": {"type": "message", "value": "Done."}}
    assert stand.places.known == {}  # Accord may not be in that conversation
    data = {**button(await opened(stand)), "field.what": "x"}
    sent = invoke("composeExtension/submitAction", {"commandId": "escalate_this", "data": data})
    assert (await stand.post(sent)).status == 200
    assert values(stand) == [{"what": "x"}]


async def test_an_action_that_accord_does_not_have_is_refused(stand: Stand) -> None:
    answer = await stand.post(invoke("composeExtension/fetchTask", {"commandId": "other"}))
    assert "does not know this action" in str(answer.json)


async def test_a_button_of_an_answer_in_a_dialog_is_pressed_in_it(stand: Stand) -> None:
    data = {**button(await opened(stand)), "field.what": "Line 3"}
    stand.engine.says[Fill] = lambda _: Message("Asked.", (Buttons((Button("Ask again", Ask("line")),)),))
    shown = card((await stand.post(dialog("task/submit", data))).json)
    (row,) = cast(list[Sent], shown["body"])
    (again,) = cast(list[Sent], row["actions"])
    assert again["type"] == "Action.Submit"
    assert task((await stand.post(dialog("task/submit", part(again, "data")))).json)["title"] == FORM.title
