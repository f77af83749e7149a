"""Reading single values and mappings with known keys; every refusal says where and what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from flows.errors import Invalid
from flows.phrases import pieces
from flows.project_file.nodes import FileRefused, Node, Reading, shown
from flows.text import clean

LONGEST_ID = 64
LONGEST_NAME = 300
LONGEST_TEXT = 8000
_FEW = 12
_COMPARED = 500
_ID = re.compile(rf"[^\s/]{{1,{LONGEST_ID}}}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
_YES_NO = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


@dataclass(frozen=True)
class Record:
    """A mapping whose keys are all known; empty values count as missing."""

    node: Node
    entries: Mapping[str, Node]

    def get(self, key: str) -> Node | None:
        """The value of an optional key."""
        return self.entries.get(key)

    def need(self, key: str) -> Node:
        """The value of a required key."""
        if key not in self.entries:
            raise self.node.refused(f"expected the key {key}, which is missing or empty")
        return self.entries[key]

    def maybe(self, key: str, read: Callable[[Node], T]) -> T | None:
        """What `read` makes of an optional key, None when it is missing."""
        node = self.entries.get(key)
        return None if node is None else read(node)


def record(node: Node, keys: Collection[str]) -> Record:
    """A mapping with no other keys than these."""
    entries = mapping(node)
    for key, value in entries.items():
        if key not in keys:
            raise value.refused(f"unknown key {shown(key)}; expected {listed(keys)}")
    return Record(node, {key: value for key, value in entries.items() if not value.is_empty})


def mapping(node: Node) -> Mapping[str, Node]:
    """Keys and values, as they stand."""
    if not isinstance(node.value, Mapping):
        raise node.but("a mapping of keys and values")
    return node.value


def subjects(node: Node) -> Mapping[str, Node]:
    """The entries of a mapping by risk, tradeoff or question; a blank one counts as missing."""
    return {subject: entry for subject, entry in mapping(node).items() if not entry.is_blank}


def items(node: Node) -> tuple[Node, ...]:
    """The entries of a list."""
    if not isinstance(node.value, tuple):
        raise node.but("a list")
    return node.value


def words(node: Node) -> str:
    """A text that YAML reads as text; anything else is refused with a hint to quote it."""
    if not isinstance(node.value, str) or node.is_blank:
        raise node.but("text")
    if node.reads_as is not Reading.TEXT:
        raise node.refused(f"expected text; YAML reads {node.value.strip()} as {node.reads_as}, so put it in quotes")
    return clean(node.value).strip()


def text(node: Node) -> str:
    """People's words, cleaned, of up to 8,000 characters and any number of lines."""
    said = words(node)
    if len(said) > LONGEST_TEXT:
        raise node.refused(f"expected at most {LONGEST_TEXT:,} characters, not {len(said):,}")
    if not said:
        raise node.refused("expected text that can be seen")
    return said


def name(node: Node) -> str:
    """People's words on one line, of up to 300 characters."""
    said = " ".join(text(node).split())
    if len(said) > LONGEST_NAME:
        raise node.refused(f"expected at most {LONGEST_NAME} characters, not {len(said)}")
    return said


def percent(node: Node) -> int:
    """A whole share from 1 to 100: `70 %` or `70`."""
    said = raw(node).removesuffix("%").strip()
    if not said.isascii() or not said.isdigit() or not 1 <= int(said[:4]) <= 100:
        raise node.but("a share such as 70 %")
    return int(said)


def identifier(node: Node) -> str:
    """A new id: up to 64 characters without spaces and slashes."""
    said = words(node)
    if not _ID.fullmatch(said):
        raise node.but(f"an id of up to {LONGEST_ID} characters without spaces and slashes")
    return said


def reference(node: Node, known: Collection[str], what: str) -> str:
    """The id of something that exists."""
    said = words(node)
    if said in known:
        return said
    close = get_close_matches(said, known, n=1) if len(known) <= _COMPARED else []
    hint = f"; did you mean {shown(close[0])}?" if close else f"; known: {listed(known)}" if known else ""
    raise node.refused(f"expected the id of {what}, not {node.shown}{hint}")


def choice(node: Node, kind: type[E]) -> E:
    """One of a closed set of words."""
    said = words(node)
    if said not in {member.value for member in kind}:
        raise node.but(f"one of {listed(member.value for member in kind)}")
    return kind(said)


def raw(node: Node) -> str:
    """The characters as they stand, whatever YAML makes of them; for grammars of our own."""
    if not isinstance(node.value, str):
        raise node.but("a single value")
    return clean(node.value).strip()


def parsed(node: Node, read: Callable[[str], T]) -> T:
    """What a grammar makes of a text; its refusal gets its place."""
    return _parsed(node, words(node), read)


def parsed_raw(node: Node, read: Callable[[str], T]) -> T:
    """The same for what YAML may take for a number or a date."""
    return _parsed(node, raw(node), read)


def _parsed(node: Node, characters: str, read: Callable[[str], T]) -> T:
    try:
        return read(characters)
    except Invalid as error:
        raise node.refused(f"{said_by(error)}, not {node.shown}") from error


def day(node: Node) -> date:
    """A calendar day, quoted or not."""
    return parsed_raw(node, read_day)


def read_day(characters: str) -> date:
    """`2027-02-01`. Raises Invalid."""
    try:
        if _DAY.fullmatch(characters) and _FIRST_YEAR <= int(characters[:4]) <= _LAST_YEAR:
            return date.fromisoformat(characters)
    except ValueError:
        pass  # such as 2027-02-30
    raise Invalid("Expected a date such as 2027-02-01.")


def yes_no(node: Node) -> bool:
    """true or false."""
    said = raw(node).lower()
    if said not in _YES_NO:
        raise node.but("true or false")
    return _YES_NO[said]


def once(nodes: Iterable[Node], ids: Iterable[T], what: str) -> tuple[T, ...]:
    """The ids, each of which may stand only once; the nodes tell where."""
    found: dict[T, None] = {}
    for node, entry in zip(nodes, ids, strict=True):
        if entry in found:
            raise node.refused(f"expected each {what} once; {shown(str(entry))} is here twice")
        found[entry] = None
    return tuple(found)


def listed(words: Iterable[str]) -> str:
    """A few of them for a sentence: "a, b, c or 12 others"; "" for none."""
    known = [" ".join(clean(word).split())[:LONGEST_ID] for word in words]
    few = known if len(known) <= _FEW + 1 else [*known[:_FEW], f"{len(known) - _FEW} others"]
    return "".join(few) if len(few) < 2 else f"{', '.join(few[:-1])} or {few[-1]}"


def said_by(error: Invalid) -> str:
    """The words of a grammar's refusal, to go on in the middle of a sentence."""
    sentence = "".join(f"{literal}{'' if value is None else value}" for literal, value in pieces(error.phrase))
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def remark(node: Node, problem: str) -> str:
    """A warning with its place."""
    return FileRefused(problem, node.path, node.line).sentence
