"""conversations.* and users.*: who and what there is in a workspace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.slack.fake.calls import Call, SlackSays
from tests.slack.fake.chat import shape
from tests.slack.fake.json import Json
from tests.slack.fake.world import Channel, User


def open_direct(call: Call) -> Json:
    """conversations.open"""
    wanted = str(call.need("users", "users_list_not_supplied")).split(",")
    if len(wanted) != 1:
        raise SlackSays("not_enough_users")
    user = call.user(wanted[0])
    if user.deleted:
        raise SlackSays("user_disabled")
    if user.stranger or user.bot:
        raise SlackSays("cannot_dm_bot" if user.bot else "user_not_visible")
    return {"channel": {"id": call.team.direct(user.id).id}}


def list_all(call: Call) -> Json:
    """conversations.list and users.conversations: without direct messages"""
    kinds = str(call.arguments.get("types") or "public_channel").split(",")
    found = [channel for channel in call.team.channels.values() if not channel.direct and _seen(call, channel, kinds)]
    if call.flag("exclude_archived"):
        found = [channel for channel in found if not channel.archived]
    return _paged(call, "channels", [_channel(call, channel) for channel in found])


def list_own(call: Call) -> Json:
    """users.conversations: those the bot is in"""
    kinds = str(call.arguments.get("types") or "public_channel").split(",")
    found = [c for c in call.team.channels.values() if call.team.bot_user in c.members and not c.direct]
    found = [c for c in found if _seen(call, c, kinds) and not (call.flag("exclude_archived") and c.archived)]
    return _paged(call, "channels", [_channel(call, channel) for channel in found])


def _seen(call: Call, channel: Channel, kinds: Sequence[str]) -> bool:
    kind = "private_channel" if channel.private else "public_channel"
    return kind in kinds and (not channel.private or call.team.bot_user in channel.members)


def info(call: Call) -> Json:
    """conversations.info"""
    return {"channel": _channel(call, call.channel(call.need("channel", "channel_not_found")))}


def members(call: Call) -> Json:
    """conversations.members"""
    channel = call.channel(call.need("channel", "channel_not_found"))
    return _paged(call, "members", sorted(channel.members))


def join(call: Call) -> Json:
    """conversations.join: public channels only"""
    channel = call.channel(call.need("channel", "channel_not_found"))
    if channel.archived:
        raise SlackSays("is_archived")
    if channel.private or channel.direct:
        raise SlackSays("method_not_supported_for_channel_type")
    channel.members.add(call.team.bot_user)
    return {"channel": _channel(call, channel)}


def history(call: Call) -> Json:
    """conversations.history: newest first, without replies"""
    channel = _readable(call)
    found = [m for m in call.team.screen(channel.id) if not m.thread or m.thread == m.ts]
    return _messages(call, list(reversed(found)))


def replies(call: Call) -> Json:
    """conversations.replies: the message first, then its replies, oldest first"""
    channel, head = _readable(call), str(call.need("ts"))
    if call.team.message(channel.id, head) is None:
        raise SlackSays("thread_not_found")
    return _messages(call, [m for m in call.team.screen(channel.id) if head in (m.ts, m.thread)])


def _readable(call: Call) -> Channel:
    channel = call.channel(call.need("channel", "channel_not_found"))
    if call.team.bot_user not in channel.members:
        raise SlackSays("not_in_channel")
    return channel


def _messages(call: Call, found: list[Any]) -> Json:
    oldest, latest = float(call.arguments.get("oldest") or 0), float(call.arguments.get("latest") or 1e12)
    inside = [m for m in found if oldest < float(m.ts) < latest or (call.flag("inclusive") and float(m.ts) == oldest)]
    metadata = call.flag("include_all_metadata")
    paged = _paged(call, "messages", [shape(call, m, metadata=metadata) for m in inside], "limit")
    return {**paged, "has_more": bool(paged["response_metadata"]["next_cursor"])}


def _paged(call: Call, name: str, found: Sequence[Any], size: str = "limit") -> Json:
    """`cursor` is the number of the first one."""
    start, most = int(call.arguments.get("cursor") or 0), int(call.arguments.get(size) or 100)
    if not 0 < most <= 1000:
        raise SlackSays("invalid_limit")
    end = start + most
    return {name: list(found[start:end]), "response_metadata": {"next_cursor": str(end) if end < len(found) else ""}}


def _channel(call: Call, channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": not channel.private and not channel.direct,
        "is_im": channel.direct,
        "is_private": channel.private or channel.direct,
        "is_archived": channel.archived,
        "is_member": call.team.bot_user in channel.members,
        **({"user": channel.user} if channel.direct else {}),
    }


def user_info(call: Call) -> Json:
    """users.info"""
    return {"user": _user(call, call.user(call.need("user")))}


def user_list(call: Call) -> Json:
    """users.list: without strangers"""
    found = [user for user in call.team.users.values() if not user.stranger]
    return _paged(call, "members", [_user(call, user) for user in found])


def user_by_email(call: Call) -> Json:
    """users.lookupByEmail: not those whose account is closed"""
    found = call.team.by_email(str(call.need("email")))
    if found is None or found.deleted:
        raise SlackSays("users_not_found")
    return {"user": _user(call, found)}


def _user(call: Call, user: User) -> Json:
    return person(user, call.team.id, email="users:read.email" in call.team.scopes)


def person(user: User, team_id: str, *, email: bool = True) -> Json:
    """A user as Slack describes them: nothing but the profile is left of a closed account."""
    profile: Json = {"real_name": user.name, "display_name": user.name.split()[0].lower(), "team": user.home or team_id}
    if email and user.email and not user.stranger and not user.bot:
        profile["email"] = user.email
    given: Json = {"id": user.id, "team_id": user.home or team_id, "deleted": user.deleted, "profile": profile}
    given |= {"name": user.name.lower().replace(" ", "."), "is_bot": user.bot, "is_app_user": False}
    if user.deleted:
        return given
    given |= {"real_name": user.name, "tz": user.zone, "tz_label": user.zone, "is_restricted": user.guest}
    return given | {"is_ultra_restricted": False, "is_email_confirmed": True, "is_stranger": user.stranger}
