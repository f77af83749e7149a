"""Messages as mail: plain text, and the same as simple HTML that fetches nothing from anywhere.

Nobody can answer a mail, so buttons are left out; what people said stays a quote with their name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from markupsafe import Markup, escape

from adapters.drawing import LATE, draw_text, local
from adapters.naming import Called
from flows.messages import (
    Block,
    Buttons,
    Facts,
    Grid,
    GridRow,
    Header,
    Items,
    Menu,
    Message,
    Note,
    Picture,
    Quoted,
    Text,
)
from flows.phrases import Instant, Listing, Phrase, Quote, Value, Who, Words, as_phrase

BODY = "font-family: sans-serif; line-height: 1.5; max-width: 40em"
QUOTE = "margin: 0 0 1em 0; padding-left: 1em; border-left: 3px solid #888; white-space: pre-wrap"
PAGE = Markup(
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>\n'
    '<body style="{style}">\n{body}\n</body></html>\n'
)


def one_line(text: str) -> str:
    """Words that cannot end the line they stand in, nor hide anything in it."""
    line = " ".join(text.split())
    return line if line.isprintable() else "".join(sign for sign in line if sign.isprintable())


@dataclass(frozen=True)
class Pen:
    """Draws for one reader. `year`: left out of dates that fall in it; `called`: what slash commands are called."""

    zone: str
    year: int
    called: Called

    def words(self, words: Words) -> str:
        """A phrase in one paragraph: what people typed cannot begin a line of its own."""
        return draw_text(_in_line(as_phrase(self.called.words(words))), self.zone, self.year)


def pen_for(zone: str, now: datetime, called: Called) -> Pen:
    """The pen for a reader in that zone."""
    return Pen(zone, local(Instant(now), zone).year, called)


def subject(message: Message, pen: Pen) -> str:
    """One line of at most 150 signs."""
    line = one_line(pen.words(message.summary))
    return line if len(line) <= 150 else f"{line[:149].rstrip()}…"


def blocks_of(message: Message, closing: Words, *, late: bool) -> tuple[Block, ...]:
    """All that the mail shows."""
    below = (Note(closing),) if closing else ()
    return (*(message.blocks or (Text(message.summary),)), *((LATE,) if late else ()), *below)


def as_text(blocks: tuple[Block, ...], pen: Pen) -> str:
    """The mail as plain text."""
    drawn = (_text(block, pen) for block in blocks)
    return "\n\n".join(paragraph for paragraph in drawn if paragraph) + "\n"


def as_html(title: str, blocks: tuple[Block, ...], pen: Pen) -> str:
    """The mail as a page."""
    drawn = (_html(block, pen) for block in blocks)
    return str(PAGE.format(title=title, style=BODY, body=Markup("\n").join(part for part in drawn if part)))


def _text(block: Block, pen: Pen) -> str:
    match block:
        case Header() | Text() | Note():
            return pen.words(block.text)
        case Quoted():
            said = "\n".join(f"> {line}" for line in block.words.splitlines())
            return f"{said}\n({pen.words(block.by)})"
        case Facts():
            return "\n".join(f"{label}: {pen.words(words)}" for label, words in block.rows)
        case Items():
            return "\n".join(f"• {pen.words(item)}" for item in block.items)
        case Grid():
            return "\n".join(_row(row, pen) for row in block.rows)
        case Picture():
            return pen.words(block.alt)
        case Buttons() | Menu():
            return ""
        case _:
            assert_never(block)


def _html(block: Block, pen: Pen) -> Markup:
    match block:
        case Header():
            return Markup("<h1 style='font-size: 1.2em'>{}</h1>").format(pen.words(block.text))
        case Text():
            return Markup("<p>{}</p>").format(pen.words(block.text))
        case Note():
            return Markup("<p style='color: #555; font-size: 0.9em'>{}</p>").format(pen.words(block.text))
        case Quoted():
            quote = Markup("<blockquote style='{}'>{}\n({})</blockquote>")
            return quote.format(QUOTE, block.words, pen.words(block.by))
        case Facts():
            return _list(
                Markup("<strong>{}:</strong> {}").format(label, pen.words(words)) for label, words in block.rows
            )
        case Items():
            return _list(escape(pen.words(item)) for item in block.items)
        case Grid():
            return _list(escape(_row(row, pen)) for row in block.rows)
        case Picture():
            return Markup("<p>{}</p>").format(pen.words(block.alt))
        case Buttons() | Menu():
            return Markup("")
        case _:
            assert_never(block)


def _list(items: Iterable[Markup]) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(item) for item in items))


def _row(row: GridRow, pen: Pen) -> str:
    note = pen.words(row.note)
    return f"{pen.words(row.label)}: {row.chosen or '–'}{f' ({note})' if note else ''}"


def _in_line(phrase: Phrase) -> Phrase:
    """The phrase with values that take one line each."""
    return Phrase(phrase.template, **{name: _value(value) for name, value in phrase.values.items()})


def _value(value: Value) -> Value:
    match value:
        case str():
            return one_line(value)
        case Quote():
            return Quote(one_line(value.words))
        case Who():
            return Who(value.person_id, one_line(value.name))
        case Phrase():
            return _in_line(value)
        case Listing():
            return Listing(tuple(_value(item) for item in value.items), value.empty, value.last)
        case _:
            return value
