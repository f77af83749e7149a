"""Commands inside buttons, menus and modals, and back again. What is too long stays on the Shelf under its hash."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from adapters.slack.pen import units
from flows.commands import Command, FormCommand, FormValues
from flows.forms import Form
from flows.messages import Picture
from flows.wire import Wire, WireError

LONGEST = 1900
"""Characters that a button or modal holds itself; Slack's limits are 2,000 and 3,000."""
SHELVED = "#"
MENU = "m#"
_DIGEST = re.compile(r"[0-9a-f]{32}")


class NotOurs(Exception):
    """No drawing of ours holds this value. Nothing was done."""


@dataclass(frozen=True)
class Choices:
    """What the options of a menu mean."""

    commands: tuple[Command, ...]


def digest_of(text: str) -> str:
    """The name of a text on the Shelf."""
    return sha256(text.encode()).hexdigest()[:32]


def picture_digest(wire: Wire, picture: Picture) -> str:
    """The name of a picture; another picture has another one."""
    return digest_of(wire.dump(picture))


def held(wire: Wire, command: Command) -> tuple[str, str | None]:
    """The value of a button, and the text that must be kept for it."""
    return _short(wire.dump(command, Command))


def menu_held(wire: Wire, commands: Sequence[Command]) -> tuple[str, str]:
    """The action id of a menu whose option values are 0, 1, 2 …, and the text that must be kept for it."""
    text = wire.dump(Choices(tuple(commands)))
    return f"{MENU}{digest_of(text)}", text


def wanted(value: str) -> str | None:
    """The digest to look up on the Shelf before this value, metadata or action id can be read; None for none."""
    digest = value.removeprefix("m").removeprefix(SHELVED)
    return digest if value.startswith((SHELVED, MENU)) and _DIGEST.fullmatch(digest) else None


def is_menu(action_id: str) -> bool:
    """Whether the options of this element are read with `choice_in`."""
    return action_id.startswith(MENU)


def command_in(wire: Wire, value: str, kept: str | None = None) -> Command:
    """The command a button holds; `kept` is what the Shelf has for `wanted(value)`. Raises NotOurs."""
    try:
        return wire.command(_whole(value, kept))
    except WireError:
        raise NotOurs from None


def choice_in(wire: Wire, action_id: str, option: str, kept: str | None) -> Command:
    """The command of the chosen option of a menu. Raises NotOurs."""
    if not is_menu(action_id) or not re.fullmatch("[0-9]{1,5}", option):
        raise NotOurs
    try:
        return wire.load(Choices, _whole(action_id, kept)).commands[int(option)]
    except (WireError, IndexError):
        raise NotOurs from None


@dataclass(frozen=True)
class Pages:
    """A form of several pages, or with values too long for Slack: as it was opened, and what was filled in so far."""

    form: Form
    page: int = 0
    filled: FormValues = field(default_factory=dict)


@dataclass(frozen=True)
class Opened:
    """What a submitted modal was: the command it submits, and its pages where Slack does not hold everything."""

    submits: FormCommand
    pages: Pages | None = None


def form_held(wire: Wire, opened: Opened) -> tuple[str, str | None]:
    """The private metadata of a modal, and the text that must be kept for it."""
    if opened.pages is None:
        return _short(wire.dump(opened.submits, Command))
    text = wire.dump(opened.pages)
    return f"{SHELVED}{digest_of(text)}", text


def form_in(wire: Wire, metadata: str, kept: str | None = None) -> Opened:
    """What the private metadata of a submitted modal holds. Raises NotOurs."""
    if wanted(metadata) is not None and kept is not None and kept.startswith('{"form"'):
        try:
            pages = wire.load(Pages, _whole(metadata, kept))
        except WireError:
            raise NotOurs from None
        return Opened(pages.form.submits, pages)
    submits = command_in(wire, metadata, kept)
    if not isinstance(submits, FormCommand):
        raise NotOurs
    return Opened(submits)


def _short(text: str) -> tuple[str, str | None]:
    return (text, None) if units(text) <= LONGEST else (f"{SHELVED}{digest_of(text)}", text)


def _whole(value: str, kept: str | None) -> str:
    """The text itself, from the Shelf where it is there."""
    digest = wanted(value)
    if digest is None:
        return value
    if kept is None or digest_of(kept) != digest:
        raise NotOurs
    return kept
