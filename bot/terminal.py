"""What the command line prints, to whoever still reads it."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from typing import TextIO


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


def give_up(stream: TextIO) -> None:
    """What is still to be written goes nowhere; else Python complains about it at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
