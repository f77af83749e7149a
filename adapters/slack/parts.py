"""What the Slack adapter is put together from."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from adapters.intake import Engine, Grammar
from adapters.slack.client import SLACK, Web
from adapters.slack.ports import Accounts, Installations, Shelf, Spots, States
from flows.wire import Wire


@dataclass(frozen=True, kw_only=True)
class OAuth:
    """How many workspaces install Accord by themselves. `public_url`: where people reach this server, https."""

    client_id: str
    client_secret: str = field(repr=False)
    public_url: str
    states: States
    scopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Parts:
    """`now`: Accord's clock; `seconds`: the clock of the wall, in UNIX seconds, which Slack's signatures are held to.

    `names`: what a slash command is called here, by its own name: {"/escalate": "/tradeoff"}. `app_token`: for Socket
    Mode, "" without. `oauth`: None where a single workspace is set up. `base_url`: of the Web API; another one than
    Slack's in tests only. `answer_within`: seconds for an answer; Slack waits for 3. `pictures_within`: seconds for the
    pictures of a message; without them it is shown all the same.
    """

    engine: Engine
    grammar: Grammar
    wire: Wire
    installations: Installations
    accounts: Accounts
    spots: Spots
    shelf: Shelf
    web: Web
    signing_secret: str = field(repr=False)
    now: Callable[[], datetime]
    names: Mapping[str, str] = field(default_factory=dict)
    app_token: str = field(default="", repr=False)
    oauth: OAuth | None = None
    base_url: str = SLACK
    seconds: Callable[[], float] = time.time
    answer_within: float = 2.5
    pictures_within: float = 4.0
