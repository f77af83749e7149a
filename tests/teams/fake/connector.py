"""The connector: messages that the app posts, changes and deletes, and conversations that it begins."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aiohttp import web

from tests.slack.fake.json import Json
from tests.teams.fake.answers import TeamsSays
from tests.teams.fake.rules import check
from tests.teams.fake.world import CHANNEL, PERSONAL, Conversation, Shown, Tenant, User

if TYPE_CHECKING:
    from tests.teams.fake.teams import FakeTeams

LIMITS = ((1.0, 7), (2.0, 8), (30.0, 60), (3600.0, 1800))
"""Seconds and messages: what a bot may send to one conversation."""


def post(teams: FakeTeams, request: web.Request, activity: Json) -> Json:
    """POST …/activities, and …/activities/{id} as a reply."""
    tenant, place, thread = reached(teams, request)
    check(activity)
    pace(teams, place)
    under = thread or (request.match_info.get("activity", "") if place.kind == CHANNEL else "")
    if under and tenant.activity(place.id, under) is None:
        raise TeamsSays("ActivityNotFoundInConversation", f"no message {under}")
    return {"id": shown(teams, tenant, place, activity, under).id}


def put(teams: FakeTeams, request: web.Request, activity: Json) -> Json:
    """PUT …/activities/{id}: the same message with another content, for everybody."""
    tenant, place, _ = reached(teams, request)
    check(activity)
    pace(teams, place)
    found = tenant.activity(place.id, request.match_info["activity"])
    if found is None or found.sender:
        raise TeamsSays("ActivityNotFoundInConversation")
    found.text, found.attachments = str(activity.get("text") or ""), list(activity.get("attachments") or [])
    found.entities, found.edited = list(activity.get("entities") or []), True
    found.only.clear()
    return {"id": found.id}


def delete(teams: FakeTeams, request: web.Request, arguments: Json) -> Json:
    """DELETE …/activities/{id}"""
    tenant, place, _ = reached(teams, request)
    found = tenant.activity(place.id, request.match_info["activity"])
    if found is None:
        raise TeamsSays("ActivityNotFoundInConversation")
    tenant.shown.remove(found)
    return {}


def create(teams: FakeTeams, request: web.Request, arguments: Json) -> Json:
    """POST /v3/conversations: the chat with one person, or a new thread in a channel."""
    data = arguments.get("channelData") or {}
    tenant_id = (data.get("tenant") or {}).get("id") or arguments.get("tenantId")
    tenant = teams.tenants.get(str(tenant_id))
    if tenant is None:
        raise TeamsSays("BadSyntax", "Could not parse tenant id")
    if (channel := (data.get("channel") or {}).get("id")) is not None:
        return _thread(teams, tenant, str(channel), arguments)
    members = arguments.get("members") or []
    if len(members) != 1 or arguments.get("isGroup"):
        raise TeamsSays("BadSyntax", "a bot begins chats with one person only")
    user = tenant.user(str(members[0]["id"]))
    if user is None:
        raise TeamsSays("ForbiddenOperationException", "no such person")
    if not user.installed:
        raise TeamsSays("BotNotInConversationRoster", "the app is not installed for this person")
    place = tenant.personal(user)
    made: Json = {"id": place.id, "serviceUrl": teams.service_url}
    if (activity := arguments.get("activity")) is not None:
        check(activity)
        made["activityId"] = shown(teams, tenant, place, activity).id
    return made


def _thread(teams: FakeTeams, tenant: Tenant, channel: str, arguments: Json) -> Json:
    place = tenant.conversations.get(channel)
    if place is None or place.kind != CHANNEL:
        raise TeamsSays("ConversationNotFound")
    allowed(tenant, place)
    activity = arguments.get("activity") or {}
    check(activity)
    pace(teams, place)
    head = shown(teams, tenant, place, activity)
    return {"id": f"{place.id};messageid={head.id}", "activityId": head.id, "serviceUrl": teams.service_url}


def reached(teams: FakeTeams, request: web.Request) -> tuple[Tenant, Conversation, str]:
    """Where a call goes, and the thread it names. Raises TeamsSays where the app may not."""
    conversation, _, thread = request.match_info["conversation"].partition(";messageid=")
    found = teams.found(conversation)
    if found is None:
        raise TeamsSays("ConversationNotFound")
    allowed(*found)
    return *found, thread


def allowed(tenant: Tenant, place: Conversation) -> None:
    """Raises TeamsSays where the app may not write."""
    if place.closed:
        raise TeamsSays(place.closed)
    if not place.bot:
        raise TeamsSays("BotNotInConversationRoster")
    if place.kind == PERSONAL:
        user: User = next(each for each in tenant.users.values() if place.id.endswith(each.aad))
        if user.blocked:
            raise TeamsSays("ConversationBlockedByUser")
        if not user.installed:
            raise TeamsSays("MessageWritesBlocked", "the app was uninstalled")


def pace(teams: FakeTeams, place: Conversation) -> None:
    """What Teams documents for one bot in one conversation."""
    at = teams.now().timestamp()
    sent = teams.posted_at.setdefault(place.id, [])
    for seconds, most in LIMITS if teams.paced else ():
        if sum(at - each < seconds for each in sent) >= most:
            raise TeamsSays("Throttled", f"more than {most} in {seconds} s")
    sent.append(at)


def shown(teams: FakeTeams, tenant: Tenant, place: Conversation, activity: Json, thread: str = "") -> Shown:
    """Puts an activity of the app on screen."""
    plain = json.loads(json.dumps(activity))
    made = Shown(teams.next_id(), place.id, "", str(plain.get("text") or ""), plain.get("attachments") or [])
    made.entities, made.thread = plain.get("entities") or [], thread
    tenant.shown.append(made)
    return made
