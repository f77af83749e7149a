"""The places of a charter's messages, and the names of what is drawn there."""

from __future__ import annotations

from flows.charter.records import Charter

CARD = "charter"
"""The drawing in the channel, of a project."""
SIGN = "charter_sign"
"""The drawing for a function (`part`), of a version; with REMIND before it, the reminder."""
WALK = "charter_walk"
"""The drawing for who came later, of a version. `part`: "function/person"; with REMIND before it, the reminder."""
COVERAGE = "coverage"
REMIND = "remind/"
REMIND_DAYS = 2
"""Working days after which a function that has not signed is reminded, once."""


def channel_key(project_id: str) -> str:
    """One message, whatever the version."""
    return f"charter/{project_id}/channel"


def changes_key(charter: Charter) -> str:
    """What is new in a version, in the thread."""
    return f"charter/{charter.project_id}/changes/{charter.number}"


def prefix(charter: Charter) -> str:
    """Under which the cards of a version have their keys."""
    return f"charter/{charter.id}/"


def sign_key(charter: Charter, function: str) -> str:
    """The card of a function for a version."""
    return f"{prefix(charter)}sign/{function}"
