"""What Slack sends, read into what somebody asks."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from adapters.slack import asked
from adapters.slack.inbound import FORM, JSON, key_of, parse, payload_in
from adapters.slack.ports import Workspace
from adapters.slack.shapes import NotOurs, Sent
from flows.plain import Plain
from tests.adapters.slack import payloads

T1 = Workspace("", "T1")


def test_a_slash_command() -> None:
    body = urlencode(payloads.command("/align", "status")).encode()
    read = parse(payload_in(body, FORM), key_of(body))
    assert read == asked.SlashCommand(
        asked.Origin(T1, "U1", key_of(body)), "/align", "status", "C1", "line-3", "trigger", payloads.HOOK
    )


def test_a_press_in_a_message_is_the_buttons_value() -> None:
    read = parse(payloads.press("the value"), "key")
    assert isinstance(read, asked.Pressed)
    assert (read.action, read.value, read.channel_id, read.view) == ("a1", "the value", "D1", None)


def test_a_line_of_a_menu_is_its_value() -> None:
    payload = payloads.press("")
    action: Sent = {"type": "static_select", "action_id": "m#0123", "selected_option": {"value": "2"}}
    read = parse({**payload, "actions": [action]}, "key")
    assert isinstance(read, asked.Pressed)
    assert (read.action, read.value) == ("m#0123", "2")


def test_a_submission_carries_what_was_filled_in_and_which_fields_there_are() -> None:
    read = parse(payloads.submission('{"do":"X"}', {"why": {"i": {"type": "plain_text_input", "value": "so"}}}), "key")
    assert isinstance(read, asked.Submitted)
    assert read.state == {"why": {"i": {"type": "plain_text_input", "value": "so"}}}
    assert read.view == asked.Shown("V1", 1, ("why",))
    assert read.metadata == '{"do":"X"}'


def test_what_was_filled_in_is_cleaned_once_here() -> None:
    field = {"type": "plain_text_input", "value": "left\u202eright\x00"}
    read = parse(payloads.submission("", {"why": {"i": field}}), "key")
    assert isinstance(read, asked.Submitted)
    assert read.state["why"] == {"i": {"type": "plain_text_input", "value": "leftright"}}


@pytest.mark.parametrize(("before", "depth"), [(None, 1), ("V0", 2), ("V7", 3)])
def test_the_depth_of_modals_is_known(before: str | None, depth: int) -> None:
    payload = payloads.submission("", {})
    view = payload["view"]
    assert isinstance(view, dict)
    read = parse({**payload, "view": {**view, "root_view_id": "V0", "previous_view_id": before}}, "key")
    assert isinstance(read, asked.Submitted)
    assert read.view.depth == depth


def test_a_message_and_its_mention_are_one() -> None:
    said = parse(payloads.event({**payloads.MENTION, "type": "message"}, "Ev1"), "")
    mentioned = parse(payloads.event(payloads.MENTION, "Ev2"), "")
    assert isinstance(said, asked.Typed)
    assert isinstance(mentioned, asked.Typed)
    assert said.origin == mentioned.origin


def test_retries_of_an_event_have_one_key() -> None:
    event: Sent = {"type": "app_home_opened", "user": "U1", "tab": "home"}
    assert parse(payloads.event(event, "Ev1"), "a") == parse(payloads.event(event, "Ev1"), "b")


@pytest.mark.parametrize(
    "change",
    [
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"bot_id": "B9"},
        {"subtype": "bot_message"},
        {"hidden": True},
    ],
)
def test_what_nobody_said_is_ignored(change: Sent) -> None:
    message: Sent = {"type": "message", "channel": "D1", "user": "U1", "ts": "1.2", "text": "x", **change}
    assert isinstance(parse(payloads.event(message), ""), asked.Ignored)


def test_the_workspace_is_the_one_that_accord_was_let_into_not_the_authors() -> None:
    message: Sent = {
        "type": "message", "channel": "C1", "user": "U9", "user_team": "T9", "team": "T9", "ts": "1.2", "text": "x"
    }  # fmt: skip
    payload = {**payloads.event(message), "team_id": "T9", "authorizations": [{"team_id": "T1", "enterprise_id": "E1"}]}
    read = parse(payload, "")
    assert isinstance(read, asked.Typed)
    assert read.origin.workspace == Workspace("E1", "T1")


def test_a_workspace_of_a_grid_is_known_by_both_ids() -> None:
    read = parse({**payloads.press("x"), "enterprise": {"id": "E1", "name": "Grid"}}, "key")
    assert isinstance(read, asked.Pressed)
    assert read.origin.workspace == Workspace("E1", "T1")


def test_a_shortcut_on_a_message_points_at_it() -> None:
    read = parse(payloads.shortcut("escalate_this", text="Pallets &amp; forks", ts="1700000000.000100"), "key")
    assert isinstance(read, asked.Shortcut)
    link = "https://acme.slack.com/archives/C1/p1700000000000100"
    assert read.message == asked.Pointed("Pallets &amp; forks", "C1", "line-3", "1700000000.000100", "U2", "", link)


def test_events_about_channels() -> None:
    def read(event: Sent) -> asked.Asked:
        return parse(payloads.event(event), "")

    renamed: Sent = {"type": "channel_rename", "channel": {"id": "C1", "name": "line-4"}}
    assert read(renamed) == asked.SpotChanged(T1, "C1", name="line-4")
    assert read({"type": "channel_archive", "channel": "C1"}) == asked.SpotChanged(T1, "C1", archived=True)
    assert read({"type": "channel_left", "channel": "C1"}) == asked.SpotChanged(T1, "C1", member=False)
    joined: Sent = {"type": "member_joined_channel", "channel": "C1", "user": "UBOT"}
    assert read(joined) == asked.SpotChanged(T1, "C1", member=True, user_id="UBOT")


def test_only_the_bots_token_counts_as_revoked() -> None:
    ours: Sent = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT"]}}
    somebodys: Sent = {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}
    assert isinstance(parse(payloads.event(ours), ""), asked.Removed)
    assert isinstance(parse(payloads.event(somebodys), ""), asked.Ignored)


HOSTILE: tuple[Plain, ...] = (None, 1, 1.5, True, "", "x", "../..", [], [1], {}, {"id": 7}, {"id": []}, "\ud800", [[]])


@pytest.mark.parametrize("sample", payloads.EVERY, ids=lambda sample: str(sample.get("type") or sample.get("command")))
@pytest.mark.parametrize("wrong", HOSTILE, ids=repr)
def test_every_field_may_have_any_shape(sample: Sent, wrong: Plain) -> None:
    for name in sample:
        for payload in ({**sample, name: wrong}, _within(sample, name, wrong)):
            try:
                parse(payload, "key")
            except NotOurs:
                continue


def _within(sample: Sent, name: str, wrong: Plain) -> Sent:
    inner = sample[name]
    return {**sample, name: dict.fromkeys(inner, wrong)} if isinstance(inner, dict) else sample


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"7",
        b'"x"',
        b"{",
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b'{"a": 1' + b"0" * 9000,
    ],
    ids=lambda body: repr(body[:12]),
)
def test_a_body_that_is_no_object_is_not_ours(body: bytes) -> None:
    for content_type in (JSON, FORM):
        with pytest.raises(NotOurs):
            parse(payload_in(body, content_type), "key")
        with pytest.raises(NotOurs):
            parse(payload_in(b"payload=" + body, FORM), "key")


def test_too_many_fields_and_other_content_types_are_not_ours() -> None:
    with pytest.raises(NotOurs):
        payload_in(b"&".join(b"a%d=1" % number for number in range(500)), FORM)
    with pytest.raises(NotOurs):
        payload_in(json.dumps(payloads.press("x")).encode(), "text/plain")
