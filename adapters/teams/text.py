"""Phrases as text of Adaptive Cards, in which people's words are never markup.

A text run interprets nothing but `{{DATE(…)}}`. Mentions work in text blocks only, which read Markdown: there
everything is escaped that Markdown takes for a sign.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from adapters.drawing import safe_url, separators, value_text
from adapters.lengths import head, line, units
from adapters.teams.pen import Pen
from flows.phrases import Link, Listing, Phrase, Value, Who, Words, as_phrase, pieces
from flows.plain import Plain

LONGEST_NAME = 100
LONGEST_LABEL = 300
LONGEST_URL = 2000
JOINER = "\u2060"
"""Word joiner: not to be seen, and it breaks what a client would take for more than text."""
_ALIVE = re.compile(r"(?<=<)(?=[A-Za-z/!?])|(?<=\{)(?=\{)|(?<=\$)(?=\{)|(?<=\])(?=[(\[:])")
_SIGNS = re.compile(r"[\\`*_\[\]~|]|&(?=#?\w+;)")
_START = re.compile(r"^(?:[-+#>=]|\d+[.)])")
_NOT_IN_NAMES = re.compile(r"[\\`*_\[\]~|<>&{}$#\x22\x00-\x1f]")


@dataclass(frozen=True)
class Said:
    """Literal words."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Mention:
    """Somebody with an account, by their id in the directory."""

    user_id: str
    name: str


@dataclass(frozen=True)
class Linked:
    """An address of the web."""

    url: str
    label: str


Piece: TypeAlias = Said | Mention | Linked
Pieces: TypeAlias = tuple[Piece, ...]


def tame(text: str) -> str:
    """The text as it can stand anywhere in a card: no tag, no `{{DATE(…)}}`, no `${…}` in it works, and no link.

    Teams' renderer reads the options of radio buttons and boxes as Markdown, and those of a drop-down list as text.
    """
    return _ALIVE.sub(JOINER, text) if any(sign in text for sign in "<{]") else text


def markdown(text: str, *, starts: bool = True) -> str:
    """The text for a text block: nothing in it is a sign of Markdown. `starts`: it stands at the start of a line."""
    rows = _SIGNS.sub(r"\\\g<0>", tame(text)).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n\n".join(_row(row) if at or starts else row for at, row in enumerate(rows))


def _row(row: str) -> str:
    """A line that begins neither a list nor a heading nor code."""
    row = row.lstrip()
    return _START.sub(lambda start: f"{start[0][:-1]}\\{start[0][-1]}", row)


def said(text: str, *, bold: bool = False) -> Pieces:
    """Literal words; none at all for none."""
    return (Said(text, bold),) if text else ()


def spelled(pen: Pen, words: Words) -> Pieces:
    """A phrase with its values drawn for the reader."""
    return _merged(_phrase(pen, as_phrase(pen.named(words))))


def _phrase(pen: Pen, phrase: Phrase) -> Iterable[Piece]:
    for literal, value in pieces(phrase):
        yield from said(literal)
        if value is not None:
            yield from _value(pen, value)


def _value(pen: Pen, value: Value) -> Iterable[Piece]:
    match value:
        case Phrase():
            return _phrase(pen, value)
        case Who():
            user_id = pen.mention(value)
            return said(value.name) if user_id is None or not at_name(value.name) else (Mention(user_id, value.name),)
        case Link():
            return _link(value)
        case Listing():
            return _listing(pen, value)
        case _:
            return said(value_text(value, pen.zone, pen.year))


def _link(link: Link) -> Pieces:
    url = safe_url(link.url)
    if url is None or len(url) > LONGEST_URL:
        return said(link.label)
    return (Linked(url, line(link.label if link.label.strip() else url, LONGEST_LABEL)),)


def _listing(pen: Pen, listing: Listing) -> Iterable[Piece]:
    if not listing.items:
        yield from said(listing.empty)
    for before, item in zip(separators(len(listing.items), listing.last), listing.items, strict=True):
        yield from (*said(before), *_value(pen, item))


def _merged(found: Iterable[Piece]) -> Pieces:
    """Neighbouring words as one."""
    merged: list[Piece] = []
    for piece in found:
        last = merged[-1] if merged else None
        if isinstance(last, Said) and isinstance(piece, Said) and not last.bold and not piece.bold:
            merged[-1] = Said(last.text + piece.text)
        else:
            merged.append(piece)
    return tuple(merged)


def plain(found: Sequence[Piece]) -> str:
    """What somebody reads of it."""
    return "".join(_shown(piece) for piece in found)


def _shown(piece: Piece) -> str:
    match piece:
        case Said():
            return piece.text
        case Mention():
            return piece.name
        case Linked():
            return piece.label
        case _:
            assert_never(piece)


def length(found: Sequence[Piece]) -> int:
    """Units that these pieces show."""
    return units(plain(found))


def cut(found: Sequence[Piece], most: int) -> Pieces:
    """The pieces, ended with “…” where they are longer than `most`."""
    if length(found) <= most:
        return tuple(found)
    kept: list[Piece] = []
    room = most - 1
    for piece in found:
        size = units(_shown(piece))
        if size > room:
            kept += [Said(head(piece.text, room).rstrip(), piece.bold)] if isinstance(piece, Said) and room > 0 else []
            break
        kept.append(piece)
        room -= size
    return (*kept, Said("…"))


def at_name(name: str) -> str:
    """A name as it can stand in a mention, where the tag and its entity must say the same; "" for none."""
    return head(" ".join(_NOT_IN_NAMES.sub(" ", name).split()), LONGEST_NAME)


class Mentions:
    """Everybody who is mentioned in one card."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def tag(self, mention: Mention) -> str:
        """How somebody is mentioned. Another person of the same name has another tag, which looks the same."""
        name = at_name(mention.name)
        while self._ids.setdefault(name, mention.user_id) != mention.user_id:
            name += JOINER
        return f"<at>{name}</at>"

    def entities(self, body: Sequence[Plain]) -> list[Plain]:
        """For `msteams.entities` of a card: of those whose tag is in its body."""
        if not self._ids:
            return []
        shown = json.dumps(body, ensure_ascii=False)
        return [
            {"type": "mention", "text": tag, "mentioned": {"id": user_id, "name": name}}
            for name, user_id in self._ids.items()
            if (tag := f"<at>{name}</at>") in shown
        ]
