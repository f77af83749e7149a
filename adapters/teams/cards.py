"""Blocks of a message as elements of a card, within what Teams takes: first smaller, then shorter, then less."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from adapters.keeping import picture_digest
from adapters.lengths import shortened, units
from adapters.room import Part, Rank, ending
from adapters.teams.controls import HELD, Controls
from adapters.teams.elements import CLOSE, PLAIN, SMALL, Look, card, group, heading, paragraph
from adapters.teams.pen import Card, Pen
from adapters.teams.text import Mentions, Pieces, cut, length, said, spelled, tame
from flows.messages import Block, Buttons, Facts, Grid, Header, Items, Menu, Note, Picture, Quoted, Text
from flows.phrases import Words
from flows.plain import Plain

SMALL_CARD = 28_000
"""Bytes in UTF-8 that a card should have."""
LARGEST = 36_000
"""Units that a card may have: 72 of the 80 KB in UTF-16 that a message may have; the rest is for what is around it."""
LARGEST_PICTURE = 18_000
"""Bytes of a PNG, which takes a third more inside a card; a larger one is told."""
LONGEST_HEADER = 300
LONGEST_ALT = 1000


@dataclass(frozen=True)
class Room:
    """How much there is. `held`: units of a command in its button; `tight`: rows of a grid as lists, pictures told;
    `most`: units of one paragraph or list."""

    held: int = HELD
    tight: bool = False
    most: int | None = None


ROOMS = (Room(), Room(0), Room(0, tight=True), *(Room(0, True, most) for most in (3000, 1500, 700)))


@dataclass
class Drawing:
    """Draws blocks one after the other. `pictures`: PNG by `keeping.picture_digest`."""

    pen: Pen
    pictures: Mapping[str, bytes]
    room: Room = Room()
    cuts: int = 0
    mentions: Mentions = field(default_factory=Mentions)
    controls: Controls = field(init=False)

    def __post_init__(self) -> None:
        self.controls = Controls(self.pen, self.mentions, self.room.held)

    def parts(self, block: Block) -> Iterable[Part]:
        """One block."""
        match block:
            case Header():
                words = shortened(self.pen.plain(block.text), LONGEST_HEADER)
                yield Part((heading(words),), Rank.ACTION)
            case Buttons():
                yield Part(tuple(self.controls.buttons(block)), Rank.ACTION)
            case Menu():
                yield Part((self.controls.menu(block),) if block.choices else (), Rank.ACTION)
            case Grid():
                draw = self.controls.short_row if self.room.tight else self.controls.row
                yield from (Part((draw(row),), Rank.ROW) for row in block.rows)
            case Text() | Note() | Quoted() | Facts() | Items() | Picture():
                yield Part(tuple(self._telling(block)))
            case _:
                assert_never(block)

    def _telling(self, block: Text | Note | Quoted | Facts | Items | Picture) -> Iterable[Card]:
        match block:
            case Text():
                return self._said(spelled(self.pen, block.text))
            case Note():
                return self._said(spelled(self.pen, block.text), SMALL)
            case Quoted():
                return self._quoted(block)
            case Facts():
                return self._facts(block.rows)
            case Items():
                return self._items(block.items)
            case Picture():
                return self._picture(block)
            case _:
                assert_never(block)

    def _said(self, found: Pieces, look: Look = PLAIN) -> list[Card]:
        return paragraph(self.mentions, self._cut(found), look)

    def _quoted(self, quoted: Quoted) -> Iterable[Card]:
        by = spelled(self.pen, quoted.by)
        words = self._said(said(quoted.words))
        whom = self._said((*said("— "), *by), SMALL) if by else []
        return [group([*words, *whom], "emphasis")] if words or whom else []

    def _facts(self, rows: Sequence[tuple[str, Words]]) -> Iterable[Card]:
        found: list[Card] = []
        for label, words in rows:
            named = (*said(f"{self.pen.ours(label)}: ", bold=True), *spelled(self.pen, words))
            found += self._said(named, CLOSE if found else PLAIN)
        return found

    def _items(self, items: Sequence[Words]) -> Iterable[Card]:
        """The items, as many as there is room for."""
        found: list[Card] = []
        room = self.room.most
        for at, item in enumerate(items):
            if room is not None and room <= 0:
                self.cuts += 1
                return [*found, *self._said(said(f"… and {len(items) - at} more"), CLOSE)]
            words = spelled(self.pen, item)
            found += self._said((*said("• "), *words), CLOSE if found else PLAIN)
            room = None if room is None else room - length(words)
        return found

    def _picture(self, picture: Picture) -> Iterable[Card]:
        png = self.pictures.get(picture_digest(self.pen.wire, picture))
        if png is None or len(png) > LARGEST_PICTURE or self.room.tight:
            title = self._said(said(picture.title, bold=True))
            return [*title, *self._said(spelled(self.pen, picture.alt), CLOSE)]
        image: Card = {
            "type": "Image",
            "url": f"data:image/png;base64,{base64.b64encode(png).decode()}",
            "altText": tame(shortened(self.pen.plain(picture.alt), LONGEST_ALT)),
            "size": "Stretch",
            "msteams": {"allowExpand": True},
        }
        return [image]

    def _cut(self, found: Pieces) -> Pieces:
        if self.room.most is None or length(found) <= self.room.most:
            return found
        self.cuts += 1
        return cut(found, self.room.most)


@dataclass(frozen=True)
class Fitted:
    """A card, and the texts that must be kept for it."""

    card: Card
    kept: tuple[str, ...]


def fitted(pen: Pen, summary: str, blocks: Sequence[Block], pictures: Mapping[str, bytes] | None = None) -> Fitted:
    """The blocks as a card, small where that is possible; what is cut or left out is said in a last line."""
    large: Fitted | None = None
    for room in ROOMS:
        drawing = Drawing(pen, pictures or {}, room)
        parts = [part for block in blocks for part in drawing.parts(block)]
        body = [element for part in parts for element in part.blocks]
        done = _done(drawing, summary, [*body, *_ending(drawing, 0)])
        if not room.tight and _bytes(done.card) <= SMALL_CARD:
            return done
        if large is None and size(done.card) <= LARGEST:
            large = done
        if large is not None and room.held == 0:
            return large
    return _most_of(drawing, summary, parts)


def size(plain: Plain) -> int:
    """Units of JSON."""
    return units(json.dumps(plain, ensure_ascii=False))


def _bytes(done: Card) -> int:
    return len(json.dumps(done, ensure_ascii=False).encode(errors="replace"))


def _done(drawing: Drawing, summary: str, body: Sequence[Card]) -> Fitted:
    return Fitted(card(summary, body, drawing.mentions), drawing.controls.kept)


def _most_of(drawing: Drawing, summary: str, parts: Sequence[Part]) -> Fitted:
    """As many parts as fit, what can be pressed first, in their order."""
    taken: set[int] = set()
    frame = _done(drawing, summary, _ending(drawing, len(parts)))
    total = size(frame.card)
    for at, part in sorted(enumerate(parts), key=lambda each: (each[1].rank, each[0])):
        more = total + size(part.blocks) + len(part.blocks) + size(drawing.mentions.entities(part.blocks))
        if more <= LARGEST:
            taken.add(at)
            total = more
    missing = sum(1 for at, part in enumerate(parts) if at not in taken and part.blocks)
    body = [element for at in sorted(taken) for element in parts[at].blocks]
    return _done(drawing, summary, [*body, *_ending(drawing, missing)])


def _ending(drawing: Drawing, missing: int) -> list[Card]:
    words = ending("Teams", drawing.cuts, missing)
    return [] if words is None else paragraph(drawing.mentions, spelled(drawing.pen, words), SMALL)
