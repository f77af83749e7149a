"""One record on one line, as people type it: `Rehearsal protocol; from: IT; by: 2027-05-15`.

Parts stand between semicolons and may carry a label. Words that would be taken for something else stand in double
quotes, inside which a backslash keeps quotes, backslashes and line ends. What `join` writes, `split` reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*')
_SPECIAL = re.compile(r"[;\n\t]")
_ESCAPES = {"n": "\n", "t": "\t"}

Labels = tuple[str, ...]


def join(parts: Sequence[tuple[str, str]], labels: Labels = (), commas: bool = False) -> str:
    """Labelled parts as one line; the label "" stands for none."""
    written = []
    for at, (label, words) in enumerate(parts):
        risky = not label and bool(_label(labels, first=at == 0).match(words))
        kept = quoted(words) if risky or _needs_quotes(words, labels if commas else ()) else words
        written.append(f"{label}: {kept}" if label else kept)
    return "; ".join(written)


def split(line: str, labels: Labels = (), commas: bool = False) -> list[tuple[str, str]]:
    """Parts of a line with their labels ("" for none). With `commas`, ", by 2027-05-15" begins a part as well.

    The colon after a label may be left out, except at the beginning of the line.
    """
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(line):
        at += len(line) - at - len(line[at:].lstrip())
        label = _label(labels, first=not found).match(line, at)
        words, at = _words(line, label.end() if label else at, _stop(labels if commas else ()))
        if words:
            found.append((label[1].casefold() if label else "", words))
    return found


def quoted(words: str) -> str:
    """The words in double quotes, on one line."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _words(line: str, at: int, stop: re.Pattern[str]) -> tuple[str, int]:
    """The words from here to the next stop, and where the next part begins."""
    whole = _QUOTED.match(line, at)
    if whole:
        after = stop.match(line, whole.end())
        if after or whole.end() == len(line):
            words = re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), whole[1])
            return words, after.end() if after else len(line)
    end = stop.search(line, at)
    return (line[at : end.start()].strip(), end.end()) if end else (line[at:].strip(), len(line))


def _needs_quotes(words: str, labels: Labels) -> bool:
    edges = words != words.strip() or words.startswith('"')
    return edges or bool(_SPECIAL.search(words)) or bool(_stop(labels).search(words))


@lru_cache(maxsize=64)
def _stop(labels: Labels) -> re.Pattern[str]:
    """Where a part ends: a semicolon, or a comma before a label."""
    comma = rf"|,\s*(?=(?:{'|'.join(labels)})\b)" if labels else ""
    return re.compile(f";{comma}", re.IGNORECASE)


@lru_cache(maxsize=64)
def _label(labels: Labels, first: bool) -> re.Pattern[str]:
    if not labels:
        return re.compile(r"(?!)")
    end = r"\s*:\s*" if first else r"(?:\s*:\s*|\s+)"
    return re.compile(rf"({'|'.join(labels)}){end}", re.IGNORECASE)
