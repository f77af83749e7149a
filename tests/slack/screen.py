"""What a person reads on a Slack screen, and what they can press there: blocks as plain text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tests.slack.fake.json import Json
from tests.slack.fake.mrkdwn import moment, read
from tests.stories.page import Press

CHOSEN = "✓ "


@dataclass(frozen=True)
class Reader:
    """Who reads. `name`: what a user or channel id is shown as; `year`: left out of dates that fall in it.

    `quietly`: as a short answer is retold: names without “@”, buttons in [brackets], dates with their year.
    """

    zone: str
    year: int
    name: Callable[[str], str]
    quietly: bool = False

    def shown(self, ident: str) -> str:
        """A mention."""
        name = self.name(ident)
        return name.removeprefix("@") if self.quietly else name

    def mrkdwn(self, text: str) -> str:
        """Slack's markup."""
        return read(text, self.zone, self.shown, None if self.quietly else self.year)

    def text(self, text: Json) -> str:
        """A text object."""
        return self.mrkdwn(text["text"]) if text["type"] == "mrkdwn" else str(text["text"])

    def moment(self, unix: int, pattern: str) -> str:
        """A date in the reader's zone."""
        return moment(unix, pattern, self.zone, None if self.quietly else self.year)


def lines_of(blocks: list[Json], reader: Reader) -> list[str]:
    """The text of blocks, line by line."""
    return [line for block in blocks for line in _lines(block, reader) if line]


def _lines(block: Json, reader: Reader) -> Iterator[str]:
    match block["type"]:
        case "rich_text":
            for part in block["elements"]:
                yield from _rich(part, reader)
        case "section":
            yield from _section(block, reader)
        case "header":
            yield str(block["text"]["text"])
        case "context":
            yield " ".join(reader.text(each) for each in block["elements"] if "text" in each)
        case "image":
            yield f"{block.get('title', {}).get('text', '')} {block['alt_text']}".strip()
        case "actions":
            yield from _controls(block["elements"], reader)
        case "input":
            yield f"{block['label']['text']} {(block.get('hint') or {}).get('text', '')}".strip()


def _section(block: Json, reader: Reader) -> Iterator[str]:
    told = [block["text"]] if block.get("text") else []
    for each in (*told, *block.get("fields", [])):
        yield reader.text(each)
    if accessory := block.get("accessory"):
        yield from _controls([accessory], reader)


def _rich(part: Json, reader: Reader) -> Iterator[str]:
    if part["type"] == "rich_text_list":
        for item in part["elements"]:
            text = "".join(_element(each, reader) for each in item["elements"])
            yield f"• {text}" if reader.quietly else text
        return
    text = "".join(_element(each, reader) for each in part["elements"])
    yield from text.split("\n")


def _element(element: Json, reader: Reader) -> str:
    match element["type"]:
        case "user":
            return reader.shown(f"@{element['user_id']}")
        case "channel":
            return reader.shown(f"#{element['channel_id']}")
        case "date":
            return reader.moment(int(element["timestamp"]), element["format"])
        case "link":
            return str(element.get("text") or element["url"])
        case "emoji":
            return f":{element['name']}:"
        case "broadcast":
            return f"@{element['range']}"
        case _:
            return str(element["text"])


def _controls(elements: list[Json], reader: Reader) -> Iterator[str]:
    labels = [label for element in elements for label in _labels(element)]
    yield " ".join(f"[{label}]" if reader.quietly else label for label in labels)


def _labels(element: Json) -> list[str]:
    if element["type"] == "button":
        return [str(element["text"]["text"])]
    return [str(option["text"]["text"]) for option in element.get("options", [])]


def presses_of(blocks: list[Json], where: Json, reader: Reader) -> list[Press]:
    """What can be pressed or chosen. `where`: what a press on it says of its place."""
    presses: list[Press] = []
    row = ""
    for block in blocks:
        if block["type"] == "actions":
            presses += [_with_row(press, row) for each in block["elements"] for press in _pressable(each, block, where)]
            continue
        row = " ".join(lines_of([{**block, "accessory": None}], reader))
        if accessory := block.get("accessory"):
            presses += [_with_row(press, row) for press in _pressable(accessory, block, where)]
    return presses


def _with_row(press: Press, row: str) -> Press:
    return replace(press, row=row)


def _pressable(element: Json, block: Json, where: Json) -> Iterator[Press]:
    action = {key: element[key] for key in ("type", "action_id") if key in element} | {"block_id": block["block_id"]}
    if element["type"] == "button":
        label = str(element["text"]["text"])
        yield _press(label, {**action, "text": element["text"], "value": element.get("value", "")}, where)
    for option in element.get("options", []):
        chosen = element.get("initial_option") == option
        label = f"{CHOSEN if chosen else ''}{option['text']['text']}"
        yield _press(label, {**action, "selected_option": option, "placeholder": element.get("placeholder")}, where)


def _press(label: str, action: Json, where: Json) -> Press:
    held = json.dumps({"action": action, **where})
    return Press(label.removeprefix(CHOSEN), "", held, label.startswith(CHOSEN))
