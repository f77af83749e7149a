"""What may be logged of a fault: where it was, and nothing of what was in it."""

from __future__ import annotations

from collections.abc import Iterator

ROOT = __file__.removesuffix("adapters/faults.py")
OURS = tuple(f"{ROOT}{package}/" for package in ("adapters", "bot", "flows", "storage"))


def where(error: BaseException) -> str:
    """ "render.py:41": the file and line that raised it, "" where nobody knows.

    What a library has raised begins with the last line of Accord's own: "listening.py:55 > ssl.py:1263".
    """
    lines = list(_lines(error))
    if not lines:
        return ""
    ours = [line for line in lines if line[0].startswith(OURS)]
    ends = dict.fromkeys((*ours[-1:], lines[-1]))
    return " > ".join(f"{file.rpartition('/')[2]}:{number}" for file, number in ends)


def _lines(error: BaseException) -> Iterator[tuple[str, int]]:
    at = error.__traceback__
    while at is not None:
        yield at.tb_frame.f_code.co_filename, at.tb_lineno
        at = at.tb_next
