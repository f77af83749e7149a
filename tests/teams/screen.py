"""What a person reads on a Teams screen, and what they can press there: cards as plain text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from adapters.drawing import MONTHS, WEEKDAYS
from adapters.teams.pen import CHOICE
from tests.slack.fake.json import Json
from tests.stories.page import Press

CHOSEN = "✓ "
ESCAPED = re.compile(r"\\([\\`*_\[\]~|()#+\-.!>=:])")
MENTION = re.compile(r"<at>(.*?)</at>")
LINK = re.compile(r"(?<!\\)\[((?:[^\]\\]|\\.)*)\]\((\S*?)\)")
BOLD = re.compile(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*")
UNSEEN = "\u2060"
A_DAY = rf"\b(?:{'|'.join(WEEKDAYS)}) \d{{1,2}} (?:{'|'.join(MONTHS)})\b"
DAY = re.compile(rf"{A_DAY}(?! \d{{4}})")
ZONED = re.compile(rf"({A_DAY})( \d{{4}})(, \d\d:\d\d) [A-Z]{{3,4}}\b")
"""A moment for several readers, with its year and zone; each reads it as a moment of their own."""
INSIDE = ("body", "items", "columns", "rows", "cells", "inlines", "facts", "actions", "images")
"""Where the elements of an element are."""


@dataclass(frozen=True)
class Reader:
    """Who reads. `year`: of now, left out of dates.

    `quietly`: as a short answer is retold: names without “@”, buttons in [brackets], dates with their year.
    """

    year: int
    quietly: bool = False

    def block(self, text: str) -> str:
        """A text block, in which Markdown and mentions work."""
        text = LINK.sub(r"\1", BOLD.sub(r"\1", text))
        text = MENTION.sub(r"\1" if self.quietly else r"@\1", text)
        return self.plain(ESCAPED.sub(r"\1", text).replace("\n\n", "\n"))

    def plain(self, text: str) -> str:
        """A text in which nothing works."""
        text = text.replace(UNSEEN, "")
        if self.quietly:
            return DAY.sub(rf"\g<0> {self.year}", text)
        return ZONED.sub(lambda at: f"{at[1]}{at[2].replace(f' {self.year}', '')}{at[3]}", text)

    def label(self, label: str) -> str:
        """What is written on a button."""
        return f"[{label}]" if self.quietly else label


def lines_of(card: Json, reader: Reader) -> list[str]:
    """The text of a card, line by line."""
    return [line for line in _lines(card, reader) if line]


def _lines(element: Json, reader: Reader) -> Iterator[str]:
    match element.get("type"):
        case "TextBlock":
            yield from reader.block(element["text"]).split("\n")
        case "RichTextBlock":
            runs = [each if isinstance(each, str) else each["text"] for each in element["inlines"]]
            yield from reader.plain("".join(runs)).split("\n")
        case "FactSet":
            for fact in element["facts"]:
                yield f"{reader.block(fact['title'])}: {reader.block(fact['value'])}"
        case "Image":
            yield reader.plain(str(element.get("altText", "")))
        case "ActionSet":
            yield " ".join(reader.label(each["title"]) for each in element["actions"])
        case "Input.ChoiceSet" if is_menu(element):
            yield " ".join(reader.label(each["title"].removeprefix(CHOSEN)) for each in element["choices"])
        case kind if str(kind).startswith("Input."):
            yield str(element.get("label", ""))
        case _:
            yield from _within(element, reader)


def _within(element: Json, reader: Reader) -> Iterator[str]:
    for inner in inside(element):
        if not str(inner.get("type", "")).startswith("Action."):
            yield from _lines(inner, reader)
    yield " ".join(reader.label(each["title"]) for each in element.get("actions", []))


def inside(element: Json) -> list[Json]:
    """The elements of an element, in order."""
    found = [each for name in INSIDE for each in element.get(name, []) or []]
    return [each for each in found if isinstance(each, dict)]


def is_menu(element: Json) -> bool:
    """Whether this input is a menu, whose lines mean something by themselves."""
    return str(element.get("id", "")).startswith(CHOICE)


def inputs_of(card: Json) -> list[Json]:
    """Everything that can be filled in."""
    own = [card] if str(card.get("type", "")).startswith("Input.") else []
    return [*own, *(found for each in inside(card) for found in inputs_of(each))]


def actions_of(element: Json) -> list[Json]:
    """Everything that can be pressed."""
    own = [element["selectAction"]] if "selectAction" in element else []
    own += [element] if str(element.get("type", "")).startswith("Action.") else []
    own += actions_of(element["card"]) if "card" in element else []
    return [*own, *(found for each in inside(element) for found in actions_of(each))]


def presses_of(card: Json, where: Json, reader: Reader) -> list[Press]:
    """What can be pressed or chosen. `where`: what a press on it says of its place."""
    return list(_presses(card, where, replace(reader, quietly=False), ""))


def _presses(element: Json, where: Json, reader: Reader, row: str) -> Iterator[Press]:
    if str(element.get("type", "")).startswith("Action."):
        action, label = confirmed(element), str(element["title"])
        held = json.dumps({"action": action, **where})
        yield Press(label.removeprefix(CHOSEN), row, held, label.startswith(CHOSEN))
        return
    before = row
    menus = [each for each in inside(element) if each.get("type") == "Input.ChoiceSet" and is_menu(each)]
    for inner in inside(element):
        if inner in menus:
            yield from _choices(inner, element, where, before)
            continue
        yield from _presses(inner, where, reader, before)
        words = " ".join(lines_of(_without_presses(inner), reader))
        if words and inner.get("spacing") != "Small":  # a note under the subject of a row is not what the row is about
            before = words


def confirmed(action: Json) -> Json:
    """What a button does; of one that asks first, what it does after a yes."""
    if action["type"] != "Action.ShowCard":
        return action
    (meant,) = actions_of(action["card"])
    return meant


def _choices(menu: Json, beside: Json, where: Json, row: str) -> Iterator[Press]:
    """The lines of a menu: each is chosen and sent with the button beside it."""
    action = next(each for each in actions_of(beside) if each["type"] in ("Action.Execute", "Action.Submit"))
    for choice in menu["choices"]:
        held = {"action": action, "inputs": {menu["id"]: choice["value"]}, **where}
        title = str(choice["title"])
        yield Press(title.removeprefix(CHOSEN), row, json.dumps(held), title.startswith(CHOSEN))


def _without_presses(element: Json) -> Json:
    """The same without its buttons and inputs."""
    kind = str(element.get("type", ""))
    if kind == "ActionSet" or kind.startswith(("Input.", "Action.")):
        return {}
    kept = {name: value for name, value in element.items() if name not in ("actions", "selectAction")}
    for name in ("items", "columns", "rows", "cells"):
        if name in kept:
            kept[name] = [_without_presses(each) for each in kept[name] if isinstance(each, dict)]
    return kept
