"""What every drawing for Slack needs to know, what it gives, and words that nothing interprets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from adapters.drawing import draw_text, instant_text, local
from adapters.naming import Called
from flows.phrases import Instant, Listing, Phrase, Value, Who, Words, as_phrase
from flows.plain import Plain
from flows.wire import Wire

Block: TypeAlias = Mapping[str, Plain]
"""One block, element or text object of Block Kit."""

USER_ID = re.compile(r"[UW][A-Z0-9]{1,30}")
NOTHING_SAID = "–"
"""Stands where Slack refuses an empty text."""


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
        return self._called.text(text)

    def named(self, words: Words) -> Words:
        """The same of a phrase: in its templates, never in its values."""
        return self._called.words(words)

    def plain(self, words: Words) -> str:
        """The words as plain text; every moment says its zone."""
        return draw_text(self._settled(as_phrase(self.named(words))))

    def _settled(self, phrase: Phrase) -> Phrase:
        return Phrase(phrase.template, **{name: self._settled_value(value) for name, value in phrase.values.items()})

    def _settled_value(self, value: Value) -> Value:
        match value:
            case Phrase():
                return self._settled(value)
            case Instant():
                return zoned_text(value)
            case Listing():
                return Listing(tuple(self._settled_value(item) for item in value.items), value.empty, value.last)
            case _:
                return value

    @cached_property
    def _called(self) -> Called:
        return Called(self.names)


def zoned_text(instant: Instant) -> str:
    """ "Mon 1 Feb 2027, 09:00 CET": in the instant's own zone, which it names."""
    short = local(instant, None).tzname() or ""
    return f"{instant_text(instant, None)} {'UTC' if short[:1] in '+-' else ''}{short}"


def units(text: str) -> int:
    """The length of a text as Slack may count it: in UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def head(text: str, most: int) -> str:
    """The longest start within `most` units, up to a word's end where one is near; never half a letter."""
    if units(text) <= most:
        return text
    end = min(len(text), most)
    while (over := units(text[:end]) - most) > 0:
        end -= (over + 1) // 2
    border = max(text.rfind(" ", 0, end + 1), text.rfind("\n", 0, end + 1))
    if border > end * 3 // 5:
        return text[:border]
    whole = end
    while whole > max(end - 40, 1) and _joined(text[whole - 1], text[whole]):
        whole -= 1
    return text[:whole]


def _joined(before: str, after: str) -> bool:
    """Whether two characters are drawn as one letter or sign."""
    return before == "\u200d" or after == "\u200d" or bool(_MARKS.match(after))


_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]"
)


def shortened(text: str, most: int) -> str:
    """The text, cut with “…” where it is longer than `most`; "–" where there is none."""
    kept = text if units(text) <= most else f"{head(text, most - 1).rstrip()}…"
    return kept if kept.strip() else NOTHING_SAID


def line(text: str, most: int) -> str:
    """The same on one line."""
    return shortened(" ".join(text.split()), most)


def plain_text(text: str, most: int = 3000) -> Block:
    """A text object in which nothing is interpreted, on one line."""
    return {"type": "plain_text", "text": line(text, most), "emoji": False}
