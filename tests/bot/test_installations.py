"""Where Accord is installed: in one workspace, whose token is in the environment, or in many."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

from adapters.slack.ports import Installation, Installations, Workspace
from bot.installations import ManyInstallations, OneInstallation
from flows.errors import Unavailable
from storage.encryption import Cipher
from storage.installations import InstallationRows
from storage.store import Store
from tests.storage.clerk import raw_sql
from tests.storage.conftest import store, wire

__all__ = ["store", "wire"]

T1, T2 = Workspace("", "T1"), Workspace("", "T2")
ACME = Installation("local", T1, "Acme", "xoxb-canary", "B1", "U1", ("chat:write",))


def one(store: Store, token: str = ACME.bot_token) -> Installations:
    return OneInstallation(InstallationRows(store, "slack"), "local", token)


async def test_until_slack_has_said_which_workspace_it_is_nothing_is_lost(store: Store) -> None:
    only = one(store)
    with pytest.raises(Unavailable):
        await only.find(T1)
    assert await only.of("local") is None
    await only.keep(ACME)
    assert await only.find(T1) == ACME
    assert await only.find(T2) is None
    assert await only.of("other") is None


async def test_the_workspace_is_known_after_a_restart_and_the_token_is_kept_nowhere(
    store: Store, database_url: str
) -> None:
    await one(store).keep(ACME)
    assert await one(store).all() == (ACME,)
    assert "canary" not in str(raw_sql(database_url, "SELECT * FROM installation"))


async def test_another_token_is_another_workspace_until_slack_says_so(store: Store) -> None:
    await one(store).keep(ACME)
    other = one(store, "xoxb-other")
    with pytest.raises(Unavailable):
        await other.find(T1)
    await other.keep(replace(ACME, workspace=T2, bot_token="xoxb-other"))
    assert [each.workspace for each in await other.all()] == [T2]
    assert len(await InstallationRows(store, "slack").all()) == 1


async def test_a_paused_workspace_says_why_until_it_is_kept_anew(store: Store) -> None:
    only = one(store)
    await only.keep(ACME)
    assert await only.pause(ACME, "the token was revoked")
    found = await only.find(T1)
    assert found is not None
    assert found.paused == "the token was revoked"
    await only.keep(ACME)
    assert await only.find(T1) == ACME


async def test_each_of_many_workspaces_is_found_by_itself_and_prepared(store: Store) -> None:
    prepared: list[str] = []

    async def prepare(organisation_id: str) -> None:
        prepared.append(organisation_id)

    rows = InstallationRows(store, "slack", Cipher([Fernet.generate_key().decode()]))
    many: Installations = ManyInstallations(rows, prepare)
    first = replace(ACME, organisation_id="slack-t1")
    second = replace(ACME, organisation_id="slack-t2", workspace=T2, bot_token="xoxb-second")
    await many.keep(first)
    await many.keep(second)
    assert prepared == ["slack-t1", "slack-t2"]
    assert (await many.find(T1), await many.of("slack-t2")) == (first, second)
    assert await many.find(Workspace("E1", "T1")) is None
    assert await many.pause(first, "Accord was removed")
    assert await many.all() == (replace(first, paused="Accord was removed"), second)
    assert await many.find(T1) == replace(first, paused="Accord was removed")


async def test_what_another_process_hears_of_an_old_token_does_not_pause_the_new_one(store: Store) -> None:
    async def prepare(organisation_id: str) -> None:
        assert organisation_id

    cipher = Cipher([Fernet.generate_key().decode()])
    here, there = (ManyInstallations(InstallationRows(store, "slack", cipher), prepare) for _ in range(2))
    await here.keep(ACME)
    assert await there.find(T1) == ACME
    await here.keep(replace(ACME, bot_token="xoxb-again"))
    old = await there.find(T1)
    assert old == ACME, "it has not heard of the new one yet"
    assert not await there.pause(ACME, "the token was revoked")
    assert await there.find(T1) == replace(ACME, bot_token="xoxb-again")
