"""Keys roll over, disappear and come late; who has a known key never waits, and nobody can make Accord ask and ask."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from adapters.teams.keys import Keys, KeysAway, keys_in
from flows.plain import Plain
from tests.adapters.slack.inbound_stand import Note, serving
from tests.adapters.teams.inbound_stand import Clock, KeyServer, Stand
from tests.adapters.teams.said import message
from tests.teams.fake.keys import Key, KeyRing, made_key


async def test_a_key_is_read_once_and_then_known(stand: Stand) -> None:
    assert [(await stand.post()).status for _ in range(5)] == [200] * 5
    assert stand.keys.asked == 1


async def test_a_new_key_is_accepted_within_a_minute_and_the_old_one_no_longer(stand: Stand) -> None:
    await stand.post()
    old = stand.token()
    stand.keys.ring.roll_over()
    assert (await stand.post()).status == 401  # the key server was asked just before
    stand.clock.at += 60
    assert (await stand.post(message("again"))).status == 200
    answer = await stand.send(json.dumps(message()).encode(), {"Authorization": f"Bearer {old}"})
    assert (answer.status, stand.keys.asked) == (401, 2)
    assert stand.engine.commands[-1] == Note("again")


async def test_ten_thousand_unknown_keys_are_one_question_a_minute() -> None:
    async with serving((server := KeyServer()).application()) as url:
        server.url = url
        clock = Clock()
        keys = Keys(f"{url}/openid", clock.seconds)
        assert await keys.find("key-1") is not None
        for number in range(10_000):
            clock.at += 0.024  # four minutes in all
            assert await keys.find(f"forged-{number}") is None
        assert server.asked <= 1 + 4
        assert await keys.find("key-1") is not None


async def test_a_hundred_requests_at_once_are_one_question(stand: Stand) -> None:
    stand.keys.hang = 0.2
    answers = await asyncio.gather(*(stand.post(message(str(number))) for number in range(100)))
    assert {answer.status for answer in answers} == {200}
    assert stand.keys.asked == 1


async def test_while_the_key_server_hangs_the_loop_runs_and_known_keys_go_through(stand: Stand) -> None:
    await stand.post()
    stand.clock.at += 61
    stand.keys.gate = asyncio.Event()
    forged = stand.keys.ring.signing.token({}, kid="unknown")
    waiting = asyncio.create_task(stand.send(b"{}", {"Authorization": f"Bearer {forged}"}))
    while stand.keys.asked < 2:
        await asyncio.sleep(0.01)
    answers = [await stand.post(message(str(number))) for number in range(10)]
    assert {answer.status for answer in answers} == {200}
    assert not waiting.done()
    stand.keys.gate.set()
    assert (await waiting).status == 401


async def test_old_keys_are_read_again_beside_the_request(stand: Stand) -> None:
    await stand.post()
    stand.clock.at += 13 * 3600
    stand.keys.gate = asyncio.Event()
    assert (await stand.post()).status == 200
    while stand.keys.asked < 2:
        await asyncio.sleep(0.01)
    stand.keys.gate.set()


TROUBLES: dict[str, dict[str, object]] = {
    "an error": {"status": 500},
    "a redirect": {"status": 302},
    "no JSON": {"raw": "<html>"},
    "no object": {"raw": "[]"},
    "too deep": {"raw": "[" * 100_000},
    "no address of the keys": {"raw": "{}"},
    "keys elsewhere": {"jwks_uri": "https://evil.example/keys"},
    "keys in a file": {"jwks_uri": "file:///etc/passwd"},
    "no keys": {"ring": KeyRing([])},
    "too large": {"raw": '{"x":"' + "y" * 2**20 + '"}'},
    "too slow": {"hang": 5.0},
}


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
async def test_what_is_wrong_at_the_key_server_is_503_at_first_and_harmless_later(trouble: dict[str, object]) -> None:
    good = KeyServer()
    server = replace(good, **trouble)  # type: ignore[arg-type]
    clock = Clock()
    async with serving(server.application()) as url:
        server.url = url
        keys = Keys(f"{url}/openid", clock.seconds, patience=0.2)
        with pytest.raises(KeysAway):
            await keys.find("key-1")
        with pytest.raises(KeysAway):
            await keys.find("key-1")
        assert server.asked == 1  # not asked again at once
        for name in ("status", "raw", "jwks_uri", "ring", "hang"):
            setattr(server, name, getattr(good, name))
        clock.at += 5
        assert await keys.find("key-1") is not None
        for name, value in trouble.items():
            setattr(server, name, value)
        clock.at += 24 * 3600
        assert await keys.find("key-1") is not None
        await keys.close()


async def test_no_keys_at_all_is_503_at_the_door(stand: Stand) -> None:
    stand.keys.status = 503
    assert (await stand.post()).status == 503
    assert stand.engine.runs == 0


@pytest.mark.parametrize("url", ["http://login.example/openid", "ftp://127.0.0.1/", "", "https://user@login.example/"])
def test_keys_are_read_over_https_or_on_this_machine(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        Keys(url)


def published(**changed: Plain) -> dict[str, Plain]:
    return {**Key("key-1", made_key(1)).public, **changed}


WEAK = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505  # weak on purpose
UNUSABLE: dict[str, Plain] = {
    "another kind": published(kty="EC"),
    "for encryption": published(use="enc"),
    "a private key": published(d="AQAB"),
    "no modulus": published(n=None),
    "a broken modulus": published(n="*"),
    "no id": published(kid=None),
    "too weak": {**dict(RSAAlgorithm.to_jwk(WEAK.public_key(), as_dict=True)), "kid": "key-1"},
    "a text": "key",
}


@pytest.mark.parametrize("entry", UNUSABLE.values(), ids=UNUSABLE)
def test_what_is_no_key_for_signatures_is_left_out(entry: Plain) -> None:
    assert set(keys_in({"keys": [entry, published(kid="key-2")]})) == {"key-2"}


@pytest.mark.parametrize("endorsed", [None, "msteams", {"msteams": True}, [1]])
def test_endorsements_of_another_form_endorse_nothing(endorsed: Plain) -> None:
    assert keys_in({"keys": [published(endorsements=endorsed)]})["key-1"].endorsements == frozenset()


async def test_keys_are_read_from_the_server_of_the_metadata_only_and_never_by_a_detour() -> None:
    server, other = KeyServer(), KeyServer()
    async with serving(server.application()) as url, serving(other.application()) as elsewhere:
        server.url, other.url = url, elsewhere
        server.jwks_uri = f"{elsewhere}/keys"
        with pytest.raises(KeysAway):
            await Keys(f"{url}/openid").find("key-1")
        with pytest.raises(KeysAway):
            await Keys(f"{elsewhere}/moved").find("key-1")
        assert await Keys(f"{elsewhere}/openid").find("key-1") is not None


async def test_who_does_not_wait_any_longer_stops_nobody_else(stand: Stand) -> None:
    stand.keys.hang = 0.2
    keys = stand.teams.parts.keys
    assert keys is not None
    gone, waiting = asyncio.create_task(keys.find("key-1")), asyncio.create_task(keys.find("key-1"))
    await asyncio.sleep(0.05)
    gone.cancel()
    assert await waiting is not None
