"""Tokens get a new key while Accord runs: 10,000 of them, and nobody meets one that cannot be read (A35)."""

from __future__ import annotations

import asyncio

from cryptography.fernet import Fernet

from storage.connections import Change
from storage.encryption import Cipher
from storage.installations import KEEP, InstallationRows, Installed
from storage.store import Store
from tests.storage.clerk import raw_sql

MANY = 10_000
SOON = 60.0
"""Seconds; it takes half of one."""


def workspace(number: int) -> Installed:
    token = f"xoxb-canary-{number}"
    return Installed(f"slack-t{number}", "", f"T{number}", f"Plant {number}", token, "B1", "U1", ("chat:write",))


async def fill(store: Store, key: Cipher) -> None:
    """Every workspace has installed Accord, under one key."""
    rows = [
        {
            **workspace(number)._asdict(),
            "of_platform": "slack",
            "enterprise": "",
            "team": f"T{number}",
            "token": key.encrypt(workspace(number).token),
            "scopes": "chat:write",
        }
        for number in range(MANY)
    ]
    await store.change(lambda connection: connection.change([Change(KEEP, rows)]))


async def test_10_000_tokens_are_closed_anew_while_others_read_and_write(store: Store, database_url: str) -> None:
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    await fill(store, Cipher([old]))
    renewing = InstallationRows(store, "slack", Cipher([new, old]))
    using = InstallationRows(store, "slack", Cipher([new, old]))
    again = workspace(7)._replace(token="xoxb-canary-again")
    read = 0
    async with asyncio.timeout(SOON):
        renewed = asyncio.create_task(renewing.renew())
        await using.keep(again)
        while not renewed.done() or not read:
            number = 8 + read * 37 % (MANY - 8)
            assert await using.find("", f"T{number}") == workspace(number)
            read += 1
        await renewed
    found = await InstallationRows(store, "slack", Cipher([new])).all()
    assert len(found) == MANY
    assert {each.paused for each in found} == {""}
    assert await using.find("", "T7") == again, "what was installed meanwhile stays"
    assert "canary" not in str(raw_sql(database_url, "SELECT * FROM installation"))
