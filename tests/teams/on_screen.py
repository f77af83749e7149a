"""What is on the screens of a tenant, read beside what Accord keeps of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from bot.app import App
from tests.slack.on_screen import posted as by_reference
from tests.slack.on_screen import waiting_for_others
from tests.stories.chat import Arrival
from tests.teams.fake.world import Tenant, User
from tests.teams.screen import Reader, lines_of

THREAD = re.compile(r";messageid=[^/]*/")
__all__ = ["arrivals", "posted", "shown_to_others", "waiting_for_others"]


async def posted(app: App, organisation: str) -> dict[str, tuple[str, str]]:
    """(address, key) of every message that Accord knows to be on screen, by conversation/activity."""
    found = await by_reference(app, organisation)
    return {THREAD.sub("/", at): told for at, told in found.items()}


def arrivals(tenant: Tenant, known: dict[str, tuple[str, str]]) -> list[Arrival]:
    """The messages that have come, in order."""
    there = [(each, known.get(f"{each.conversation}/{each.id}")) for each in tenant.shown]
    return [Arrival(at[0], datetime.fromtimestamp(int(each.id) / 1000, UTC), at[1]) for each, at in there if at]


def shown_to_others(tenant: Tenant, user: User, reader: Reader) -> list[str]:
    """Everything on screen but in this person's own chat, notification texts included."""
    direct = tenant.personal(user).id
    others = [each for each in tenant.shown if each.conversation != direct]
    return [f"{each.text} {' '.join(lines_of(each.card() or {}, reader))}" for each in others]
