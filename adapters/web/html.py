"""HTML put together from elements. What is not already Markup is escaped: there is no way to forget it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

VOID = frozenset({"img", "input"})
Attribute = str | int | bool | None
"""True: the bare attribute; False and None: left out."""


def element(name: str, /, *children: str, **attributes: Attribute) -> Markup:
    """One element: `element("p", words, class_="note")`. `aria_label` is written aria-label, `for_` for."""
    parts = [f"<{name}"]
    for key, value in attributes.items():
        if value is True:
            parts.append(f" {_attribute(key)}")
        elif value is not None and value is not False:
            parts.append(f' {_attribute(key)}="{escape(value)}"')
    parts.append(">")
    if name not in VOID:
        parts.append(f"{_safe(children)}</{name}>")
    return Markup("".join(parts))  # noqa: S704  # names are ours, everything else was escaped above


def together(*parts: str) -> Markup:
    """Several pieces one after the other."""
    return Markup(_safe(parts))  # noqa: S704  # escaped there


def _safe(parts: Iterable[str]) -> str:
    """What is Markup already is only joined: most of it is, and to ask `escape` costs more than the rest."""
    return "".join([part if type(part) is Markup else escape(part) for part in parts])


@lru_cache(maxsize=256)
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
