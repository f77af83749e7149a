"""What the checks of Slack look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from adapters.slack.client import Web
from adapters.slack.ports import Accounts, Installation, Spots


@dataclass(frozen=True, kw_only=True)
class Looking:
    """What the checks look at. `now`: the real clock.

    `public_url`: where Slack reaches this server, "" where that is not known, None where it is not to be checked.
    `app_token`: of Socket Mode, "" without. `socket`: what the running process says of its connections, None elsewhere.
    """

    web: Web
    accounts: Accounts
    spots: Spots
    now: Callable[[], datetime]
    public_url: str | None = None
    app_token: str = field(default="", repr=False)
    socket: Sequence[str] | None = None


def workspace_name(installation: Installation) -> str:
    """How a finding calls a workspace."""
    return f"Slack workspace {installation.name or installation.workspace.team_id or 'of the token'}"
