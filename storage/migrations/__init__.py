"""The schema's history, and the steps from any version to this one.

Expand, then contract: a release only adds what the release before can live without, and removes only what the release
before no longer uses. So an old and a new process can share a PostgreSQL database while they are being exchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from storage.errors import StoreRefused

HEAD = "0016"
"""The version this code works with; a test compares it with the newest step in `versions`."""
TABLE = "alembic_version"


def upgrade(url: str) -> None:
    """Brings the database of this URL to the newest version; does nothing when it is there already."""
    from alembic import command  # slow to import, and wanted only when there is something to do
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = url
    command.upgrade(config, "head")


def check(what: str, versions: Sequence[str]) -> None:
    """Refuses a database of another version."""
    if not versions:
        raise StoreRefused(f"{what} has no tables of Accord yet. Please run: python -m bot migrate")
    if list(versions) != [HEAD]:
        raise StoreRefused(
            f"{what} has version {versions[0]} and this Accord needs {HEAD}. Please run: python -m bot migrate"
        )
