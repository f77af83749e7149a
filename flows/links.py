"""Which accounts are one person's: the records behind it. Who says so is in flows/linking.py and the project file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from flows.people import Person


@dataclass(frozen=True)
class Link:
    """What makes accounts one. `id`: a person. `digest`: of the code they were given last, "" once it was used.

    `same_as`: the person that this one turned out to be; what their account does is done by that person.
    """

    id: str
    digest: str = ""
    until: datetime | None = None
    same_as: str | None = None


class Links(Protocol):
    """The codes and what came of them. `state`: the digest of a code; `person_id`: whom others turned out to be."""

    def find(self, record_id: str, /) -> Link | None: ...

    def where(self, *, state: str | None = None, person_id: str | None = None) -> Sequence[Link]: ...

    def put(self, record: Link, /) -> None: ...


def follow(links: Links, goes: Person, stays: Person) -> None:
    """What is done with the account of the one is done by the other from now on."""
    for before in links.where(person_id=goes.id):
        links.put(replace(before, same_as=stays.id))
    links.put(Link(goes.id, same_as=stays.id))


def turned_out_to_be(links: Links, person_id: str) -> str | None:
    """The person (id) that this one turned out to be. Whoever did is not active, and never is again."""
    link = links.find(person_id)
    return None if link is None else link.same_as
