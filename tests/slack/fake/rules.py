"""What Slack takes: messages and views inside Block Kit's limits, with pictures that it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tests.adapters.slack import block_kit
from tests.slack.fake.calls import SlackSays
from tests.slack.fake.json import Json
from tests.slack.fake.world import Team


def check_message(team: Team, text: str, blocks: list[Json]) -> None:
    """Refuses what chat.postMessage refuses, and a notification longer than an update takes."""
    problems = [*block_kit.check_message(text, blocks), *_missing(team, blocks)]
    if problems:
        raise SlackSays("invalid_blocks", response_metadata={"messages": problems})


def check_view(team: Team, view: Json, kind: str) -> None:
    """Refuses what views.open and views.publish refuse."""
    problems = [*block_kit.check_view(view), *_missing(team, view.get("blocks", []))]
    if view.get("type") != kind:
        problems.append(f"view is no {kind}")
    if problems:
        raise SlackSays("invalid_arguments", response_metadata={"messages": problems})


def _missing(team: Team, blocks: Iterable[Mapping[str, object]]) -> list[str]:
    """Pictures that were never uploaded."""
    named = [block["slack_file"] for block in blocks if "slack_file" in block]
    ids = [str(each["id"]) for each in named if isinstance(each, Mapping)]
    return [f"no file {each}" for each in ids if each not in team.files or not team.files[each].complete]
