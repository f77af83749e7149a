"""The tables of a server are brought to a new version while others use them: who writes does not wait long behind it.

A change of a table waits until nobody reads it, a backup or a report of hours perhaps, and whoever wants to write waits
behind the change. So each try soon gives up (`migrations/env.py`), and after a pause there is another one; likewise
after one that the server has ended because it and somebody else waited for each other.
"""

from __future__ import annotations

from contextlib import closing
from time import monotonic, sleep

from psycopg import errors

from storage import migrations
from storage.errors import StoreRefused
from storage.postgres_links import connect

PATIENCE = 120.0
"""Seconds after which there is no further try."""
PAUSE = 3.0
"""Seconds between two tries: who had to wait is through, and has some time."""
GIVES_WAY = (errors.LockNotAvailable, errors.DeadlockDetected)
"""What ends a try that was in the way of somebody; the next one may come at a better time."""
EARLIEST = b"""
SELECT application_name, pid FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
ORDER BY xact_start LIMIT 1
"""


def upgrade_in_use(url: str, name: str, patience: float) -> None:
    """All steps that are missing, in one transaction. Raises StoreRefused, in which the database is called `name`."""
    from sqlalchemy.exc import OperationalError

    until = monotonic() + patience
    while True:
        try:
            return migrations.upgrade(url)
        except OperationalError as error:
            if not isinstance(error.orig, GIVES_WAY):
                raise
            if monotonic() + PAUSE > until:
                raise StoreRefused(_in_use(url, name)) from error
        sleep(PAUSE)


def _in_use(url: str, name: str) -> str:
    with closing(connect(url)) as raw:
        found = raw.execute(EARLIEST).fetchone()
    who = (
        f" The longest at work is “{found[0] or 'without a name'}”, process {found[1]} of the server." if found else ""
    )
    return (
        f"{name} is in use: somebody goes on reading or changing what has to be changed, such as a backup.{who} "
        "Nothing was changed, and Accord can go on as it was. Please wait until that has ended, or end it, and run "
        "this again."
    )
