"""Plain data with its place: what a project file, a template or a stored answer is read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from flows.errors import FlowError
from flows.plain import Plain
from flows.text import clean

DEEPEST = 20
_LONGEST_SHOWN = 60


class Reading(StrEnum):
    """What YAML makes of a value that is written without quotes; the value says it in a refusal."""

    TEXT = "text"
    NUMBER = "a number"
    YES_NO = "yes or no"
    DATE = "a date"


class FileRefused(FlowError):
    """The file, template or answer cannot be used: where, and what was expected there, in one sentence."""

    def __init__(self, problem: str, path: str = "", line: int | None = None) -> None:
        place = ", ".join(part for part in ("" if line is None else f"line {line}", path) if part)
        self.sentence = f"{place}: {problem}" if place else problem
        self.problem = problem
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class Node:
    """A text, a list or a mapping of nodes. `line` is 1-based, None for what did not come from a file."""

    value: str | tuple[Node, ...] | Mapping[str, Node]
    path: str = ""
    line: int | None = None
    reads_as: Reading = Reading.TEXT

    @property
    def is_blank(self) -> bool:
        """An empty text: the same as a missing key."""
        return isinstance(self.value, str) and not self.value.strip()

    @property
    def is_empty(self) -> bool:
        """Blank, or a list or mapping without entries."""
        return self.is_blank or not self.value

    def refused(self, problem: str) -> FileRefused:
        """The refusal of this place, to be raised."""
        return FileRefused(problem, self.path, self.line)

    def but(self, expected: str) -> FileRefused:
        """The refusal that says what was expected and what stands here instead."""
        return self.refused(f"expected {expected}, not {self.shown}")

    @property
    def shown(self) -> str:
        """What stands here, short enough for a sentence."""
        if isinstance(self.value, str):
            return shown(self.value)
        kind = "mapping" if isinstance(self.value, Mapping) else "list"
        return f"a {kind}" if self.value else f"an empty {kind}"

    @classmethod
    def of(cls, plain: Plain, path: str = "") -> Node:
        """Stored or typed plain data; raises FileRefused for null and for nesting over 20."""
        return _of(plain, path, 0)


def shown(words: str) -> str:
    """Somebody's words inside a sentence: one line, quoted, cut where they are long."""
    line = " ".join(clean(words).split())
    return f"“{line[: _LONGEST_SHOWN - 1]}…”" if len(line) > _LONGEST_SHOWN else f"“{line}”"


def below(path: str, key: str | int) -> str:
    """The path of an entry: `functions[1].deputy`."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    key = " ".join(clean(key)[:_LONGEST_SHOWN].split())
    return f"{path}.{key}" if path else key


def _of(plain: Plain, path: str, depth: int) -> Node:
    if depth > DEEPEST:
        raise FileRefused(f"expected at most {DEEPEST} levels inside each other", path)
    if isinstance(plain, bool):
        return Node("true" if plain else "false", path, reads_as=Reading.YES_NO)
    if isinstance(plain, int | float):
        return Node(f"{Decimal(repr(plain)):f}", path, reads_as=Reading.NUMBER)
    if isinstance(plain, str):
        return Node(plain, path)
    if isinstance(plain, Mapping):
        return Node({key: _of(value, below(path, key), depth + 1) for key, value in plain.items()}, path)
    if isinstance(plain, Sequence):
        return Node(tuple(_of(value, below(path, at), depth + 1) for at, value in enumerate(plain)), path)
    raise FileRefused("expected a value, not null", path)
