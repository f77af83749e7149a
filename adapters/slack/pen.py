"""What every drawing for Slack needs to know, what it gives, and words that nothing interprets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from adapters.drawing import draw_text, settled, zoned_text
from adapters.lengths import NOTHING_SAID, head, line, shortened, units
from adapters.naming import Called
from flows.phrases import Who, Words
from flows.plain import Plain
from flows.wire import Wire

__all__ = [
    "NOTHING_SAID",
    "Block",
    "Drawn",
    "Pen",
    "View",
    "head",
    "line",
    "plain_text",
    "shortened",
    "units",
    "zoned_text",
]
Block: TypeAlias = Mapping[str, Plain]
"""One block, element or text object of Block Kit."""

USER_ID = re.compile(r"[UW][A-Z0-9]{1,30}")


@dataclass(frozen=True)
class Drawn:
    """A message for Slack. `text`: the fallback, escaped.

    `kept`: texts that must be on the Shelf before it is shown.
    """

    text: str
    blocks: tuple[Block, ...]
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class View:
    """A modal or Home tab for Slack. `kept`: texts that must be on the Shelf before it is shown."""

    view: Block
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pen:
    """Draws for one workspace.

    `mention`: the Slack user id (U… or W…) of a person, None where they have no account there. `names`: what a slash
    command is called here, by its own name: {"/escalate": "/tradeoff"}.
    """

    wire: Wire
    mention: Callable[[Who], str | None]
    names: Mapping[str, str] = field(default_factory=dict)

    def user_id(self, who: Who) -> str | None:
        """The person's account, when it can be mentioned."""
        found = self.mention(who)
        return found if found is not None and USER_ID.fullmatch(found) else None

    def ours(self, text: str) -> str:
        """Words of ours with the slash commands as they are called here."""
        return self._called.text(text) if self.names else text

    def named(self, words: Words) -> Words:
        """The same of a phrase: in its templates, never in its values."""
        return self._called.words(words) if self.names else words

    def plain(self, words: Words) -> str:
        """The words as plain text; every moment says its zone."""
        named = self.named(words)
        return named if isinstance(named, str) else draw_text(settled(named))

    @cached_property
    def _called(self) -> Called:
        return Called(self.names)


def plain_text(text: str, most: int = 3000) -> Block:
    """A text object in which nothing is interpreted, on one line."""
    return {"type": "plain_text", "text": line(text, most), "emoji": False}
