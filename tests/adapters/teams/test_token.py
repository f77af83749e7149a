"""Only Teams' own token for this app, from an address of Teams', lets anything in; nothing else is even read."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace

import jwt
import pytest

from adapters.teams.token import holds
from flows.plain import Plain
from tests.adapters.slack.inbound_stand import Note
from tests.adapters.teams.inbound_stand import NOW, Stand, standing
from tests.adapters.teams.said import APP_ID, SERVICE, TENANT, message
from tests.teams.fake.keys import Key, claims_for, made_key

Forge = Callable[[Stand], str]


def claims() -> dict[str, object]:
    return dict(claims_for(APP_ID, SERVICE, NOW))


def without(name: str) -> dict[str, object]:
    return {key: value for key, value in claims().items() if key != name}


def part(data: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()


def unsigned(stand: Stand) -> str:
    return f"{part({'alg': 'none', 'typ': 'JWT', 'kid': 'key-1'})}.{part(claims())}."


def by_secret(stand: Stand) -> str:
    """The public key, which everybody knows, taken for a shared secret."""
    return jwt.encode(claims(), "public-but-long-enough-for-a-secret", "HS256", headers={"kid": "key-1"})


def by_another(stand: Stand) -> str:
    return Key("key-1", made_key(99)).token(claims())


def with_kid(kid: object) -> Forge:
    def forge(stand: Stand) -> str:
        _, _, signature = stand.keys.ring.signing.token(claims()).split(".")
        return f"{part({'alg': 'RS256', 'typ': 'JWT', 'kid': kid})}.{part(claims())}.{signature}"

    return forge


def tampered(stand: Stand) -> str:
    head, _, signature = stand.token().split(".")
    return f"{head}.{part({**claims(), 'aud': APP_ID, 'extra': 1})}.{signature}"


def signed(**changed: object) -> Forge:
    return lambda stand: stand.token(**changed)


def lacking(name: str) -> Forge:
    return lambda stand: stand.keys.ring.signing.token(without(name))


def no_kid(stand: Stand) -> str:
    return jwt.encode(claims(), stand.keys.ring.signing.private, "RS256")


def critical(stand: Stand) -> str:
    return stand.keys.ring.signing.token(claims(), crit=["exp"])


FORGED: dict[str, Forge] = {
    "signed by another key": by_another,
    "algorithm none": unsigned,
    "algorithm HS256": by_secret,
    "unknown key id": with_kid("key-77"),
    "key id is a number": with_kid(7),
    "key id is empty": with_kid(""),
    "no key id": no_kid,
    "tampered claims": tampered,
    "critical header": critical,
    "another issuer": signed(iss="https://evil.example"),
    "issuer of the emulator": signed(iss=f"https://sts.windows.net/{TENANT}/", appid=APP_ID, ver="1.0"),
    "issuer of the emulator, v2": signed(iss=f"https://login.microsoftonline.com/{TENANT}/v2.0", azp=APP_ID, ver="2.0"),
    "issuer of a skill": signed(iss=f"https://login.microsoftonline.com/{TENANT}/v2.0", appid="22", aud=APP_ID),
    "no issuer": lacking("iss"),
    "for another app": signed(aud="99999999-2222-3333-4444-555555555555"),
    "for several apps": signed(aud=[APP_ID, "other"]),
    "for nobody": lacking("aud"),
    "for an empty name": signed(aud=""),
    "expired a while ago": signed(exp=int(NOW) - 600),
    "expired just beyond the leeway": signed(exp=int(NOW) - 60),
    "never expires": lacking("exp"),
    "expiry is no number": signed(exp="tomorrow"),
    "expiry is true": signed(exp=True),
    "expiry is beyond numbers": signed(exp=float("inf")),
    "not valid yet": signed(nbf=int(NOW) + 600),
    "start is no number": signed(nbf="now"),
    "no service address": lacking("serviceurl"),
    "an empty service address": signed(serviceurl=""),
    "service address is a list": signed(serviceurl=[SERVICE]),
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
async def test_a_wrong_token_is_401_and_nothing_is_done(stand: Stand, forge: Forge) -> None:
    answer = await stand.send(json.dumps(message()).encode(), {"Authorization": f"Bearer {forge(stand)}"})
    assert answer.status == 401
    assert "Microsoft" in answer.text
    assert (stand.engine.runs, stand.talk.posted, stand.places.known) == (0, [], {})


HEADERS = {
    "none": None,
    "empty": "",
    "basic": "Basic dXNlcjpwYXNz",
    "lower case": "bearer {}",
    "no scheme": "{}",
    "two spaces": "Bearer  {}",
    "something after it": "Bearer {} x",
    "garbage": "Bearer garbage",
    "three dots": "Bearer {}.x",
    "empty parts": "Bearer ..",
    "no base64": "Bearer a.b.c",
    "not ascii": "Bearer é.é.é",
    "very long": "Bearer " + "a" * 20_000 + ".b.c",
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
async def test_a_header_of_another_form_is_401(stand: Stand, header: str | None) -> None:
    if header is not None and len(header) > 8000:
        header = header[:8000]  # what aiohttp lets through
    headers = {} if header is None else {"Authorization": header.replace("{}", stand.token())}
    assert (await stand.send(json.dumps(message()).encode(), headers)).status == 401
    assert stand.engine.runs == 0


@pytest.mark.parametrize(
    "changed", [{}, {"exp": int(NOW) - 50}, {"nbf": int(NOW) + 50}, {"nbf": None}, {"aud": APP_ID.upper()}]
)
async def test_a_good_token_lets_in_with_clocks_a_minute_apart(stand: Stand, changed: dict[str, object]) -> None:
    assert (await stand.post(message("In"), **changed)).status == 200
    assert stand.engine.commands == [Note("In")]


ELSEWHERE: dict[str, dict[str, Plain]] = {
    "another address than the token's": {"serviceUrl": "https://smba.trafficmanager.net/amer/"},
    "no address": {"serviceUrl": None},
    "another channel": {"channelId": "webchat"},
    "no channel": {"channelId": None},
    "channel is a list": {"channelId": ["msteams"]},
}


@pytest.mark.parametrize("changed", ELSEWHERE.values(), ids=ELSEWHERE)
async def test_an_activity_of_another_connector_is_403(stand: Stand, changed: dict[str, Plain]) -> None:
    assert (await stand.post({**message(), **changed})).status == 403
    assert stand.engine.runs == 0


async def test_a_key_that_may_not_sign_for_teams_is_403(stand: Stand) -> None:
    stand.keys.ring.published = [replace(stand.keys.ring.signing, endorsements=("webchat",))]
    assert (await stand.post()).status == 403
    assert stand.engine.runs == 0


HOSTS = (
    "http://smba.trafficmanager.net/emea/",
    "https://smba.trafficmanager.net.evil.example/",
    "https://smba.trafficmanager.net@evil.example/",
    "https://evil.example/smba.trafficmanager.net/",
    "https://smba.trafficmanager.net:8443/",
    "https://169.254.169.254/metadata",
    "https://127.0.0.1/",
    "http://127.0.0.1:9000/",
    "https://[::1]/",
    "https://10.0.0.7/",
    "file:///etc/passwd",
    "smba.trafficmanager.net",
    "https://smba.trafficmanager.net/?next=1",
    "https://smba.trafficmanager.net\\@evil.example/",
    "https://",
)


@pytest.mark.parametrize("url", HOSTS)
async def test_an_address_that_is_not_teams_own_is_403_even_when_the_token_says_it(stand: Stand, url: str) -> None:
    assert (await stand.post({**message(), "serviceUrl": url}, serviceurl=url)).status == 403
    assert (stand.engine.runs, stand.talk.posted) == (0, [])


async def test_a_foreign_tenant_with_a_good_token_is_403_and_so_is_a_changed_one(stand: Stand) -> None:
    foreign: dict[str, Plain] = {
        "channelData": {"tenant": {"id": "foreign"}},
        "conversation": {"id": "a:ana", "conversationType": "personal", "tenantId": "foreign"},
    }
    assert (await stand.post({**message(), **foreign})).status == 403
    changed = {**message(), "channelData": {"tenant": {"id": "foreign"}}}
    assert (await stand.post(changed)).status == 400
    assert stand.engine.runs == 0


async def test_the_tenant_is_found_in_either_place_and_in_any_case(stand: Stand) -> None:
    plain = {**message("a"), "channelData": None}
    upper = {**message("b"), "channelData": {"tenant": {"id": TENANT.upper()}}}
    assert [(await stand.post(each)).status for each in (plain, upper)] == [200, 200]
    assert stand.engine.commands == [Note("a"), Note("b")]


async def test_without_a_token_check_the_address_and_the_tenant_still_count() -> None:
    async with standing(checked=False, hosts=frozenset({"127.0.0.1"})) as stand:
        local = {**message("In"), "serviceUrl": "http://127.0.0.1:56150/_connector"}
        assert (await stand.send(json.dumps(local).encode(), {})).status == 200
        assert (await stand.send(json.dumps(message()).encode(), {})).status == 403
        assert stand.engine.commands == [Note("In")]


async def test_the_wall_refuses_what_it_forges_itself_before_anything_starts(stand: Stand) -> None:
    await stand.teams.start()
    assert (stand.keys.asked, stand.teams.refused) == (0, 0)


def test_no_claims_hold_for_an_app_without_an_id() -> None:
    assert holds(claims(), APP_ID, NOW)
    assert not holds({**claims(), "aud": ""}, "", NOW)


async def test_a_token_that_was_good_is_looked_at_again_each_time(stand: Stand) -> None:
    old = {"Authorization": f"Bearer {stand.token()}"}
    body = json.dumps(message()).encode()
    assert [(await stand.send(body, old)).status for _ in range(2)] == [200, 200]
    stand.clock.at += 3600 + 60
    assert (await stand.send(body, old)).status == 401


async def test_a_token_of_a_key_that_was_withdrawn_is_not_remembered(stand: Stand) -> None:
    old = {"Authorization": f"Bearer {stand.token()}"}
    body = json.dumps(message()).encode()
    assert (await stand.send(body, old)).status == 200
    stand.keys.ring.roll_over()
    stand.clock.at += 61
    assert (await stand.post()).status == 200
    assert (await stand.send(body, old)).status == 401


async def test_a_token_is_not_taken_for_another_that_was_good(stand: Stand) -> None:
    assert (await stand.post()).status == 200
    head, claimed, signature = stand.token().split(".")
    forged = f"{head}.{claimed}.{'A' * len(signature)}"
    assert (await stand.send(json.dumps(message()).encode(), {"Authorization": f"Bearer {forged}"})).status == 401
