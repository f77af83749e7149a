"""Slack's addresses on the one server of the process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.slack import wall
from adapters.slack.app import Arrived, Slack
from adapters.slack.install import Installing

Handler = Callable[[web.Request], Awaitable[web.Response]]
EVENTS, INSTALL, REDIRECT = "/slack/events", "/slack/install", "/slack/oauth_redirect"
NO_RETRY = {"X-Slack-No-Retry": "1"}
"""What cannot be read now cannot be read when it comes again."""


def mount(server: web.Application, slack: Slack) -> None:
    """Adds Slack to a server: one address for events, interactivity and commands, and two for installing."""
    server.router.add_post(EVENTS, events(slack))
    if slack.parts.oauth is not None:
        installing = Installing(slack.parts, slack.parts.oauth)
        server.router.add_get(INSTALL, installing.begin, allow_head=False)
        server.router.add_get(REDIRECT, installing.finish, allow_head=False)


def events(slack: Slack) -> Handler:
    """Answers everything that Slack posts."""

    async def answer(request: web.Request) -> web.Response:
        try:
            body = await wall.body_of(request)
        except wall.Denied as denied:
            return web.Response(status=denied.status, text=denied.text)
        told = await slack.arrived(Arrived(request.headers, body, request.content_type))
        headers = NO_RETRY if told.status == 400 else None
        return web.Response(status=told.status, text=told.body, content_type=told.content_type, headers=headers)

    return answer
