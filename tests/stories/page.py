"""What a person sees on a page of the local workspace, read from its HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"img", "br", "hr", "input", "meta", "link", "col", "wbr"})


@dataclass
class Press:
    """A button or a line of a menu: its label as a screen reader reads it, the row it stands in, its command."""

    label: str
    row: str
    command: str
    pressed: bool = False


@dataclass
class Shown:
    """One line of chat."""

    key: str
    text: str
    presses: list[Press] = field(default_factory=list)


class PageReader(HTMLParser):
    """Collects the lines of chat and their buttons from a page or a fragment."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Shown] = []
        self.pins: list[str] = []
        self.form: str | None = None
        self._open: list[tuple[str, dict[str, str]]] = []
        self._text: list[str] = []
        self._label: list[str] | None = None
        self._press: Press | None = None
        self._row = ""
        self._subject: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "q":
            self._text.append("“")
        if tag == "form" and "data-command" in attributes:
            self.form = attributes["data-command"]
        if tag in VOID:
            if tag == "img" and self.lines:
                self._text.append(f" {attributes.get('alt', '')} ")
            return
        if tag == "li" and self._on_top():
            self._text = []
        self._open.append((tag, attributes))
        classes = attributes.get("class", "").split()
        if tag == "li" and "line" in classes:
            self.lines.append(Shown(attributes.get("data-key", ""), ""))
            self._text = []
        if "subject" in classes:
            self._subject = []
        if tag == "button" and "data-command" in attributes:
            pressed = attributes.get("aria-pressed") == "true"
            self._press = Press("", self._row, attributes["data-command"], pressed)
            self._label = []

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or not self._open:
            return
        opened, attributes = self._open.pop()
        if opened == "q":
            self._text.append("”")
        classes = attributes.get("class", "").split()
        if opened == "button" and self._press is not None and self._label is not None:
            self._press.label = " ".join("".join(self._label).split())
            if self.lines:
                self.lines[-1].presses.append(self._press)
            self._press = self._label = None
        if "subject" in classes and self._subject is not None:
            self._row = " ".join("".join(self._subject).split())
            self._subject = None
        if "row" in classes:
            self._row = ""
        if opened == "li":
            self._end_item(classes)
        if opened == "dt":
            self._text.append(": ")
        if opened in ("p", "li", "dd", "h3", "div", "blockquote", "figcaption"):
            self._text.append(" ")

    def _end_item(self, classes: list[str]) -> None:
        if "line" in classes and self.lines:
            self.lines[-1].text = " ".join("".join(self._text).split())
        if self._on_top():
            self.pins.append(" ".join("".join(self._text).split()))

    def _on_top(self) -> bool:
        """Whether what is open now is the list of what is pinned."""
        return bool(self._open) and self._open[-1][1].get("id") == "pins"

    def handle_data(self, data: str) -> None:
        self._text.append(data)
        if self._label is not None:
            self._label.append(data)
        if self._subject is not None:
            self._subject.append(data)


def read_page(html: str) -> PageReader:
    """The page, read."""
    reader = PageReader()
    reader.feed(html)
    return reader
