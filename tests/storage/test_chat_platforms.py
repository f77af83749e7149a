"""What is kept of chat platforms, as the ports of the Slack adapter promise it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet

from adapters.slack.ports import Shelf, Spot, States
from adapters.slack.ports import Spots as SpotsPort
from adapters.slack.ports import Waits as WaitsPort
from storage.accounts import AccountRow, AccountRows
from storage.encryption import Cipher
from storage.installations import UNREADABLE, InstallationRows, Installed
from storage.kept_texts import KEPT, KeptTexts, digest_of, drop_old
from storage.oauth_states import OauthStates
from storage.spots import Spots
from storage.store import Store
from storage.waits import Waits
from tests.storage.clerk import raw_sql
from tests.storage.conftest import NOW

TOKEN = "xoxb-canary-of-a-token"
ACME = Installed("slack-t1", "", "T1", "Acme", TOKEN, "B1", "U1", ("chat:write", "commands"))


@pytest.fixture
def keys() -> list[str]:
    return [Fernet.generate_key().decode() for _ in range(2)]


async def test_an_installation_comes_back_whole_and_only_in_its_own_workspace(store: Store, keys: list[str]) -> None:
    rows = InstallationRows(store, "slack", Cipher(keys))
    await rows.keep(ACME)
    assert await rows.find("", "T1") == await rows.of("slack-t1") == ACME
    assert await rows.find("E1", "T1") is None
    assert await rows.find("", "T2") is None
    assert await rows.of("slack-t2") is None
    assert await InstallationRows(store, "teams", Cipher(keys)).all() == ()
    assert not await rows.pause("", "T1", token="xoxb-an-old-one", reason="the token was revoked")
    assert not await rows.pause("", "T2", token=TOKEN, reason="the token was revoked")
    assert await rows.all() == (ACME,)
    assert await rows.pause("", "T1", token=TOKEN, reason="the token was revoked")
    assert await rows.all() == (ACME._replace(paused="the token was revoked"),)
    await rows.keep(ACME._replace(token="xoxb-another"))
    assert await rows.find("", "T1") == ACME._replace(token="xoxb-another")
    await rows.remove("", "T1")
    assert await rows.all() == ()


async def test_the_database_holds_no_token_in_clear(store: Store, database_url: str, keys: list[str]) -> None:
    await InstallationRows(store, "slack", Cipher(keys)).keep(ACME)
    (kept,) = raw_sql(database_url, "SELECT token FROM installation")[0]
    assert TOKEN not in kept
    assert "xox" not in kept


async def test_a_new_key_opens_what_an_old_one_closed_and_closes_it_anew(store: Store, keys: list[str]) -> None:
    old, new = keys
    await InstallationRows(store, "slack", Cipher([old])).keep(ACME)
    await InstallationRows(store, "slack", Cipher([new, old])).renew()
    assert await InstallationRows(store, "slack", Cipher([new])).find("", "T1") == ACME


async def test_a_token_without_its_key_pauses_that_workspace_only(store: Store, keys: list[str]) -> None:
    await InstallationRows(store, "slack", Cipher(keys[:1])).keep(ACME)
    rows = InstallationRows(store, "slack", Cipher(keys[1:]))
    other = ACME._replace(organisation_id="slack-t2", team_id="T2")
    await rows.keep(other)
    await rows.renew()
    assert await rows.all() == (ACME._replace(token="", paused=UNREADABLE), other)


async def test_no_key_is_refused_with_a_text_that_does_not_show_it() -> None:
    with pytest.raises(ValueError, match="32") as refused:
        Cipher(["canary"])
    assert "canary" not in str(refused.value)


JAN = AccountRow("U1", "Jan Lis", "Jan.Lis@acme.example", "Europe/Warsaw", "member", True, "D1", "jan")


async def test_an_account_is_found_by_itself_its_person_and_its_address(store: Store) -> None:
    rows = AccountRows(store, "slack")
    await rows.keep("acme", [JAN, JAN._replace(user_id="U2", active=False, email=None, person_id="jan")])
    assert await rows.find("acme", "U1") == JAN
    assert [row.user_id for row in await rows.of_person("acme", "jan")] == ["U1", "U2"]
    assert await rows.with_address("acme", " JAN.LIS@ACME.example") == (JAN,)
    for nothing in (await rows.of_person("other", "jan"), await rows.with_address("other", "jan.lis@acme.example")):
        assert nothing == ()
    assert await rows.find("other", "U1") is None
    assert await AccountRows(store, "teams").find("acme", "U1") is None


async def test_what_slack_leaves_out_stays_as_it_was(store: Store) -> None:
    rows = AccountRows(store, "slack")
    await rows.keep("acme", [JAN])
    await rows.keep("acme", [AccountRow("U1", "Jan", None, None, "guest", False, "", None)])
    assert await rows.find("acme", "U1") == JAN._replace(name="Jan", kind="guest", active=False)
    await rows.link("acme", "U1", "jan-2")
    assert (await rows.of_person("acme", "jan-2"))[0].user_id == "U1"


async def test_many_accounts_are_kept_at_once(store: Store) -> None:
    rows = AccountRows(store, "slack")
    many = [JAN._replace(user_id=f"U{number}") for number in range(1201)]
    await rows.keep("acme", many)
    assert len(await rows.of_person("acme", "jan")) == 1201


@pytest.fixture
def spots(store: Store) -> SpotsPort:
    return Spots(store, "slack", Spot)


async def test_a_channel_is_found_by_name_or_id(spots: SpotsPort) -> None:
    line3 = Spot("C1", "line3", member=True, archived=False, private=True)
    await spots.keep("acme", [line3])
    assert await spots.named("acme", "#Line3") == await spots.named("acme", "C1") == line3
    assert await spots.find("acme", "C1") == line3
    assert await spots.named("other", "line3") is None
    assert await spots.named("acme", " ") is None


async def test_a_name_belongs_to_the_channel_that_had_it_last(spots: SpotsPort) -> None:
    await spots.keep("acme", [Spot("C1", "line3"), Spot("C2", "line4")])
    await spots.keep("other", [Spot("C9", "line3")])
    await spots.keep("acme", [Spot("C2", "line3", member=False)])
    assert await spots.named("acme", "line3") == Spot("C2", "line3", member=False)
    assert await spots.find("acme", "C1") == Spot("C1", "")
    assert await spots.named("other", "line3") == Spot("C9", "line3")
    await spots.keep("acme", [Spot("C1", "line3"), Spot("C2", "line4")])
    assert await spots.named("acme", "line3") == Spot("C1", "line3")


async def test_texts_are_kept_once_under_their_hash(store: Store, database_url: str) -> None:
    shelf: Shelf = KeptTexts(store, lambda: NOW)
    digests = await shelf.put("acme", ["{“a”}", "b", "b"])
    assert digests == (digest_of("{“a”}"), digest_of("b"), digest_of("b"))
    assert await shelf.put("acme", ["b"]) == digests[1:2]
    assert await shelf.put("acme", []) == ()
    assert await shelf.get("acme", digests[0]) == "{“a”}"
    assert len(raw_sql(database_url, "SELECT digest FROM kept_text")) == 2


async def test_a_hash_tells_nobody_elses_text(store: Store) -> None:
    shelf: Shelf = KeptTexts(store, lambda: NOW)
    (digest,) = await shelf.put("acme", ["secret"])
    assert await shelf.get("other", digest) is None
    for strange in ("", "%", digest.upper(), digest + "\0", "\ud800"):
        assert await shelf.get("acme", strange) is None


async def test_a_text_that_nobody_is_shown_goes_after_a_year_and_one_that_is_stays(store: Store) -> None:
    (old,) = await KeptTexts(store, lambda: NOW).put("acme", ["old"])
    (used,) = await KeptTexts(store, lambda: NOW).put("acme", ["used"])
    await KeptTexts(store, lambda: NOW + timedelta(days=300)).put("acme", ["used"])
    later = NOW + KEPT + timedelta(days=1)
    await store.change(lambda connection: drop_old(connection, later, 10))
    shelf: Shelf = KeptTexts(store, lambda: later)
    assert await shelf.get("acme", old) is None
    assert await shelf.get("acme", used) == "used"


async def test_waits_survive_and_the_longest_counts(store: Store) -> None:
    waits: WaitsPort = Waits(store, "slack")
    soon, later = NOW + timedelta(seconds=5), NOW + timedelta(seconds=30)
    await waits.keep("T1", "chat.postMessage", later)
    await waits.keep("T1", "chat.postMessage", soon)
    await waits.keep("T2", "views.open", soon)
    assert await waits.all(NOW) == {("T1", "chat.postMessage"): later, ("T2", "views.open"): soon}
    assert await waits.all(soon) == {("T1", "chat.postMessage"): later}
    assert await Waits(store, "teams").all(NOW) == {}


async def test_a_state_is_used_once_and_only_for_ten_minutes(store: Store) -> None:
    states: States = OauthStates(store)
    for digest in ("one", "two"):
        await states.issue(digest, NOW)
    assert not await states.use("never given out", NOW)
    assert await states.use("one", NOW + timedelta(minutes=9))
    assert not await states.use("one", NOW + timedelta(minutes=9))
    assert not await states.use("two", NOW + timedelta(minutes=11))
