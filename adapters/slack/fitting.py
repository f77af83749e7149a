"""Everything that is said within what Slack shows: first smaller, then shorter, then less, and it says so."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from adapters.room import Part, ending
from adapters.slack.blocks import Drawing, Look
from adapters.slack.pen import Block, Pen, units
from flows.messages import Block as Said
from flows.messages import Note
from flows.plain import Plain

LOOKS = (Look(), Look(short_rows=True), *(Look(short_rows=True, most=most) for most in (3000, 1500, 700)))
COUNTED = frozenset({"text", "url", "fallback", "alt_text"})
FRAME, BLOCK = 4, 100
"""What each object inside a block and each block counts for besides its words.

Slack counts more than the words against its unpublished limit of about 13,200: others have measured 100 for a header.
"""


class Cost(NamedTuple):
    """What blocks take: their number, their characters, and their bytes as JSON."""

    blocks: int
    characters: int
    size: int

    def plus(self, other: Cost) -> Cost:
        """Both together."""
        return Cost(self.blocks + other.blocks, self.characters + other.characters, self.size + other.size)

    def within(self, room: Cost) -> bool:
        """Whether there is as much room."""
        return self.blocks <= room.blocks and self.characters <= room.characters and self.size <= room.size


MESSAGE = Cost(50, 12_000, 200_000)
VIEW = Cost(100, 50_000, 200_000)


def weight(plain: Plain) -> int:
    """Characters that the inside of a block counts for; never more than it has as JSON."""
    if isinstance(plain, dict):
        words = sum(units(text) for key, text in plain.items() if key in COUNTED and isinstance(text, str))
        return FRAME + words + sum(weight(inner) for inner in plain.values() if not isinstance(inner, str))
    return sum(map(weight, plain)) if isinstance(plain, list) else 0


def size(blocks: Sequence[Block]) -> int:
    """Bytes of blocks on their way."""
    return sum(len(json.dumps(block)) for block in blocks)


def cost(blocks: Sequence[Block]) -> Cost:
    """What these blocks take of a message or view."""
    return Cost(len(blocks), sum(map(weight, blocks)) + BLOCK * len(blocks), size(blocks))


def fits(blocks: Sequence[Block], written: Sequence[str], room: Cost) -> bool:
    """Whether there is room for these, `written` as JSON; characters are counted only where they may be too many."""
    if sum(map(len, written)) + BLOCK * len(blocks) <= room.characters:
        return len(blocks) <= room.blocks
    return cost(blocks).within(room)


@dataclass(frozen=True)
class Fitted:
    """Blocks with ids, and the texts that must be kept for them."""

    blocks: tuple[Block, ...]
    kept: tuple[str, ...]


def fitted(pen: Pen, said: Sequence[Said], room: Cost, pictures: Mapping[str, str] | None = None) -> Fitted:
    """The blocks as large as they fit; what is cut or left out is said in a last line."""
    for look in LOOKS:
        drawing = Drawing(pen, pictures or {}, look)
        parts = [part for block in said for part in drawing.parts(block)]
        whole = [block for part in parts for block in part.blocks]
        whole += _ending(pen, drawing.cuts, 0)
        written = [json.dumps(block) for block in whole]
        if fits(whole, written, room):
            return Fitted(_stamped(whole, written), drawing.controls.kept)
    some = _most_of(pen, parts, drawing.cuts, room)
    return Fitted(_stamped(some, [json.dumps(block) for block in some]), drawing.controls.kept)


def _most_of(pen: Pen, parts: Sequence[Part], cuts: int, room: Cost) -> list[Block]:
    """As many parts as fit, what can be pressed first, in their order."""
    taken: set[int] = set()
    total = cost(_ending(pen, cuts, len(parts)))
    for at, part in sorted(enumerate(parts), key=lambda each: (each[1].rank, each[0])):
        more = total.plus(cost(part.blocks))
        if more.within(room):
            taken.add(at)
            total = more
    missing = sum(1 for at, part in enumerate(parts) if at not in taken and part.blocks)
    return [*(block for at in sorted(taken) for block in parts[at].blocks), *_ending(pen, cuts, missing)]


def _ending(pen: Pen, cuts: int, missing: int) -> Sequence[Block]:
    words = ending("Slack", cuts, missing)
    if words is None:
        return ()
    return [block for part in Drawing(pen, {}).parts(Note(words)) for block in part.blocks]


def _stamped(blocks: Sequence[Block], written: Sequence[str]) -> tuple[Block, ...]:
    """Each block with an id of its own, another one when its content is another."""
    return tuple(
        {"block_id": f"{at}-{sha256(text.encode()).hexdigest()[:12]}", **block}
        for at, (block, text) in enumerate(zip(blocks, written, strict=True))
    )
