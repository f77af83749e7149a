"""The payloads that Slack sends when people do something, in their real shapes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import uuid4

from tests.slack.fake.json import Json
from tests.slack.fake.mrkdwn import escaped
from tests.slack.fake.triggers import ResponseUrl
from tests.slack.fake.views import whole
from tests.slack.fake.world import Channel, File, Message, Team, User, View

if TYPE_CHECKING:
    from tests.slack.fake.slack import FakeSlack


class Payloads:
    """Those of one workspace."""

    def __init__(self, slack: FakeSlack, team: Team) -> None:
        self.slack, self.team = slack, team

    def event(self, event: Json, *, event_id: str = "", mine: bool = True) -> Json:
        """An event_callback. `mine`: whether the app may see it in this workspace."""
        authorization = {
            "enterprise_id": self.team.enterprise or None,
            "team_id": self.team.id,
            "user_id": self.team.bot_user,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": "verification",
            "team_id": self.team.id,
            "context_team_id": self.team.id,
            "context_enterprise_id": self.team.enterprise or None,
            "api_app_id": self.slack.app_id,
            "event": {"event_ts": self.slack.next_ts(), **event},
            "type": "event_callback",
            "event_id": event_id or f"Ev{uuid4().hex[:10].upper()}",
            "event_time": int(self.slack.now().timestamp()),
            "authorizations": [authorization] if mine else [],
            "is_ext_shared_channel": False,
            "event_context": f"4-{uuid4().hex}",
        }

    def typed(self, user: User, channel: Channel, text: str, thread: str = "") -> Json:
        """The inner event of a message that somebody has typed; it is on screen from now on."""
        ts = self.slack.next_ts()
        self.team.messages.append(Message(ts, channel.id, user.id, text, thread=thread, by_app=False))
        return {
            "type": "message",
            "user": user.id,
            "text": text,
            "ts": ts,
            "client_msg_id": str(uuid4()),
            "team": user.home or self.team.id,
            "blocks": [rich_text(text)],
            "channel": channel.id,
            "event_ts": ts,
            "channel_type": "im" if channel.direct else "group" if channel.private else "channel",
            **({"thread_ts": thread} if thread else {}),
        }

    def files(self, user: User, files: Mapping[str, bytes]) -> list[Json]:
        """What an event says of files in a message; their bytes are at Slack, for who has a token."""
        told = []
        for name, body in files.items():
            made = File(f"F{uuid4().hex[:10].upper()}", name, len(body), body=body, complete=True)
            self.team.files[made.id] = made
            where = f"{self.slack.url}/files-pri/{self.team.id}-{made.id}"
            about: Json = {
                "id": made.id,
                "name": name,
                "title": name,
                "size": len(body),
                "mode": "hosted",
                "user": user.id,
            }
            links = {"url_private": where, "url_private_download": f"{where}/download"}
            link = f"https://{self.team.name}.slack.com/files/{user.id}/{made.id}"
            told.append({**about, **links, "permalink": link, "mimetype": "application/pdf", "filetype": "pdf"})
        return told

    def mention(self, message: Json) -> Json:
        """The app_mention that comes beside a message in a channel."""
        left_out = ("channel_type",)
        return {**{key: value for key, value in message.items() if key not in left_out}, "type": "app_mention"}

    def command(self, user: User, channel: Channel, command: str, text: str) -> Json:
        """A slash command."""
        return {
            "token": "verification",
            "team_id": self.team.id,
            "team_domain": self.team.name,
            **({"enterprise_id": self.team.enterprise, "enterprise_name": "Holding"} if self.team.enterprise else {}),
            "channel_id": channel.id,
            "channel_name": "directmessage" if channel.direct else channel.name,
            "user_id": user.id,
            "user_name": user.name.lower().replace(" ", "."),
            "command": command,
            "text": escaped(text),
            "api_app_id": self.slack.app_id,
            "is_enterprise_install": "false",
            "response_url": self.response_url(user, channel.id),
            "trigger_id": self.slack.triggers.issue(self.team.id, user.id),
        }

    def acted(self, user: User, action: Json, on: Message | View) -> Json:
        """A press or a choice in a message or a modal."""
        where: Json
        if isinstance(on, View):
            where = {"container": {"type": "view", "view_id": on.id}, "view": whole(self.team, on)}
        else:
            where = self._on_message(user, on)
        return {
            **self._gesture(user, "block_actions"),
            **where,
            "state": {"values": {}},
            "actions": [{**action, "action_ts": self.slack.next_ts()}],
        }

    def acted_at_home(self, user: User, action: Json) -> Json:
        """A press in the Home tab."""
        home = self.team.homes[user.id]
        view = {**home, "state": {"values": {}}, "bot_id": self.team.bot_id, "app_id": self.slack.app_id}
        return {
            **self._gesture(user, "block_actions"),
            "container": {"type": "view", "view_id": home["id"]},
            "view": view,
            "actions": [{**action, "action_ts": self.slack.next_ts()}],
        }

    def _on_message(self, user: User, on: Message) -> Json:
        hidden = bool(on.only_for)
        shown: Json = {"type": "message", "user": on.user, "ts": on.ts, "text": on.text, "blocks": on.blocks}
        shown |= {"team": self.team.id, "bot_id": self.team.bot_id, "app_id": self.slack.app_id}
        if on.metadata:
            shown["metadata"] = on.metadata
        container: Json = {"type": "message", "message_ts": on.ts, "channel_id": on.channel, "is_ephemeral": hidden}
        return {
            "container": container,
            "channel": self._channel(on.channel),
            **({} if hidden else {"message": shown}),
            "response_url": self.response_url(user, on.channel, on.ts),
        }

    def submitted(self, user: User, view: View, state: Json, **changes: str) -> Json:
        """A modal that was sent. `state`: its values by block and action."""
        return {
            **self._gesture(user, "view_submission"),
            "view": {**whole(self.team, view, state), "app_id": self.slack.app_id, **changes},
            "response_urls": [],
        }

    def closed(self, user: User, view: View) -> Json:
        """A modal that was closed."""
        gesture = self._gesture(user, "view_closed")
        del gesture["trigger_id"]
        return {**gesture, "view": whole(self.team, view), "is_cleared": False}

    def shortcut(self, user: User, callback_id: str, on: Message | None = None) -> Json:
        """A shortcut, of everywhere or of a message."""
        gesture = self._gesture(user, "shortcut" if on is None else "message_action")
        gesture |= {"callback_id": callback_id, "action_ts": self.slack.next_ts()}
        if on is None:
            return gesture
        message: Json = {"type": "message", "user": on.user, "ts": on.ts, "text": on.text, "team": self.team.id}
        message["blocks"] = on.blocks or [rich_text(on.text)]
        if on.thread:
            message["thread_ts"] = on.thread
        gesture |= {"message_ts": on.ts, "message": message, "channel": self._channel(on.channel)}
        return {**gesture, "response_url": self.response_url(user, on.channel)}

    def suggestion(self, user: User, view: View, block_id: str, action_id: str, typed: str) -> Json:
        """What is typed into a menu whose options the app gives."""
        gesture = self._gesture(user, "block_suggestion")
        del gesture["trigger_id"]
        container = {"type": "view", "view_id": view.id}
        gesture |= {"container": container, "view": whole(self.team, view), "value": typed}
        return {**gesture, "block_id": block_id, "action_id": action_id}

    def response_url(self, user: User, channel: str, ts: str = "") -> str:
        """Where a gesture may be answered."""
        made = uuid4().hex
        self.slack.response_urls[made] = ResponseUrl(self.team.id, channel, user.id, ts)
        return f"{self.slack.hooks or self.slack.url}/response/{made}"

    def _channel(self, channel_id: str) -> Json:
        channel = self.team.channels[channel_id]
        return {"id": channel_id, "name": "directmessage" if channel.direct else channel.name}

    def _gesture(self, user: User, kind: str) -> Json:
        home = user.home or self.team.id
        name = user.name.lower().replace(" ", ".")
        team: Json = {"id": self.team.id, "domain": self.team.name}
        enterprise = None
        if self.team.enterprise:
            enterprise = {"id": self.team.enterprise, "name": "Holding"}
            team |= {"enterprise_id": self.team.enterprise, "enterprise_name": "Holding"}
        return {
            "type": kind,
            "user": {"id": user.id, "username": name, "name": name, "team_id": home},
            "api_app_id": self.slack.app_id,
            "token": "verification",
            "trigger_id": self.slack.triggers.issue(self.team.id, user.id),
            "team": team,
            "enterprise": enterprise,
            "is_enterprise_install": False,
        }


def rich_text(text: str) -> Json:
    """What is typed, as a block."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "block_id": uuid4().hex[:5], "elements": [section]}
