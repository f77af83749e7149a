"""Telling: the digest, and what could not be delivered."""

from __future__ import annotations

from bot.commands.area import Area, case
from flows.digests import posting as digest
from flows.undelivered import PostFailed, post_failed

AREA = Area(
    looks=(case(digest.ShowStatus, digest.show_status),),
    by_others=(
        case(digest.DigestDue, digest.post_digest),
        case(PostFailed, post_failed),
    ),
    on_tick={"digest": digest.DigestDue},
)
