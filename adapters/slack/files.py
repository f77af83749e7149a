"""Files that people send in Slack: what an event says of them, and their hash where Slack hands them out."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from adapters.fetching import PATIENCE, Fetched
from adapters.platform import PlatformError
from adapters.slack.asked import Attached
from adapters.slack.client import Arguments
from adapters.slack.ports import Installation
from adapters.slack.shapes import Sent, identity, maybe_part, parts, text
from flows.files import LARGEST, LONGEST_NAME, SharedFile
from flows.plain import Plain
from flows.text import clean

GONE = ("tombstone", "hidden_by_limit")
"""Modes of files that are there no more."""


class Slack(Protocol):
    """The calls that it takes."""

    async def call(
        self, installation: Installation, method: str, arguments: Arguments, *, patience: float = ...
    ) -> Mapping[str, Plain]: ...

    async def fetch(self, installation: Installation, url: str, most: int) -> Fetched | None: ...


def attached_in(event: Sent) -> Iterator[Attached]:
    """The files of a message. Raises NotOurs."""
    for file in parts(event, "files"):
        if file.get("mode") not in GONE:
            yield _attached(file)


def _attached(file: Sent) -> Attached:
    size = file.get("size")
    name = " ".join(clean(text(file, "name") or text(file, "title")).split())[:LONGEST_NAME]
    return Attached(
        identity(file, "id"),
        name or "file",
        size if isinstance(size, int) and size >= 0 else 0,
        text(file, "url_private_download") or text(file, "url_private"),
        text(file, "permalink"),
    )


async def shared(slack: Slack, installation: Installation, attached: Sequence[Attached]) -> tuple[SharedFile, ...]:
    """With their hashes; without, where Slack does not hand them out in time."""
    tasks = [asyncio.create_task(_shared(slack, installation, each)) for each in attached]
    try:
        done, late = await asyncio.wait(tasks, timeout=PATIENCE)
    finally:  # also when nobody waits for them any more
        for task in tasks:
            task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    return tuple(
        task.result() if task in done else _known(each, None) for task, each in zip(tasks, attached, strict=True)
    )


async def _shared(slack: Slack, installation: Installation, attached: Attached) -> SharedFile:
    """Of files of other companies (Slack Connect) an event says only their ids."""
    try:
        if not attached.url:
            told = await slack.call(installation, "files.info", {"file": attached.id}, patience=PATIENCE)
            attached = _attached(maybe_part(told, "file") or {"id": attached.id})
        if not attached.url or attached.size > LARGEST:
            return _known(attached, None)
        return _known(attached, await slack.fetch(installation, attached.url, LARGEST))
    except PlatformError:
        return _known(attached, None)


def _known(attached: Attached, found: Fetched | None) -> SharedFile:
    """What is not as large as Slack says is not that file, but some page about it."""
    if found is None or (attached.size and found.size != attached.size):
        return SharedFile(attached.name, attached.size, attached.link)
    return SharedFile(attached.name, found.size, attached.link, found.hash)
