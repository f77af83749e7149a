"""Several companies with one Accord: each installs it in its own workspace, as people do it, with a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from cryptography.fernet import Fernet

from adapters.slack.install import COOKIE
from bot.config import Settings
from bot.slack_settings import SlackSettings
from tests.slack.fake.installing import CLIENT_ID, CLIENT_SECRET
from tests.slack.fake.slack import FakeSlack
from tests.slack.fake.world import Team
from tests.slack.living import Served, serving
from tests.slack.people import SlackChat
from tests.stories.chat import MONDAY

KEY = Fernet.generate_key().decode()


def open_to_all(slack: FakeSlack, database: str) -> Settings:
    """Any workspace may install it."""
    chosen = SlackSettings(
        signing_secret=slack.secret, client_id=CLIENT_ID, client_secret=CLIENT_SECRET, api_url=f"{slack.url}/api/"
    )
    public = "https://accord.example"
    return Settings(database=database, local_workspace=False, slack=chosen, public_url=public, secret_keys=(KEY,))


@asynccontextmanager
async def companies(slack: FakeSlack, database: str, start: datetime = MONDAY) -> AsyncIterator[Served]:
    """Accord, open to all."""
    async with serving(slack, open_to_all(slack, database), start) as served:
        yield served


async def install(served: Served, team: Team) -> SlackChat:
    """Somebody of this workspace installs Accord; gives the people of it."""
    async with served.session.get(f"{served.url}/slack/install", allow_redirects=False) as begun:
        state = parse_qs(urlsplit(begun.headers["Location"]).query)["state"][0]
        cookie = begun.cookies[COOKIE].value
    served.slack.codes[f"code-{team.id}"] = team.id
    async with served.session.get(
        f"{served.url}/slack/oauth_redirect",
        params={"code": f"code-{team.id}", "state": state},
        headers={"Cookie": f"{COOKIE}={cookie}"},
        allow_redirects=False,
    ) as done:
        assert done.status == 200, await done.text()
    return served.chat(team, f"slack-{team.id}")
