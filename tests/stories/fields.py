"""What a page or a form holds, read from its HTML as a browser would."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

HARMLESS = frozenset({"", "http", "https"})
ADDRESSES = frozenset({"href", "src", "action", "formaction", "srcset", "data", "poster", "background"})
FOREIGN = frozenset({"iframe", "object", "embed", "base", "style", "math", "at", "u1"})
"""Elements that no page of Accord's is made of."""


@dataclass
class Reader(HTMLParser):
    """Text, form fields, and whatever could run or lead away, of one piece of HTML."""

    text: str = ""
    dangers: list[str] = field(default_factory=list)
    limits: dict[str, int] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in FOREIGN or (tag == "script" and not given.get("src", "").startswith("/static/")):
            self.dangers.append(f"<{tag} {given}>")
        for name, value in given.items():
            if name.startswith(("on", "style")) or (name in ADDRESSES and urlsplit(value).scheme not in HARMLESS):
                self.dangers.append(f"<{tag} {name}={value!r}>")
        if tag in ("input", "textarea", "select") and "name" in given:
            self.names.add(given["name"])
        if "data-limit" in given:
            self.limits[given["name"]] = int(given["data-limit"])
        if "required" in given:
            self.required.add(given["name"])
        self.text += f" {given['value']} " if tag == "input" and "value" in given else " "

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self.text += " "

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.dangers.append(f"<!--{data}-->")


def read(html: str) -> Reader:
    """The HTML, read to its end."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    reader.text = " ".join(reader.text.split())
    return reader
