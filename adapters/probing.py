"""Checks that are the same for every chat platform: whether its requests get here, and whether the clocks agree."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp

from adapters.findings import Finding, State

PATIENCE = 5.0
"""Seconds for an address to answer."""


async def answers(url: str, chat: str) -> Finding:
    """Whether an address is this server's, and refuses what the chat (by its name) has not signed."""
    path = f"/{url.partition('://')[2].partition('/')[2]}"
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session,
            session.post(url, data=b"{}", allow_redirects=False) as response,
        ):
            status = response.status
    except (aiohttp.ClientError, OSError, ValueError):
        what, cure = f"{url} does not answer, at least not from here.", "Check ACCORD_PUBLIC_URL, DNS and the proxy."
        return Finding(State.WARNING, what, cure)
    if status == 401:
        return Finding(State.OK, f"{url} answers, and refuses what {chat} has not signed.")
    what = f"{url} answers with HTTP {status} instead of refusing what is not signed: it is not Accord's."
    return Finding(State.BROKEN, what, f"Have the proxy pass {path} on to Accord unchanged.")


def clock(now: datetime, headers: Mapping[str, str], whose: str, most: int) -> Finding:
    """Whether somebody's answer and this computer agree on the time. `most`: seconds above which they refuse."""
    try:
        theirs = parsedate_to_datetime(headers.get("Date", "")).astimezone(UTC)
    except ValueError:
        return Finding(State.WARNING, f"{whose} does not say what time it is.", "Check the clock of this computer.")
    away = round(abs((now - theirs).total_seconds()))
    if away <= most / 5:
        return Finding(State.OK, f"The clock of this computer agrees with {whose}'s.")
    what = f"The clock of this computer is {away} seconds away from {whose}'s. Above {most} all requests are refused."
    return Finding(State.BROKEN if away > most * 0.8 else State.WARNING, what, "Set the clock, for example by NTP.")
