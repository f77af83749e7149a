"""Blocks of a message as blocks of Block Kit, each within Slack's limits.

People's words are drawn as rich text, where nothing in a text is interpreted; small print as mrkdwn where it is tame.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from adapters.keeping import picture_digest
from adapters.room import Part, Rank
from adapters.slack.controls import Controls, long_labels
from adapters.slack.mrkdwn import is_tame, mrkdwn
from adapters.slack.pen import Block, Pen, plain_text, shortened, units
from adapters.slack.rich import (
    PORTION,
    Elements,
    bold,
    bulleted,
    cut,
    elements,
    length,
    quote,
    rich_text,
    section,
    split,
    text,
)
from flows.messages import Block as Said
from flows.messages import Buttons, Facts, Grid, Header, Items, Menu, Note, Picture, Quoted, Text
from flows.phrases import Words

LONGEST_HEADER = 150
LONGEST_ALT = 2000


@dataclass(frozen=True)
class Look:
    """How much room there is. `short_rows`: rows of a grid as selects; `most`: characters of one paragraph or list."""

    short_rows: bool = False
    most: int | None = None


@dataclass
class Drawing:
    """Draws blocks one after the other. `pictures`: the Slack file of a picture, by its digest."""

    pen: Pen
    pictures: Mapping[str, str]
    look: Look = Look()
    cuts: int = 0
    controls: Controls = field(init=False)

    def __post_init__(self) -> None:
        self.controls = Controls(self.pen)

    def parts(self, block: Said) -> Iterable[Part]:
        """One block."""
        match block:
            case Header():
                yield Part(tuple(self._header(block)), Rank.ACTION)
            case Buttons():
                yield Part(tuple(self.controls.buttons(block)), Rank.ACTION)
            case Menu():
                yield Part(tuple(long_labels([choice.label for choice in block.choices])))
                yield from (Part((select,), Rank.ACTION) for select in self.controls.menu(block))
            case Grid():
                for row in block.rows:
                    drawn = (self.controls.short_row(row),) if self.look.short_rows else self.controls.row(row)
                    yield Part(tuple(drawn), Rank.ROW)
            case Text() | Note() | Quoted() | Facts() | Items() | Picture():
                yield Part(tuple(self._telling(block)))
            case _:
                assert_never(block)

    def _telling(self, block: Text | Note | Quoted | Facts | Items | Picture) -> Iterable[Block]:
        match block:
            case Text():
                return self._paragraphs(elements(self.pen, block.text))
            case Note():
                return self._note(block)
            case Quoted():
                return self._quoted(block)
            case Facts():
                return self._facts(block.rows)
            case Items():
                return bulleted(self._some([elements(self.pen, item) for item in block.items]))
            case Picture():
                return self._picture(block)
            case _:
                assert_never(block)

    def _header(self, header: Header) -> Iterable[Block]:
        words = self.pen.plain(header.text)
        if not words.strip():
            return
        yield {"type": "header", "text": plain_text(words, LONGEST_HEADER)}
        if units(words) > LONGEST_HEADER:
            yield from self._paragraphs(bold(elements(self.pen, header.text)))

    def _paragraphs(self, found: Elements) -> Iterable[Block]:
        return [rich_text(section(portion)) for portion in split(self._cut(found), PORTION)]

    def _note(self, note: Note) -> Iterable[Block]:
        words = mrkdwn(self.pen, note.text)
        if not is_tame(self.pen, note.text) or units(words) > PORTION:
            return self._paragraphs(elements(self.pen, note.text))
        if not words.strip():
            return ()
        return ({"type": "context", "elements": [{"type": "mrkdwn", "text": words, "verbatim": True}]},)

    def _quoted(self, quoted: Quoted) -> Iterable[Block]:
        by = elements(self.pen, quoted.by)
        end = (section((*text("— "), *cut(by, LONGEST_HEADER))),) if by else ()
        portions = split(self._cut(text(quoted.words)), PORTION - 2 * LONGEST_HEADER)
        blocks = [rich_text(quote(portion)) for portion in portions[:-1]]
        last = [quote(portion) for portion in portions[-1:]]
        return [*blocks, rich_text(*last, *end)] if last or end else blocks

    def _facts(self, rows: Sequence[tuple[str, Words]]) -> Iterable[Block]:
        found: list[Block] = []
        for label, words in rows:
            found += (*text("\n" if found else ""), *text(f"{self.pen.ours(label)}: ", bold=True))
            found += elements(self.pen, words)
        return self._paragraphs(tuple(found))

    def _some(self, items: Sequence[Elements]) -> Iterable[Elements]:
        """The items, as many as there is room for."""
        room = self.look.most
        for at, item in enumerate(items):
            if room is not None and room <= 0:
                self.cuts += 1
                yield text(f"… and {len(items) - at} more")
                return
            yield item if room is None else self._cut(item)
            room = None if room is None else room - length(item)

    def _picture(self, picture: Picture) -> Iterable[Block]:
        file = self.pictures.get(picture_digest(self.pen.wire, picture))
        if file is None:
            titled = (*text(picture.title, bold=True), *text("\n"), *elements(self.pen, picture.alt))
            return self._paragraphs(titled)
        image: Block = {
            "type": "image",
            "slack_file": {"id": file},
            "alt_text": shortened(self.pen.plain(picture.alt), LONGEST_ALT),
        }
        return ({**image, "title": plain_text(picture.title, LONGEST_ALT)} if picture.title.strip() else image,)

    def _cut(self, found: Elements) -> Elements:
        if self.look.most is None or length(found) <= self.look.most:
            return found
        self.cuts += 1
        return cut(found, self.look.most)
