"""Phrases and messages as plain text: summaries, alternative texts, notifications, the terminal.

Every platform draws dates, times and sentences with the same words, so they are put together here.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import assert_never

from flows.calendar import zone_named
from flows.errors import Invalid
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
from flows.phrases import Count, Instant, Link, Listing, Phrase, Quote, Value, Who, Words, as_phrase, pieces

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LATE = Note("This comes later than planned: Accord was not running when it was due.")
"""Stands under a message that comes well after it was meant to."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_text(day: date, year: int | None = None) -> str:
    """ "Mon 1 Feb 2027"; without the year when it is `year`, the reader's own."""
    text = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return text if day.year == year else f"{text} {day.year}"


def instant_text(instant: Instant, zone: str | None, year: int | None = None) -> str:
    """ "Mon 1 Feb 2027, 09:00" in the reader's zone, or in the instant's own where the reader has none."""
    return moment_text(local(instant, zone), year)


def moment_text(at: datetime, year: int | None = None) -> str:
    """ "Mon 1 Feb 2027, 09:00": as the clock on the wall shows it."""
    return f"{day_text(at, year)}, {at.hour:02}:{at.minute:02}"


def zoned_text(instant: Instant) -> str:
    """ "Mon 1 Feb 2027, 09:00 CET": in the instant's own zone, which it names."""
    at = local(instant, None)
    short = at.tzname() or ""
    return f"{moment_text(at)} {'UTC' if short[:1] in '+-' else ''}{short}"


def settled(words: Words) -> Phrase:
    """The same for several readers at once: every moment says its zone."""
    phrase = as_phrase(words)
    return Phrase(phrase.template, **{name: _settled(value) for name, value in phrase.values.items()})


def _settled(value: Value) -> Value:
    match value:
        case Phrase():
            return settled(value)
        case Instant():
            return zoned_text(value)
        case Listing():
            return Listing(tuple(_settled(item) for item in value.items), value.empty, value.last)
        case _:
            return value


def local(instant: Instant, zone: str | None) -> datetime:
    """The instant on the reader's wall clock; UTC where the zone's name is not known."""
    try:
        return instant.at.astimezone(zone_named(zone or instant.zone))
    except Invalid:
        return instant.at.astimezone(UTC)


def count_text(count: Count) -> str:
    """ "1 answer", "2 answers"."""
    return f"{count.number} {count.one if count.number == 1 else count.many}"


def safe_url(url: str) -> str | None:
    """The address when it is http or https, else None: nothing else is ever drawn as a link."""
    return url if url.lower().startswith(("http://", "https://")) and not any(c.isspace() for c in url) else None


def separators(count: int, last: str) -> list[str]:
    """What stands before each item of a list in a sentence: "a, b and c"."""
    return [("" if n == 0 else f" {last} " if n == count - 1 else ", ") for n in range(count)]


def draw_text(words: Words, zone: str | None = None, year: int | None = None) -> str:
    """A phrase as plain text. `zone`: the reader's; `year`: left out of dates that fall in it."""
    phrase = as_phrase(words)
    return "".join(
        literal + ("" if value is None else value_text(value, zone, year)) for literal, value in pieces(phrase)
    )


def value_text(value: Value, zone: str | None, year: int | None = None) -> str:
    """One value of a phrase as plain text."""
    match value:
        case Phrase():
            return draw_text(value, zone, year)
        case Who():
            return value.name
        case Quote():
            return f"“{value.words}”"
        case Instant():
            return instant_text(value, zone, year)
        case Link():
            url = safe_url(value.url)
            return value.label if url is None or url == value.label else f"{value.label} ({url})"
        case Count():
            return count_text(value)
        case Listing():
            parts = [value_text(item, zone, year) for item in value.items]
            joined = zip(separators(len(parts), value.last), parts, strict=True)
            return "".join(before + part for before, part in joined) or value.empty
        case str() | int():
            return str(value)
        case date():
            return day_text(value, year)
        case _:
            assert_never(value)


def message_text(message: Message, zone: str | None = None) -> str:
    """What a message shows, as plain text: its blocks, or its summary when it has none."""
    if not message.blocks:
        return draw_text(message.summary, zone)
    return "\n".join(block_text(block, zone) for block in message.blocks)


def block_text(block: Block, zone: str | None) -> str:
    """One block as plain text; buttons and menus as [their labels]."""
    match block:
        case Header() | Text() | Note():
            return draw_text(block.text, zone)
        case Quoted():
            return f"“{block.words}” ({draw_text(block.by, zone)})"
        case Facts():
            return "\n".join(f"{label}: {draw_text(words, zone)}" for label, words in block.rows)
        case Items():
            return "\n".join(f"• {draw_text(item, zone)}" for item in block.items)
        case Buttons():
            return " ".join(f"[{button.label}]" for button in block.buttons)
        case Menu():
            return f"{block.label}: " + " ".join(f"[{choice.label}]" for choice in block.choices)
        case Grid():
            return "\n".join(_row_text(row, zone) for row in block.rows)
        case Picture():
            return draw_text(block.alt, zone)
        case _:
            assert_never(block)


def _row_text(row: GridRow, zone: str | None) -> str:
    note = draw_text(row.note, zone)
    marks = " ".join(f"[{'✓ ' if button.label == row.chosen else ''}{button.label}]" for button in row.buttons)
    return f"{draw_text(row.label, zone)}: {marks}{f' ({note})' if note else ''}"
