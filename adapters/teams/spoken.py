"""What people type in Teams, as words: mentions become names, Accord's own is left out, and markup is read as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

from flows.text import clean

LONGEST_LINK = 2000
HOSTS = frozenset({"teams.microsoft.com", "teams.cloud.microsoft", "gov.teams.microsoft.us", "dod.teams.microsoft.us"})
_LINES = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "blockquote"})


@dataclass(frozen=True)
class Mention:
    """A mention as Teams marks it: `text` stands in the message, literally; `id`: 28:… or 29:…."""

    id: str
    name: str
    text: str


def words(text: str, mentions: Sequence[Mention], own: str) -> str:
    """The text as people read it. `own`: Accord's id, whose mentions are left out."""
    for mention in mentions:
        if mention.text:
            text = text.replace(mention.text, "" if mention.id == own else mention.name)
    return clean(text.replace("&nbsp;", " ").replace("\xa0", " ")).strip()


def plain(html: str) -> str:
    """What an HTML message says, without its markup."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = ("".join(reader.said)).replace("\xa0", " ").split("\n")
    kept = [" ".join(line.split()) for line in lines]
    return clean("\n".join(line for line in kept if line)).strip()


def link_in(url: str) -> str:
    """The address of a message where it is one of Teams', else ""."""
    if len(url) > LONGEST_LINK or not url.isascii() or not url.isprintable() or " " in url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = parts.hostname or ""
    ours = host in HOSTS
    return url if parts.scheme == "https" and ours and parts.username is None else ""


class _Reader(HTMLParser):
    """Collects the text; elements of their own line end one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in ("script", "style"):
            self._hidden += 1
        if tag in _LINES:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._hidden = max(0, self._hidden - 1)
        if tag in _LINES:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(data.replace("\n", " "))
