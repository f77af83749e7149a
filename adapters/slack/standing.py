"""How Accord stands in a workspace, from one answer of Slack: its token and its permissions."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.findings import Finding, State
from adapters.slack.findings import workspace_name
from adapters.slack.manifest import SCOPES
from adapters.slack.ports import Installation
from flows.plain import Plain

EXTRAS = frozenset({"files:write", "pins:write"})
"""Permissions without which Accord still works: pictures are told in words then, and the charter is not pinned."""
ALLOWED = frozenset({"channels:join"})
"""Permissions that are not asked for, and used where somebody gives them."""
MANIFEST = "Update the app with `python -m bot manifest slack` and install it again."


def identity(installation: Installation, said: Mapping[str, Plain]) -> Finding:
    """Whose token it is."""
    workspace = installation.workspace
    if workspace.team_id and said.get("team_id") not in (workspace.team_id, None):
        what = f"{workspace_name(installation)}: the token belongs to another workspace, {said.get('team')}."
        return Finding(State.BROKEN, what, "Restart Accord, so that it learns where it is, or set the right token.")
    if installation.paused:
        what = (
            f"{workspace_name(installation)}: nothing was sent lately ({installation.paused}). The token works again."
        )
        return Finding(State.WARNING, what, "Nothing to do: what waits is sent within an hour.")
    return Finding(State.OK, f"{workspace_name(installation)}: connected as @{said.get('user') or 'accord'}.")


def permissions(headers: Mapping[str, str]) -> list[Finding]:
    """What the token may do, against what Accord needs."""
    listed = headers.get("x-oauth-scopes")
    if listed is None:
        return [Finding(State.WARNING, "Slack does not say which permissions the app has.", MANIFEST)]
    given = {scope.strip() for scope in listed.split(",")} - {""}
    found = [
        Finding(
            State.WARNING if scope in EXTRAS else State.BROKEN,
            f"The permission {scope} is missing. With it Accord {does}.",
            MANIFEST,
        )
        for scope, does in SCOPES.items()
        if scope not in given
    ]
    if extra := sorted(given - SCOPES.keys() - ALLOWED):
        what = f"The app has permissions that Accord does not use: {', '.join(extra)}."
        found.append(Finding(State.WARNING, what, MANIFEST))
    return found or [Finding(State.OK, "The app has the permissions it needs, and no others.")]
