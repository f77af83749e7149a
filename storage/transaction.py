"""What a use case sees of the database: shelves of records, an inbox, and an outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flows.alarms import AlarmState
from flows.charter.records import Charter
from flows.consent.records import Proposal
from flows.decisions.records import Decision
from flows.digests.records import DigestState
from flows.drills.records import Drill
from flows.effects import Moved, Post
from flows.escalations.records import Escalation
from flows.evidence.records import Obligation
from flows.linking import Link
from flows.live_drills.records import LiveDrill
from flows.people import Person
from flows.projects.records import Project
from flows.projects.setup import Setup
from flows.pulse.records import Pulse
from flows.questionnaires.template import Template
from flows.red_lines.records import InForce
from flows.resolving.records import LiveContradiction
from flows.rounds.records import Round, View
from flows.sponsor.records import Preparation
from storage import audit
from storage.alarms import ALARMS
from storage.arrivals import arrived, newest
from storage.audit import Cause
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


class Transaction:
    """One organisation's records, from the first read to the commit. Nothing is written before the end.

    `cause` is given where something may change, and None where it is only read.
    """

    def __init__(self, desk: Desk, cause: Cause | None) -> None:
        self._desk = desk
        self._cause = cause
        self._outbox = Outbox(twice=desk.twice)
        self._refusals: list[Values] = []
        self.people: Shelf[Person] = Shelf(PEOPLE, desk)
        self.projects: Shelf[Project] = Shelf(PROJECTS, desk)
        self.rounds: Shelf[Round] = Shelf(ROUNDS, desk)
        self.views: Shelf[View] = Shelf(VIEWS, desk)
        self.escalations: Shelf[Escalation] = Shelf(ESCALATIONS, desk)
        self.decisions: Shelf[Decision] = Shelf(DECISIONS, desk)
        self.digests: Shelf[DigestState] = Shelf(DIGESTS, desk)
        self.setups: Shelf[Setup] = Shelf(SETUPS, desk)
        self.templates: Shelf[Template] = Shelf(TEMPLATES, desk)
        self.links: Shelf[Link] = Shelf(LINKS, desk)
        self.proposals: Shelf[Proposal] = Shelf(PROPOSALS, desk)
        self.contradictions: Shelf[LiveContradiction] = Shelf(CONTRADICTIONS, desk)
        self.evidence: Shelf[Obligation] = Shelf(EVIDENCE, desk)
        self.red_lines: Shelf[InForce] = Shelf(RED_LINES, desk)
        self.charters: Shelf[Charter] = Shelf(CHARTERS, desk)
        self.drills: Shelf[Drill] = Shelf(DRILLS, desk)
        self.pulses: Shelf[Pulse] = Shelf(PULSES, desk)
        self.live_drills: Shelf[LiveDrill] = Shelf(LIVE_DRILLS, desk)
        self.preparations: Shelf[Preparation] = Shelf(PREPARATIONS, desk)
        self.alarms: Shelf[AlarmState] = Shelf(ALARMS, desk)
        self._shelves = tuple(each for each in vars(self).values() if isinstance(each, Shelf))

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
