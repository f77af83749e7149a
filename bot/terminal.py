"""What the command line prints, to whoever still reads it."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable
from typing import TextIO

Look = Callable[[str, TextIO | None], str]
"""(a line, where it goes) -> the line as it is to look there."""
COLOURS = {"broken": 31, "warning": 33}


def write(stream: TextIO | None, lines: Iterable[str], encoding: str | None = None) -> None:
    """JSON is always UTF-8; other text is drawn as far as the terminal can.

    Nobody may be reading: the stream may be closed (None), or its reader may have gone, as `head` does.
    """
    if stream is None:
        return
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding=encoding, errors="replace")
    try:
        stream.writelines(f"{line}\n" for line in lines)
        stream.flush()
    except BrokenPipeError:
        give_up(stream)


def unmarked(line: str, stream: TextIO | None) -> str:
    """The line as it is."""
    del stream
    return line


def marked(line: str, stream: TextIO | None) -> str:
    """What is broken in red, what is doubtful in yellow, where a person looks at it; plain for programs and files."""
    colour = COLOURS.get(line.partition(" ")[0]) if stream is not None and stream.isatty() else None
    return line if colour is None else f"\x1b[{colour}m{line}\x1b[0m"


def give_up(stream: TextIO) -> None:
    """What is still to be written goes nowhere; else Python complains about it at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
