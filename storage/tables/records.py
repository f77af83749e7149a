"""Records as rows: columns for what is asked, the frozen record as JSON in `body` (docs/adr/0002); and the audit."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import KEY, SEQUENCE


class Aggregate(SQLModel):
    """The shape all records share. `version` counts changes; `hash` is that of the record's newest audit entry."""

    organisation_id: str = Field(sa_type=KEY, primary_key=True)
    id: str = Field(sa_type=KEY, primary_key=True)
    version: int
    hash: str
    project_id: str | None = Field(sa_type=KEY)
    state: str | None
    person_id: str | None = Field(sa_type=KEY)
    number: int | None
    due_at: int | None = Field(sa_type=BigInteger)
    body: str = Field(sa_type=Text)


def asked(name: str) -> tuple[Index, ...]:
    """The indexes for what every aggregate is asked by."""
    return (
        Index(f"{name}_project", "organisation_id", "project_id", "number"),
        Index(f"{name}_person", "organisation_id", "person_id", "state"),
    )


def asked_and_due(name: str) -> tuple[Index, ...]:
    """… and for the tick, which must not notice how many wait: only rows with a due time are in these indexes."""
    waiting = text("due_at IS NOT NULL")
    return (
        *asked(name),
        Index(f"{name}_due", "due_at", sqlite_where=waiting, postgresql_where=waiting),
        Index(f"{name}_due_of", "organisation_id", "due_at", sqlite_where=waiting, postgresql_where=waiting),
    )


class Person(Aggregate, table=True):
    __table_args__ = asked_and_due("person")


class Project(Aggregate, table=True):
    __table_args__ = asked("project")


class Round(Aggregate, table=True):
    __table_args__ = asked_and_due("round")


class View(Aggregate, table=True):
    __table_args__ = asked_and_due("view")


class Escalation(Aggregate, table=True):
    __table_args__ = asked_and_due("escalation")


class Decision(Aggregate, table=True):
    __table_args__ = asked("decision")


class Digest(Aggregate, table=True):
    __table_args__ = asked_and_due("digest")


class Setup(Aggregate, table=True):
    __table_args__ = asked("setup")


class Template(Aggregate, table=True):
    __table_args__ = asked("template")


class Link(Aggregate, table=True):
    __table_args__ = asked("link")


class Contradiction(Aggregate, table=True):
    __table_args__ = asked_and_due("contradiction")


class Proposal(Aggregate, table=True):
    __table_args__ = asked_and_due("proposal")


class RedLine(Aggregate, table=True):
    __tablename__: ClassVar[str] = "red_line"
    __table_args__ = asked_and_due("red_line")


class Evidence(Aggregate, table=True):
    __table_args__ = asked_and_due("evidence")


class Charter(Aggregate, table=True):
    __table_args__ = asked_and_due("charter")


class Drill(Aggregate, table=True):
    __table_args__ = asked_and_due("drill")


class Pulse(Aggregate, table=True):
    __table_args__ = asked_and_due("pulse")


class LiveDrill(Aggregate, table=True):
    __tablename__: ClassVar[str] = "live_drill"
    __table_args__ = asked_and_due("live_drill")


class Preparation(Aggregate, table=True):
    __table_args__ = asked("preparation")


class Alarm(Aggregate, table=True):
    __table_args__ = asked_and_due("alarm")


class Audit(SQLModel, table=True):
    """Who did what, when, to which record; append-only. `note`: why a command was refused."""

    __table_args__ = (
        UniqueConstraint("organisation_id", "kind", "record_id", "version", name="audit_entry"),
        Index("audit_organisation", "organisation_id", "seq"),
    )
    seq: int = Field(sa_type=SEQUENCE, primary_key=True)
    organisation_id: str = Field(sa_type=KEY)
    kind: str
    record_id: str = Field(sa_type=KEY)
    version: int
    at: int = Field(sa_type=BigInteger)
    actor_id: str
    command: str
    note: str = Field(sa_type=Text)
    digest: str
    prev: str
    hash: str


class AuditSeal(SQLModel, table=True):
    """A block of an organisation's audit entries: those with `after` < seq <= `upto`, chained to the block before."""

    __tablename__: ClassVar[str] = "audit_seal"
    organisation_id: str = Field(sa_type=KEY, primary_key=True)
    number: int = Field(primary_key=True)
    after: int = Field(sa_type=BigInteger)
    upto: int = Field(sa_type=BigInteger)
    entries: int
    prev: str
    hash: str


AGGREGATES = (
    *("person", "project", "round", "view", "escalation", "decision", "digest", "setup", "template", "link"),
    *("contradiction", "proposal", "red_line", "evidence", "charter", "drill", "pulse"),
    *("live_drill", "alarm", "preparation"),
)
"""The tables of records."""
