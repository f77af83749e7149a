"""What an app says over a response_url."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp import web

from tests.slack.fake.calls import SlackSays
from tests.slack.fake.json import Json
from tests.slack.fake.rules import check_message
from tests.slack.fake.triggers import USES, ResponseUrl
from tests.slack.fake.world import Message, Team

if TYPE_CHECKING:
    from tests.slack.fake.slack import FakeSlack


def answer_url(slack: FakeSlack) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """POST /response/…"""

    async def answer(request: web.Request) -> web.StreamResponse:
        place = slack.response_urls.get(request.match_info["id"])
        if place is None:
            return web.Response(status=404, text="no_service")
        place.uses += 1
        if place.uses > USES:
            return web.Response(status=404, text="used_url")
        said: Json = await request.json()
        try:
            check_message(slack.teams[place.team], str(said.get("text", "")), said.get("blocks", []))
        except SlackSays as refusal:
            return web.json_response({"ok": False, "error": refusal.error}, status=400)
        say(slack, slack.teams[place.team], place, said)
        return web.Response(text="ok")

    return answer


def say(slack: FakeSlack, team: Team, place: ResponseUrl, said: Json) -> None:
    """Shows an answer: to whoever made the gesture, or to everybody, or in the place of what it was made on."""
    text, blocks = str(said.get("text", "")), list(said.get("blocks", []))
    on = team.message(place.channel, place.ts)
    if said.get("delete_original"):
        team.messages[:] = [message for message in team.messages if message is not on]
    elif said.get("replace_original") and on is not None:
        on.text, on.blocks, on.edited = text, blocks, slack.next_ts()
    elif said.get("response_type") == "in_channel":
        team.messages.append(Message(slack.next_ts(), place.channel, team.bot_user, text, blocks))
    else:
        here = Message(slack.next_ts(), place.channel, team.bot_user, text, blocks, only_for=place.user)
        team.ephemerals.append(here)
        place.shown.append(here)
