"""What people type in Slack, as words: its marks for people, channels, links and dates become what people read."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flows.text import clean

MOST = 50
"""People, and channels, whose names are looked up for one text."""
# A person or channel by id, a word of Slack's own, an address; anything else in angle brackets is what somebody typed.
_MARK = re.compile(r"<(?:([@#])([A-Z0-9]+)|(!)([a-z][^<>|]*)|([a-z][a-z0-9+.-]*:[^<>|\s]+))(?:\|([^<>]*))?>")
_PERSON = re.compile(r"<@([UW][A-Z0-9]{1,29})(?:\|[^<>]*)?>")
_NAMELESS = re.compile(r"<#([CG][A-Z0-9]{1,29})\|?>")
_DOMAIN = re.compile(r"[a-z0-9-]{1,63}(\.enterprise)?")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def people_in(text: str) -> tuple[str, ...]:
    """The user ids of the people mentioned, each once, in order."""
    return tuple(dict.fromkeys(_PERSON.findall(text)))[:MOST]


def channels_in(text: str) -> tuple[str, ...]:
    """The ids of the channels that are named by nothing else, each once, in order."""
    return tuple(dict.fromkeys(_NAMELESS.findall(text)))[:MOST]


def mentions(text: str, user_id: str) -> bool:
    """Whether this account is mentioned."""
    return user_id in people_in(text)


def words(text: str, names: Mapping[str, str], own: str = "") -> str:
    """The text as people read it. `names`: by user and channel id. Mentions of `own`, Accord's, are left out."""

    def read(mark: re.Match[str]) -> str:
        sign, what, label = mark[1] or mark[3], mark[2] or mark[4] or mark[5], mark[6] or ""
        match sign:
            case "@":
                return "" if what == own else names.get(what) or label or what
            case "#":
                return f"#{label or names.get(what) or what}"
            case "!":
                return label or f"@{what.partition('^')[0]}"
        address = what.removeprefix("mailto:")
        return address if not label or address.rstrip("/").endswith(label) else f"{label} ({address})"

    plain = _MARK.sub(read, text)
    for written, meant in _ENTITIES:
        plain = plain.replace(written, meant)
    return clean(plain).strip()


def permalink(domain: str, channel_id: str, at: str, thread: str = "") -> str:
    """The address of a message; "" where the workspace's domain is not known."""
    if not _DOMAIN.fullmatch(domain):
        return ""
    link = f"https://{domain}.slack.com/archives/{channel_id}/p{at.replace('.', '')}"
    return f"{link}?thread_ts={thread}&cid={channel_id}" if thread and thread != at else link
