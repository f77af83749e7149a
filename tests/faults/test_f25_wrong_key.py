"""F25: tokens that were kept with another key. What else a database can have is in tests/test_serve_refusals.py."""

from __future__ import annotations

import asyncio
from pathlib import Path

from flows.wire import Wire
from storage.encryption import Cipher, new_key
from storage.installations import InstallationRows, Installed
from storage.store import Store
from tests.test_serve_refusals import start

SECRET = "0123456789abcdef-canary"
TOKEN = "xoxb-0123456789ab-canary"


def test_with_the_wrong_key_it_refuses_says_so_and_leaves_everything_as_it_is(tmp_path: Path) -> None:
    file, key, other = tmp_path / "accord.db", new_key(), new_key()

    async def keep() -> None:
        store = await Store.open(f"sqlite:///{file}", Wire({}))
        await InstallationRows(store, "slack", Cipher([key])).keep(
            Installed("acme", "", "T1", "Acme", TOKEN, "B1", "U1", ())
        )
        await store.close()

    async def kept() -> str:
        store = await Store.open(f"sqlite:///{file}", Wire({}))
        (found,) = await InstallationRows(store, "slack", Cipher([key])).all()
        await store.close()
        return found.token

    asyncio.run(keep())
    said = start(
        file,
        SLACK_CLIENT_ID="123.456",
        SLACK_CLIENT_SECRET=f"{SECRET}-2",
        SLACK_SIGNING_SECRET=SECRET,
        ACCORD_SECRET_KEY=other,
        ACCORD_PUBLIC_URL="https://accord.example.com",
    ).said
    assert said.startswith("None of the kept Slack tokens can be read with the keys in ACCORD_SECRET_KEY.")
    assert not [secret for secret in (key, other, SECRET) if secret in said]
    assert asyncio.run(kept()) == TOKEN
