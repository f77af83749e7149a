"""Phrases as elements of rich text. Nothing in a text element is ever interpreted, so words can stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeAlias, assert_never

from adapters.drawing import count_text, day_text, separators
from adapters.slack.mrkdwn import DATE_FORMAT, link_url
from adapters.slack.pen import Block, Pen, head, line, units, zoned_text
from flows.phrases import Count, Instant, Link, Listing, Phrase, Quote, Value, Who, Words, pieces

Elements: TypeAlias = tuple[Block, ...]

PORTION = 2900
"""Characters in one block of rich text; Slack takes 3,000 in a text."""
MENTION = 20
"""Characters that a mention counts for: how long a name may be."""
SMALLEST = 20
"""Characters of room that are worth breaking a text for."""
LONGEST_LABEL = 300
BOLD = {"bold": True}


def text(words: str, *, bold: bool = False) -> Elements:
    """Literal words; none at all for none."""
    if not words:
        return ()
    return ({"type": "text", "text": words, "style": BOLD} if bold else {"type": "text", "text": words},)


def elements(pen: Pen, words: Words) -> Elements:
    """A phrase with its values drawn."""
    named = pen.named(words)
    return text(named) if isinstance(named, str) else _merged(_phrase(pen, named))


def _phrase(pen: Pen, phrase: Phrase) -> Iterable[Block]:
    found: list[Block] = []
    for literal, value in pieces(phrase):
        found += text(literal)
        if value is not None:
            found += _value(pen, value)
    return found


def _value(pen: Pen, value: Value) -> Iterable[Block]:
    match value:
        case Phrase():
            return _phrase(pen, value)
        case Who():
            user_id = pen.user_id(value)
            return text(value.name) if user_id is None else ({"type": "user", "user_id": user_id},)
        case Quote():
            return text(f"“{value.words}”")
        case Instant():
            return (_moment(value),)
        case Link():
            return _link(value)
        case Listing():
            return _listing(pen, value)
        case Count():
            return text(count_text(value))
        case str() | int():
            return text(str(value))
        case date():
            return text(day_text(value))
        case _:
            assert_never(value)


def _link(link: Link) -> Elements:
    url = link_url(link.url)
    if url is None:
        return text(link.label)
    return ({"type": "link", "url": url, "text": line(link.label or url, LONGEST_LABEL)},)


def _moment(instant: Instant) -> Block:
    return {
        "type": "date",
        "timestamp": int(instant.at.timestamp()),
        "format": DATE_FORMAT,
        "fallback": zoned_text(instant),
    }


def _listing(pen: Pen, listing: Listing) -> Iterable[Block]:
    if not listing.items:
        return text(listing.empty)
    found: list[Block] = []
    for before, item in zip(separators(len(listing.items), listing.last), listing.items, strict=True):
        found += (*text(before), *_value(pen, item))
    return found


def _merged(found: Iterable[Block]) -> Elements:
    """Neighbouring plain words as one element."""
    merged: list[Block] = []
    for element in found:
        last = merged[-1] if merged else None
        if last is not None and _is_words(last) and _is_words(element):
            merged[-1] = {"type": "text", "text": f"{last['text']}{element['text']}"}
        else:
            merged.append(element)
    return tuple(merged)


def _is_words(element: Block) -> bool:
    return element["type"] == "text" and "style" not in element


def length(found: Sequence[Block]) -> int:
    """Characters that these elements count for."""
    return sum(_length(element) for element in found)


def _length(element: Block) -> int:
    match element["type"]:
        case "text":
            return units(str(element["text"]))
        case "link":
            return units(str(element["text"])) + units(str(element["url"]))
        case "date":
            return units(str(element["fallback"]))
        case _:
            return MENTION


def split(found: Sequence[Block], most: int) -> list[Elements]:
    """The elements in portions of at most `most` characters, broken between words."""
    if found and length(found) <= most:
        return [tuple(found)]
    portions: list[Elements] = []
    portion: list[Block] = []
    waiting = list(reversed(found))
    while waiting:
        element = waiting.pop()
        room = most - length(portion)
        if _length(element) <= room:
            portion.append(element)
            continue
        if element["type"] == "text" and (room > SMALLEST or not portion):
            start, rest = _broken(element, room)
            portion.append(start)
            waiting += [rest] if rest["text"] else []
        elif portion:
            waiting.append(element)
        else:
            portion.append(element)
        portions.append(tuple(portion))
        portion = []
    return [*portions, tuple(portion)] if portion else portions


def _broken(element: Block, room: int) -> tuple[Block, Block]:
    words = str(element["text"])
    start = head(words, room)
    return {**element, "text": start}, {**element, "text": words[len(start) :].removeprefix(" ")}


def cut(found: Sequence[Block], most: int) -> Elements:
    """The elements, ended with “…” where they are longer than `most`."""
    if length(found) <= most:
        return tuple(found)
    return (*split(found, most - 1)[0], {"type": "text", "text": "…"})


def bold(found: Sequence[Block]) -> Elements:
    """The elements in bold."""
    return tuple({**element, "style": BOLD} for element in found)


def section(found: Sequence[Block]) -> Block:
    """A paragraph."""
    return {"type": "rich_text_section", "elements": list(found)}


def quote(found: Sequence[Block]) -> Block:
    """Somebody's words, with a bar at the side."""
    return {"type": "rich_text_quote", "elements": list(found)}


def bullets(items: Sequence[Sequence[Block]]) -> Block:
    """A bulleted list."""
    return {"type": "rich_text_list", "style": "bullet", "elements": [section(item) for item in items]}


def bulleted(items: Iterable[Elements]) -> list[Block]:
    """A list in as many blocks as it takes; an item too long for one goes on in the next."""
    blocks: list[Block] = []
    group: list[Elements] = []
    for item in items:
        for portion in split(item, PORTION):
            if group and sum(map(length, group)) + length(portion) > PORTION:
                blocks.append(rich_text(bullets(group)))
                group = []
            group.append(portion)
    return [*blocks, rich_text(bullets(group))] if group else blocks


def rich_text(*parts: Block) -> Block:
    """The block that holds paragraphs, quotes and lists."""
    return {"type": "rich_text", "elements": list(parts)}
