"""What stands in the way of a project that has just begun to ask people: told at once, to whoever began it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from adapters.findings import Finding, State
from bot.app import App
from bot.doctor import looked_at
from flows.errors import Unavailable

PATIENCE = 60.0
"""Seconds to look for everybody: reading a large workspace for the first time takes minutes."""
UNKNOWN = "Warning: whether everybody can be reached is not known yet. Please look with `python -m bot doctor`."
LOOK = "Please put this right, look again with `python -m bot doctor`, and load the file again."


async def warnings(app: App, organisation: str, within: float = PATIENCE) -> list[str]:
    """A line each, and last how much it is; empty where everybody and every channel can be reached.

    `within`: seconds for it.
    """
    try:
        async with asyncio.timeout(within):
            found = await looked_at(app, organisation)
    except (Unavailable, TimeoutError):
        return [UNKNOWN]
    broken = [each for each in found if each.state is State.BROKEN]
    if not broken:
        return []
    return [*(f"Warning: {each.what} {each.cure}".rstrip() for each in broken), f"{_counted(found)}{LOOK}"]


def _counted(found: Sequence[Finding]) -> str:
    """How many people are not asked; "" when all are."""
    everybody = {person for each in found for person in each.people}
    missed = {person for each in found if each.state is State.BROKEN for person in each.people}
    if not missed:
        return ""
    if missed == everybody:
        return "Nobody in the projects can be written to, so nobody is asked. "
    many, verb = ("One", "is") if len(missed) == 1 else (str(len(missed)), "are")
    return f"{many} of the {len(everybody)} people in the projects cannot be written to and {verb} not asked. "
