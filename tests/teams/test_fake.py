"""The fake Teams against Microsoft's own SDK: it answers, refuses and signs as teams.md says that Teams does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web
from botbuilder.schema import Activity, ConversationParameters, ErrorResponseException
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import ChannelValidation, JwtTokenExtractor
from jwt import InvalidSignatureError
from msrest.authentication import BasicTokenAuthentication

from tests.slack.fake.faults import Fault, Trouble
from tests.slack.fake.json import Json
from tests.teams.fake.delivering import HttpCarrier
from tests.teams.fake.payloads import Payloads
from tests.teams.fake.rules import CARD
from tests.teams.fake.teams import TENANT, FakeTeams
from tests.teams.fake.world import BOT, Conversation, Tenant

HELLO = Activity(type="message", text="hello")


@pytest.fixture
async def teams() -> AsyncIterator[FakeTeams]:
    fake = FakeTeams()
    tenant = fake.tenant()
    for name in ("Maria Nowak", "Jan Lis", "Ben Okoye", "Ewa Kot"):
        fake.person(tenant, name, f"{name.split()[0].lower()}@example.com")
    fake.channel(tenant, "line3")
    await fake.start()
    yield fake
    await fake.stop()


async def token(teams: FakeTeams, **changes: str) -> Json:
    asked = {
        "grant_type": "client_credentials",
        "client_id": teams.app_id,
        "client_secret": teams.secret,
        "scope": "https://api.botframework.com/.default",
        **changes,
    }
    async with ClientSession() as session, session.post(f"{teams.url}/{TENANT}/oauth2/v2.0/token", data=asked) as told:
        return dict(await told.json())


@pytest.fixture
async def sdk(teams: FakeTeams) -> ConnectorClient:
    client = ConnectorClient(BasicTokenAuthentication(await token(teams)), base_url=teams.service_url)
    client.config.retry_policy.policy.total = 0
    return client


@pytest.fixture
def tenant(teams: FakeTeams) -> Tenant:
    return teams.tenant()


@pytest.fixture
def line3(tenant: Tenant) -> Conversation:
    return tenant.named("line3")


async def refused(call: object) -> str:
    with pytest.raises(ErrorResponseException) as caught:
        await call  # type: ignore[misc]
    return f"{caught.value.response.status_code} {caught.value.error.error.code}"


def by_the_sdk(url: str, token: str) -> dict[str, str]:
    """The claims of a token that the SDK takes; it asks for keys on the loop that it runs on, so it gets its own."""
    parameters = ChannelValidation.TO_BOT_FROM_CHANNEL_TOKEN_VALIDATION_PARAMETERS
    extractor = JwtTokenExtractor(parameters, url, {"RS256"})
    found = asyncio.run(extractor.get_identity_from_auth_header(f"Bearer {token}", "msteams", ["msteams"]))
    return dict(found.claims)


async def test_the_sdk_takes_our_tokens_and_no_others(teams: FakeTeams) -> None:
    good = HttpCarrier(teams, "").token()
    assert (await asyncio.to_thread(by_the_sdk, teams.openid_url, good))["serviceurl"] == teams.service_url
    with pytest.raises(InvalidSignatureError):
        await asyncio.to_thread(by_the_sdk, teams.openid_url, f"{good[:-8]}AAAAAAAA")


async def test_the_keys_roll_over(teams: FakeTeams) -> None:
    old = teams.keys.signing
    teams.keys.roll_over(keep=True)
    assert [key["kid"] for key in teams.keys.jwks()["keys"]] == ["key-1", "key-2"]
    teams.keys.roll_over()
    assert [key["kid"] for key in teams.keys.jwks()["keys"]] == ["key-3"]
    assert old not in teams.keys.published


async def test_tokens_are_for_who_has_the_secret(teams: FakeTeams) -> None:
    assert (await token(teams))["token_type"] == "Bearer"
    assert (await token(teams, client_secret="another"))["error"]["code"] == "BotNotRegistered"
    assert "access_token" not in await token(teams, scope="https://graph.microsoft.com/.default")


async def test_a_message_is_posted_changed_and_deleted(
    teams: FakeTeams, sdk: ConnectorClient, tenant: Tenant, line3: Conversation
) -> None:
    posted = await sdk.conversations.send_to_conversation(line3.id, HELLO)
    await sdk.conversations.update_activity(line3.id, posted.id, Activity(type="message", text="changed"))
    (shown,) = tenant.screen(line3.id)
    assert (shown.id, shown.text, shown.edited) == (posted.id, "changed", True)
    reply = await sdk.conversations.send_to_conversation(f"{line3.id};messageid={posted.id}", HELLO)
    assert tenant.screen(line3.id)[1].thread == posted.id != reply.id
    await sdk.conversations.delete_activity(line3.id, posted.id)
    assert await refused(sdk.conversations.update_activity(line3.id, posted.id, HELLO)) == (
        "404 ActivityNotFoundInConversation"
    )


async def test_a_chat_begins_with_who_has_the_app(sdk: ConnectorClient, tenant: Tenant) -> None:
    maria, jan, *_ = tenant.users.values()
    wanted = ConversationParameters(members=[{"id": maria.id}], channel_data={"tenant": {"id": tenant.id}})
    made = await sdk.conversations.create_conversation(wanted)
    assert made.id == tenant.personal(maria).id
    jan.installed = False
    wanted = ConversationParameters(members=[{"id": jan.id}], channel_data={"tenant": {"id": tenant.id}})
    assert await refused(sdk.conversations.create_conversation(wanted)) == "403 BotNotInConversationRoster"
    wanted = ConversationParameters(members=[{"id": maria.id}])
    assert await refused(sdk.conversations.create_conversation(wanted)) == "400 BadSyntax"


async def test_the_roster_is_told_page_by_page(sdk: ConnectorClient, tenant: Tenant, line3: Conversation) -> None:
    first = await sdk.conversations.get_conversation_paged_members(line3.id, page_size=50)
    rest = await sdk.conversations.get_conversation_paged_members(
        line3.id, page_size=50, continuation_token=first.continuation_token
    )
    assert (len(first.members), len(rest.members), rest.continuation_token) == (3, 1, None)
    assert {each.aad_object_id for each in (*first.members, *rest.members)} == set(tenant.users)


async def test_what_cannot_be_posted_is_refused_with_teams_word_for_it(
    sdk: ConnectorClient, tenant: Tenant, line3: Conversation
) -> None:
    send = sdk.conversations.send_to_conversation
    assert await refused(send("19:nowhere@thread.v2", HELLO)) == "404 ConversationNotFound"
    both = Activity(type="message", text="x", attachments=[{"contentType": CARD, "content": {}}])
    assert await refused(send(line3.id, both)) == "400 BadSyntax"
    assert await refused(send(line3.id, Activity(type="message", text="x" * 60_000))) == "413 MessageSizeTooBig"
    line3.bot = False
    assert await refused(send(line3.id, HELLO)) == "403 BotNotInConversationRoster"
    maria = next(iter(tenant.users.values()))
    maria.installed = False
    assert await refused(send(tenant.personal(maria).id, HELLO)) == "403 MessageWritesBlocked"


async def test_too_many_for_one_conversation(teams: FakeTeams, sdk: ConnectorClient, line3: Conversation) -> None:
    teams.paced = True
    for _ in range(7):
        await sdk.conversations.send_to_conversation(line3.id, HELLO)
    assert await refused(sdk.conversations.send_to_conversation(line3.id, HELLO)) == "429 Throttled"


@pytest.mark.parametrize(("fault", "there"), [(Fault.ERROR_AFTER, 1), (Fault.ERROR_BEFORE, 0), (Fault.RESET_AFTER, 1)])
async def test_an_answer_is_lost(
    teams: FakeTeams, sdk: ConnectorClient, tenant: Tenant, line3: Conversation, fault: Fault, there: int
) -> None:
    teams.trouble("post", Trouble(fault))
    with pytest.raises(Exception, match=r"500|ClientRequestError|Service|Connection"):
        await sdk.conversations.send_to_conversation(line3.id, HELLO)
    assert len(tenant.screen(line3.id)) == there


async def test_a_client_tries_an_invoke_three_times(teams: FakeTeams, tenant: Tenant) -> None:
    heard: list[Json] = []

    async def endpoint(request: web.Request) -> web.Response:
        heard.append(await request.json())
        return web.Response(status=500 if len(heard) < 3 else 200)

    server = web.Application()
    server.router.add_post("/api/messages", endpoint)
    runner = web.AppRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    carrier = HttpCarrier(teams, f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages")
    user, payloads = next(iter(tenant.users.values())), Payloads(teams, tenant)
    press = payloads.invoked("adaptiveCard/action", user, tenant.personal(user), {"action": {}})
    async with asyncio.timeout(10):
        assert (await carrier.press(press)).status == 200
    await runner.cleanup()
    assert len({each["id"] for each in heard}) == 3
    assert [{**each, "id": ""} for each in heard] == [{**press, "id": ""}] * 3


async def test_a_message_in_a_channel_mentions_the_app_and_names_its_thread(
    teams: FakeTeams, tenant: Tenant, line3: Conversation
) -> None:
    user, payloads = next(iter(tenant.users.values())), Payloads(teams, tenant)
    told = payloads.typed(user, line3, "@accord /align status")
    assert told["text"] == "<at>Accord</at> /align status"
    mention = next(each for each in told["entities"] if each["type"] == "mention")
    assert mention["mentioned"]["id"] == told["recipient"]["id"] == BOT
    assert told["conversation"]["id"] == f"{line3.id};messageid={told['id']}"
    assert told["channelData"]["tenant"]["id"] == told["conversation"]["tenantId"] == tenant.id
