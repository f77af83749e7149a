"""Installing Accord into a workspace: to Slack with a state that only this browser has, and back once with it."""

from __future__ import annotations

import hmac
import math
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from html import escape
from urllib.parse import urlencode

import structlog
from aiohttp import web

from adapters.callers import Shares, caller
from adapters.naming import Called
from adapters.platform import PlatformError
from adapters.slack.limits import Budget
from adapters.slack.parts import OAuth, Parts
from adapters.slack.ports import Installation, Workspace
from adapters.slack.renewing import lasting
from flows.errors import Unavailable
from flows.plain import Plain
from flows.text import clean

AUTHORIZE = "https://slack.com/oauth/v2/authorize"
REDIRECT = "/slack/oauth_redirect"
COOKIE = "accord_slack_install"
MINUTES = 10
A_MINUTE, TOGETHER = 30, 300
"""Installations that may begin in one process, for one caller and for all: more would fill the database with states."""
log = structlog.get_logger("accord.slack")

NOT_DONE = "Accord is not installed"
AGAIN = "Please begin again at the address that you were given to install Accord."
STALE = f"This page was opened too late, twice, or in another browser than the one it began in. {AGAIN}"
DENIED = "Accord was not installed, because Slack was told not to. Nothing has changed."
NO_TOKEN = f"Slack did not confirm the installation, so nothing has changed. {AGAIN}"
WHOLE = (
    "This was an installation for a whole Enterprise organisation, which Accord does not take: each of its workspaces "
    "has its own projects. Please install Accord in the workspaces that use it, one by one."
)
CROWDED = "Too many people begin to install Accord at this moment. Please try again in a minute."
BUSY = f"Accord cannot save anything just now, so it was not installed. {AGAIN}"
DONE = "Accord is installed in {name}. You can close this page; in Slack, open Accord under Apps and type /align help."


class NotInstalled(Exception):
    """Why not, in a sentence for the person at the browser."""


class Installing:
    """The two pages. `seconds`: a clock that never jumps."""

    def __init__(self, parts: Parts, oauth: OAuth, seconds: Callable[[], float] = time.monotonic) -> None:
        self._parts = parts
        self._oauth = oauth
        self._seconds = seconds
        self._begun = Shares(Budget(TOGETHER, seconds()), partial(Budget, A_MINUTE))
        self._done = Called(parts.names).text(DONE)

    async def begin(self, request: web.Request) -> web.Response:
        """To Slack, and nowhere else, whatever the request says."""
        wait = self._begun.take(caller(request), self._seconds())
        if wait:
            crowded = page("Not just now", CROWDED, 429)
            crowded.headers["Retry-After"] = str(math.ceil(wait))
            return crowded
        state = secrets.token_urlsafe(32)
        try:
            await self._oauth.states.issue(_digest(state), self._parts.now())
        except Unavailable:
            return page("Not just now", BUSY, 503)
        asks = {
            "client_id": self._oauth.client_id,
            "scope": ",".join(self._oauth.scopes),
            "state": state,
            "redirect_uri": self._redirect,
        }
        response = web.Response(status=302, headers={"Location": f"{AUTHORIZE}?{urlencode(asks)}"})
        secure = self._oauth.public_url.startswith("https://")
        response.set_cookie(
            COOKIE, state, max_age=MINUTES * 60, path="/slack", httponly=True, secure=secure, samesite="Lax"
        )
        return response

    async def finish(self, request: web.Request) -> web.Response:
        """Back from Slack. What another browser began, or a later page, says nothing about what this one waits for."""
        state = request.query.get("state", "")
        if not state or not hmac.compare_digest(_digest(state), _digest(request.cookies.get(COOKIE, ""))):
            return page(NOT_DONE, STALE, 400)
        try:
            await self._check(request, state)
            installation = await self._exchange(request.query.get("code", ""))
            await self._parts.installations.keep(installation)
        except NotInstalled as refusal:
            response = page(NOT_DONE, str(refusal), 400)
        except Unavailable:
            response = page("Not just now", BUSY, 503)
        else:
            log.info("installed in slack", organisation=installation.organisation_id)
            response = page("Accord is installed", self._done.format(name=installation.name), 200)
        response.del_cookie(COOKIE, path="/slack")
        return response

    async def _check(self, request: web.Request, state: str) -> None:
        """The state is used up first, whatever comes after."""
        if not await self._oauth.states.use(_digest(state), self._parts.now()):
            raise NotInstalled(STALE)
        if "error" in request.query:
            raise NotInstalled(DENIED)

    async def _exchange(self, code: str) -> Installation:
        """The installation that the code stands for, as Slack itself describes it."""
        granted = await self._granted(code)
        if granted.get("is_enterprise_install"):
            raise NotInstalled(WHOLE)
        team, enterprise = _part(granted, "team"), _part(granted, "enterprise")
        team_id, token = _text(team, "id"), _text(granted, "access_token")
        if not team_id or not token or granted.get("token_type") != "bot":
            raise NotInstalled(NO_TOKEN)
        installation = Installation(
            organisation_id=f"slack-{team_id}",
            workspace=Workspace(_text(enterprise, "id"), team_id),
            name=clean(_text(team, "name")) or team_id,
            bot_token=token,
            bot_id="",
            bot_user_id=_text(granted, "bot_user_id"),
            scopes=tuple(sorted(filter(None, _text(granted, "scope").split(",")))),
        )
        return await self._described(lasting(installation, granted, self._parts.now()))

    async def _granted(self, code: str) -> Mapping[str, Plain]:
        """What Slack answers to the code."""
        asks = {
            "client_id": self._oauth.client_id,
            "client_secret": self._oauth.client_secret,
            "code": code,
            "redirect_uri": self._redirect,
        }
        try:
            return await self._parts.web.granted(asks)
        except PlatformError:
            raise NotInstalled(NO_TOKEN) from None

    async def _described(self, installation: Installation) -> Installation:
        """With the bot's own id, which only the token itself can tell; and the token is held to its workspace."""
        try:
            said = await self._parts.web.call(installation, "auth.test", {})
        except PlatformError:
            raise NotInstalled(NO_TOKEN) from None
        if said.get("team_id") != installation.workspace.team_id:
            raise NotInstalled(NO_TOKEN)
        bot_user_id = installation.bot_user_id or _text(said, "user_id")
        return replace(installation, bot_id=_text(said, "bot_id"), bot_user_id=bot_user_id)

    @property
    def _redirect(self) -> str:
        return f"{self._oauth.public_url.rstrip('/')}{REDIRECT}"


def page(title: str, text: str, status: int) -> web.Response:
    """A page that says one thing."""
    body = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><h1>{escape(title)}</h1><p>{escape(text)}</p></html>\n'
    )
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return web.Response(status=status, text=body, content_type="text/html", charset="utf-8", headers=headers)


def _digest(state: str) -> str:
    return sha256(state.encode("utf-8", "surrogateescape")).hexdigest()


def _part(sent: Mapping[str, Plain], name: str) -> Mapping[str, Plain]:
    found = sent.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(sent: Mapping[str, Plain], name: str) -> str:
    found = sent.get(name)
    return found if isinstance(found, str) else ""
