"""What Slack sends, with the fields that Accord reads and a few that it does not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import count
from urllib.parse import urlencode

from adapters.slack.shapes import Sent
from flows.plain import Plain

HOOK = "https://hooks.slack.com/actions/T1/1/x"
USER: Sent = {"id": "U1", "username": "ana", "team_id": "T1"}
TEAM: Sent = {"id": "T1", "domain": "acme"}
GRANTED: Plain = [{"enterprise_id": None, "team_id": "T1", "user_id": "UBOT", "is_bot": True}]
MENTION: Sent = {
    "type": "app_mention",
    "user": "U1",
    "channel": "C1",
    "ts": "1700000000.000100",
    "text": "<@UBOT> help",
}
NUMBERS = count(1)


def event(inner: Sent, event_id: str = "Ev1") -> Sent:
    """An event as the Events API wraps it."""
    return {
        "type": "event_callback",
        "token": "t",
        "team_id": "T1",
        "api_app_id": "A1",
        "event_id": event_id,
        "event_time": 1700000000,
        "authorizations": GRANTED,
        "event": inner,
    }


def said(text: str, *, channel: str = "D1", user: str = "U1", ts: str = "", **more: Plain) -> Sent:
    """Something typed in the direct messages, or in a channel."""
    ts = ts or f"1700000000.{next(NUMBERS):06}"
    kind = "im" if channel.startswith("D") else "channel"
    message: Sent = {
        "type": "message", "channel": channel, "channel_type": kind, "user": user, "ts": ts, "text": text, **more
    }  # fmt: skip
    return event(message, f"Ev{ts.replace('.', '')}")


def command(name: str, text: str = "", *, channel: str = "C1", user: str = "U1", **more: str) -> Mapping[str, str]:
    """The fields of a slash command."""
    channel_name = "directmessage" if channel.startswith("D") else "line-3"
    return {
        "token": "t",
        "team_id": "T1",
        "team_domain": "acme",
        "channel_id": channel,
        "channel_name": channel_name,
        "user_id": user,
        "user_name": "ana",
        "command": name,
        "text": text,
        "api_app_id": "A1",
        "is_enterprise_install": "false",
        "response_url": HOOK,
        "trigger_id": "trigger",
        **more,
    }


def press(value: str, *, user: str = "U1", **more: Plain) -> Sent:
    """A press on a button in the direct messages."""
    return {
        "type": "block_actions",
        "user": {**USER, "id": user},
        "api_app_id": "A1",
        "token": "t",
        "container": {"type": "message", "message_ts": "1.2", "channel_id": "D1", "is_ephemeral": False},
        "trigger_id": f"trigger{next(NUMBERS)}",
        "team": TEAM,
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": "D1", "name": "directmessage"},
        "response_url": HOOK,
        "actions": [{"type": "button", "action_id": "a1", "block_id": "b1", "value": value, "action_ts": "1.3"}],
        **more,
    }


def submission(metadata: str, values: Sent, **more: Plain) -> Sent:
    """A filled-in modal."""
    blocks: Plain = [{"type": "input", "block_id": name} for name in values]
    return {
        "type": "view_submission",
        "team": TEAM,
        "user": USER,
        "trigger_id": f"trigger{next(NUMBERS)}",
        "view": {
            "id": "V1",
            "type": "modal",
            "hash": "h1",
            "callback_id": "form",
            "private_metadata": metadata,
            "root_view_id": "V1",
            "previous_view_id": None,
            "blocks": blocks,
            "state": {"values": values},
        },
        "response_urls": [],
        **more,
    }


def shortcut(callback: str, text: str = "words", ts: str = "1.2", **more: Plain) -> Sent:
    """A shortcut on a message of U2 in C1."""
    return {
        "type": "message_action",
        "callback_id": callback,
        "trigger_id": f"trigger{next(NUMBERS)}",
        "user": USER,
        "team": TEAM,
        "channel": {"id": "C1", "name": "line-3"},
        "message": {"type": "message", "user": "U2", "ts": ts, "text": text},
        "message_ts": ts,
        "response_url": HOOK,
        **more,
    }


EVERY: tuple[Sent, ...] = (
    said("hello"),
    event(MENTION),
    event({"type": "app_home_opened", "user": "U1", "tab": "home", "view": {"id": "V1", "hash": "h"}}),
    event({"type": "user_change", "user": {"id": "U1", "name": "ana"}}),
    event({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT"]}}),
    event({"type": "channel_rename", "channel": {"id": "C1", "name": "line-4"}}),
    event({"type": "member_joined_channel", "channel": "C1", "user": "UBOT"}),
    command("/align", "status"),
    press("{}"),
    submission("{}", {"why": {"i": {"type": "plain_text_input", "value": "so"}}}),
    shortcut("escalate_this"),
    {"type": "shortcut", "callback_id": "accord_home", "trigger_id": "t", "user": USER, "team": TEAM},
    {"type": "block_suggestion", "user": USER, "team": TEAM, "action_id": "a", "value": "x"},
    {"type": "url_verification", "challenge": "c", "token": "t"},
)


def body(payload: Sent) -> tuple[bytes, str]:
    """The bytes of a request and its content type."""

    if "command" in payload:
        return urlencode({name: str(value) for name, value in payload.items()}).encode(), FORM
    written = json.dumps(payload)
    if payload.get("type") in ("event_callback", "url_verification"):
        return written.encode(), JSON
    return urlencode({"payload": written}).encode(), FORM


JSON, FORM = "application/json", "application/x-www-form-urlencoded"
