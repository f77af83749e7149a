"""What the headers of a chat platform's answers tell besides: the time there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Heard = Callable[[Mapping[str, str]], None]
"""Takes the headers of an answer."""


def nobody(_: Mapping[str, str]) -> None:
    """Where nobody wants to know."""
