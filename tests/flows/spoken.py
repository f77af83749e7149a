"""Phrases and messages as somebody reads them, without any platform."""

from __future__ import annotations

from flows.messages import Block, Buttons, Facts, Grid, Items, Menu, Message, Quoted
from flows.phrases import Count, Instant, Link, Listing, Phrase, Quote, Value, Who, as_phrase, pieces


def words(phrase: Phrase | str) -> str:
    """A phrase as somebody reads it."""
    return "".join(literal + ("" if value is None else _said(value)) for literal, value in pieces(as_phrase(phrase)))


def _said(value: Value) -> str:
    match value:
        case Phrase():
            return words(value)
        case Quote():
            return f"“{value.words}”"
        case Who():
            return f"@{value.name}"
        case Instant():
            return f"{value.at:%d %b %H:%M}"
        case Count():
            return f"{value.number} {value.one if value.number == 1 else value.many}"
        case Listing():
            return ", ".join(_said(item) for item in value.items) or value.empty
        case Link():
            return value.label
        case _:
            return str(value)


def text_of(message: Message) -> str:
    """All of a message in words, a line per block part."""
    return "\n".join(line for block in message.blocks for line in _lines(block))


def _lines(block: Block) -> list[str]:
    match block:
        case Items():
            return [words(item) for item in block.items]
        case Facts():
            return [f"{label}: {words(said)}" for label, said in block.rows]
        case Buttons():
            return [f"[{button.label}]" for button in block.buttons]
        case Menu():
            return [f"({block.label})", *(f"({choice.label})" for choice in block.choices)]
        case Grid():
            return [f"{words(row.label)}: {row.chosen or '-'} {words(row.note)}".rstrip() for row in block.rows]
        case Quoted():
            return [f"“{block.words}” {words(block.by)}"]
        case _:
            return [words(getattr(block, "text", ""))]
