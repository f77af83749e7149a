"""chat.*: messages, new, changed and gone; and what is answered over a response_url."""

from __future__ import annotations

from tests.slack.fake.calls import Call, SlackSays
from tests.slack.fake.json import Json
from tests.slack.fake.rules import check_message
from tests.slack.fake.world import Channel, Message

LONGEST_UPDATE = 4000
LONGEST_METADATA = 16_000


def post_message(call: Call) -> Json:
    """chat.postMessage"""
    channel = _where(call)
    _check_may_post(call, channel)
    call.slack.pace(call.team, channel.id)
    text, blocks = _content(call)
    ts = call.slack.next_ts()
    message = Message(ts, channel.id, call.team.bot_user, text, blocks, _metadata(call), _thread(call, channel))
    call.team.messages.append(message)
    return {"channel": channel.id, "ts": ts, "message": shape(call, message)}


def update(call: Call) -> Json:
    """chat.update"""
    message = _own(call)
    text, blocks = _content(call)
    if len(text.encode()) > LONGEST_UPDATE:
        raise SlackSays("msg_too_long")
    message.text, message.blocks, message.edited = text, blocks, call.slack.next_ts()
    message.metadata = _metadata(call) or message.metadata
    return {"channel": message.channel, "ts": message.ts, "text": text, "message": shape(call, message)}


def delete(call: Call) -> Json:
    """chat.delete"""
    message = _own(call)
    call.team.messages.remove(message)
    call.team.channels[message.channel].pins.pop(message.ts, None)
    return {"channel": message.channel, "ts": message.ts}


def post_ephemeral(call: Call) -> Json:
    """chat.postEphemeral"""
    if "metadata" in call.arguments:
        raise SlackSays("invalid_arguments")
    channel = call.channel(call.need("channel", "channel_not_found"))
    _check_may_post(call, channel)
    user = call.user(call.need("user"), "user_not_in_channel")
    if user.id not in channel.members:
        raise SlackSays("user_not_in_channel")
    text, blocks = _content(call)
    ts = call.slack.next_ts()
    thread = str(call.arguments.get("thread_ts") or "")
    here = Message(ts, channel.id, call.team.bot_user, text, blocks, thread=thread, only_for=user.id)
    call.team.ephemerals.append(here)
    return {"message_ts": ts}


def get_permalink(call: Call) -> Json:
    """chat.getPermalink"""
    channel, ts = call.channel(call.need("channel")), str(call.need("message_ts"))
    if call.team.message(channel.id, ts) is None:
        raise SlackSays("message_not_found")
    return {"channel": channel.id, "permalink": call.slack.permalink(call.team, channel.id, ts)}


def pin(call: Call) -> Json:
    """pins.add: on top of its channel, and once"""
    channel, ts = _to_pin(call)
    if call.team.message(channel.id, ts) is None:
        raise SlackSays("message_not_found")
    if ts in channel.pins:
        raise SlackSays("already_pinned")
    channel.pins[ts] = call.team.bot_user
    return {}


def unpin(call: Call) -> Json:
    """pins.remove"""
    channel, ts = _to_pin(call)
    if channel.pins.pop(ts, None) is None:
        raise SlackSays("no_pin")
    return {}


def _to_pin(call: Call) -> tuple[Channel, str]:
    channel = call.channel(call.need("channel", "channel_not_found"))
    if channel.archived:
        raise SlackSays("is_archived")
    if channel.no_pins:
        raise SlackSays("permission_denied")
    if call.team.bot_user not in channel.members:
        raise SlackSays("not_in_channel")
    return channel, str(call.need("timestamp", "no_item_specified"))


def _where(call: Call) -> Channel:
    """A user id opens the direct messages with them, also of an account that was closed."""
    wanted = str(call.need("channel", "channel_not_found"))
    if wanted.startswith(("U", "W")):
        return call.team.direct(call.user(wanted, "channel_not_found").id)
    return call.channel(wanted)


def _check_may_post(call: Call, channel: Channel) -> None:
    if channel.archived:
        raise SlackSays("is_archived")
    if channel.direct and not call.team.messages_tab:
        raise SlackSays("messages_tab_disabled")
    if channel.direct and call.team.users[channel.user].stranger:
        raise SlackSays("channel_not_found")
    if call.team.bot_user not in channel.members:
        raise SlackSays("not_in_channel")
    if channel.restricted:
        raise SlackSays("restricted_action")


def _content(call: Call) -> tuple[str, list[Json]]:
    text, blocks = str(call.arguments.get("text") or ""), call.arguments.get("blocks") or []
    if not text and not blocks:
        raise SlackSays("no_text")
    check_message(call.team, text, blocks)
    for name in ("link_names", "parse", "unfurl_links", "unfurl_media"):
        call.slack.asked_for[name].append(call.arguments.get(name))
    return text, list(blocks)


def _metadata(call: Call) -> Json | None:
    found = call.arguments.get("metadata")
    if found is None:
        return None
    if set(found) != {"event_type", "event_payload"} or not isinstance(found["event_payload"], dict):
        raise SlackSays("invalid_metadata_schema")
    if len(str(found)) > LONGEST_METADATA:
        raise SlackSays("metadata_too_large")
    return dict(found)


def _thread(call: Call, channel: Channel) -> str:
    thread = str(call.arguments.get("thread_ts") or "")
    if thread and call.team.message(channel.id, thread) is None:
        raise SlackSays("thread_not_found")
    return thread


def _own(call: Call) -> Message:
    channel = call.channel(call.need("channel", "channel_not_found"))
    message = call.team.message(channel.id, str(call.need("ts")))
    if message is None:
        raise SlackSays("message_not_found")
    if not message.by_app:
        raise SlackSays("cant_update_message")
    if channel.archived:
        raise SlackSays("is_archived")
    return message


def shape(call: Call, message: Message, *, metadata: bool = False) -> Json:
    """A message as Slack gives it."""
    given: Json = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": call.team.id,
        "blocks": message.blocks,
    }
    if message.by_app:
        given |= {"bot_id": call.team.bot_id, "app_id": call.slack.app_id}
    if message.thread:
        given["thread_ts"] = message.thread
    if message.edited:
        given["edited"] = {"user": message.user, "ts": message.edited}
    if metadata and message.metadata:
        given["metadata"] = message.metadata
    return given
