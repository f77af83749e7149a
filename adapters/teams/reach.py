"""What `doctor` finds in Teams: the bot's credentials, Microsoft's keys, the clock, and who and what can be reached.

Each finding is one line, and says what to do where something is wrong. Nobody is written to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import aiohttp

from adapters.accounts import Accounts, Spots
from adapters.findings import Finding, State, can_be_written_to
from adapters.platform import PlatformError, Throttled
from adapters.probing import answers, clock
from adapters.teams.client import Connector
from adapters.teams.door import MESSAGES
from adapters.teams.errors import NotLetIn
from adapters.teams.places import Routes
from adapters.teams.roster import References
from flows.messages import Address, ToChannel, ToPerson
from flows.people import Person

TO_BEGIN = "Upload accord.zip, add Accord in Teams and write a word to it; check the Messaging endpoint of the bot."
TO_PLAY = "Start the Agents Playground as docs/teams.md says, and type help in its personal chat."
PATIENCE = 5.0
"""Seconds for Microsoft to say something."""
REFUSED_AT = 60
"""Seconds by which a token may be off."""
TRIES = 30
LONGEST_WAIT = 60.0
"""Seconds to wait when Teams says so."""


@dataclass(frozen=True, kw_only=True)
class Looking:
    """What the checks look at. `now`: the real clock. `openid_url`: where Microsoft tells its keys, "" in development,
    where nothing is asked of it. `public_url`: where Teams reaches this server, "" where that is not known."""

    organisation_id: str
    connector: Connector
    routes: Routes
    references: References
    accounts: Accounts
    spots: Spots
    openid_url: str
    now: Callable[[], datetime]
    public_url: str = ""


async def checks(looking: Looking) -> list[Finding]:
    """Everything that can be said. Raises Unavailable when the database is away."""
    found = [await _address(looking), *await _microsoft(looking)] if looking.openid_url else []
    try:
        await looking.connector.tokens.get()
    except PlatformError as error:
        cure = "Set TEAMS_APP_ID, TEAMS_APP_PASSWORD (the value of a client secret) and TEAMS_TENANT_ID anew."
        again = "Let this server open connections to login.microsoftonline.com, and try again."
        return [*found, Finding(State.BROKEN, f"{error}.", cure if isinstance(error, NotLetIn) else again)]
    if looking.openid_url:
        found.append(Finding(State.OK, "Microsoft accepts the bot's app id and password."))
    if not await looking.references.all(looking.organisation_id):
        what = "Nobody has added Accord in Teams yet, or nothing of it has come here."
        return [*found, Finding(State.BROKEN, what, TO_BEGIN if looking.openid_url else TO_PLAY)]
    return [*found, *await _people(looking), *await _channels(looking)]


async def _address(looking: Looking) -> Finding:
    """Whether the address that Teams calls is this server's, and refuses what is not signed."""
    if not looking.public_url:
        what = "Whether Teams reaches this server cannot be checked from here."
        return Finding(State.WARNING, what, "Set ACCORD_PUBLIC_URL to the address in the bot's Messaging endpoint.")
    return await answers(f"{looking.public_url.rstrip('/')}{MESSAGES}", "Teams")


async def _microsoft(looking: Looking) -> list[Finding]:
    """Whether Microsoft's keys can be read, without which nobody gets in; its answer tells the time, too."""
    limit = aiohttp.ClientTimeout(total=PATIENCE)
    try:
        async with (
            aiohttp.ClientSession(timeout=limit) as session,
            session.get(looking.openid_url, allow_redirects=False) as response,
        ):
            status, headers = response.status, dict(response.headers)
    except (aiohttp.ClientError, OSError):
        status, headers = 0, {}
    if status != 200:
        what = "Microsoft's keys cannot be read from here, so that no request of Teams can be let in."
        return [Finding(State.BROKEN, what, "Let this server open connections to login.botframework.com.")]
    return [Finding(State.OK, "Microsoft's keys can be read."), clock(looking.now(), headers, "Microsoft", REFUSED_AT)]


async def _people(looking: Looking) -> list[Finding]:
    """Who has a part in a project and cannot be written to."""
    of, found, reached = looking.organisation_id, list[Finding](), list[tuple[str, str]]()
    wanted: Sequence[Person] = await looking.accounts.wanted(of)
    for person in wanted:
        problem = await _way(looking, ToPerson(person.id))
        if problem is None:
            reached.append((of, person.id))
        else:
            found.append(Finding(State.BROKEN, f"{person.name}: {problem}.", _cure(person), ((of, person.id),)))
    if reached:
        found.insert(0, can_be_written_to(reached, " in Teams"))
    return found


async def _channels(looking: Looking) -> list[Finding]:
    found = []
    for name in await looking.spots.wanted(looking.organisation_id):
        problem = await _way(looking, ToChannel(name))
        cure = "Where the channel is new, somebody types @Accord help in it once."
        fine = Finding(State.OK, f"#{name}: Accord is in it.")
        found.append(fine if problem is None else Finding(State.BROKEN, f"#{name}: {problem}.", cure))
    return found


def _cure(person: Person) -> str:
    where = f"{person.email} in the project" if person.email else "an e-mail address in the project"
    return f"Check {where}; docs/teams.md says how to add Accord for everybody."


async def _way(looking: Looking, to: Address) -> str | None:
    """What stands between Accord and an address, None when nothing does."""
    for left in reversed(range(TRIES)):
        try:
            await looking.routes.of(looking.organisation_id, to)
        except Throttled as error:
            seconds = error.retry_after.total_seconds()
            if not left or seconds > LONGEST_WAIT:
                return str(error)
            await asyncio.sleep(seconds)
        except PlatformError as error:
            return str(error)
        else:
            return None
    return None
