"""A message as Markdown: people's words are escaped, so that they are never layout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import assert_never

from adapters.drawing import draw_text
from flows.messages import (
    Block,
    Buttons,
    Facts,
    Grid,
    Header,
    Items,
    Menu,
    Message,
    Note,
    Picture,
    Quoted,
    Text,
)
from flows.phrases import Words

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+\-!|~&])")
_NUMBER = re.compile(r"^(\s*\d+)([.)])")


def markdown(message: Message, zone: str) -> str:
    """The whole message; moments in `zone` (IANA)."""
    lines = [line for block in message.blocks for line in (*_block(block, zone), "")]
    return "\n".join(lines).rstrip("\n") + "\n"


def escaped(words: str) -> str:
    """One line in which nothing is markup."""
    line = " ".join(words.split())
    return _NUMBER.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", line))


def _block(block: Block, zone: str) -> Iterator[str]:
    def say(words: Words) -> str:
        return escaped(draw_text(words, zone))

    match block:
        case Header():
            yield f"## {say(block.text)}"
        case Text():
            yield say(block.text)
        case Note():
            yield f"*{say(block.text)}*"
        case Quoted():
            yield f"> {escaped(block.words)}"
            yield f"> — {say(block.by)}"
        case Facts():
            yield from (f"- **{escaped(label)}:** {say(words)}" for label, words in block.rows)
        case Items():
            yield from (f"- {say(words)}" for words in block.items)
        case Picture():
            yield say(block.alt)
        case Buttons() | Menu() | Grid():  # a document is read, not pressed
            return
        case _:
            assert_never(block)
