"""Installing Accord: a state that only this browser has, used once; plain words, and no way anywhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.slack.install import A_MINUTE
from adapters.slack.ports import Installation, Workspace
from adapters.slack.shapes import Sent
from tests.adapters.slack.inbound_stand import Answered, Stand, standing

GRANTED: Sent = {
    "access_token": "xoxb-canary-new",
    "token_type": "bot",
    "scope": "commands,chat:write",
    "bot_user_id": "UBOT2",
    "team": {"id": "T2", "name": "Beta"},
    "enterprise": None,
    "is_enterprise_install": False,
    "authed_user": {"id": "U1", "access_token": "xoxp-canary-person"},
}
TEST: Sent = {"team_id": "T2", "bot_id": "B2", "user_id": "UBOT2"}
T2 = Workspace("", "T2")


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    """A stand where many workspaces may install Accord."""
    async with standing(public_url="https://accord.example.com") as running:
        running.api.answers |= {"oauth.v2.access": GRANTED, "auth.test": TEST}
        yield running


async def get(stand: Stand, path: str, cookie: str = "", through: str = "") -> Answered:
    """`through`: what a proxy on this computer says of who asks."""
    headers = {"Cookie": f"accord_slack_install={cookie}"} if cookie else {}
    headers |= {"X-Forwarded-For": through} if through else {}
    async with stand.session.get(f"{stand.url}{path}", headers=headers, allow_redirects=False) as answer:
        return Answered(answer.status, await answer.text(), answer.headers)


async def begun(stand: Stand) -> str:
    """The state that Slack was given, which is in the cookie as well."""
    answer = await get(stand, "/slack/install")
    return parse_qs(urlsplit(answer.headers["Location"]).query)["state"][0]


async def test_it_begins_at_slack_with_the_least_permissions_and_a_cookie(stand: Stand) -> None:
    answer = await get(stand, "/slack/install")
    to = urlsplit(answer.headers["Location"])
    asks = parse_qs(to.query)
    assert (answer.status, f"{to.scheme}://{to.netloc}{to.path}") == (302, "https://slack.com/oauth/v2/authorize")
    assert (asks["scope"], asks["client_id"]) == (["chat:write"], ["1.2"])
    assert asks["redirect_uri"] == ["https://accord.example.com/slack/oauth_redirect"]
    (state,) = asks["state"]
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"accord_slack_install={state};")
    assert all(part in cookie for part in ("HttpOnly", "Secure", "SameSite=Lax", "Max-Age=600", "Path=/slack"))
    assert list(stand.states.issued) == [sha256(state.encode()).hexdigest()]


async def test_states_are_never_the_same(stand: Stand) -> None:
    states = {await begun(stand) for _ in range(20)}
    assert len(states) == 20
    assert min(map(len, states)) >= 43


async def test_back_from_slack_it_is_installed(stand: Stand) -> None:
    state = await begun(stand)
    answer = await get(stand, f"/slack/oauth_redirect?code=c0de&state={state}", state)
    assert (answer.status, "installed in Beta" in answer.text) == (200, True)
    assert stand.installations.known[T2] == Installation(
        "slack-T2", T2, "Beta", "xoxb-canary-new", "B2", "UBOT2", ("chat:write", "commands")
    )
    assert "canary" not in answer.text
    (exchanged,) = stand.api.made("oauth.v2.access")
    assert exchanged["code"] == "c0de"


async def test_a_state_works_once_and_only_in_the_browser_that_began(stand: Stand) -> None:
    state, other = await begun(stand), await begun(stand)
    for cookie in ("", other, "x"):
        again = await begun(stand)
        assert (await get(stand, f"/slack/oauth_redirect?code=c&state={again}", cookie)).status == 400
    assert (await get(stand, f"/slack/oauth_redirect?code=c&state={state}", state)).status == 200
    assert (await get(stand, f"/slack/oauth_redirect?code=c&state={state}", state)).status == 400
    assert len(stand.api.made("oauth.v2.access")) == 1


async def test_an_old_or_invented_state_does_not_work(stand: Stand) -> None:
    state = await begun(stand)
    for digest in stand.states.issued:
        stand.states.issued[digest] -= timedelta(minutes=11)
    for given in (state, "invented", "", "%FF%FE", "x" * 5000):
        answer = await get(stand, f"/slack/oauth_redirect?code=c&state={given}", given[:100])
        assert (answer.status, "begin again" in answer.text) == (400, True)
    assert T2 not in stand.installations.known


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"is_enterprise_install": True, "team": None}, "one by one"),
        ({"ok": False, "error": "invalid_code"}, "did not confirm"),
        ({"team": None}, "did not confirm"),
        ({"access_token": None}, "did not confirm"),
        ({"token_type": "user"}, "did not confirm"),
    ],
)
async def test_what_is_no_installation_of_a_workspace_is_refused_in_words(
    stand: Stand, changed: Sent, says: str
) -> None:
    stand.api.answers["oauth.v2.access"] = {**GRANTED, **changed}
    state = await begun(stand)
    answer = await get(stand, f"/slack/oauth_redirect?code=c&state={state}", state)
    assert (answer.status, says in answer.text) == (400, True)
    assert T2 not in stand.installations.known


async def test_with_token_rotation_it_is_kept_when_the_token_ends_and_what_it_is_exchanged_for(stand: Stand) -> None:
    ends: Sent = {"access_token": "xoxe.xoxb-canary", "refresh_token": "xoxe-canary", "expires_in": 43200}
    stand.api.answers["oauth.v2.access"] = {**GRANTED, **ends}
    state = await begun(stand)
    answer = await get(stand, f"/slack/oauth_redirect?code=c&state={state}", state)
    assert answer.status == 200
    kept = stand.installations.known[T2]
    assert (kept.bot_token, kept.refresh_token) == ("xoxe.xoxb-canary", "xoxe-canary")
    assert kept.expires_at is not None
    assert "canary" not in f"{answer.text} {kept!r}"


async def test_a_token_of_another_workspace_is_refused(stand: Stand) -> None:
    stand.api.answers["auth.test"] = {**TEST, "team_id": "T9"}
    state = await begun(stand)
    assert (await get(stand, f"/slack/oauth_redirect?code=c&state={state}", state)).status == 400
    assert T2 not in stand.installations.known


async def test_slack_out_of_order_is_said_in_words(stand: Stand) -> None:
    stand.api.statuses["oauth.v2.access"] = 500
    state = await begun(stand)
    answer = await get(stand, f"/slack/oauth_redirect?code=c&state={state}", state)
    assert (answer.status, "did not confirm" in answer.text) == (400, True)


async def test_who_says_no_is_told_that_nothing_has_changed(stand: Stand) -> None:
    state = await begun(stand)
    answer = await get(stand, f"/slack/oauth_redirect?error=access_denied&state={state}", state)
    assert (answer.status, "Nothing has changed" in answer.text) == (400, True)
    assert stand.api.made("oauth.v2.access") == []


async def test_installing_again_takes_the_new_token_and_ends_the_pause(stand: Stand) -> None:
    for token in ("xoxb-canary-old", "xoxb-canary-new"):
        stand.api.answers["oauth.v2.access"] = {**GRANTED, "access_token": token}
        state = await begun(stand)
        await get(stand, f"/slack/oauth_redirect?code=c&state={state}", state)
        if token.endswith("old"):
            await stand.installations.pause(stand.installations.known[T2], "removed")
    kept = stand.installations.known[T2]
    assert (kept.bot_token, kept.paused, kept.organisation_id) == ("xoxb-canary-new", "", "slack-T2")


SIDEWAYS = (
    "//e",
    "/\\e",
    "https:e",
    "https://evil.example",
    "\\\\e",
    "%2F%2Fe",
    "javascript:alert(1)",
    "//e%00.slack.com",
)
PARAMETERS = ("redirect", "next", "redirect_uri", "return_to", "url", "state", "code", "error")


@pytest.mark.parametrize("name", PARAMETERS)
async def test_a33_no_request_leads_anywhere_but_to_slack(stand: Stand, name: str) -> None:
    back = "https://accord.example.com/slack/oauth_redirect"
    for to in SIDEWAYS:
        begin = await get(stand, f"/slack/install?{name}={to}")
        asked = urlsplit(begin.headers["Location"])
        assert (begin.status, asked.scheme, asked.netloc) == (302, "https", "slack.com")
        assert parse_qs(asked.query)["redirect_uri"] == [back]
        mine = parse_qs(asked.query)["state"][0]
        for rest in (f"state={mine}&code=c", "code=c", f"state={mine}"):  # the first ends it, whatever it says besides
            answer = await get(stand, f"/slack/oauth_redirect?{rest}&{name}={to}", mine)
            assert "Location" not in answer.headers
            assert "evil" not in answer.text


async def test_a_name_of_a_workspace_is_only_a_name(stand: Stand) -> None:
    stand.api.answers["oauth.v2.access"] = {**GRANTED, "team": {"id": "T2", "name": "<script>x</script>\u202e"}}
    state = await begun(stand)
    answer = await get(stand, f"/slack/oauth_redirect?code=c&state={state}", state)
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


async def test_a_single_workspace_has_no_pages_to_install() -> None:
    async with standing() as alone:
        assert (await get(alone, "/slack/install")).status == 404
        assert (await get(alone, "/slack/oauth_redirect?code=c&state=s")).status == 404


async def test_what_comes_back_with_a_foreign_state_leaves_an_installation_under_way_alone(stand: Stand) -> None:
    mine, foreign = await begun(stand), await begun(stand)
    answer = await get(stand, f"/slack/oauth_redirect?code=c&state={foreign}", mine)
    assert answer.status == 400
    assert "Set-Cookie" not in answer.headers
    assert (await get(stand, f"/slack/oauth_redirect?code=c&state={mine}", mine)).status == 200


async def test_what_has_come_back_takes_its_cookie_along(stand: Stand) -> None:
    state = await begun(stand)
    for status in (200, 400):
        answer = await get(stand, f"/slack/oauth_redirect?code=c&state={state}", state)
        assert (answer.status, "Max-Age=0" in answer.headers["Set-Cookie"]) == (status, True)


async def test_a_flood_of_installations_is_asked_to_wait_and_leaves_nothing_behind(stand: Stand) -> None:
    answers = [await get(stand, "/slack/install") for _ in range(4 * A_MINUTE)]
    refused = [answer for answer in answers if answer.status == 429]
    assert refused
    assert all(1 <= int(answer.headers["Retry-After"]) <= 60 for answer in refused)
    assert "try again in a minute" in refused[0].text
    assert len(stand.states.issued) == len(answers) - len(refused)
    assert answers[0].status == 302


async def test_a_stranger_who_floods_it_keeps_nobody_else_from_installing(stand: Stand) -> None:
    stranger = ("203.0.113.9", "198.51.100.7, 203.0.113.9")
    answers = [await get(stand, "/slack/install", through=stranger[number % 2]) for number in range(2 * A_MINUTE)]
    assert answers[-1].status == 429
    assert (await get(stand, "/slack/install", through="198.51.100.7")).status == 302
