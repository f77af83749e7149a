"""Every payload that left the house for Slack, as JSON: also what was edited since, files by name, Homes and modals."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.slack.fake.slack import FakeSlack
from tests.slack.fake.world import Team, User


def sent_to_others(slack: FakeSlack, team: Team, user: User) -> list[str]:
    """All but what was for this person alone."""
    return [json.dumps(each, ensure_ascii=False, default=vars) for each in _sent(slack, team, user)]


def _sent(slack: FakeSlack, team: Team, user: User) -> Iterator[object]:
    own = {user.id, team.direct(user.id).id}
    for call in slack.calls:
        to = call.arguments.get("channel") or call.arguments.get("channel_id")
        mine = to in own or call.arguments.get("user") == user.id
        if call.team == team.id and not call.method.startswith("views.") and not mine:
            yield call.arguments
    yield from ((each.text, each.blocks) for each in team.ephemerals if each.only_for != user.id)
    yield from (home for reader, home in team.homes.items() if reader != user.id)
    yield from (each.view for each in team.views.values() if each.user != user.id)
    yield from ((each.name, each.alt, each.told) for each in team.files.values())
