"""Elements of Adaptive Cards 1.5: paragraphs, headings, groups, and the card around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from adapters.lengths import NOTHING_SAID, shortened
from adapters.teams.pen import Card
from adapters.teams.text import Linked, Mention, Mentions, Piece, Pieces, Said, markdown, plain, tame
from flows.plain import Plain

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION = "1.5"
LONGEST_SUMMARY = 1000
_ALOUD = str.maketrans({"<": "", ">": "", "&": "+"})
"""What is read aloud may be taken for markup (SSML), so it has none of its signs."""


@dataclass(frozen=True)
class Look:
    """How a paragraph looks; never the only carrier of a meaning."""

    small: bool = False
    bold: bool = False
    alert: bool = False
    close: bool = False
    """Near to what stands above it."""


PLAIN = Look()
SMALL = Look(small=True, close=True)
BOLD = Look(bold=True)
ALERT = Look(alert=True)
CLOSE = Look(close=True)


def paragraph(mentions: Mentions, found: Pieces, look: Look = PLAIN) -> list[Card]:
    """Words as an element of a card; none where there is nothing to see."""
    if not plain(found).strip():
        return []
    spacing: Card = {"spacing": "Small"} if look.close else {}
    if any(isinstance(piece, Mention) for piece in found):
        text = ""
        for piece in found:
            text += _marked(mentions, piece, starts=not text or text.endswith("\n"))
        return [{"type": "TextBlock", "text": text, "wrap": True, **_style(look), **spacing}]
    inlines: list[Plain] = [_run(piece, look) for piece in found]
    return [{"type": "RichTextBlock", "inlines": inlines, **spacing}]


def _style(look: Look) -> Mapping[str, Plain]:
    style: dict[str, Plain] = {}
    if look.small:
        style |= {"size": "Small", "isSubtle": True}
    if look.bold:
        style["weight"] = "Bolder"
    if look.alert:
        style["color"] = "Attention"
    return style


def _run(piece: Piece, look: Look) -> Card:
    match piece:
        case Said():
            bold: Card = {"weight": "Bolder"} if piece.bold else {}
            return {"type": "TextRun", "text": tame(piece.text), **_style(look), **bold}
        case Linked():
            opens: Card = {"type": "Action.OpenUrl", "url": piece.url, "title": tame(piece.label)}
            return {
                "type": "TextRun",
                "text": tame(piece.label),
                **_style(look),
                "color": "Accent",
                "selectAction": opens,
            }
        case Mention():
            return {"type": "TextRun", "text": tame(piece.name), **_style(look)}
        case _:
            assert_never(piece)


def _marked(mentions: Mentions, piece: Piece, *, starts: bool) -> str:
    match piece:
        case Said():
            words = markdown(piece.text, starts=starts)
            core = words.strip()
            return words.replace(core, f"**{core}**", 1) if piece.bold and core else words
        case Linked():
            url = piece.url.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
            return f"[{markdown(piece.label, starts=False)}]({url})"
        case Mention():
            return mentions.tag(piece)
        case _:
            assert_never(piece)


def heading(text: str, size: str = "Medium") -> Card:
    """A heading, which screen readers know as one."""
    return {
        "type": "TextBlock",
        "text": markdown(" ".join(text.split())) or NOTHING_SAID,
        "style": "heading",
        "size": size,
        "weight": "Bolder",
        "wrap": True,
    }


def group(items: Sequence[Card], style: str = "", *, close: bool = False) -> Card:
    """Elements that belong together."""
    drawn: Card = {"type": "Container", "items": list(items)}
    styled: Card = {"style": style} if style else {}
    return {**drawn, **styled, **({"spacing": "Small"} if close else {})}


def actions(found: Iterable[Card]) -> Card:
    """Buttons in a row."""
    return {"type": "ActionSet", "actions": list(found)}


def card(summary: str, body: Sequence[Card], mentions: Mentions, buttons: Sequence[Card] = ()) -> Card:
    """A whole card. `summary`: plain text for readers that draw no card or read it aloud."""
    whole: dict[str, Plain] = {
        "type": "AdaptiveCard",
        "$schema": SCHEMA,
        "version": VERSION,
        "fallbackText": (short := shortened(tame(summary), LONGEST_SUMMARY)),
        "speak": short.translate(_ALOUD),
        "body": list(body) or paragraph(mentions, (Said(NOTHING_SAID),)),
    }
    if buttons:
        whole["actions"] = list(buttons)
    teams: dict[str, Plain] = {"width": "Full"}
    if entities := mentions.entities(body):
        teams["entities"] = entities
    return {**whole, "msteams": teams}
