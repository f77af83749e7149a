"""Finding a message of Accord's again, by the key that it carries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from adapters.platform import Ambiguous
from adapters.slack.client import Web
from adapters.slack.ports import Installation
from flows.plain import Plain

A_PAGE = 50
PAGES = 20
"""Further back nobody can tell in the time that an attempt has."""


class CannotTell(Ambiguous):
    """Looking again would not help."""


async def find(
    web: Web, installation: Installation, where: Mapping[str, Plain], key: str, since: datetime | None
) -> str | None:
    """The ts of our message with this key in a conversation or thread, None when there is none after `since`.

    `where`: "channel", and "thread_ts" for a thread. Raises CannotTell where there is more than can be looked through.
    """
    thread = where.get("thread_ts")
    method = "conversations.history" if thread is None else "conversations.replies"
    asked: dict[str, Plain] = {"channel": where["channel"], "include_all_metadata": True, "limit": A_PAGE}
    if thread is not None:
        asked["ts"] = thread
    if since is not None:
        asked["oldest"] = f"{since.timestamp():.6f}"
    for _ in range(PAGES):
        answer = await web.call(installation, method, asked)
        listed = answer.get("messages")
        if not isinstance(listed, list):
            raise CannotTell("Slack did not say what is in the conversation")
        for shown in listed:
            if isinstance(shown, Mapping) and _is_ours(shown, installation) and _key(shown) == key:
                return str(shown["ts"])
        further = answer.get("response_metadata")
        cursor = further.get("next_cursor") if isinstance(further, Mapping) else None
        if not cursor:
            return None
        asked["cursor"] = cursor
    raise CannotTell("there is too much in the conversation to look through")


def _is_ours(shown: Mapping[str, Plain], installation: Installation) -> bool:
    """Whether Accord posted it: others can read a key and copy it."""
    by = {name: shown[name] for name in ("bot_id", "user") if shown.get(name)}
    known = {"bot_id": installation.bot_id, "user": installation.bot_user_id}
    return any(known[name] and by[name] == known[name] for name in by)


def _key(shown: Mapping[str, Plain]) -> Plain:
    metadata = shown.get("metadata")
    payload = metadata.get("event_payload") if isinstance(metadata, Mapping) else None
    return payload.get("key") if isinstance(payload, Mapping) else None
