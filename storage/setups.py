"""Half-finished project wizards in the database."""

from __future__ import annotations

from flows.projects.setup import Setup
from storage.kinds import Columns, Kind

SETUPS = Kind("setup", "draft", Setup, lambda setup: Columns(state=setup.state.value, person_id=setup.id))
