"""What Teams sends, read strictly into what somebody asks. Pure: nothing is looked up, nothing is sent."""

from __future__ import annotations

import json
import re

from adapters.shapes import NotOurs, Sent, like, maybe_part, part, parts, text
from adapters.teams.asked import Asked, Ignored, Installed, MembersChanged, Origin, Pressed, Removed, Renamed, Typed
from adapters.teams.files import attached_in
from adapters.teams.invokes import digest, invoke_in, pressed_at
from adapters.teams.ports import Conversation, Scope
from adapters.teams.spoken import Mention, words
from flows.text import clean

MESSAGE_ID = ";messageid="
LONGEST_NAME = 200
_ID = re.compile(r"[\x21-\x7e]{1,1024}")
_GUID = re.compile(r"[0-9A-Za-z-]{1,64}")
_ZONE = re.compile(r"[A-Za-z0-9_+/-]{1,64}")
_ENDED = ("teamDeleted", "teamHardDeleted")
# Events of a channel: (whether it is gone now, None for what says nothing of it).
_CHANNELS = {
    "channelCreated": False,
    "channelRenamed": None,
    "channelDeleted": True,
    "channelRestored": False,
}


def payload_in(body: bytes) -> Sent:
    """The object in a request. Raises NotOurs."""
    try:
        found = json.loads(body.decode())
    except (ValueError, RecursionError):
        raise NotOurs("body") from None
    if not isinstance(found, dict):
        raise NotOurs("body")
    return found


def tenant_in(activity: Sent) -> str:
    """The directory that an activity is from, in lower case. Raises NotOurs where it names none, or two."""
    data = maybe_part(activity, "channelData") or {}
    named = [*_tenant(maybe_part(data, "tenant"), "id"), *_tenant(maybe_part(activity, "conversation"), "tenantId")]
    if len(set(named)) != 1:
        raise NotOurs("tenant")
    return named[0]


def parse(activity: Sent) -> Asked:
    """What is asked. Raises NotOurs for what Teams never sends."""
    match text(activity, "type"):
        case "message":
            return _message(activity)
        case "invoke":
            return invoke_in(activity, _origin(activity))
        case "installationUpdate":
            added = text(activity, "action").startswith("add")
            return Installed(_place(activity)) if added else Removed(_place(activity))
        case "conversationUpdate":
            return _update(activity)
        case "":
            raise NotOurs("type")
        case kind:
            return Ignored(kind[:60])


def _message(activity: Sent) -> Asked:
    origin = _origin(activity)
    if origin.member_id == origin.conversation.bot_id or origin.member_id.startswith("28:"):
        return Ignored("a bot")
    value = activity.get("value")
    if isinstance(value, dict):
        card_id = text(activity, "replyToId")
        return Pressed(pressed_at(origin, card_id, "submit", value), value, invoked=False, card_id=card_id)
    mentions = _mentions(activity)
    bot_id = origin.conversation.bot_id
    recipient = part(activity, "recipient")
    addressed = recipient.get("isTargeted") is True or any(mention.id == bot_id for mention in mentions)
    if origin.conversation.scope is not Scope.PERSONAL and not addressed:
        return Ignored("not for Accord")
    return Typed(origin, words(text(activity, "text"), mentions, bot_id), tuple(attached_in(activity)))


def _mentions(activity: Sent) -> list[Mention]:
    found = []
    for entity in parts(activity, "entities"):
        if entity.get("type") == "mention" and (mentioned := maybe_part(entity, "mentioned")) is not None:
            found.append(Mention(text(mentioned, "id"), clean(text(mentioned, "name")), text(entity, "text")))
    return found


def _update(activity: Sent) -> Asked:
    place = _place(activity)
    data = maybe_part(activity, "channelData") or {}
    event = text(data, "eventType")
    if event in _CHANNELS:
        channel = part(data, "channel")
        name = clean(text(channel, "name"))[:LONGEST_NAME] or None
        return Renamed(place, like(_ID, channel, "id"), name, _CHANNELS[event])
    bot_id = place.conversation.bot_id
    added, removed = parts(activity, "membersAdded"), parts(activity, "membersRemoved")
    if any(member.get("id") == bot_id for member in added):
        return Installed(place)
    if event in _ENDED or any(member.get("id") == bot_id for member in removed):
        return Removed(place)
    return MembersChanged(place) if added or removed else Ignored(f"conversationUpdate {event}"[:60])


def _origin(activity: Sent) -> Origin:
    """Who did it, and where. Everything that a person does has an author."""
    like(_ID, part(activity, "from"), "id")
    return _place(activity)


def _place(activity: Sent) -> Origin:
    """Where it was, and who did it as far as it says."""
    author = maybe_part(activity, "from") or {}
    user_id = like(_GUID, author, "aadObjectId").lower() if author.get("aadObjectId") else ""
    member_id = like(_ID, author, "id") if author.get("id") else ""
    where = part(activity, "conversation")
    conversation_id, _, thread = like(_ID, where, "id").partition(MESSAGE_ID)
    scope = _scope(where)
    team = maybe_part(maybe_part(activity, "channelData") or {}, "team")
    personal = scope is Scope.PERSONAL
    conversation = Conversation(
        scope=scope,
        conversation_id=conversation_id,
        service_url=text(activity, "serviceUrl"),
        tenant_id=tenant_in(activity),
        bot_id=like(_ID, part(activity, "recipient"), "id"),
        user_id=user_id if personal else "",
        member_id=member_id if personal else "",
        team_id=like(_ID, team, "id") if team and team.get("id") else "",
        name="" if personal else _name(activity, where),
    )
    key = f"said/{digest(conversation_id, text(activity, 'id'), member_id)}"
    name, zone = clean(text(author, "name"))[:LONGEST_NAME], text(activity, "localTimezone")
    zone = zone if _ZONE.fullmatch(zone) else ""
    return Origin(conversation, user_id, member_id, name, key, thread, zone)


def _scope(where: Sent) -> Scope:
    told = text(where, "conversationType")
    try:
        return Scope(told) if told else Scope.GROUP if where.get("isGroup") is True else Scope.PERSONAL
    except ValueError:
        raise NotOurs("conversationType") from None


def _name(activity: Sent, where: Sent) -> str:
    channel = maybe_part(maybe_part(activity, "channelData") or {}, "channel") or {}
    return clean(text(channel, "name") or text(where, "name"))[:LONGEST_NAME]


def _tenant(data: Sent | None, name: str) -> list[str]:
    return [like(_GUID, data, name).lower()] if data is not None and data.get(name) else []
