"""What people do in Slack, as the payloads that Slack makes of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType
from typing import TypeAlias

from adapters.keeping import held
from adapters.slack.keeping import Opened, form_held
from flows.commands import FormCommand
from flows.wire import Wire
from tests.slack.fake.delivering import encoded
from tests.slack.fake.json import Json
from tests.slack.fake.mrkdwn import escaped
from tests.slack.fake.world import Channel, Message, User, View
from tests.slack.filling import Filled, inputs_for, state_of
from tests.slack.workplace import Workplace

COMMANDS = ("/align", "/escalate", "/decisions", "/charter")
MENTION = re.compile(r"(?<!\w)@accord\b", re.IGNORECASE)
Gesture: TypeAlias = tuple[str, Json]
"""(kind, payload), as a carrier takes it."""


class Gestures:
    """Those of one workspace. `kept`: texts that forged buttons need on the Shelf. `commands`: those of the app."""

    def __init__(self, work: Workplace, wire: Wire) -> None:
        self.work, self.wire = work, wire
        self.kept: list[str] = []
        self.commands: tuple[str, ...] = COMMANDS

    def typed(
        self,
        user: User,
        place: Channel,
        text: str,
        event_id: str = "",
        files: Mapping[str, bytes] = MappingProxyType({}),
    ) -> Gesture:
        """Words in a conversation. Slack writes a mention as the account's id, and escapes the rest."""
        marked = MENTION.sub(f"<@{self.work.team.bot_user}>", escaped(text))
        event = self.work.payloads.typed(user, place, marked)
        if files:
            event |= {"subtype": "file_share", "upload": False, "files": self.work.payloads.files(user, files)}
        return "events_api", self.work.payloads.event(event, event_id=f"Ev{event_id}" if event_id else "")

    def mention(self, message: Json) -> Json | None:
        """The second event that Slack sends of a message which mentions Accord in a channel."""
        event = message.get("event", {})
        if event.get("channel_type") == "im" or f"<@{self.work.team.bot_user}>" not in event.get("text", ""):
            return None
        return self.work.payloads.event(self.work.payloads.mention(event))

    def command(self, user: User, place: Channel, text: str) -> Gesture | None:
        """A slash command; None where Slack knows no such command and says so itself."""
        command, *rest = text.split(maxsplit=1)
        if command not in self.commands:
            return None
        return "slash_commands", self.work.payloads.command(user, place, command, rest[0] if rest else "")

    def press(self, user: User, command: str) -> Gesture:
        """A press that was found on a screen, or one that holds a command of somebody's own making."""
        press: Json = json.loads(command)
        if "do" in press:
            return "interactive", self._forged_press(user, command)
        payloads, team = self.work.payloads, self.work.team
        if "home" in press:
            return "interactive", payloads.acted_at_home(user, press["action"])
        on: Message | View | None
        if "view" in press:
            on = team.views[press["view"]]
        elif "ephemeral" in press:
            on = next(each for each in team.ephemerals if each.ts == press["ephemeral"])
        else:
            on = team.message(*press["message"])
        assert on is not None, "what is pressed is no longer there"
        return "interactive", payloads.acted(user, press["action"], on)

    def _forged_press(self, user: User, command: str) -> Json:
        value, kept = held(self.wire, self.wire.command(command))
        self.kept += [kept] if kept else []
        action = {"type": "button", "action_id": "press-0", "block_id": "b", "value": value}
        direct = self.work.team.direct(user.id).id
        on = Message(self.work.slack.next_ts(), direct, self.work.team.bot_user, "")
        return self.work.payloads.acted(user, action, on)

    def form(self, user: User, view_id: str, values: Mapping[str, Filled], users: Mapping[str, str]) -> Gesture:
        """A modal, filled in. `view_id`: of one that was opened, else the command of a forged one."""
        view = self.work.team.views.get(view_id) or self._forged_form(user, view_id, values)
        if view.form and not view.view.get("submit"):
            view = replace(view, view=view.form)
        return "interactive", self.work.payloads.submitted(user, view, state_of(view.view, values, users))

    def _forged_form(self, user: User, command: str, values: Mapping[str, Filled]) -> View:
        submits = self.wire.command(command)
        assert isinstance(submits, FormCommand)
        metadata, kept = form_held(self.wire, Opened(submits))
        self.kept += [kept] if kept else []
        view: Json = {"type": "modal", "callback_id": "form", "private_metadata": metadata}
        view["blocks"] = inputs_for(values)
        return View("V0FORGED", user.id, view, self.work.slack.next_ts(), "V0FORGED")


def keys_of(kind: str, payload: Json) -> tuple[str, ...]:
    """The event ids under which the engine may hear of a gesture, by HTTP or by a socket."""
    event = payload.get("event", {})
    if event.get("type") in ("message", "app_mention"):
        return (f"said/{event['channel']}/{event['ts']}",)
    sent = json.dumps(payload, sort_keys=True).encode()
    return f"body/{sha256(encoded(kind, payload)[0]).hexdigest()}", f"sent/{sha256(sent).hexdigest()}"
