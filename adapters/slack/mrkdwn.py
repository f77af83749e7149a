"""Phrases as mrkdwn, where Slack takes nothing richer: small print and the text of notifications."""

from __future__ import annotations

import re
from datetime import date
from typing import assert_never

from adapters.drawing import count_text, day_text, safe_url, separators
from adapters.slack.pen import Pen, shortened, zoned_text
from flows.phrases import Count, Instant, Link, Listing, Phrase, Quote, Value, Who, Words, as_phrase, pieces

DATE_FORMAT = "{date_short_pretty} at {time}"
LONGEST_TEXT = 4000
"""Bytes of the text beside the blocks, escaped: what an update takes."""
LONGEST_URL = 2000
# What Slack would take for formatting or an emoji. An underscore inside a word is none: line_3_mes.
_LIVELY = re.compile(r"[*~`]|(?<![^\W_])_|_(?![^\W_])|^\s*>|:[\w+'-]+:", re.MULTILINE)


def escaped(text: str) -> str:
    """The text with the three signs escaped that begin or end something in Slack."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def is_tame(pen: Pen, words: Words) -> bool:
    """Whether mrkdwn shows these words as they are; formatting signs cannot be escaped there."""
    return not _LIVELY.search(pen.plain(words))


def mrkdwn(pen: Pen, words: Words) -> str:
    """A phrase with its values as mentions, dates, links and escaped text."""
    return _phrase(pen, as_phrase(pen.named(words)))


def _phrase(pen: Pen, phrase: Phrase) -> str:
    return "".join(
        escaped(literal) + ("" if value is None else _value(pen, value)) for literal, value in pieces(phrase)
    )


def _value(pen: Pen, value: Value) -> str:
    match value:
        case Phrase():
            return _phrase(pen, value)
        case Who():
            user_id = pen.user_id(value)
            return escaped(value.name) if user_id is None else f"<@{user_id}>"
        case Quote():
            return f"“{escaped(value.words)}”"
        case Instant():
            return f"<!date^{int(value.at.timestamp())}^{DATE_FORMAT}|{_inside(zoned_text(value))}>"
        case Link():
            return _link(value)
        case Listing():
            parts = [_value(pen, item) for item in value.items]
            joined = zip(separators(len(parts), escaped(value.last)), parts, strict=True)
            return "".join(before + part for before, part in joined) or escaped(value.empty)
        case Count():
            return escaped(count_text(value))
        case str() | int():
            return escaped(str(value))
        case date():
            return day_text(value)
        case _:
            assert_never(value)


def link_url(url: str) -> str | None:
    """The address where it may be a link: http(s), not too long, without the signs that end a link in Slack."""
    safe = safe_url(url)
    if safe is None:
        return None
    safe = safe.replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")
    return safe if len(safe) <= LONGEST_URL else None


def _link(link: Link) -> str:
    url = link_url(link.url)
    if url is None:
        return escaped(link.label)
    return f"<{escaped(url)}|{_inside(link.label) or escaped(url)}>"


def _inside(text: str) -> str:
    """Words inside <…|…>, on one line."""
    return escaped(" ".join(re.sub("[|<>]", "", text).split()))


def fallback(pen: Pen, words: Words) -> str:
    """The text beside the blocks: plain, escaped, within 4,000 bytes."""
    plain = pen.plain(words).strip() or "Accord"
    room = LONGEST_TEXT
    while len((text := escaped(shortened(plain, room))).encode(errors="replace")) > LONGEST_TEXT:
        room = room * 4 // 5
    return text
