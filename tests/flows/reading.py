"""Messages as a reader in one place sees them, as plain text."""

from __future__ import annotations

from flows.calendar import zone_named
from flows.messages import Button, Buttons, Facts, Items, Message, Note, Quoted, Text
from flows.phrases import Count, Instant, Link, Listing, Phrase, Quote, Value, Who, Words, pieces


def all_buttons(message: Message) -> list[Button]:
    return [button for block in message.blocks if isinstance(block, Buttons) for button in block.buttons]


def labels(message: Message) -> list[str]:
    return [button.label for button in all_buttons(message)]


def read(words: Words) -> str:
    """A text as a reader in Warsaw would see it, dates as 2026-11-23 09:00."""
    if isinstance(words, str):
        return words
    return "".join(literal + ("" if value is None else _value(value)) for literal, value in pieces(words))


def _value(value: Value) -> str:
    match value:
        case Phrase():
            return read(value)
        case Who():
            return value.name
        case Quote():
            return f"“{value.words}”"
        case Instant():
            return f"{value.at.astimezone(zone_named(value.zone)):%Y-%m-%d %H:%M}"
        case Link():
            return value.label
        case Count():
            return f"{value.number} {value.one if value.number == 1 else value.many}"
        case Listing():
            items = [_value(item) for item in value.items]
            return (
                f" {value.last} ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items) or value.empty
            )
        case _:
            return str(value)


def show(message: Message) -> str:
    """A message as text, a line per block or row."""
    lines: list[str] = []
    for block in message.blocks:
        match block:
            case Text() | Note():
                lines.append(read(block.text))
            case Quoted():
                lines.append(f"“{block.words}” ({read(block.by)})")
            case Facts():
                lines += [f"{label}: {read(words)}" for label, words in block.rows]
            case Items():
                lines += [f"- {read(item)}" for item in block.items]
            case Buttons():
                lines.append(" ".join(f"[{button.label}]" for button in block.buttons))
            case _:
                lines.append(read(getattr(block, "text", "")))
    return "\n".join(lines)
