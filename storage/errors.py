"""What can go wrong between Accord and its database."""

from __future__ import annotations

from flows.errors import FlowError, Unavailable


class StoreRefused(Exception):
    """The database cannot be used at all; the text is one sentence for the person who starts Accord."""


class StoreUnavailable(Unavailable):
    """The disk is full, the database locked, the connection lost. Nothing is half-done; ask again."""


class Conflict(FlowError):
    """Another writer changed the same record at the same moment, several times in a row. Nothing has changed."""

    def __init__(self) -> None:
        super().__init__("Somebody else changed this at the same moment. Please look at it again and repeat.")


class AlreadyHandled(Exception):
    """Another transaction handled this event at the same moment; its reply can be read from the inbox."""


class BadText(ValueError):
    """Text with NUL or a lone surrogate reached the store: the edge should have cleaned it (`flows.text.clean`)."""


class ReadOnly(RuntimeError):
    """A change was tried in a transaction that only reads."""
