"""Slack's text: which tokens in it are live, and what a person reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.slack.fake.json import Json

TOKEN = re.compile(r"<([^<>]*)>")
EMPHASIS = re.compile(r"(?<![\w*_~])([*_~`])(?=\S)([^\n]*?\S)\1(?![\w*_~])")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
Named = Callable[[str], str]


def escaped(text: str) -> str:
    """Typed text as Slack hands it to an app."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """What stands there, once the tokens are dealt with."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def tokens(text: str) -> list[str]:
    """What is live in a text: mentions, broadcasts, links, dates."""
    return TOKEN.findall(text)


def texts(value: object) -> Iterator[Json]:
    """Every text object inside blocks or a view."""
    if isinstance(value, Mapping):
        if value.get("type") in ("mrkdwn", "plain_text") and isinstance(value.get("text"), str):
            yield dict(value)
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def live(text: str, blocks: list[Json]) -> list[str]:
    """The tokens of a message that Slack would act on: in `text`, in mrkdwn objects and as elements of rich text."""
    drawn = [each["text"] for each in texts(blocks) if each["type"] == "mrkdwn"]
    return [*(token for each in (text, *drawn) for token in tokens(each)), *_rich_tokens(blocks)]


def _rich_tokens(value: object) -> Iterator[str]:
    """Elements of rich text as the tokens they stand for."""
    if isinstance(value, Mapping):
        if value.get("type") in RICH and (found := value.get(RICH[value["type"]][1])) is not None:
            yield f"{RICH[value['type']][0]}{found}"
        for inner in value.values():
            yield from _rich_tokens(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _rich_tokens(inner)


RICH = {
    "user": ("@", "user_id"),
    "channel": ("#", "channel_id"),
    "usergroup": ("!subteam^", "usergroup_id"),
    "broadcast": ("!", "range"),
    "link": ("", "url"),
}


def read(text: str, zone: str, named: Named, year: int | None = None) -> str:
    """A mrkdwn text as somebody in `zone` reads it. `named`: what a user or channel id is shown as."""
    whole = TOKEN.sub(lambda found: _token(found[1], zone, named, year).translate(HIDE), text)
    while (plain := EMPHASIS.sub(r"\2", whole)) != whole:
        whole = plain
    return unescaped(whole).translate(SHOW)


HIDE = {ord(sign): 0xE000 + number for number, sign in enumerate("*_~`&<>")}
"""What a token is drawn as is no markup."""
SHOW = {hidden: chr(sign) for sign, hidden in HIDE.items()}


def _token(token: str, zone: str, named: Named, year: int | None) -> str:
    if token.startswith(("@", "#")):
        return named(token.partition("|")[0])
    if token.startswith("!date^"):
        return moment(int(token.split("^")[1]), token.split("^")[2], zone, year)
    if token.startswith("!"):
        return "@" + token[1:].partition("|")[0]
    url, _, label = token.partition("|")
    return unescaped(label or url)


def moment(unix: int, pattern: str, zone: str, year: int | None = None) -> str:
    """A `<!date^…>` token, worded as the local workspace words it. A pattern without a time is a day."""
    at = datetime.fromtimestamp(unix, UTC).astimezone(ZoneInfo(zone))
    day = f"{DAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]}" + ("" if at.year == year else f" {at.year}")
    return f"{day}, {at:%H:%M}" if "time" in pattern else day
