"""Marks beside the lines of a charter: what is looked up when somebody reads it, and is no part of a version."""

from __future__ import annotations

from collections.abc import Mapping

from flows.charter.records import Line
from flows.phrases import Phrase

Marks = Mapping[str, tuple[Line, Phrase]]
"""By the key of a line: the line as it is now, and where its proof stands."""


def marked(line: Line, marks: Marks) -> Phrase | None:
    """Where the proof of this line stands; None for a line that reads otherwise now."""
    now = marks.get(line.key)
    return now[1] if now is not None and now[0].words == line.words else None
