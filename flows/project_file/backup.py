"""Who stands in for the sponsor, as the project file names them: `backup: jan`, or with the day they accepted it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from flows.plain import Plain
from flows.project_file.fields import Record, day, record, reference
from flows.project_file.nodes import Node
from flows.project_file.stored import given

BACKUP = ("person", "accepted")


@dataclass(frozen=True)
class NamedBackup:
    """`accepted`: the day they said yes; None where they are yet to be asked."""

    person: str
    accepted: date | None = None


def read_backup(roles: Record, people: Collection[str]) -> NamedBackup | None:
    """None where nobody is named. Raises FileRefused, also for a back-up of nobody or of themselves."""
    node = roles.get("backup")
    if node is None:
        return None
    found = _named(node, people)
    sponsor = roles.get("sponsor")
    if sponsor is None:
        raise node.refused("expected roles.sponsor too: a back-up stands in for the sponsor")
    if sponsor.value == found.person:
        raise node.refused("expected somebody other than the sponsor")
    return found


def _named(node: Node, people: Collection[str]) -> NamedBackup:
    if not isinstance(node.value, Mapping):
        return NamedBackup(reference(node, people, "a person"))
    entries = record(node, BACKUP)
    return NamedBackup(reference(entries.need("person"), people, "a person"), entries.maybe("accepted", day))


def plain_backup(backup: NamedBackup | None) -> Plain:
    """What `read_backup` reads back; "" for nobody."""
    if backup is None:
        return ""
    if backup.accepted is None:
        return backup.person
    return given(person=backup.person, accepted=backup.accepted.isoformat())
