"""Pictures in messages: drawn, put into Slack once, and shown by their file id. Without one the alt text is shown."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog

from adapters.drawing import draw_text
from adapters.keeping import picture_digest
from adapters.platform import Ambiguous, PlatformError
from adapters.slack.client import Web
from adapters.slack.errors import code_of
from adapters.slack.ports import Installation
from flows.messages import Message, Picture
from flows.plain import Plain
from flows.wire import Wire

log = structlog.get_logger("accord.slack")

SCOPE = "files:write"
MOST = 500
"""File ids that are remembered."""
LONGEST_ALT = 1000


@dataclass(frozen=True)
class Uploaded:
    """File ids by picture digest. `fresh`: one was put there just now, and Slack may need a moment before it shows."""

    ids: Mapping[str, str] = field(default_factory=dict)
    fresh: bool = False


class Pictures:
    """Which pictures are in which workspace already. `draw`: the picture as PNG; it runs in a thread. `within`: seconds
    for all pictures of a message, which is worth more than they are."""

    def __init__(self, web: Web, wire: Wire, draw: Callable[[Picture], bytes], within: float) -> None:
        self._web = web
        self._wire = wire
        self._draw = draw
        self._within = within
        self._ids: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._one_at_a_time: dict[str, asyncio.Lock] = {}

    async def of(self, installation: Installation, message: Message) -> Uploaded:
        """The pictures of a message; those that cannot be put there are left out. Never raises."""
        found: dict[str, str] = {}
        fresh = False
        pictures = [block for block in message.blocks if isinstance(block, Picture)]
        if not pictures or (installation.scopes and SCOPE not in installation.scopes):
            return Uploaded()
        try:
            async with asyncio.timeout(self._within):
                for picture in pictures:
                    digest = picture_digest(self._wire, picture)
                    known = self._ids.get((installation.organisation_id, digest))
                    fresh = fresh or known is None
                    found[digest] = known or await self._put(installation, digest, picture)
        except (PlatformError, TimeoutError) as error:
            log.warning("a picture is told instead of shown", why=type(error).__name__, code=_code(error))
        return Uploaded(found, fresh)

    async def _put(self, installation: Installation, digest: str, picture: Picture) -> str:
        """One at a time in each workspace, so that ten messages with one picture upload it once."""
        key = (installation.organisation_id, digest)
        async with self._one_at_a_time.setdefault(installation.organisation_id, asyncio.Lock()):
            if key not in self._ids:
                self._ids[key] = await self._upload(installation, picture)
                if len(self._ids) > MOST:
                    self._ids.popitem(last=False)
            return self._ids[key]

    async def _upload(self, installation: Installation, picture: Picture) -> str:
        content = await asyncio.to_thread(self._draw, picture)
        alt = draw_text(picture.alt)[:LONGEST_ALT]
        wanted: dict[str, Plain] = {"filename": "picture.png", "length": len(content), "alt_txt": alt}
        room = await self._web.call(installation, "files.getUploadURLExternal", wanted)
        url, file_id = room.get("upload_url"), room.get("file_id")
        if not (isinstance(url, str) and isinstance(file_id, str)):
            raise Ambiguous("Slack did not say where the picture goes")
        await self._web.upload(url, content)
        named: Plain = [{"id": file_id, "title": picture.title[:LONGEST_ALT]}]
        await self._web.call(installation, "files.completeUploadExternal", {"files": named})
        return file_id


def _code(error: Exception) -> str:
    return code_of(error) if isinstance(error, PlatformError) else ""
