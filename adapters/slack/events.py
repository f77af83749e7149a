"""Events of Slack, read strictly into what they mean for Accord."""

from __future__ import annotations

from adapters.slack.asked import Asked, HomeOpened, Ignored, Origin, Removed, SpotChanged, Typed, UserChanged
from adapters.slack.files import attached_in
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
from flows.text import clean

SAID = ("", "thread_broadcast", "file_share", "me_message")
"""Subtypes of messages in which a person says something new."""
CLOSED = {"channel_archive": True, "group_archive": True, "channel_unarchive": False, "group_unarchive": False}


def event_in(payload: Sent) -> Asked:
    """What an event says. Its key is its id, the same in every retry. Raises NotOurs."""
    event = part(payload, "event")
    key = f"event/{word(payload, 'event_id')}"[:100]
    workspace = _workspace(payload)
    match kind := word(event, "type"):
        case "message" | "app_mention":
            return _said(workspace, event)
        case "app_home_opened":
            return _home(Origin(workspace, identity(event, "user"), key), event)
        case "user_change" | "team_join":
            identity(part(event, "user"), "id")
            user = cleaned(part(event, "user"))
            return UserChanged(workspace, user if isinstance(user, dict) else {})
        case "app_uninstalled":
            return Removed(workspace, "Accord was removed from the workspace.")
        case "tokens_revoked":
            return _revoked(workspace, event)
        case _:
            return _spot(workspace, kind, event)


def _workspace(payload: Sent) -> Workspace:
    """For which installation the event is, which is not always the workspace of who caused it (Slack Connect)."""
    for granted in parts(payload, "authorizations")[:1]:
        return Workspace(maybe_identity(granted, "enterprise_id"), identity(granted, "team_id"))
    if payload.get("context_team_id"):
        return Workspace(maybe_identity(payload, "context_enterprise_id"), identity(payload, "context_team_id"))
    return Workspace(maybe_identity(payload, "enterprise_id"), identity(payload, "team_id"))


def _said(workspace: Workspace, event: Sent) -> Asked:
    subtype = text(event, "subtype")
    if subtype not in SAID or event.get("bot_id") or event.get("hidden"):
        return Ignored(f"message {subtype}"[:60])
    at, channel_id = instant(event, "ts"), identity(event, "channel")
    # The same words may come twice, as a message and as a mention, with two event ids: where and when they were
    # said is what they have in common.
    origin = Origin(workspace, identity(event, "user"), f"said/{channel_id}/{at}")
    thread = maybe_instant(event, "thread_ts")
    mention, files = event.get("type") == "app_mention", tuple(attached_in(event))
    return Typed(origin, text(event, "text"), channel_id, at, thread, mention, files)


def _home(origin: Origin, event: Sent) -> Asked:
    view = maybe_part(event, "view")
    return HomeOpened(origin, text(view, "hash") if view else "") if event.get("tab") == "home" else Ignored("tab")


def _revoked(workspace: Workspace, event: Sent) -> Asked:
    """Only the bot's token matters: people's own tokens are not used."""
    bots = part(event, "tokens").get("bot")
    if not isinstance(bots, list | None):
        raise NotOurs("tokens")
    return Removed(workspace, "Slack has withdrawn Accord's token.") if bots else Ignored("tokens_revoked")


def _spot(workspace: Workspace, kind: str, event: Sent) -> Asked:
    match kind:
        case "channel_rename" | "group_rename":
            channel = part(event, "channel")
            return SpotChanged(workspace, identity(channel, "id"), name=clean(text(channel, "name")))
        case "channel_archive" | "group_archive" | "channel_unarchive" | "group_unarchive":
            return SpotChanged(workspace, identity(event, "channel"), archived=CLOSED[kind])
        case "channel_deleted" | "group_deleted":
            return SpotChanged(workspace, identity(event, "channel"), archived=True, member=False)
        case "channel_left" | "group_left":
            return SpotChanged(workspace, identity(event, "channel"), member=False)
        case "member_joined_channel" | "member_left_channel":
            joined, user = kind == "member_joined_channel", identity(event, "user")
            return SpotChanged(workspace, identity(event, "channel"), member=joined, user_id=user)
    return Ignored(kind[:60])
