"""What may be logged of a fault: where it was, and nothing of what was in it."""

from __future__ import annotations


def where(error: Exception) -> str:
    """ "render.py:41": the file and line that raised it, "" where nobody knows."""
    at, last = error.__traceback__, None
    while at is not None:
        at, last = at.tb_next, at
    return f"{last.tb_frame.f_code.co_filename.rpartition('/')[2]}:{last.tb_lineno}" if last else ""
