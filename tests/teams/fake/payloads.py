"""The activities that Teams sends when people do something, in their real shapes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo

from tests.slack.fake.json import Json
from tests.teams.fake.world import BOT, BOT_NAME, CHANNEL, GROUP, PERSONAL, Conversation, Shown, Tenant, User

if TYPE_CHECKING:
    from tests.teams.fake.teams import FakeTeams


class Payloads:
    """Those of one tenant."""

    def __init__(self, teams: FakeTeams, tenant: Tenant) -> None:
        self.teams, self.tenant = teams, tenant

    def typed(self, user: User, place: Conversation, text: str, thread: str = "") -> Json:
        """A message that somebody has typed; it is on screen from now on. `@accord` in it mentions the app."""
        shown = Shown(self.teams.next_id(), place.id, user.aad, text, thread=thread)
        self.tenant.shown.append(shown)
        marked, entities = self._mentioned(text)
        activity = self._activity("message", user, place, thread or shown.id) | {"id": shown.id}
        html = {"contentType": "text/html", "content": f"<p>{marked}</p>"}
        activity |= {"text": marked, "textFormat": "plain", "attachments": [html]}
        activity["entities"] += entities
        return activity

    def files(self, place: Conversation, files: Mapping[str, bytes]) -> list[Json]:
        """What a message says of files in it; in a personal chat with an address that needs no token."""
        told: list[Json] = []
        for name, body in files.items():
            made = uuid4().hex
            self.teams.drive[made] = body
            link = f"https://contoso-my.sharepoint.com/personal/files/{made}"
            about: Json = {"contentType": "reference", "name": name, "contentUrl": link}
            if place.kind == PERSONAL:
                url = f"{self.teams.url}/drive/{made}?tempauth=key"
                content = {"downloadUrl": url, "uniqueId": made, "fileType": name.rpartition(".")[2]}
                kind = "application/vnd.microsoft.teams.file.download.info"
                about = {"contentType": kind, "name": name, "contentUrl": link, "content": content}
            told.append(about)
        return told

    def _mentioned(self, text: str) -> tuple[str, list[Json]]:
        """Teams writes a mention as <at>name</at>, and tells of it beside."""
        at = text.casefold().find("@accord")
        if at < 0:
            return text, []
        written = f"<at>{BOT_NAME}</at>"
        mention = {"type": "mention", "mentioned": {"id": BOT, "name": BOT_NAME}, "text": written}
        return f"{text[:at]}{written}{text[at + len('@accord') :]}", [mention]

    def executed(self, user: User, on: Shown, action: Json, inputs: Json) -> Json:
        """Action.Execute was pressed: an invoke, with the inputs of the card merged into the action's data."""
        told: Json = {key: action[key] for key in ("type", "id", "title", "verb") if key in action}
        told["data"] = {**action.get("data", {}), **inputs}
        activity = self.invoked("adaptiveCard/action", user, on, {"action": told, "trigger": "manual"})
        return activity | {"replyToId": on.id}

    def submitted(self, user: User, on: Shown, action: Json, inputs: Json) -> Json:
        """Action.Submit was pressed: a message without text."""
        activity = self._activity("message", user, self.tenant.conversations[on.conversation], on.thread or on.id)
        return activity | {"replyToId": on.id, "value": {**action.get("data", {}), **inputs}}

    def fetched(self, user: User, on: Shown, action: Json) -> Json:
        """A button that opens a dialog."""
        value = {"data": {**action.get("data", {}), "type": "task/fetch"}, "context": {"theme": "default"}}
        return self.invoked("task/fetch", user, on, value) | {"replyToId": on.id}

    def dialog_sent(self, user: User, place: Conversation, data: Json, command: str = "") -> Json:
        """A dialog that was filled in. `command`: of the message extension that opened it."""
        if not command:
            return self.invoked("task/submit", user, place, {"data": data, "context": {"theme": "default"}})
        value = {"commandId": command, "commandContext": "message", "data": data, "context": {"theme": "default"}}
        return self.invoked("composeExtension/submitAction", user, place, value)

    def pointed(self, user: User, on: Shown, command: str) -> Json:
        """An action of the message extension on a message: its dialog is asked for."""
        place = self.tenant.conversations[on.conversation]
        author = self.tenant.users.get(on.sender)
        whose: Json = {"application": {"id": BOT, "displayName": BOT_NAME, "applicationIdentityType": "bot"}}
        if author is not None:
            whose = {"user": {"id": author.aad, "displayName": author.name, "userIdentityType": "aadUser"}}
        message: Json = {
            "id": on.id,
            "messageType": "message",
            "from": whose,
            "body": {"contentType": "html", "content": f"<div><p>{on.text}</p></div>"},
            "createdDateTime": self.teams.now().isoformat().replace("+00:00", "Z"),
            "linkToMessage": f"https://teams.microsoft.com/l/message/{place.id}/{on.id}",
            "attachments": [],
        }
        value = {"commandId": command, "commandContext": "message", "messagePayload": message}
        return self.invoked("composeExtension/fetchTask", user, on, value)

    def invoked(self, name: str, user: User, on: Shown | Conversation, value: Json) -> Json:
        """An invoke."""
        place = on if isinstance(on, Conversation) else self.tenant.conversations[on.conversation]
        thread = on.thread or on.id if isinstance(on, Shown) else ""
        return self._activity("invoke", user, place, thread) | {"name": name, "value": value}

    def installed(self, user: User, place: Conversation, action: str = "add") -> Json:
        """The app was added to a conversation, or removed from it."""
        return self._activity("installationUpdate", user, place) | {"action": action}

    def members(self, user: User, place: Conversation, added: list[str], event: str = "teamMemberAdded") -> Json:
        """Somebody, or the app, has come into a conversation or left it."""
        activity = self._activity("conversationUpdate", user, place)
        people = [
            {"id": self.tenant.users[each].id, "aadObjectId": each} if each != BOT else {"id": BOT} for each in added
        ]
        activity["membersRemoved" if event.endswith("Removed") else "membersAdded"] = people
        if place.kind == CHANNEL:
            activity["channelData"] |= {"eventType": event}
        return activity

    def channel_event(self, user: User, place: Conversation, event: str) -> Json:
        """channelCreated, channelRenamed, channelDeleted, channelRestored: told in the General channel."""
        general = self.tenant.conversations[self.tenant.team]
        activity = self._activity("conversationUpdate", user, general)
        activity["channelData"] |= {"eventType": event, "channel": {"id": place.id, "name": place.name}}
        return activity

    def _activity(self, kind: str, user: User, place: Conversation, thread: str = "") -> Json:
        """What every activity has."""
        at = self.teams.now()
        conversation: Json = {"id": place.id, "conversationType": place.kind, "tenantId": self.tenant.id}
        data: Json = {"tenant": {"id": self.tenant.id}}
        if place.kind == CHANNEL:
            conversation["id"] += f";messageid={thread}" if thread else ""
            data |= {"team": {"id": place.team, "name": f"{self.tenant.name} works"}, "channel": {"id": place.id}}
            data |= {"teamsTeamId": place.team, "teamsChannelId": place.id}
        if place.kind != PERSONAL:
            conversation["isGroup"] = True
        if place.kind == GROUP and place.name:
            conversation["name"] = place.name
        client = {"locale": "en-GB", "country": "GB", "platform": "Web", "timezone": user.zone, "type": "clientInfo"}
        return {
            "type": kind,
            "id": f"f:{uuid4()}",
            "timestamp": at.isoformat().replace("+00:00", "Z"),
            "localTimestamp": at.astimezone(ZoneInfo(user.zone)).isoformat(),
            "localTimezone": user.zone,
            "locale": "en-GB",
            "channelId": "msteams",
            "serviceUrl": self.teams.service_url,
            "from": {"id": user.id, "name": user.name, "aadObjectId": user.aad},
            "recipient": {"id": BOT, "name": BOT_NAME},
            "conversation": conversation,
            "channelData": data,
            "entities": [client],
        }
