"""Codes that join accounts, and what came of them, in the database."""

from __future__ import annotations

from flows.links import Link
from storage.kinds import Columns, Kind

LINKS = Kind("link", "code", Link, lambda link: Columns(state=link.digest or None, person_id=link.same_as))
