"""In front of every address of the local workspace: only this machine, only our own pages, and errors in words."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from adapters.web.inbound import BadRequest
from flows.errors import Unavailable

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
LARGEST = 2**20
log = structlog.get_logger("accord.web")

ELSEWHERE = "This workspace answers only to this computer, at http://127.0.0.1 or http://localhost."
CROSS_SITE = "This came from another site, so nothing was done. Please use the workspace's own page."
PACKED = "This came packed, so nothing was done. Accord takes only JSON as it is."
TOO_LARGE = "That is more than Accord can take at once (1 MiB). Please shorten it, or send a link."
UNAVAILABLE = "Accord cannot save anything just now. Nothing is lost: what you did is kept here."
BROKEN = "Something went wrong in Accord. Please try again, or give the facilitator this number: {number}."


class Denied(Exception):
    """Answered with this status and sentence."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


def guarded(handler: Handler, draw_error: Callable[[web.Request, int, str], web.Response]) -> Handler:
    """The handler behind the checks; whatever goes wrong is drawn as one sentence."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            check(request)
            return await handler(request)
        except Denied as denied:
            return draw_error(request, denied.status, denied.text)
        except BadRequest as bad:
            return draw_error(request, 400, str(bad))
        except web.HTTPRequestEntityTooLarge:
            return draw_error(request, 413, TOO_LARGE)
        except Unavailable:
            return draw_error(request, 503, UNAVAILABLE)
        except (web.HTTPException, ConnectionError):
            raise
        except Exception:  # the edge: the person gets a number to tell, the log gets the rest under it
            number = secrets.token_hex(4)
            log.exception("request failed", request_id=number, route=_route(request))
            return draw_error(request, 500, BROKEN.format(number=number))

    return answer


def _route(request: web.Request) -> str:
    """The address without who or what is in it."""
    resource = request.match_info.route.resource
    return "" if resource is None else resource.canonical


def check(request: web.Request) -> None:
    """Raises Denied for another host name (DNS rebinding), another site (CSRF), or a body that is too large."""
    host = request.headers.get("Host", "")
    if not is_loopback(host):
        raise Denied(403, ELSEWHERE)
    if request.method == "GET":
        return
    headers = request.headers
    if headers.get("Origin", f"http://{host}") != f"http://{host}":
        raise Denied(403, CROSS_SITE)
    if headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Denied(403, CROSS_SITE)
    if not headers.get("Content-Type", "").startswith("application/json"):
        raise Denied(415, CROSS_SITE)
    if "Content-Encoding" in headers:
        raise Denied(415, PACKED)
    if (request.content_length or 0) > LARGEST:
        raise Denied(413, TOO_LARGE)


@lru_cache(maxsize=64)
def is_loopback(host: str) -> bool:
    """Whether a Host header names this machine, with any port."""
    try:
        return urlsplit(f"//{host}").hostname in LOOPBACK
    except ValueError:
        return False
