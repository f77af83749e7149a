"""Who is in a conversation, page by page, and which channels a team has."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from aiohttp import web

from tests.slack.fake.json import Json
from tests.teams.fake.answers import TeamsSays
from tests.teams.fake.connector import reached
from tests.teams.fake.world import CHANNEL, Conversation, Tenant, User

if TYPE_CHECKING:
    from tests.teams.fake.teams import FakeTeams


def member(tenant: Tenant, user: User) -> Json:
    """Somebody as the roster has them."""
    given, _, surname = user.name.partition(" ")
    told: Json = {"id": user.id, "name": user.name, "objectId": user.aad, "aadObjectId": user.aad}
    told |= {"givenName": given, "surname": surname, "tenantId": tenant.id, "userRole": "user"}
    if user.email:
        told |= {"email": user.email, "userPrincipalName": user.email}
    if user.guest:
        name = user.email.replace("@", "_")
        told |= {"userRole": "guest", "userPrincipalName": f"{name}#EXT#@{tenant.name}.example"}
    return told


def people(tenant: Tenant, place: Conversation) -> list[User]:
    """Who is there, in a lasting order."""
    return [user for aad, user in sorted(tenant.users.items()) if aad in place.members]


def paged(teams: FakeTeams, request: web.Request, arguments: Json) -> Json:
    """GET …/pagedmembers: a page, and a token for the one after it."""
    tenant, place, _ = reached(teams, request)
    begin = 0
    if token := str(arguments.get("continuationToken", "")):
        if token not in teams.continued:
            raise TeamsSays("BadSyntax", "an unknown continuation token")
        begin = teams.continued.pop(token)
    end = begin + min(teams.page, int(arguments.get("pageSize", 500)))
    there = people(tenant, place)
    told: Json = {"members": [member(tenant, user) for user in there[begin:end]]}
    if end < len(there):
        told["continuationToken"] = uuid4().hex
        teams.continued[told["continuationToken"]] = end
    return told


def everybody(teams: FakeTeams, request: web.Request, arguments: Json) -> Json:
    """GET …/members, which Teams slows down: an app should turn pages."""
    raise TeamsSays("Throttled", "the roster as a whole is hardly ever told: please turn pages")


def one(teams: FakeTeams, request: web.Request, arguments: Json) -> Json:
    """GET …/members/{id}"""
    tenant, place, _ = reached(teams, request)
    user = tenant.user(request.match_info["member"])
    if user is None or user.aad not in place.members:
        raise TeamsSays("MemberNotFoundInConversation", "no such member")
    return member(tenant, user)


def channels(teams: FakeTeams, request: web.Request, arguments: Json) -> Json:
    """GET /v3/teams/{id}/conversations: the General channel has no name."""
    tenant = _tenant(teams, request)
    there = [each for each in tenant.conversations.values() if each.kind == CHANNEL]
    return {"conversations": [{"id": each.id, "name": each.name or None, "type": "standard"} for each in there]}


def team(teams: FakeTeams, request: web.Request, arguments: Json) -> Json:
    """GET /v3/teams/{id}"""
    tenant = _tenant(teams, request)
    return {"id": tenant.team, "name": f"{tenant.name} works", "aadGroupId": tenant.id, "tenantId": tenant.id}


def _tenant(teams: FakeTeams, request: web.Request) -> Tenant:
    wanted = request.match_info["team"]
    found = next((tenant for tenant in teams.tenants.values() if tenant.team == wanted), None)
    if found is None:
        raise TeamsSays("ConversationNotFound", "no such team")
    if not found.conversations[found.team].bot:
        raise TeamsSays("BotNotInConversationRoster")
    return found
