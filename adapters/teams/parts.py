"""What the Teams adapter is put together from."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from adapters.accounts import Accounts, Shelf, Spots
from adapters.intake import Engine, Grammar
from adapters.teams.files import Fetch, hands_out_nothing
from adapters.teams.hosts import SERVICE_HOSTS
from adapters.teams.keys import Keys
from adapters.teams.ports import Places, Roster, Talk, Tenants
from flows.wire import Wire


@dataclass(frozen=True, kw_only=True)
class Parts:
    """`now`: Accord's clock; `seconds`: UNIX seconds of the machine, which tokens are held to.

    `app_id`: of the bot in Microsoft Entra. `keys`: who may sign; None turns the check of tokens off, which the caller
    allows only in development and on loopback. `hosts`: where connectors may be. `names`: what a slash command is
    called here, by its own name. `dialogs`: names of the commands whose buttons open a dialog. `picker`: whether the
    host lets people be looked for in the whole directory; the playground does not. `answer_within`: seconds for an
    answer; Teams waits five for an invoke. `fetch`: reads a file that somebody sent.
    """

    engine: Engine
    grammar: Grammar
    wire: Wire
    tenants: Tenants
    accounts: Accounts
    spots: Spots
    shelf: Shelf
    places: Places
    roster: Roster
    talk: Talk
    app_id: str
    keys: Keys | None
    now: Callable[[], datetime]
    hosts: Collection[str] = SERVICE_HOSTS
    names: Mapping[str, str] = field(default_factory=dict)
    dialogs: frozenset[str] = frozenset()
    picker: bool = False
    seconds: Callable[[], float] = time.time
    answer_within: float = 2.5
    fetch: Fetch = hands_out_nothing
