"""Forms open, are filled in, refused and answered, in a message, on the Home tab, and in one modal on another."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from adapters.slack.shapes import Sent
from flows.commands import Command
from flows.effects import Outcome, Refusal
from flows.forms import Form, PeopleField, TextField
from flows.forms import Option as Known
from flows.messages import Button, Buttons, Message
from flows.phrases import Phrase, as_phrase
from flows.plain import Plain
from tests.adapters.slack import payloads
from tests.adapters.slack.inbound_ports import ACME
from tests.adapters.slack.inbound_stand import WIRE, Ask, Fill, Note, Stand, Take

METADATA = '{"do":"Fill","about":"line 3"}'
ASK = '{"do":"Ask","text":"x"}'
TAKE = '{"do":"Take","number":1}'


def form(_: Command) -> Outcome:
    return Form("Escalate", Fill("line 3"), (TextField("why", "Why", required=True), TextField("who", "Who")))


def typed(value: str) -> Plain:
    return {"value": {"type": "plain_text_input", "value": value}}


def view_in(sent: Sent) -> Mapping[str, Plain]:
    view = sent["view"]
    assert isinstance(view, Mapping)
    return view


async def test_a_command_opens_a_form_with_its_trigger(stand: Stand) -> None:
    stand.engine.says[Ask] = form
    answer = await stand.post(payloads.command("/align", "ask"))
    await stand.settled()
    (opened,) = stand.api.made("views.open")
    assert (answer.status, answer.text, opened["trigger_id"]) == (200, "", "trigger")
    assert WIRE.command(str(view_in(opened)["private_metadata"])) == Fill("line 3")


async def test_a_form_that_comes_too_late_is_offered_as_a_button_that_opens_it(stand: Stand) -> None:
    stand.engine.says[Ask] = form
    stand.api.answers["views.open"] = {"ok": False, "error": "expired_trigger_id"}
    await stand.post({**payloads.command("/align", "ask late"), "response_url": stand.hook()})
    await stand.settled()
    (told,) = stand.api.made("response_url")
    assert WIRE.command(_button(told["blocks"])) == Ask("late")
    del stand.api.answers["views.open"]
    await stand.post(payloads.press(_button(told["blocks"])))
    await stand.settled()
    assert len(stand.api.made("views.open")) == 2


async def test_a_form_asked_for_in_words_is_a_button_too(stand: Stand) -> None:
    stand.engine.says[Ask] = form
    await stand.post(payloads.said("/align ask"))
    await stand.settled()
    (posted,) = stand.api.made("chat.postMessage")
    assert WIRE.command(_button(posted["blocks"])) == Ask("")
    assert stand.api.made("views.open") == []


def _button(blocks: Plain) -> str:
    """The value of the only button."""
    assert isinstance(blocks, list)
    values = [each["value"] for block in blocks for each in block.get("elements", []) if each.get("type") == "button"]
    (value,) = values
    return str(value)


async def test_what_was_filled_in_is_submitted_once(stand: Stand) -> None:
    payload = payloads.submission(METADATA, {"why": typed(" so \u202e"), "who": typed("")})
    answers = [await stand.post(payload) for _ in range(2)]
    assert stand.engine.commands == [Fill("line 3", values={"why": " so "})]
    assert [answer.text for answer in answers] == ["", ""]


async def test_problems_are_shown_at_their_fields_and_the_form_stays_open(stand: Stand) -> None:
    stand.engine.says[Fill] = lambda _: Refusal(as_phrase("Look."), {"who": Phrase("{x} is nobody.", x="Bob")})
    answer = await stand.post(payloads.submission(METADATA, {"why": typed("so"), "who": typed("Bob")}))
    assert answer.json == {"response_action": "errors", "errors": {"who": "Bob is nobody."}}


@pytest.mark.parametrize(("before", "action"), [(None, "push"), ("V1", "push"), ("V7", "errors")])
async def test_a_refusal_comes_on_top_and_nothing_typed_is_lost(stand: Stand, before: str | None, action: str) -> None:
    stand.engine.says[Fill] = lambda _: Refusal(as_phrase("Only Ben may do this."))
    payload = payloads.submission(METADATA, {"why": typed("so")})
    view = payload["view"]
    assert isinstance(view, dict)
    answer = await stand.post({**payload, "view": {**view, "previous_view_id": before}})
    assert answer.json["response_action"] == action
    assert "Only Ben may do this." in answer.text


@pytest.mark.parametrize(("outcome", "shown"), [(Message("Sent."), "Sent."), (form(Ask()), "Why")])
async def test_a_message_or_the_next_form_takes_the_modals_place(stand: Stand, outcome: Outcome, shown: str) -> None:
    stand.engine.says[Fill] = lambda _: outcome
    answer = await stand.post(payloads.submission(METADATA, {"why": typed("so")}))
    assert answer.json["response_action"] == "update"
    assert shown in answer.text


async def test_people_who_were_picked_are_people_and_words_that_look_like_it_are_words(stand: Stand) -> None:
    picked: Plain = {"value": {"type": "users_select", "selected_user": "U2"}}
    several: Plain = {"value": {"type": "multi_users_select", "selected_users": ["U3", "U1"]}}
    state: Sent = {"one": picked, "more": several, "why": typed("user:U2")}
    await stand.post(payloads.submission(METADATA, state))
    (command,) = stand.engine.commands
    assert command == Fill("line 3", values={"one": "ben", "more": ("gil", "ana"), "why": "user:U2"})


@pytest.mark.parametrize("user", ["U4", "U5", "U77"])
async def test_who_cannot_be_reached_cannot_be_picked(stand: Stand, user: str) -> None:
    stand.api.answers["users.info"] = {"ok": False, "error": "user_not_found"}
    picked: Plain = {"value": {"type": "users_select", "selected_user": user}}
    answer = await stand.post(payloads.submission(METADATA, {"one": picked}))
    assert list(dict(answer.json["errors"] if isinstance(answer.json["errors"], dict) else {})) == ["one"]
    assert stand.engine.runs == 0


async def test_a_text_longer_than_accord_keeps_is_refused_at_its_field(stand: Stand) -> None:
    state: Sent = {"why": typed("x" * 3000), "why~2": typed("x" * 3000), "why~3": typed("x" * 3000)}
    answer = await stand.post(payloads.submission(METADATA, state))
    assert answer.json["errors"] == {"why": "Please keep this under 8,000 characters."}
    assert stand.engine.runs == 0


NOT_OURS = ("", "x", TAKE, '{"do":"No"}', "#" + "0" * 32, '{"do":"Fill","about":"\\ud800"}')


@pytest.mark.parametrize("metadata", NOT_OURS)
async def test_a_modal_without_fields_that_is_not_ours_says_so_in_its_place(stand: Stand, metadata: str) -> None:
    answer = await stand.post(payloads.submission(metadata, {}))
    assert answer.json["response_action"] == "update"
    assert (view_in(answer.json)["type"], "nothing was done" in answer.text) == ("modal", True)
    assert stand.engine.runs == 0


async def test_a_modal_without_fields_in_a_workspace_that_is_disconnected_says_so(stand: Stand) -> None:
    await stand.installations.pause(ACME, "removed")
    answer = await stand.post(payloads.submission(METADATA, {}))
    assert answer.json["response_action"] == "update"
    assert "disconnected" in answer.text


@pytest.mark.parametrize("metadata", NOT_OURS)
async def test_a_modal_that_is_not_ours_does_nothing_and_says_so(stand: Stand, metadata: str) -> None:
    answer = await stand.post(payloads.submission(metadata, {"why": typed("so")}))
    assert answer.json["response_action"] == "errors"
    assert "nothing was done" in answer.text
    assert stand.engine.runs == 0


async def test_a_long_form_goes_page_by_page_and_is_submitted_whole(stand: Stand) -> None:
    fields = tuple(TextField(f"f{number}", f"Field {number}", required=True) for number in range(120))
    stand.engine.says[Ask] = lambda _: Form("Many", Fill("many"), fields)
    stand.engine.says[Fill] = lambda _: Refusal(as_phrase("Look."), {"f1": as_phrase("Not that.")})
    await stand.post(payloads.command("/align", "ask"))
    await stand.settled()
    first = view_in(stand.api.made("views.open")[0])
    answer = await stand.post(_page(first, "a"))
    second = view_in(answer.json)
    assert (answer.json["response_action"], stand.engine.commands) == ("update", [Ask("")])
    refused = await stand.post(_page(second, "b"))
    (_, command) = stand.engine.commands
    assert isinstance(command, Fill)
    assert (command.values["f0"], command.values["f119"], len(command.values)) == ("a", "b", 120)
    assert refused.json["response_action"] == "update"
    assert "Not that." in refused.text
    assert json.dumps("f1") in refused.text


def _page(view: Mapping[str, Plain], value: str) -> Sent:
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    state: Sent = {block["block_id"]: typed(value) for block in blocks if block["type"] == "input"}
    return payloads.submission(str(view["private_metadata"]), state)


def in_view(value: str, kind: str = "modal", **more: Plain) -> Sent:
    """A press in a modal or on the Home tab."""
    view: Sent = {"id": "V1", "type": kind, "hash": "h", "root_view_id": "V1", "previous_view_id": None, **more}
    payload = {**payloads.press(value), "view": view, "container": {"type": "view", "view_id": "V1"}}
    return {name: part for name, part in payload.items() if name not in ("channel", "response_url")}


@pytest.mark.parametrize(
    ("kind", "before", "outcome", "method"),
    [
        ("home", None, form(Ask()), "views.open"),
        ("home", None, Message("Yours."), "views.open"),
        ("home", None, Refusal(as_phrase("No.")), "views.open"),
        ("modal", None, form(Ask()), "views.push"),
        ("modal", None, Refusal(as_phrase("No.")), "views.push"),
        ("modal", None, Message("Yours."), "views.update"),
        ("modal", None, None, "views.update"),
        ("modal", "V7", form(Ask()), "views.update"),
        ("modal", "V7", Refusal(as_phrase("No.")), "chat.postMessage"),
    ],
)
async def test_a_press_in_a_view_is_answered_in_a_view(
    stand: Stand, kind: str, before: str | None, outcome: Outcome, method: str
) -> None:
    stand.engine.says[Take] = lambda _: outcome
    await stand.post(in_view(TAKE, kind, previous_view_id=before))
    await stand.settled()
    assert [called for called, _ in stand.api.calls] == [method]


async def test_a_press_on_the_home_tab_that_only_posts_needs_no_modal(stand: Stand) -> None:
    await stand.post(in_view(TAKE, "home"))
    await stand.settled()
    assert stand.api.calls == []


async def test_long_commands_are_on_the_shelf_before_they_are_shown(stand: Stand) -> None:
    long = Take(7, "x" * 3000)
    stand.engine.says[Note] = lambda _: Message("Press.", (Buttons((Button("Take", long),)),))
    answer = await stand.post(payloads.command("/align", "x"))
    await stand.post(payloads.press(_button(answer.json["blocks"])))
    assert stand.engine.commands[-1] == long


async def test_the_people_of_a_form_can_be_picked_by_their_accounts(stand: Stand) -> None:
    people = (Known("ana", "Ana"), Known("ben", "Ben"))
    stand.engine.says[Ask] = lambda _: Form("Who", Fill(), (PeopleField("one", "Who", people, values=("ben",)),))
    await stand.post(payloads.command("/align", "ask"))
    await stand.settled()
    assert '"initial_user": "U2"' in json.dumps(stand.api.made("views.open"))
