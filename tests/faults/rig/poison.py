"""Poison: words that end the process that reads them, put around the reading of posts from outside."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from typing import TypeVar

from flows.wire import Wire

POISON = "ACCORD_TEST_POISON"
"""The words."""
T = TypeVar("T")


def install(environment: Mapping[str, str]) -> None:
    """From now on, where the environment says so."""
    if POISON not in environment:
        return
    words, load = environment[POISON].encode(), Wire.load

    def deadly(self: Wire, kind: type[T], written: str | bytes) -> T:
        if words in (written.encode() if isinstance(written, str) else written):
            os.kill(os.getpid(), signal.SIGKILL)
        return load(self, kind, written)

    Wire.load = deadly  # type: ignore[method-assign]
