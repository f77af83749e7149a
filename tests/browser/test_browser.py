"""The browser itself: it is real, it reaches loopback, and a script error on a page does not go unseen."""

from __future__ import annotations

from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Page


async def test_a_page_on_loopback_is_shown_and_pressed(page: Page) -> None:
    async def door(request: web.Request) -> web.Response:
        text = "<title>Door</title><button onclick='this.textContent=`open`'>closed</button>"
        return web.Response(text=text, content_type="text/html")

    app = web.Application()
    app.router.add_get("/", door)
    async with TestServer(app, host="127.0.0.1") as server:
        await page.goto(str(server.make_url("/")))
        await page.get_by_role("button", name="closed").click()
        assert await page.get_by_role("button").inner_text() == "open"
        assert await page.title() == "Door"
