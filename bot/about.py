"""The page that says what this server is: app directories want an address for it, and people do, too."""

from __future__ import annotations

from aiohttp import web

TEXT = """\
Accord aligns the functions of a company before an industrial project starts, and takes each tradeoff to the one person
who may decide it.

Who runs it
This server belongs to the organisation whose chat it works in. Whoever added Accord there answers questions about it.

What it keeps
What people tell Accord for their projects: answers, decisions, who said what and when. Of each person the name, the
e-mail address and the time zone that the chat platform gives. All of it stays in the database of this server. Nothing
is sent anywhere but to the chat platforms that are set up here, and no language model reads it. What people write to
each other is not read, unless they give a message to Accord themselves.

Terms
Accord is free software under the MIT licence, without any warranty.
"""


def mount(server: web.Application) -> None:
    """Adds the page."""
    server.router.add_get("/about", _about, allow_head=True)


async def _about(_: web.Request) -> web.Response:
    return web.Response(text=TEXT)
