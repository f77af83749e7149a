"""Whose account is whose: the `Accounts` of the chat adapters, from the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

from adapters.accounts import Account, Kind
from adapters.intake import Engine
from bot.lately import Lately
from flows.arriving import PersonArrived, made_id
from flows.commands import CLOCK, Actor
from flows.leaving import PersonBack, PersonLeft
from flows.links import turned_out_to_be
from flows.people import Person
from flows.projects.membership import members
from storage.accounts import AccountRow, AccountRows, address
from storage.store import Store
from storage.transaction import Transaction

OURS = (Kind.MEMBER, Kind.GUEST)
"""Whose e-mail address the organisation's own workspace or tenant has verified. Another company could claim any."""


class KnownAccounts:
    """Fits `adapters.accounts.Accounts`. Raises flows.errors.Unavailable when the database is away."""

    def __init__(self, store: Store, engine: Engine, now: Callable[[], datetime], platform: str) -> None:
        self._store = store
        self._platform = platform
        self._rows = AccountRows(store, platform)
        self._engine = engine
        self._now = now
        self._by_user: Lately[tuple[str, str], Account] = Lately()
        self._by_person: Lately[tuple[str, str], tuple[Account | None]] = Lately()

    async def find(self, organisation_id: str, user_id: str) -> Account | None:
        """The account, as last heard of; whose it is, is asked of the records."""
        key = organisation_id, user_id
        if (lately := self._by_user.get(key)) is not None:
            return lately
        row = await self._rows.find(organisation_id, user_id)
        if row is None:
            return None
        (linked,) = await self._store.read(organisation_id, lambda records: self._owned(records, [row]))
        return self._by_user.put(key, read(linked))

    async def of(self, organisation_id: str, person_id: str) -> Account | None:
        """The account of a person: the one that was linked, else the one with their e-mail address."""
        key = organisation_id, person_id
        if (lately := self._by_person.get(key)) is not None:
            return lately[0]
        rows = await self._rows.of_person(organisation_id, person_id)
        if not rows or not rows[0].active:
            rows = (*rows, *await self._others_of(organisation_id, person_id))
            rows = tuple(sorted(rows, key=lambda row: not row.active))
        return self._by_person.put(key, (read(rows[0]) if rows else None,))[0]

    async def keep(self, organisation_id: str, accounts: Sequence[Account]) -> None:
        """What the chat says of these; see the port."""
        known = await self._rows.several(organisation_id, [account.user_id for account in accounts])
        told = [merged(written(account), known.get(account.user_id)) for account in accounts]
        rows = await self._store.read(organisation_id, lambda records: self._owned(records, told))
        await self._rows.keep(organisation_id, [row for row in rows if row != known.get(row.user_id)])
        self.forget()
        await self._follow(organisation_id, rows)

    async def person(self, organisation_id: str, account: Account) -> Person:
        """The person behind an account; one is made for an account that nobody is known under."""
        row = written(account)
        (owned,) = await self._store.read(organisation_id, lambda records: self._owned(records, [row]))
        person_id = owned.person_id or made_id(self._platform, account.user_id)
        person = await self._store.read(organisation_id, lambda records: records.people.find(person_id))
        if person is None or not person.active:
            person = await self._arrived(organisation_id, person_id, row)
        if account.person_id != person.id:
            await self._rows.keep(organisation_id, [row._replace(person_id=person.id)])
            self.forget()
        return person

    async def zone(self, organisation_id: str, person_id: str) -> str | None:
        """Where they are; nothing is changed by asking, whereas `person` is for whoever does something."""
        person = await self._store.read(organisation_id, lambda records: records.people.find(person_id))
        return None if person is None else person.zone

    async def wanted(self, organisation_id: str) -> tuple[Person, ...]:
        """Everybody with a part in a project whose account is not closed."""
        return await self._store.read(organisation_id, _wanted)

    async def _arrived(self, organisation_id: str, person_id: str, row: AccountRow) -> Person:
        email = row.email if row.kind in OURS else None
        command = PersonArrived(person_id, row.name, email, row.zone or "")
        await self._engine.run(Actor(organisation_id, CLOCK), command, self._event("arrived", row))
        return await self._store.read(organisation_id, lambda records: records.people.get(person_id))

    async def _follow(self, organisation_id: str, rows: Iterable[AccountRow]) -> None:
        """People follow their accounts: closed with the last of them, here again with the first that works."""
        linked = {row.person_id: row for row in rows if row.person_id}
        if not linked:
            return
        people = await self._store.read(
            organisation_id, lambda records: [records.people.find(person_id) for person_id in linked]
        )
        for person in filter(None, people):
            row = linked[person.id]
            if person.active == row.active:
                continue
            known = await self._store.read(organisation_id, partial(selves, person_id=person.id))
            works = any([await self._rows.any_works(organisation_id, each.id) for each in known])
            if person.active != works:
                command = PersonBack(person.id) if works else PersonLeft(person.id)
                await self._engine.run(Actor(organisation_id, CLOCK), command, self._event("account", row))

    async def _others_of(self, organisation_id: str, person_id: str) -> tuple[AccountRow, ...]:
        """The accounts with their address, and those of whoever turned out to be them."""
        known = await self._store.read(organisation_id, partial(selves, person_id=person_id))
        found: list[AccountRow] = []
        for person in known:
            if person.email:
                found += await self._rows.with_address(organisation_id, person.email)
            if person.id != person_id:
                found += await self._rows.of_person(organisation_id, person.id)

        def theirs(records: Transaction) -> tuple[AccountRow, ...]:
            owner = behind(records, records.people.find(person_id))
            return tuple(row for row in self._owned(records, found) if owner is not None and row.person_id == owner.id)

        return await self._store.read(organisation_id, theirs)

    def _event(self, what: str, row: AccountRow) -> str:
        """Accounts come and go: each time is another event. The commands do nothing when there is nothing to do."""
        return f"{what}/{row.user_id}/{self._now().isoformat()}"

    def _owned(self, records: Transaction, rows: Iterable[AccountRow]) -> list[AccountRow]:
        return with_owners(records, rows, self._platform)

    def forget(self) -> None:
        """Everything has to be asked again."""
        self._by_user.forget()
        self._by_person.forget()


def read(row: AccountRow) -> Account:
    """A row as the adapter knows it."""
    user_id, name, email, zone, kind, active, direct, person_id = row
    return Account(user_id, name, email, zone, Kind(kind), active, direct, person_id)


def written(account: Account) -> AccountRow:
    """An account as a row."""
    return AccountRow(
        account.user_id,
        account.name,
        account.email,
        account.zone,
        account.kind.value,
        account.active,
        account.direct,
        account.person_id,
    )


def merged(told: AccountRow, known: AccountRow | None) -> AccountRow:
    """What is told now; what is left out, as chats do for closed accounts, as it was known."""
    if known is None:
        return told
    return told._replace(
        email=told.email or known.email,
        zone=told.zone or known.zone,
        direct=told.direct or known.direct,
        person_id=told.person_id or known.person_id,
    )


def with_owners(records: Transaction, rows: Iterable[AccountRow], platform: str) -> list[AccountRow]:
    """Each account with the person it belongs to: the linked one, else the one with its e-mail address.

    Somebody who was set up under the same address later takes the place of one who is gone.
    """
    by_address: dict[str, Person] | None = None
    found = []
    for row in rows:
        owner = behind(records, records.people.find(row.person_id or made_id(platform, row.user_id)))
        if (owner is None or not owner.active) and row.email and row.kind in OURS:
            if by_address is None:
                by_address = {address(each.email): each for each in records.people.all() if each.email}
            same = by_address.get(address(row.email))
            owner = behind(records, same if same is not None and (owner is None or same.active) else owner)
        found.append(row._replace(person_id=owner.id if owner else None))
    return found


def behind(records: Transaction, person: Person | None) -> Person | None:
    """The person that somebody turned out to be; else the same."""
    if person is None or person.active:
        return person
    other = turned_out_to_be(records.links, person.id)
    return person if other is None else records.people.find(other)


def selves(records: Transaction, person_id: str) -> tuple[Person, ...]:
    """The person, and whoever turned out to be them."""
    ids = (person_id, *(link.id for link in records.links.where(person_id=person_id)))
    return tuple(person for person in map(records.people.find, ids) if person is not None)


def _wanted(records: Transaction) -> tuple[Person, ...]:
    ids = sorted(frozenset[str]().union(*(members(project) for project in records.projects.all())))
    found = (records.people.find(person_id) for person_id in ids)
    return tuple(person for person in found if person is not None and person.active)
