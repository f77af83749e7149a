"""A file that somebody gives in a chat. Accord keeps its name, its place and its hash, not its bytes."""

from __future__ import annotations

from dataclasses import dataclass

from flows.commands import Command

LARGEST = 20 * 2**20
"""Bytes of one file; more is given by a link."""
MOST = 5
"""Files with one message."""
LONGEST_NAME = 200


@dataclass(frozen=True)
class SharedFile:
    """`size` in bytes; `link`: where it lies, "" where it lies nowhere that has an address. `hash`: SHA-256 of its
    bytes in hex, "" where the chat did not hand them out."""

    name: str
    size: int
    link: str = ""
    hash: str = ""


@dataclass(frozen=True)
class GiveFiles(Command):
    """A message with files came in, which the adapter has read. Only adapters make it: nobody can send it.

    `words`: what was typed with them; `channel`: None for the direct messages with Accord.
    """

    files: tuple[SharedFile, ...]
    words: str = ""
    channel: str | None = None
    thread: str | None = None


def size_in_words(size: int) -> str:
    """ "1.2 MB", "240 kB", "17 bytes"."""
    if size >= 10**6:
        return f"{size / 10**6:.1f} MB"
    return f"{size // 1000} kB" if size >= 1000 else f"{size} bytes"
