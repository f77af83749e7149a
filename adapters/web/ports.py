"""What the local workspace needs from the rest besides an engine and a grammar: a directory and a clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from flows.people import Person

LOCAL = "local"
"""The organisation of the local workspace."""


@dataclass(frozen=True)
class Paper:
    """A document that can be fetched: of which project (id), and what it is called."""

    project: str
    title: str


@dataclass(frozen=True)
class Channel:
    """A channel: its name without #, what it is about, and the ids of the people who are in it.

    `papers`: what everybody in it may fetch.
    """

    name: str
    title: str
    members: tuple[str, ...]
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True)
class Directory:
    """Everybody and every channel. `titles`: a few words on who somebody is, by person id ("Operations, deputy")."""

    people: tuple[Person, ...]
    channels: tuple[Channel, ...]
    titles: Mapping[str, str] = field(default_factory=dict)


class People(Protocol):
    """Who is here. Asked at page loads and when somebody unknown turns up, not at every press."""

    async def directory(self) -> Directory:
        """The directory as of now."""


@dataclass(frozen=True)
class Upcoming:
    """What happens next, in a few words ("Nudge: Jan Lis"), and when."""

    label: str
    at: datetime


class Clock(Protocol):
    """The workspace's own time, which can be moved on."""

    def now(self) -> datetime:
        """The simulated instant, aware."""

    async def upcoming(self) -> tuple[Upcoming, ...]:
        """The next few things that are due, soonest first."""

    async def skip(self, to: datetime) -> None:
        """Move on to this instant; returns when everything due until then has happened and was delivered."""
