"""Commands inside buttons and menus, and back again. What is too long stays on the Shelf under its hash."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from adapters.lengths import units
from flows.commands import Command
from flows.messages import Picture
from flows.wire import Wire, WireError

LONGEST = 1900
"""Units that a button or dialog holds itself; Slack's limits are 2,000 and 3,000."""
SHELVED = "#"
MENU = "m#"
TOO_OLD = (
    "This message is from before an update of Accord, or too old, so nothing was done. "
    "Please type /align: it shows what waits for you, with buttons that work."
)
"""What is told for `NotOurs`, whatever the chat."""
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


def held(wire: Wire, command: Command, longest: int = LONGEST) -> tuple[str, str | None]:
    """The value of a button, and the text that must be kept for it."""
    return short(wire.dump(command, Command), longest)


def menu_held(wire: Wire, commands: Sequence[Command]) -> tuple[str, str]:
    """The name of a menu whose option values are 0, 1, 2 …, and the text that must be kept for it."""
    text = wire.dump(Choices(tuple(commands)))
    return f"{MENU}{digest_of(text)}", text


def wanted(value: str) -> str | None:
    """The digest to look up on the Shelf before this value or name can be read; None for none."""
    digest = value.removeprefix("m").removeprefix(SHELVED)
    return digest if value.startswith((SHELVED, MENU)) and _DIGEST.fullmatch(digest) else None


def is_menu(name: str) -> bool:
    """Whether the options of what has this name are read with `choice_in`."""
    return name.startswith(MENU)


def command_in(wire: Wire, value: str, kept: str | None = None) -> Command:
    """The command a button holds; `kept` is what the Shelf has for `wanted(value)`. Raises NotOurs."""
    try:
        return wire.command(whole(value, kept))
    except WireError:
        raise NotOurs from None


def choice_in(wire: Wire, name: str, option: str, kept: str | None) -> Command:
    """The command of the chosen option of a menu. Raises NotOurs."""
    if not is_menu(name) or not re.fullmatch("[0-9]{1,5}", option):
        raise NotOurs
    try:
        return wire.load(Choices, whole(name, kept)).commands[int(option)]
    except (WireError, IndexError):
        raise NotOurs from None


def short(text: str, longest: int = LONGEST) -> tuple[str, str | None]:
    """The text where it is short, else its name on the Shelf and the text that must be kept."""
    return (text, None) if units(text) <= longest else (f"{SHELVED}{digest_of(text)}", text)


def whole(value: str, kept: str | None) -> str:
    """The text itself, from the Shelf where it is there. Raises NotOurs."""
    digest = wanted(value)
    if digest is None:
        return value
    if kept is None or digest_of(kept) != digest:
        raise NotOurs
    return kept
