"""What `doctor` finds in Slack: the token, its permissions, the clock, and who and what can be reached.

Each finding is one line, and says what to do where something is wrong. Nobody is written to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from adapters.findings import Finding, State, can_be_written_to
from adapters.platform import PlatformError, Throttled
from adapters.probing import clock
from adapters.slack.client import Web
from adapters.slack.errors import Paused, code_of
from adapters.slack.findings import Looking, workspace_name
from adapters.slack.pins import unpinned
from adapters.slack.places import NO_ACCOUNT
from adapters.slack.ports import Account, Installation, Kind, Spot
from adapters.slack.standing import identity, permissions
from adapters.slack.syncing import Syncing
from adapters.slack.ways_in import request_url, sockets
from flows.people import Person
from flows.plain import Plain

__all__ = ["Looking", "checks"]

REFUSED_AT = 300
"""Seconds by which a request may be off."""
TRIES = 30
LONGEST_WAIT = 60.0
PIN_IT = (
    "Let the app pin messages there (the permission pins:write, and the channel's posting rules), or pin it yourself: "
    "More actions of the message, Pin to channel."
)
"""Seconds to wait when Slack says so."""


async def checks(looking: Looking, installation: Installation) -> list[Finding]:
    """Everything that can be said of one workspace. Raises Unavailable when the database is away."""
    found = [await request_url(looking), await sockets(looking, installation)]
    try:
        answer = await looking.web.ask(replace(installation, paused=""), "auth.test", {})
    except PlatformError as error:
        cure = "Set SLACK_BOT_TOKEN anew, or install the app again." if code_of(error) else "Try again in a minute."
        return [Finding(State.BROKEN, f"{workspace_name(installation)}: {error}.", cure), *filter(None, found)]
    said = [
        identity(installation, answer.body),
        *permissions(answer.headers),
        clock(looking.now(), answer.headers, "Slack", REFUSED_AT),
    ]
    people = await _people(looking, installation)
    channels = await _channels(looking, installation)
    return [*said, *people, *channels, *filter(None, found)]


async def _people(looking: Looking, installation: Installation) -> list[Finding]:
    """Who has a part in a project and cannot be written to."""
    of, found, reached = installation.organisation_id, list[Finding](), list[tuple[str, str]]()
    wanted = await looking.accounts.wanted(of)
    accounts = await _accounts(looking, installation, wanted)
    for person, account in zip(wanted, accounts, strict=True):
        problem = await _reach(looking, installation, person, account)
        if problem is None:
            reached.append((of, person.id))
        else:
            found.append(replace(problem, people=((of, person.id),)))
    if reached:
        found.insert(0, can_be_written_to(reached))
    if wanted and not any(account is not None and account.direct for account in accounts):
        what = "Nobody was written to yet, so it is not known whether people may write to Accord."
        cure = "In the Slack app, under App Home, the Messages tab must be on, and people allowed to write in it."
        found.append(Finding(State.WARNING, what, cure))
    return found


async def _accounts(looking: Looking, installation: Installation, wanted: Sequence[Person]) -> Sequence[Account | None]:
    """Their accounts; Slack is asked for everybody when somebody seems to have none."""
    of = installation.organisation_id
    known = [await looking.accounts.of(of, person.id) for person in wanted]
    if None not in known:
        return known
    try:
        await Syncing(looking.web, looking.accounts, looking.spots).people(installation)
    except PlatformError:
        return known
    return [await looking.accounts.of(of, person.id) for person in wanted]


async def _reach(
    looking: Looking, installation: Installation, person: Person, account: Account | None
) -> Finding | None:
    """What stands between Accord and a person; None when nothing does."""
    if account is None:
        where = f"{person.email} in the project file" if person.email else "an e-mail address in the project file"
        return Finding(State.BROKEN, f"{person.name}: {NO_ACCOUNT}.", f"Check {where}, or invite them to Slack.")
    if not account.active:
        cure = "Name somebody else in the project, or have the account opened again."
        return Finding(State.BROKEN, f"{person.name}: the Slack account is deactivated.", cure)
    if account.kind is Kind.BOT:
        return Finding(State.BROKEN, f"{person.name}: this is the account of a bot.", "Name a person in the project.")
    if not account.direct:
        try:
            await _patiently(looking.web, installation, "conversations.open", {"users": account.user_id})
        except PlatformError as error:
            return Finding(State.BROKEN, f"{person.name}: {error}.", "Until then they are asked for in the channel.")
    if account.kind is Kind.STRANGER:
        what = f"{person.name} belongs to another company; Slack may not take direct messages to them."
        return Finding(State.WARNING, what, "Agree with them how they are reached.")
    return None


async def _channels(looking: Looking, installation: Installation) -> list[Finding]:
    names = await looking.spots.wanted(installation.organisation_id)
    if not names:
        return []
    try:
        await Syncing(looking.web, looking.accounts, looking.spots).channels(installation)
    except PlatformError as error:
        return [Finding(State.WARNING, f"The channels cannot be read: {error}.", "Try again in a minute.")]
    spots = {name: await looking.spots.named(installation.organisation_id, name) for name in names}
    bare = await unpinned(looking.web.waits, installation, looking.now())
    return [_channel(name, spot, pinned=spot is None or spot.channel_id not in bare) for name, spot in spots.items()]


def _channel(name: str, spot: Spot | None, *, pinned: bool) -> Finding:
    invite = f"Somebody in #{name} types /invite @Accord there."
    if spot is None:
        what = f"#{name}: there is no such channel, or it is private and Accord was not invited."
        return Finding(State.BROKEN, what, f"{invite} Or name another channel in the project.")
    if spot.archived:
        cure = "Have it brought back, or name another channel in the project."
        return Finding(State.BROKEN, f"#{name} is archived.", cure)
    if not spot.member:
        return Finding(State.BROKEN, f"#{name}: Accord is not in it.", invite)
    if not pinned:
        what = f"#{name}: Slack did not let Accord pin the charter. It is in the channel all the same."
        return Finding(State.WARNING, what, PIN_IT)
    return Finding(State.OK, f"#{name}: Accord is in it.")


async def _patiently(web: Web, installation: Installation, method: str, arguments: Mapping[str, Plain]) -> None:
    for _ in range(TRIES):
        try:
            await web.call(installation, method, arguments)
            return
        except Throttled as error:
            seconds = error.retry_after.total_seconds()
            if isinstance(error, Paused) or seconds > LONGEST_WAIT:
                raise
            await asyncio.sleep(seconds)
    await web.call(installation, method, arguments)
