"""Invokes, which wait for their answer: presses, dialogs, and actions of the message extension. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from hashlib import sha256

from adapters.shapes import NotOurs, Sent, like, maybe_part, part, text
from adapters.teams.asked import (
    ActionFetched,
    ActionSubmitted,
    Asked,
    DialogFetched,
    DialogSubmitted,
    Ignored,
    Origin,
    Pointed,
    Pressed,
    Refreshed,
)
from adapters.teams.spoken import link_in, plain
from flows.plain import Plain
from flows.text import clean

PRESS = "adaptiveCard/action"
LONGEST_MESSAGE = 8000
_WORD = re.compile(r"[\x21-\x7e]{1,64}")
_GUID = re.compile(r"[0-9A-Za-z-]{1,64}")
_WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?", re.ASCII)


def invoke_in(activity: Sent, origin: Origin) -> Asked:
    """What an invoke asks. Raises NotOurs."""
    name, card_id = text(activity, "name"), text(activity, "replyToId")
    match name:
        case _ if name == PRESS:
            value = part(activity, "value")
            if value.get("trigger") == "automatic":
                return Refreshed(origin)
            action = part(value, "action")
            if text(action, "type") != "Action.Execute":
                raise NotOurs("action")
            data = maybe_part(action, "data") or {}
            return Pressed(pressed_at(origin, card_id, f"{name} {text(action, 'verb')}", data), data, True, card_id)
        case "task/fetch" | "task/submit":
            data = part(part(activity, "value"), "data")
            keyed = pressed_at(origin, card_id, name, data)
            return DialogFetched(keyed, data) if name == "task/fetch" else DialogSubmitted(keyed, data)
        case "composeExtension/fetchTask":
            value = part(activity, "value")
            pointed = maybe_part(value, "messagePayload")
            return ActionFetched(
                origin, like(_WORD, value, "commandId"), None if pointed is None else _pointed(pointed)
            )
        case "composeExtension/submitAction":
            data = part(part(activity, "value"), "data")
            return ActionSubmitted(pressed_at(origin, card_id, name, data), data)
        case "":
            raise NotOurs("name")
        case _:
            return Ignored(f"invoke {name}"[:60], status=501)


def pressed_at(origin: Origin, card_id: str, name: str, data: Sent) -> Origin:
    """A press is repeated under another id: what the repeats have in common is who pressed what, where."""
    key = digest(origin.conversation.conversation_id, card_id, origin.member_id, name, data)
    return replace(origin, key=f"press/{key}", timed=True)


def digest(*what: Plain) -> str:
    """The same for the same things, and for nothing else."""
    return sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()


def _pointed(message: Sent) -> Pointed:
    body, author = maybe_part(message, "body") or {}, maybe_part(message, "from") or {}
    user, app = maybe_part(author, "user") or {}, maybe_part(author, "application") or {}
    content = text(body, "content")
    said = plain(content) if body.get("contentType") == "html" else clean(content)
    at = text(message, "createdDateTime")
    return Pointed(
        text=said[:LONGEST_MESSAGE],
        author=like(_GUID, user, "id").lower() if user.get("id") else "",
        by=clean(text(user, "displayName") or text(app, "displayName"))[:200],
        link=link_in(text(message, "linkToMessage")),
        at=at if _WHEN.fullmatch(at) else "",
    )
