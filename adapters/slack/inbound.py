"""What Slack sends, read strictly into what somebody asks. Pure: nothing is looked up, nothing is sent."""

from __future__ import annotations

import json
from hashlib import sha256

from yarl import query_to_pairs

from adapters.slack.asked import (
    Asked,
    Ignored,
    Options,
    Origin,
    Pointed,
    Pressed,
    Shortcut,
    Shown,
    SlashCommand,
    Submitted,
)
from adapters.slack.events import event_in
from adapters.slack.ports import Workspace
from adapters.slack.shapes import (
    NotOurs,
    Sent,
    cleaned,
    identity,
    instant,
    maybe_identity,
    maybe_instant,
    maybe_part,
    part,
    parts,
    text,
    word,
)
from adapters.slack.spoken import permalink
from flows.text import clean

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
MOST_FIELDS = 100


def payload_in(body: bytes, content_type: str) -> Sent:
    """The object in a request, of either content type. Raises NotOurs.

    A press brings its whole message along, which yarl reads twelve times as fast as urllib.
    """
    try:
        written = body.decode()
        if content_type == JSON:
            return _object(json.loads(written))
        if content_type != FORM:
            raise NotOurs("content type")
        fields = dict(query_to_pairs(written, max_fields=MOST_FIELDS))
        return _object(json.loads(fields["payload"])) if "payload" in fields else fields
    except (ValueError, RecursionError):
        raise NotOurs("body") from None


def key_of(body: bytes) -> str:
    """The key of what is no event: a repeat has the same bytes, another press has another trigger in it."""
    return f"body/{sha256(body).hexdigest()}"


def parse(payload: Sent, key: str) -> Asked:
    """What is asked. `key`: of anything that Slack gives no id. Raises NotOurs for what Slack never sends."""
    if not isinstance(payload.get("event", {}), dict):
        raise NotOurs("event")
    if "command" in payload:
        return _command(payload, key)
    match payload.get("type"):
        case "event_callback":
            return event_in(payload)
        case "block_actions":
            return _press(payload, key)
        case "view_submission":
            return _submission(payload, key)
        case "message_action" | "shortcut":
            return _shortcut(payload, key)
        case "block_suggestion":
            return Options(_origin(payload, key))
        case "url_verification" | "ssl_check" | "view_closed" | "app_rate_limited" as kind:
            return Ignored(str(kind))
        case None if payload.get("ssl_check") == "1":
            return Ignored("ssl_check")
    raise NotOurs("type")


def _object(value: object) -> Sent:
    if not isinstance(value, dict):
        raise NotOurs("body")
    return value


def _command(payload: Sent, key: str) -> Asked:
    workspace = Workspace(maybe_identity(payload, "enterprise_id"), identity(payload, "team_id"))
    name = word(payload, "command")
    if not name.startswith("/"):
        raise NotOurs("command")
    return SlashCommand(
        Origin(workspace, identity(payload, "user_id"), key),
        name,
        text(payload, "text"),
        identity(payload, "channel_id"),
        clean(text(payload, "channel_name")),
        text(payload, "trigger_id"),
        text(payload, "response_url"),
    )


def _origin(payload: Sent, key: str) -> Origin:
    """Whose press it is. With an installation for a whole organisation `team` is null; the user's says which."""
    user = part(payload, "user")
    view, team = maybe_part(payload, "view"), maybe_part(payload, "team")
    enterprise = maybe_part(payload, "enterprise")
    team_id = maybe_identity(view, "app_installed_team_id") if view else ""
    team_id = team_id or (identity(team, "id") if team else identity(user, "team_id"))
    enterprise_id = identity(enterprise, "id") if enterprise else maybe_identity(team or {}, "enterprise_id")
    return Origin(Workspace(enterprise_id, team_id), identity(user, "id"), key)


def _press(payload: Sent, key: str) -> Asked:
    actions = parts(payload, "actions")
    if not actions:
        raise NotOurs("actions")
    action = actions[0]
    chosen = maybe_part(action, "selected_option")
    channel, view = maybe_part(payload, "channel"), maybe_part(payload, "view")
    return Pressed(
        _origin(payload, key),
        word(action, "action_id"),
        text(chosen, "value") if chosen else text(action, "value"),
        text(payload, "trigger_id"),
        text(payload, "response_url"),
        identity(channel, "id") if channel else "",
        _shown(view) if view else None,
    )


def _submission(payload: Sent, key: str) -> Asked:
    view = part(payload, "view")
    state = cleaned(part(part(view, "state"), "values"))
    if not isinstance(state, dict) or not all(isinstance(block, dict) for block in state.values()):
        raise NotOurs("values")
    return Submitted(
        _origin(payload, key),
        _shown(view),
        text(view, "callback_id"),
        text(view, "private_metadata"),
        state,
    )


def _shown(view: Sent) -> Shown:
    view_id, root, before = identity(view, "id"), text(view, "root_view_id"), text(view, "previous_view_id")
    inputs = tuple(word(block, "block_id") for block in parts(view, "blocks") if block.get("type") == "input")
    depth = 1 if not before else 2 if before == root else 3
    return Shown(view_id, depth, inputs, view.get("type") == "home")


def _shortcut(payload: Sent, key: str) -> Asked:
    callback, trigger = word(payload, "callback_id"), text(payload, "trigger_id")
    pointed = _pointed(payload) if payload.get("type") == "message_action" else None
    return Shortcut(_origin(payload, key), callback, trigger, pointed, text(payload, "response_url"))


def _pointed(payload: Sent) -> Pointed:
    message, channel, team = part(payload, "message"), part(payload, "channel"), maybe_part(payload, "team") or {}
    at, channel_id = instant(message, "ts"), identity(channel, "id")
    return Pointed(
        text(message, "text"),
        channel_id,
        clean(text(channel, "name")),
        at,
        maybe_identity(message, "user"),
        clean(text(message, "username")),
        permalink(text(team, "domain"), channel_id, at, maybe_instant(message, "thread_ts")),
    )
