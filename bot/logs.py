"""Logs: one line per event, named fields only, never anybody's words."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import EventDict

Failure = tuple[type[BaseException], BaseException, TracebackType | None]


class Where(logging.Formatter):
    """Lines of libraries, their errors told as ours are."""

    def formatException(  # logging's own name
        self, ei: Failure | tuple[None, None, None]
    ) -> str:
        return "" if ei[1] is None else where(ei[1])


def set_up_logs(stream: TextIO | None = None) -> None:
    """Structured lines on stderr, or a stream; libraries speak only when something is wrong."""
    libraries = logging.StreamHandler(stream)
    libraries.setFormatter(Where("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[libraries])
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _with_where,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=stream or sys.stderr),
    )


def where(error: BaseException) -> str:
    """The kinds of an error and of its causes, and the lines of code they came by; not what it says, which may be
    somebody's words."""
    return "\n".join("".join((*traceback.format_tb(each.__traceback__), type(each).__name__)) for each in _chain(error))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """First what caused it, as Python tells it."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _chain(before)
    yield error


def _with_where(_: object, __: str, entry: EventDict) -> EventDict:
    found = entry.pop("exc_info", None)
    error = found if isinstance(found, BaseException) else sys.exc_info()[1] if found else None
    if error is not None:
        entry["exception"] = where(error)
    return entry
