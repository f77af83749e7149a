"""Files that people send in Teams: what a message says of them, and their hash where Teams hands them out.

In the chat with Accord a file comes with an address that holds for some minutes and needs no token; elsewhere a message
only says what is attached.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence

from adapters.fetching import PATIENCE, Fetched
from adapters.platform import PlatformError
from adapters.shapes import Sent, maybe_part, parts, text
from adapters.teams.asked import Attached
from adapters.teams.hosts import is_drive
from flows.files import LARGEST, LONGEST_NAME, SharedFile
from flows.text import clean

DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"
NO_FILES = ("text/html", "text/plain", "application/vnd.microsoft.card.")
"""Attachments that are the message once more, or a card."""
Fetch = Callable[[str, int], Awaitable[Fetched | None]]
"""(address, bytes at most) -> what came. Raises the errors of adapters.platform."""


async def hands_out_nothing(_url: str, _most: int) -> None:
    """Where there is nobody to ask for a file."""


def attached_in(activity: Sent) -> Iterator[Attached]:
    """The files of a message. Raises NotOurs."""
    for each in parts(activity, "attachments"):
        kind = text(each, "contentType")
        if not kind or kind.startswith(NO_FILES):
            continue
        content = maybe_part(each, "content") if kind == DOWNLOAD else None
        name = " ".join(clean(text(each, "name")).split())[:LONGEST_NAME] or "file"
        link = text(each, "contentUrl")
        url = text(content, "downloadUrl") if content is not None else ""
        yield Attached(name, url, link if is_drive(link) else "")


async def shared(fetch: Fetch, attached: Sequence[Attached]) -> tuple[SharedFile, ...]:
    """With their hashes; without, where Teams does not hand them out in time."""
    tasks = [asyncio.create_task(_shared(fetch, each)) for each in attached]
    try:
        done, late = await asyncio.wait(tasks, timeout=PATIENCE)
    finally:  # also when nobody waits for them any more
        for task in tasks:
            task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    return tuple(
        task.result() if task in done else SharedFile(each.name, 0, each.link)
        for task, each in zip(tasks, attached, strict=True)
    )


async def _shared(fetch: Fetch, attached: Attached) -> SharedFile:
    try:
        found = await fetch(attached.url, LARGEST) if attached.url else None
    except PlatformError:
        found = None
    if found is None:
        return SharedFile(attached.name, 0, attached.link)
    return SharedFile(attached.name, found.size, attached.link, found.hash)
