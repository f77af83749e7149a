"""Cards as somebody sees them in Teams, line by line, and what in them is alive: mentions and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from markdown_it import MarkdownIt
from markdown_it.token import Token

from flows.plain import Plain
from tests.adapters.teams.adaptive_card import TAG, Json, listed, parts

MARKDOWN = MarkdownIt("js-default", {"html": False, "linkify": False})
"""Teams' cards read Markdown with the same library."""
CALLS = re.compile(r"\{\{(?:DATE|TIME)\(|\$\{")
WORDS = {"text", "text_special", "inline", "link_close"} | {
    f"{kind}_{end}" for kind in ("paragraph", "strong") for end in ("open", "close")
}
JOINER = "\u2060"


def screen(card: Json) -> str:
    """What a card shows."""
    rows = [line for element in listed(card["body"]) for line in lines(element)]
    return "\n".join([*rows, *(label(action) for action in listed(card.get("actions")))])


def live(card: Json) -> list[str]:
    """Everything that is more than text: mentions, links, and whatever else Markdown or Teams make of it."""
    teams = card.get("msteams")
    entities = listed(teams.get("entities", [])) if isinstance(teams, Mapping) else []
    ids = {str(each["text"]): each["mentioned"] for each in entities}
    found: list[str] = []
    for part in parts(card):
        match part["type"]:
            case "TextBlock":
                found += _of_markdown(str(part["text"]), ids)
            case "Action.OpenUrl":
                found.append(str(part["url"]))
            case "Input.ChoiceSet":  # its radio buttons and boxes read Markdown, too, and a drop-down list does not
                found += [link for choice in listed(part["choices"]) for link in _leading(str(choice["title"]))]
        for name in ("text", "title", "label", "placeholder", "errorMessage", "altText", "tooltip"):
            found += CALLS.findall(str(part.get(name, "")))
    return found


def pressable(card: Json) -> list[Json]:
    """What gives a command, in order: buttons, those behind a question included."""
    return [part for part in parts(card) if part["type"] == "Action.Execute" or _opens(part)]


def data_of(action: Json) -> Json:
    """What a button gives."""
    data = action["data"]
    assert isinstance(data, Mapping)
    return data


def inputs(card: Json) -> dict[str, Json]:
    """The inputs of a card by their id."""
    return {str(part["id"]): part for part in parts(card) if str(part["type"]).startswith("Input.")}


def plainly(text: str) -> str:
    """A text as it looks: without word joiners."""
    return text.replace(JOINER, "")


def _opens(part: Json) -> bool:
    data = part.get("data")
    return part["type"] == "Action.Submit" and isinstance(data, Mapping) and "msteams" in data


def _of_markdown(text: str, ids: Mapping[str, Plain]) -> Iterable[str]:
    for tag in TAG.finditer(text):
        whom = ids.get(tag[0])
        yield f"@{whom['id']}" if isinstance(whom, Mapping) else f"a tag of nobody: {tag[0]}"
    for token in _tokens(MARKDOWN.parse(text)):
        match token.type:
            case "link_open":
                yield str(token.attrs["href"])
            case (
                "text" | "paragraph_open" | "paragraph_close" | "inline" | "strong_open" | "strong_close" | "link_close"
            ):
                pass
            case "text_special":
                pass
            case _:
                yield f"{token.type}: {text[:80]!r}"


def _leading(text: str) -> Iterable[str]:
    """Where Markdown would lead from there, and the pictures that it would fetch."""
    for token in _tokens(MARKDOWN.parse(text)):
        if token.type in ("link_open", "image"):
            yield str(token.attrs.get("href") or token.attrs.get("src"))


def _tokens(tokens: Iterable[Token]) -> Iterable[Token]:
    for token in tokens:
        yield token
        yield from _tokens(token.children or ())


def read(text: str) -> str:
    """What somebody reads in a text block."""
    rows: list[str] = []
    for token in MARKDOWN.parse(text):
        if token.type == "inline":
            rows.append("".join(each.content for each in token.children or ()))
    return plainly(TAG.sub(r"@\1", "\n".join(rows)))


def lines(element: Json) -> Iterable[str]:
    """One element."""
    match element["type"]:
        case "TextBlock":
            before = "# " if element.get("style") == "heading" else ""
            yield f"{before}{read(str(element['text']))}"
        case "RichTextBlock":
            yield from "".join(_run(run) for run in listed(element["inlines"])).split("\n")
        case "Container":
            before = "> " if element.get("style") == "emphasis" else ""
            for inner in listed(element["items"]):
                yield from (f"{before}{line}" for line in lines(inner))
        case "ActionSet":
            yield " ".join(label(action) for action in listed(element["actions"]))
        case "Image":
            yield f"picture: {plainly(str(element['altText']))}"
        case _:
            yield _input(element)


def label(action: Json) -> str:
    """A button, and what it asks before."""
    title = plainly(str(action["title"]))
    inner = action.get("card")
    if not isinstance(inner, Mapping):
        return f"[{title}]"
    asked = " ".join(line for element in listed(inner["body"]) for line in lines(element))
    return f"[{title} → {asked}]"


def _run(run: Json) -> str:
    words = plainly(str(run["text"]))
    opens = run.get("selectAction")
    if isinstance(opens, Mapping):
        return f"{words} <{opens['url']}>"
    return f"*{words.strip()}* " if run.get("weight") == "Bolder" else words


def _input(element: Json) -> str:
    must = "!" if element.get("isRequired") else ""
    named = f"{plainly(str(element['label']))}{must}"
    value = str(element.get("value", ""))
    if element["type"] != "Input.ChoiceSet":
        return f"{named} [{value}]"
    chosen = value.split(",")
    options = [
        f"{'✓ ' if str(choice['value']) in chosen else ''}{plainly(str(choice['title']))}"
        for choice in listed(element["choices"])
    ]
    many = "many of " if element.get("isMultiSelect") else ""
    return f"{named} <{many}{' | '.join(options)}>"
