"""Blocks as somebody sees them in Slack, line by line, and what in them is alive: mentions, links, dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from flows.plain import Plain

Json = Mapping[str, Plain]
MARKS = {"primary": "*", "danger": "!"}
TOKEN = re.compile("<[^<>]*>")


def screen(blocks: Sequence[Json]) -> str:
    """What these blocks show."""
    return "\n".join(line for block in blocks for line in _lines(block))


def live(plain: Plain) -> list[str]:
    """Everything that is more than text: mentions, links, moments; in order."""
    return list(_live(plain))


def pressable(blocks: Sequence[Json]) -> list[Json]:
    """Buttons and selects, in order."""
    inside = [each for block in blocks if block["type"] == "actions" for each in objects(block["elements"])]
    beside = [block["accessory"] for block in blocks if "accessory" in block]
    return [*inside, *objects(beside)]


def _live(plain: Plain) -> Iterable[str]:
    if isinstance(plain, list):
        for inner in plain:
            yield from _live(inner)
    elif isinstance(plain, Mapping):
        match plain.get("type"):
            case "mrkdwn":
                yield from (_token(token) for token in TOKEN.findall(str(plain["text"])))
            case "user":
                yield f"@{plain['user_id']}"
            case "link":
                yield str(plain["url"])
            case "date":
                yield f"at {plain['timestamp']}"
            case "emoji" | "broadcast" | "usergroup" | "channel":
                yield str(plain)
            case _:
                yield from _live(list(plain.values()))


def _token(token: str) -> str:
    """A token of mrkdwn in the words of rich text."""
    inside = token[1:-1].partition("|")[0].replace("&amp;", "&")
    if inside.startswith("!date^"):
        return f"at {inside.split('^')[1]}"
    return inside


def _lines(block: Json) -> Iterable[str]:
    match block["type"]:
        case "header":
            yield f"# {_said(block['text'])}"
        case "section":
            accessory = block.get("accessory")
            yield _said(block["text"]) + (f" {_element(accessory)}" if isinstance(accessory, Mapping) else "")
        case "context":
            yield from (f"({_said(each)})" for each in objects(block["elements"]))
        case "actions":
            yield " ".join(_element(each) for each in objects(block["elements"]))
        case "image":
            yield f"picture: {block['alt_text']}"
        case "rich_text":
            for part in objects(block["elements"]):
                yield from _part(part)
        case "input":
            element = block["element"]
            assert isinstance(element, Mapping)
            hint = f" ({_said(block['hint'])})" if "hint" in block else ""
            must = "" if block["optional"] else "!"
            yield f"{_said(block['label'])}{must}{hint} {_element(element)}"
        case _:
            yield str(block)


def _part(part: Json) -> Iterable[str]:
    if part["type"] == "rich_text_list":
        for item in objects(part["elements"]):
            yield f"• {_inline(item)}"
        return
    before = "> " if part["type"] == "rich_text_quote" else ""
    for line in _inline(part).split("\n"):
        yield f"{before}{line}"


def _inline(part: Json) -> str:
    return "".join(_word(element) for element in objects(part["elements"]))


def _word(element: Json) -> str:
    match element["type"]:
        case "user":
            return f"@{element['user_id']}"
        case "date":
            return str(element["fallback"])
        case "link":
            return f"{element['text']} <{element['url']}>"
        case _:
            words = str(element["text"])
            return f"*{words}*" if "style" in element else words


def _element(element: Json) -> str:
    match element["type"]:
        case "button":
            return f"[{MARKS.get(str(element.get('style')), '')}{_said(element['text'])}]"
        case "plain_text_input":
            return f"[{element.get('initial_value', '')}]"
        case "datepicker" | "timepicker" | "users_select" | "multi_users_select":
            values = [value for name, value in element.items() if name.startswith("initial")]
            given = [str(one) for value in values for one in (value if isinstance(value, list) else [value])]
            return f"<{' '.join([str(element['type']), *given])}>"
        case _:
            return _options(element)


def _options(element: Json) -> str:
    """The kind of element and its options, the chosen ones marked."""
    options = objects(element.get("options", []))
    for group in objects(element.get("option_groups", [])):
        options = [*options, *objects(group["options"])]
    first = [element.get("initial_option"), *objects(element.get("initial_options", []))]
    shown = " | ".join(f"{'✓ ' if option in first else ''}{_said(option['text'])}" for option in options)
    label = f" {_said(element['placeholder'])}:" if "placeholder" in element else ""
    return f"<{element['type']}{label} {shown}>"


def _said(text: Plain) -> str:
    return str(text["text"]) if isinstance(text, Mapping) else ""


def objects(plain: Plain) -> list[Json]:
    """The objects in a list of JSON."""
    return [each for each in plain if isinstance(each, Mapping)] if isinstance(plain, list) else []
