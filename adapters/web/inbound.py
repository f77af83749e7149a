"""What a page sends, checked for its shape and cleaned once. Everything wrong with it is a BadRequest in words."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import TypeAlias

from flows.commands import Command, FormCommand, FormValues
from flows.files import LONGEST_NAME, SharedFile
from flows.plain import Plain
from flows.text import clean
from flows.wire import Wire, WireError

LONGEST = 8_000
"""Characters of one typed text."""
EVENT_ID = re.compile(r"[\x21-\x7e]{1,100}")
Sent: TypeAlias = Mapping[str, Plain]


class BadRequest(Exception):
    """No page of ours sends this. The text is one sentence for the person."""


STALE = "This page is from before an update of Accord, so nothing was done. Please reload it and try again."


@dataclass(frozen=True)
class Said:
    """A typed text. `channel`: `#name`, or None for the direct messages with Accord; `thread`: key of a line.
    `files`: what was attached."""

    event_id: str
    channel: str | None
    thread: str | None
    text: str
    files: tuple[SharedFile, ...] = ()


def sent(body: bytes) -> Sent:
    """The JSON object in a request, with every string in it cleaned."""
    try:
        plain = cleaned(json.loads(body))
    except (ValueError, RecursionError):
        raise BadRequest(STALE) from None
    if not isinstance(plain, dict):
        raise BadRequest(STALE)
    return plain


def cleaned(plain: Plain) -> Plain:
    """The same data with every string cleaned, at any depth."""
    if isinstance(plain, str):
        return plain if plain.isascii() and plain.isprintable() else clean(plain)
    if isinstance(plain, list):
        return [cleaned(item) for item in plain]
    if isinstance(plain, dict):
        return {str(cleaned(key)): cleaned(item) for key, item in plain.items()}
    return plain


def _parsed(text: str) -> Plain:
    """What a JSON text says, cleaned. Where all of it is plain characters without a backslash, that is as it is."""
    plain: Plain = json.loads(text)
    return plain if text.isascii() and text.isprintable() and "\\" not in text else cleaned(plain)


def text_of(data: Sent, name: str) -> str:
    """A text that must be there."""
    value = data.get(name)
    if not isinstance(value, str):
        raise BadRequest(STALE)
    return value


def event_id_of(data: Sent) -> str:
    """The id under which this happens once, however often it is sent."""
    event_id = text_of(data, "event_id")
    if not EVENT_ID.fullmatch(event_id):
        raise BadRequest(STALE)
    return event_id


def said_of(data: Sent) -> Said:
    """A typed text; `channel` left out or beginning with @ means the direct messages."""
    channel = data.get("channel")
    thread = data.get("thread")
    if not isinstance(channel, str | None) or not isinstance(thread, str | None):
        raise BadRequest(STALE)
    name = None if not channel or channel.startswith("@") else f"#{channel.lstrip('#')}"
    return Said(event_id_of(data), name, thread or None, text_of(data, "text").strip(), tuple(_files(data)))


def _files(data: Sent) -> Iterator[SharedFile]:
    """What was attached: only what it is called, how large it is, and its hash go on from here."""
    given = data.get("files", [])
    if not isinstance(given, list):
        raise BadRequest(STALE)
    for each in given:
        if not isinstance(each, dict):
            raise BadRequest(STALE)
        try:
            content = b64decode(text_of(each, "content"), validate=True)
        except ValueError:
            raise BadRequest(STALE) from None
        name = " ".join(text_of(each, "name").split())[:LONGEST_NAME]
        yield SharedFile(name or "file", len(content), "", sha256(content).hexdigest())


def command_of(data: Sent, wire: Wire) -> Command:
    """The command a button or form holds: JSON in a string, so that a page hands it back as it got it."""
    try:
        return wire.decode(Command, _parsed(text_of(data, "command")))
    except (WireError, ValueError, RecursionError):
        raise BadRequest(STALE) from None


def form_of(data: Sent, wire: Wire) -> FormCommand:
    """The command a form submits, with what was filled in; a field left empty is left out."""
    command = command_of(data, wire)
    values = data.get("values")
    if not isinstance(command, FormCommand) or not isinstance(values, dict):
        raise BadRequest(STALE)
    filled: FormValues = {name: _filled(value) for name, value in values.items() if value not in ("", [])}
    return replace(command, values=filled)


def too_long(values: FormValues) -> tuple[str, ...]:
    """The ids of fields that hold more than one text may."""
    return tuple(name for name, value in values.items() if isinstance(value, str) and len(value) > LONGEST)


def _filled(value: Plain) -> str | tuple[str, ...]:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) and len(item) <= LONGEST for item in value):
        return tuple(str(item) for item in value)
    raise BadRequest(STALE)


def instant_of(data: Sent, name: str) -> datetime | None:
    """An aware instant, or None when it is left out."""
    if data.get(name) is None:
        return None
    try:
        at = datetime.fromisoformat(text_of(data, name))
    except ValueError:
        raise BadRequest(STALE) from None
    if at.tzinfo is None:
        raise BadRequest(STALE)
    return at
