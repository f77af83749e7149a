"""What a use case sees of the database: shelves of records, an inbox, and an outbox."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from flows.effects import Moved, Post
from storage import audit
from storage.alarms import ALARMS
from storage.arrivals import arrived, newest
from storage.audit import Cause, Stamped, Write
from storage.charters import CHARTERS
from storage.connections import Change, Values
from storage.contradictions import CONTRADICTIONS
from storage.decisions import DECISIONS
from storage.digests import DIGESTS
from storage.drills import DRILLS
from storage.due import Due, take
from storage.errors import AlreadyHandled, ReadOnly
from storage.escalations import ESCALATIONS
from storage.evidence import EVIDENCE
from storage.inbox import Inbox
from storage.kinds import Kind, Record
from storage.links import LINKS
from storage.live_drills import LIVE_DRILLS
from storage.outbox import Outbox
from storage.people import PEOPLE
from storage.preparations import PREPARATIONS
from storage.projects import PROJECTS
from storage.proposals import PROPOSALS
from storage.pulses import PULSES
from storage.red_lines import RED_LINES
from storage.rounds import ROUNDS
from storage.setups import SETUPS
from storage.shelf import Desk, Shelf
from storage.slots import take_slot
from storage.templates import TEMPLATES
from storage.views import VIEWS

__all__ = ["AlreadyHandled", "Transaction"]

R = TypeVar("R", bound=Record)


class AnyShelf(Protocol):
    """A shelf, whatever it holds."""

    @property
    def is_changed(self) -> bool: ...
    def writes(self) -> list[Write]: ...
    def wrote(self, versions: Iterable[Stamped], /) -> None: ...
    def forget(self) -> None: ...


class Shelved(Generic[R]):
    """A shelf of each transaction, made when it is first asked for: most commands need three of them."""

    def __init__(self, kind: Kind[R]) -> None:
        self._kind = kind
        self._name = ""

    def __set_name__(self, _: type[Transaction], name: str) -> None:
        self._name = name

    def __get__(self, transaction: Transaction, _: type[Transaction]) -> Shelf[R]:
        shelf = transaction.__dict__[self._name] = transaction.shelf(self._kind)
        return shelf


class Transaction:
    """One organisation's records, from the first read to the commit. Nothing is written before the end.

    `cause` is given where something may change, and None where it is only read.
    """

    people = Shelved(PEOPLE)
    projects = Shelved(PROJECTS)
    rounds = Shelved(ROUNDS)
    views = Shelved(VIEWS)
    escalations = Shelved(ESCALATIONS)
    decisions = Shelved(DECISIONS)
    digests = Shelved(DIGESTS)
    setups = Shelved(SETUPS)
    templates = Shelved(TEMPLATES)
    links = Shelved(LINKS)
    proposals = Shelved(PROPOSALS)
    contradictions = Shelved(CONTRADICTIONS)
    evidence = Shelved(EVIDENCE)
    red_lines = Shelved(RED_LINES)
    charters = Shelved(CHARTERS)
    drills = Shelved(DRILLS)
    pulses = Shelved(PULSES)
    live_drills = Shelved(LIVE_DRILLS)
    preparations = Shelved(PREPARATIONS)
    alarms = Shelved(ALARMS)

    def __init__(self, desk: Desk, cause: Cause | None) -> None:
        self._desk = desk
        self._cause = cause
        self._outbox = Outbox(twice=desk.twice)
        self._refusals: list[Values] = []
        self._shelves: list[AnyShelf] = []

    def shelf(self, kind: Kind[R]) -> Shelf[R]:
        """A new shelf, whose changes are written with all others."""
        shelf = Shelf(kind, self._desk)
        self._shelves.append(shelf)
        return shelf

    @property
    def organisation_id(self) -> str:
        """Whose records these are."""
        return self._desk.organisation_id

    @property
    def cause(self) -> Cause:
        """Why something changes; raises ReadOnly where nothing may."""
        if self._cause is None:
            raise ReadOnly
        return self._cause

    @property
    def inbox(self) -> Inbox:
        """Which events were handled already."""
        return Inbox(self._desk.connection, self._desk.organisation_id, self.cause.now)

    def queue(self, posts: Sequence[Post]) -> None:
        """Sends these when the transaction is committed; see `storage.outbox`."""
        self._outbox.queue(posts)

    def withdraw(self, prefix: str) -> None:
        """Drops posts that are still waiting under keys that begin so."""
        self._outbox.withdraw(prefix)

    def move(self, moved: Moved) -> None:
        """Gives posts that wait for a time of that person the new time."""
        self._outbox.move(moved)

    def arrived(self, key: str) -> datetime | None:
        """When the message of that key first came onto a screen; None where it has not."""
        return arrived(self._desk.connection, self.organisation_id, key)

    def on_screen(self, prefix: str) -> tuple[str, ...]:
        """The keys of the newest messages that are shown under keys that begin so."""
        return newest(self._desk.connection, self.organisation_id, prefix)

    def take(self, item: Due, now: datetime) -> bool:
        """Makes a record that is due this transaction's own; False when it is not due any more, or another process has
        it."""
        return take(self._desk.connection, item, now)

    def take_slot(self, what: str, most: int) -> bool:
        """Whether this may happen now, `most` times a minute in the organisation; if so, it counts."""
        return take_slot(self._desk.connection, self.organisation_id, what, most, self.cause.now)

    def audit_refusal(self, command: str, reason: str) -> None:
        """Records that the command was not allowed, and why."""
        self._refusals.append(audit.refusal(self.organisation_id, self.cause, command, reason))

    @property
    def changed_who_is_here(self) -> bool:
        """Whether a person or a project is new or another."""
        return self.people.is_changed or self.projects.is_changed

    def forget(self) -> None:
        """Drops every change so far but the inbox and the refusals."""
        for shelf in self._shelves:
            shelf.forget()
        self._outbox.forget()

    def finish(self) -> None:
        """Writes everything, in few round trips. Raises Conflict, and BadText for text that no database can keep."""
        if self._cause is None:
            return
        changed = [shelf for shelf in self._shelves if shelf.is_changed]
        writes = [write for shelf in changed for write in shelf.writes()]
        versions = audit.stamped(self.organisation_id, self._cause, writes)
        changes = audit.changes(self.organisation_id, versions)
        if self._refusals:
            changes.append(Change(audit.ADD_ENTRY, self._refusals))
        begun = frozenset(write.record_id for write in writes if write.before is None)
        changes += self._outbox.changes(
            self._desk.connection, self._desk.wire, self.organisation_id, self._cause.now, begun=begun
        )
        if changes:
            self._desk.connection.change(changes)
        for shelf in changed:
            shelf.wrote(versions)
