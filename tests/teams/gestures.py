"""What people do in Teams, as the activities that Teams makes of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from adapters.keeping import held
from adapters.teams.fields import input_id
from adapters.teams.keeping import Opened, form_held
from adapters.teams.pen import COMMAND, FORM, NONCE
from flows.commands import FormCommand
from flows.forms import ChoicesField, Field, Form, Option, TextField
from flows.wire import Wire
from tests.slack.fake.json import Json
from tests.teams.fake.world import PERSONAL, Conversation, Dialog, Shown, User
from tests.teams.filling import Filled, Known, inputs_for, sends, standing
from tests.teams.workplace import Workplace


@dataclass(frozen=True)
class Gesture:
    """An activity on its way to Accord. `dialog`: the dialog that it sends off; `on`: the card that was pressed."""

    activity: Json
    dialog: Dialog | None = None
    on: Shown | None = None

    @property
    def invoked(self) -> bool:
        """Whether it is answered in the answer to the request."""
        return bool(self.activity["type"] == "invoke")


class Gestures:
    """Those of one tenant. `kept`: texts that forged buttons need on the Shelf."""

    def __init__(self, work: Workplace, wire: Wire) -> None:
        self.work, self.wire = work, wire
        self.kept: list[str] = []
        self._made: list[Json] = []

    def apart(self, gesture: Gesture) -> Gesture:
        """The same done once more on purpose, for which the card was drawn again in between."""
        value = gesture.activity.get("value", {})
        data = value.get("action", value).get("data", value)
        if data in self._made:
            data[NONCE] = f"again-{len(self._made)}"
        self._made.append(dict(data))
        return gesture

    def typed(
        self, user: User, place: Conversation, text: str, files: Mapping[str, bytes] = MappingProxyType({})
    ) -> Gesture | None:
        """Words in a conversation; where others are, an app hears what mentions it, and a slash command mentions it."""
        if place.kind != PERSONAL and text.startswith("/"):
            text = f"@accord {text}"
        heard = place.kind == PERSONAL or "@accord" in text.casefold()
        activity = self.work.payloads.typed(user, place, text)
        activity["attachments"] += self.work.payloads.files(place, files)
        return Gesture(activity) if heard else None

    def points(self, user: User, on: Shown, command: str) -> Gesture:
        """An action of the message extension on a message."""
        return Gesture(self.work.payloads.pointed(user, on, command), on=on)

    def press(self, user: User, command: str) -> Gesture:
        """A press that was found on a screen, or one that holds a command of somebody's own making."""
        press: Json = json.loads(command)
        if "do" in press:
            return self._forged_press(user, command)
        if "dialog" in press:
            return self._in_dialog(user, press)
        on = self.work.tenant.activity(*press["message"])
        assert on is not None, "what is pressed is no longer there"
        card = on.card(user.aad)
        return self._pressed(user, on, press["action"], {**standing(card or {}), **press.get("inputs", {})})

    def _pressed(self, user: User, on: Shown, action: Json, inputs: Json) -> Gesture:
        payloads = self.work.payloads
        if action.get("associatedInputs") == "none":
            inputs = {}
        if action["type"] == "Action.Execute":
            return Gesture(payloads.executed(user, on, action, inputs), on=on)
        if ((action.get("data") or {}).get("msteams") or {}).get("type") == "task/fetch":
            return Gesture(payloads.fetched(user, on, action), on=on)
        return Gesture(payloads.submitted(user, on, action, inputs), on=on)

    def _in_dialog(self, user: User, press: Json) -> Gesture:
        dialog = self.work.tenant.dialogs[press["dialog"]]
        data = {**press["action"].get("data", {}), **standing(dialog.card), **press.get("inputs", {})}
        return self._sent(user, dialog, data)

    def _sent(self, user: User, dialog: Dialog, data: Json) -> Gesture:
        place = self.work.tenant.conversations[dialog.conversation]
        return Gesture(self.work.payloads.dialog_sent(user, place, data, dialog.command), dialog)

    def _forged_press(self, user: User, command: str) -> Gesture:
        value, kept = held(self.wire, self.wire.command(command))
        self.kept += [kept] if kept else []
        action = {"type": "Action.Execute", "verb": "accord", "data": {COMMAND: value}}
        return Gesture(self.work.payloads.executed(user, self._nowhere(user), action, {}))

    def form(self, user: User, where: str, values: Mapping[str, Filled], known: Known) -> Gesture:
        """A form, filled in. `where`: a dialog or a card that is there, else the command of a forged one."""
        tenant = self.work.tenant
        if where in tenant.dialogs:
            dialog = tenant.dialogs[where]
            action = sends(dialog.card)
            assert action is not None, dialog.card
            return self._sent(user, dialog, {**action["data"], **inputs_for(dialog.card, values, known)})
        if not where.startswith("{"):
            on = tenant.activity(*where.split("/"))
            assert on is not None, "the form is no longer there"
            card = on.card(user.aad) or {}
            action = sends(card)
            assert action is not None, card
            return self._pressed(user, on, action, inputs_for(card, values, known))
        return self._forged_form(user, where, values)

    def _forged_form(self, user: User, command: str, values: Mapping[str, Filled]) -> Gesture:
        submits = self.wire.command(command)
        assert isinstance(submits, FormCommand)
        value, kept = form_held(self.wire, Opened(Form("Form", submits, tuple(map(_field, values.items())))))
        self.kept += [kept] if kept else []
        told = {input_id(name): _told(each) for name, each in values.items()}
        place = self.work.tenant.personal(user)
        return Gesture(self.work.payloads.dialog_sent(user, place, {FORM: value, **told}))

    def _nowhere(self, user: User) -> Shown:
        return Shown(self.work.teams.next_id(), self.work.tenant.personal(user).id, "")


def _told(value: Filled) -> str:
    """Options go by their number."""
    return value if isinstance(value, str) else ",".join(map(str, range(len(value))))


def _field(named: tuple[str, Filled]) -> Field:
    name, value = named
    if isinstance(value, str):
        return TextField(name, name)
    return ChoicesField(name, name, tuple(Option(each, each) for each in value))
