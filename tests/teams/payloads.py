"""Every payload that left the house for Teams, as JSON: also what was edited since, and dialogs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.teams.fake.teams import FakeTeams
from tests.teams.fake.world import Tenant, User


def sent_to_others(teams: FakeTeams, tenant: Tenant, user: User) -> list[str]:
    """All but what was for this person alone."""
    return [json.dumps(each, ensure_ascii=False, default=vars) for each in _sent(teams, tenant, user)]


def _sent(teams: FakeTeams, tenant: Tenant, user: User) -> Iterator[object]:
    own = tenant.personal(user).id
    for call in teams.calls:
        begun_with = {each.get("id") for each in call.arguments.get("members") or []}
        if call.team != own and not begun_with & {user.id, user.aad}:
            yield call.arguments
    yield from (each.card for each in tenant.dialogs.values() if each.aad != user.aad)
    yield from (only for each in tenant.shown for reader, only in each.only.items() if reader != user.aad)
