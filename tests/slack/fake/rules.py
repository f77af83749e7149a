"""What Slack takes: messages and views inside Block Kit's limits."""

from __future__ import annotations

import json

from tests.slack.fake.calls import SlackSays
from tests.slack.fake.json import Json

LONGEST_VIEW = 250_000


def check_message(text: str, blocks: list[Json]) -> None:
    """Refuses what chat.postMessage refuses."""
    if len(text) > 40_000:
        raise SlackSays("msg_too_long")
    if len(blocks) > 50:
        raise SlackSays("invalid_blocks")


def check_view(view: Json, kind: str) -> None:
    """Refuses what views.open and views.publish refuse."""
    if len(json.dumps(view)) > LONGEST_VIEW:
        raise SlackSays("view_too_large")
    if view.get("type") != kind or len(view.get("blocks", [])) > 100:
        raise SlackSays("invalid_arguments")
