"""Words that several kinds of questions share, and how people may say them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flows.messages import Block, Button, Buttons, Items, Text
from flows.phrases import Phrase, Quote, Words
from flows.questionnaires.template import Named
from flows.text import name_key

NO_VIEW = "no_view"
"""The answer "no view": an answer, but neither agreement nor silence."""
NO_VIEW_LABEL = "No view / not my area"

_NO_VIEW = {name_key(words) for words in ("no view", "no_view", "not my area", NO_VIEW_LABEL)}
_ALL = {name_key(words) for words in ("that is all", "that's all", "done", "finished")}
_NONE = {name_key(words) for words in ("none", "nothing", "no one", "none of these")}


def _bare(text: str) -> str:
    return name_key(text.strip().rstrip("."))


def means_no_view(text: str) -> bool:
    """Whether somebody typed that they have no view."""
    return _bare(text) in _NO_VIEW


def means_all(text: str) -> bool:
    """Whether somebody typed that a list is complete."""
    return _bare(text) in _ALL


def means_none(text: str) -> bool:
    """Whether somebody typed that a list has no entries."""
    return _bare(text) in _NONE


def named(options: Sequence[Named], typed: str) -> Named | None:
    """The option meant by its name, its id, or the beginning of exactly one name."""
    key = name_key(typed.strip().rstrip("."))
    for option in options:
        if key in (name_key(option.name), name_key(option.id), name_key(option.id.replace("_", " "))):
            return option
    begin = [option for option in options if key and name_key(option.name).startswith(key)]
    return begin[0] if len(begin) == 1 else None


def either(names: Iterable[str]) -> str:
    """ "a, b or c", for a refusal that lists what can be said."""
    words = list(names)
    return " or ".join(part for part in (", ".join(words[:-1]), words[-1]) if part) if words else ""


def capital(name: str) -> str:
    """A name at the beginning of a line or on a button."""
    return name[:1].upper() + name[1:]


def rows_of(buttons: Sequence[Button]) -> tuple[Block, ...]:
    """Buttons in rows of five."""
    return tuple(Buttons(tuple(buttons[at : at + 5])) for at in range(0, len(buttons), 5))


def lines(words: tuple[Words, ...], empty: Words = "Nothing.") -> Block:
    """One line as a paragraph, several as a list."""
    if len(words) > 1:
        return Items(words)
    return Text(words[0] if words else empty)


def shortened(words: str, longest: int = 140) -> str:
    """One line of somebody's words, cut where it is long."""
    line = " ".join(words.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def said(words: str) -> Words:
    """Somebody's own words, as a sentence of their own."""
    return Phrase("{words}", words=Quote(words))
