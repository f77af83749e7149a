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

FIELDS = frozenset(
    {
        *("timestamp", "level", "event", "exception"),
        *("kind", "id", "key", "organisation", "platform", "connection", "request_id", "route"),
        *("what", "why", "reason", "code", "status", "method", "error", "at"),
        *("seconds", "known", "waiting", "attempts", "version", "posts", "sessions", "done", "blocks"),
    }
)
"""What a line may say besides its sentence. Anything else is dropped: nobody's words get in by a field of their own."""
LONGEST = 200
"""Characters of a value; traces of code are longer."""
CONSTANT = ("aiohttp", "apscheduler", "asyncio")
"""Libraries whose messages begin with a sentence of their own and not with what they were given."""
Failure = tuple[type[BaseException], BaseException, TracebackType | None]


class Where(logging.Formatter):
    """Lines of libraries, their errors told as ours are."""

    def format(self, record: logging.LogRecord) -> str:
        """What the library calls it, without what it was about: that may be a request, a token or people's words."""
        told = logging.makeLogRecord(vars(record) | {"msg": _sentence(record), "args": None, "stack_info": None})
        told.exc_text = None
        return super().format(told)

    def formatException(  # logging's own name
        self, ei: Failure | tuple[None, None, None]
    ) -> str:
        return "" if ei[1] is None else where(ei[1])


def set_up_logs(stream: TextIO | None = None, level: int = logging.INFO, of_libraries: int = logging.WARNING) -> None:
    """Structured lines on stderr, or a stream; libraries speak only when something is wrong."""
    libraries = logging.StreamHandler(stream)
    libraries.setFormatter(Where("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=of_libraries, handlers=[libraries])
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _with_where,
            only_known,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
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


def only_known(_: object, __: str, entry: EventDict) -> EventDict:
    """The fields that a line may have, short and on one line; what was meant to be said is not said otherwise."""
    return {name: value if name == "exception" else _short(value) for name, value in entry.items() if name in FIELDS}


def _short(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if not isinstance(value, str):
        return type(value).__name__
    line = " ".join(value.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _sentence(record: logging.LogRecord) -> str:
    """The text with its places left open; nothing of one that was put together before."""
    if record.name.startswith("accord."):
        return record.getMessage()
    if isinstance(record.msg, str) and (record.args or record.name.split(".")[0] in CONSTANT):
        return record.msg.partition("\n")[0][:LONGEST]
    return f"something is wrong in {record.funcName} of {record.filename}"
