"""Whether what people do in Slack gets here: the address that Slack calls, and Socket Mode."""

from __future__ import annotations

from dataclasses import replace

from adapters.findings import Finding, State
from adapters.platform import PlatformError
from adapters.probing import answers
from adapters.slack.findings import Looking
from adapters.slack.ports import Installation


async def request_url(looking: Looking) -> Finding | None:
    """Whether the address that Slack calls is this server's, and refuses what is not signed."""
    if looking.public_url is None or (looking.app_token and not looking.public_url):
        return None
    if not looking.public_url:
        what = "Whether Slack reaches this server cannot be checked from here."
        return Finding(State.WARNING, what, "In the Slack app, Event Subscriptions, the Request URL must be verified.")
    return await answers(f"{looking.public_url.rstrip('/')}/slack/events", "Slack")


async def sockets(looking: Looking, installation: Installation) -> Finding | None:
    """Whether Slack lets this app connect; None where it does not use Socket Mode."""
    if not looking.app_token:
        return None
    if looking.socket:
        return Finding(State.BROKEN, " ".join(looking.socket), "Check that this server may open connections to Slack.")
    asking = replace(installation, bot_token=looking.app_token, paused="", expires_at=None)
    try:
        await looking.web.ask(asking, "apps.connections.open", {})
    except PlatformError as error:
        cure = "In the Slack app, switch Socket Mode on and set SLACK_APP_TOKEN (xapp-…, connections:write)."
        return Finding(State.BROKEN, f"Socket Mode does not work: {error}.", cure)
    return Finding(State.OK, "Socket Mode works.")
