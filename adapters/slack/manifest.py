"""The app manifest: what Accord asks of a Slack workspace, and why it needs each permission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flows.plain import Plain

SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "app_mentions:read": "hears when somebody mentions it in a channel",
        "channels:history": "finds its own message in a public channel after an unclear answer, so as not to post it "
        "twice",
        "channels:read": "knows what the public channels are called and which of them it is in",
        "chat:write": "writes messages",
        "commands": "has slash commands and shortcuts",
        "files:read": "notes the hash of a file that somebody sends it as evidence, and keeps none of it",
        "files:write": "shows the coverage picture under the summary of a round",
        "groups:history": "finds its own message in a private channel it was invited to, in the same case",
        "groups:read": "knows what the private channels it was invited to are called",
        "im:history": "reads what people write to it in its own direct messages",
        "im:write": "begins the direct messages in which it asks people",
        "pins:write": "pins the charter in the project's channel",
        "users:read": "knows people's names and time zones, and whose account is closed",
        "users:read.email": "tells by the verified e-mail address who in a project somebody is",
    }
)
"""The permissions of the bot: with it, Accord …"""

EVENTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "app_home_opened": (),
        "app_mention": ("app_mentions:read",),
        "app_uninstalled": (),
        "channel_archive": ("channels:read",),
        "channel_deleted": ("channels:read",),
        "channel_left": ("channels:read",),
        "channel_rename": ("channels:read",),
        "channel_unarchive": ("channels:read",),
        "group_archive": ("groups:read",),
        "group_deleted": ("groups:read",),
        "group_left": ("groups:read",),
        "group_rename": ("groups:read",),
        "group_unarchive": ("groups:read",),
        "member_joined_channel": ("channels:read", "groups:read"),
        "member_left_channel": ("channels:read", "groups:read"),
        "message.im": ("im:history",),
        "team_join": ("users:read",),
        "tokens_revoked": (),
        "user_change": ("users:read",),
    }
)
"""What Slack tells of, and the permissions that takes."""

METHODS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "apps.connections.open": (),  # the app-level token, with connections:write
        "auth.test": (),
        "chat.postEphemeral": ("chat:write",),
        "chat.postMessage": ("chat:write",),
        "chat.update": ("chat:write",),
        "chat.delete": ("chat:write",),
        "oauth.v2.access": (),
        "conversations.history": ("channels:history", "groups:history", "im:history"),
        "conversations.info": ("channels:read", "groups:read"),
        "conversations.list": ("channels:read", "groups:read"),
        "conversations.open": ("im:write",),
        "conversations.replies": ("channels:history", "groups:history", "im:history"),
        "files.completeUploadExternal": ("files:write",),
        "files.getUploadURLExternal": ("files:write",),
        "files.info": ("files:read",),
        "pins.add": ("pins:write",),
        "pins.remove": ("pins:write",),
        "users.conversations": ("channels:read", "groups:read"),
        "users.info": ("users:read", "users:read.email"),
        "users.list": ("users:read", "users:read.email"),
        "views.open": (),
        "views.publish": (),
        "views.push": (),
        "views.update": (),
    }
)
"""What Accord calls, and the permissions that takes."""

OPTIONAL: Mapping[str, tuple[str, ...]] = MappingProxyType({"conversations.join": ("channels:join",)})
"""What it calls where somebody has given it more: then it joins the public channels of projects by itself."""

SHORTCUTS = (
    ("message", "Escalate this…", "escalate_this", "Ask the one who may decide, with this message as the reason."),
    ("message", "Record as decision", "record_decision", "Put what was decided here into the decision log."),
    ("global", "Open Accord", "accord_home", "What waits for you, your projects and your settings."),
)
"""Type, name, callback id and description."""

COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "/align": ("What waits for you, projects, questions and settings", "help"),
        "/escalate": ("Ask for a decision", "[question]"),
        "/decisions": ("The decision log", "[words]"),
        "/charter": ("What the functions have agreed and signed", "[project]"),
    }
)
"""Description and usage hint, by Accord's own name for it."""


@dataclass(frozen=True)
class Wanted:
    """What the manifest is for. `commands`: the names in use, by Accord's own; `url`: "" with Socket Mode only."""

    commands: Mapping[str, str]
    url: str
    socket: bool
    install: bool = False
    """Whether workspaces install it by OAuth."""


def manifest(wanted: Wanted) -> Mapping[str, Plain]:
    """The manifest as JSON; see docs.slack.dev/reference/app-manifest."""
    oauth: dict[str, Plain] = {"scopes": {"bot": list(SCOPES)}}
    if wanted.install:
        oauth["redirect_urls"] = [f"{wanted.url}/slack/oauth_redirect"]
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Accord",
            "description": "Aligns the functions before a project starts, and routes each tradeoff to who decides it.",
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Accord", "always_online": True},
            "slash_commands": [_command(wanted, command) for command in COMMANDS],
            "shortcuts": [
                {"type": kind, "name": name, "callback_id": callback, "description": description}
                for kind, name, callback, description in SHORTCUTS
            ],
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": {**_address(wanted), "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **_address(wanted)},
            "org_deploy_enabled": False,
            "socket_mode_enabled": wanted.socket,
            "token_rotation_enabled": False,
        },
    }


def _command(wanted: Wanted, command: str) -> Plain:
    description, hint = COMMANDS[command]
    found: dict[str, Plain] = {
        "command": wanted.commands.get(command, command),
        "description": description,
        "usage_hint": hint,
        "should_escape": True,
    }
    if not wanted.socket:
        found["url"] = f"{wanted.url}/slack/events"
    return found


def _address(wanted: Wanted) -> dict[str, Plain]:
    return {} if wanted.socket else {"request_url": f"{wanted.url}/slack/events"}
