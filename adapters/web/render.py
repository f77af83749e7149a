"""Phrases and blocks as HTML, for one reader. The only place where the local workspace draws them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import assert_never

from markupsafe import Markup, escape

from adapters.drawing import count_text, day_text, draw_text, local, moment_text, safe_url, separators
from adapters.naming import Called
from adapters.web.html import element, together
from flows.commands import Command
from flows.messages import (
    Block,
    Button,
    Buttons,
    Choice,
    Facts,
    Grid,
    GridRow,
    Header,
    Items,
    Mark,
    Menu,
    Message,
    Note,
    Picture,
    Quoted,
    Text,
)
from flows.phrases import Count, Instant, Link, Listing, Phrase, Quote, Value, Who, Words, as_phrase, pieces

_labels = count(1)
"""Numbers for ids that tie a label to what it labels; unique for the life of the process."""

NAMED_AS_OURS = Called()
SIGNS = {Mark.ANSWERED: "•", Mark.ALIGNED: "✓", Mark.CONTRADICTION: "✗", Mark.GAP: "?"}


@dataclass(frozen=True)
class Pen:
    """Draws for one reader. `encode`: a command as a button holds it; `picture_url`: where the drawn picture is."""

    reader: str
    zone: str
    year: int
    encode: Callable[[Command], str]
    picture_url: Callable[[Picture], str]
    called: Called = NAMED_AS_OURS

    def words(self, words: Words) -> Markup:
        """A phrase with its values drawn for the reader, and slash commands by the names that they have here."""
        return self._drawn(self.called.words(words))

    def plain(self, words: Words) -> str:
        """The same as plain text, for where there is no markup."""
        return draw_text(self.called.words(words), self.zone, self.year)

    def _drawn(self, words: Words) -> Markup:
        if isinstance(words, str):
            return escape(words)
        parts: list[Markup] = []
        for literal, value in pieces(as_phrase(words)):
            parts.append(escape(literal))
            if value is not None:
                parts.append(self.value(value))
        return Markup("".join(parts))  # noqa: S704  # each part was escaped above

    def value(self, value: Value) -> Markup:
        """One value of a phrase."""
        match value:
            case Phrase():
                return self._drawn(value)
            case Who():
                return element(
                    "span", f"@{value.name}", class_=f"who{' you' if value.person_id == self.reader else ''}"
                )
            case Quote():
                return element("q", value.words)
            case Instant():
                at = local(value, self.zone)
                title = f"{moment_text(at)} ({self.zone})"
                return element("time", moment_text(at, self.year), datetime=value.at.isoformat(), title=title)
            case Link():
                return self._link(value)
            case Listing():
                return self._listing(value)
            case Count():
                return escape(count_text(value))
            case str() | int():
                return escape(str(value))
            case date():
                return element("time", day_text(value, self.year), datetime=value.isoformat())
            case _:
                assert_never(value)

    def _link(self, link: Link) -> Markup:
        url = safe_url(link.url)
        if url is None:
            return escape(link.label)
        return element("a", link.label, href=url, rel="noreferrer noopener", target="_blank")

    def _listing(self, listing: Listing) -> Markup:
        if not listing.items:
            return escape(listing.empty)
        before = separators(len(listing.items), listing.last)
        return together(*(before[n] + self.value(item) for n, item in enumerate(listing.items)))

    def message(self, message: Message) -> Markup:
        """The blocks of a message, or its summary when it has none."""
        if not message.blocks:
            return element("p", self.words(message.summary))
        return together(*(self.block(block) for block in message.blocks))

    def block(self, block: Block) -> Markup:
        """One block."""
        match block:
            case Header() | Text() | Note():
                return self._prose(block)
            case Quoted():
                return _quoted(block, self.words(block.by))
            case Facts():
                return element("dl", *(self._fact(label, words) for label, words in block.rows))
            case Items():
                return element("ul", *(element("li", self.words(item)) for item in block.items))
            case Buttons():
                return element("div", *(self.button(button) for button in block.buttons), class_="buttons")
            case Menu():
                return self._menu(block)
            case Grid():
                return element("div", *(self._row(row) for row in block.rows), class_="grid")
            case Picture():
                return self._picture(block)
            case _:
                assert_never(block)

    def _prose(self, block: Header | Text | Note) -> Markup:
        name = "h3" if isinstance(block, Header) else "p"
        return element(name, self.words(block.text), class_="note" if isinstance(block, Note) else None)

    def _fact(self, label: str, words: Words) -> Markup:
        return element("div", element("dt", label), element("dd", self.words(words)))

    def button(self, button: Button, pressed: bool | None = None) -> Markup:
        """A button that holds its command. `pressed`: whether it is the chosen one of its row."""
        about = self.plain(button.about)
        return element(
            "button",
            button.label,
            element("span", f" ({about})", class_="hidden-text") if about else "",
            type="button",
            class_=f"button {button.style}",
            data_command=self.encode(button.does),
            data_confirm=self.plain(button.confirm) or None,
            aria_pressed=None if pressed is None else str(pressed).lower(),
        )

    def _menu(self, menu: Menu) -> Markup:
        choices = element("div", *(self._choice(choice) for choice in menu.choices), class_="choices")
        return element("details", element("summary", menu.label, class_="button"), choices, class_="menu")

    def _choice(self, choice: Choice) -> Markup:
        return element("button", choice.label, type="button", class_="choice", data_command=self.encode(choice.does))

    def _row(self, row: GridRow) -> Markup:
        label = f"row-{next(_labels)}"
        return element(
            "div",
            element("div", self.words(row.label), id=label, class_="subject"),
            element("div", *(self.button(b, b.label == row.chosen) for b in row.buttons), class_="answers"),
            element("p", self.words(row.note), class_="note") if row.note else "",
            class_="row",
            role="group",
            aria_labelledby=label,
        )

    def _picture(self, picture: Picture) -> Markup:
        alt = self.plain(picture.alt)
        return element(
            "figure",
            element("img", src=self.picture_url(picture), alt=alt, class_="matrix"),
            element("details", element("summary", "Show as a table"), _table(picture)),
            class_="picture",
        )


def _quoted(block: Quoted, by: Markup) -> Markup:
    return element("figure", element("blockquote", block.words), element("figcaption", by), class_="quoted")


def _table(picture: Picture) -> Markup:
    head = element("tr", element("td"), *(element("th", name, scope="col") for name in picture.columns))
    rows = [
        element("tr", element("th", name, scope="row"), *(_cell(mark) for mark in marks))
        for name, marks in zip(picture.rows, picture.marks, strict=True)
    ]
    table = element("table", element("caption", picture.title, class_="hidden-text"), head, *rows)
    return element("div", table, class_="scroll", role="region", aria_label=picture.title, tabindex=0)


def _cell(mark: Mark) -> Markup:
    sign = element("span", SIGNS[mark], aria_hidden="true")
    return element("td", sign, f" {mark}", class_=mark)
