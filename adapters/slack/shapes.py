"""Reading what Slack sends, strictly: its ids, timestamps and names."""

from __future__ import annotations

import re

from adapters.shapes import NotOurs, Sent, cleaned, like, maybe_part, part, parts, text, whole

__all__ = [
    "NotOurs",
    "Sent",
    "cleaned",
    "identity",
    "instant",
    "maybe_identity",
    "maybe_instant",
    "maybe_part",
    "part",
    "parts",
    "text",
    "whole",
    "word",
]
_ID = re.compile(r"[A-Z0-9]{2,30}")
_AT = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}")
_NAME = re.compile(r"[\x21-\x7e]{1,255}")


def identity(data: Sent, name: str) -> str:
    """An id of Slack's that must be there."""
    return like(_ID, data, name)


def maybe_identity(data: Sent, name: str) -> str:
    """An id of Slack's, "" where it is left out, null or empty."""
    return identity(data, name) if data.get(name) not in (None, "") else ""


def instant(data: Sent, name: str) -> str:
    """A message's timestamp, which is its name within a channel."""
    return like(_AT, data, name)


def maybe_instant(data: Sent, name: str) -> str:
    """A timestamp, "" where it is left out, null or empty."""
    return instant(data, name) if data.get(name) not in (None, "") else ""


def word(data: Sent, name: str) -> str:
    """A name that an app gives: printable, without spaces."""
    return like(_NAME, data, name)
