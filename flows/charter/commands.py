"""What people can ask of the charter."""

from __future__ import annotations

from dataclasses import dataclass

from flows.commands import Command, FormCommand


@dataclass(frozen=True)
class ShowCharter(Command):
    """`/charter`: as it would be published now, who has signed, and what has changed. Private."""

    channel: str | None = None
    project: str = ""


@dataclass(frozen=True)
class ListReady(Command):
    """`/align ready`: what is missing before the kick-off, and with whom. Private."""

    channel: str | None = None
    project: str = ""


@dataclass(frozen=True)
class ShowPartnerPack(Command):
    """`/align partner pack`: what partners need to know, with roles in the place of names. Private."""

    channel: str | None = None
    project: str = ""


@dataclass(frozen=True)
class PublishCharter(Command):
    """The next version goes to the channel and to every function. `after`: the version that was there (0: none)."""

    project_id: str
    after: int


@dataclass(frozen=True)
class SignCharter(Command):
    """A function signs a version; "" for who speaks for none and consents to it as a decider."""

    charter_id: str
    function: str


@dataclass(frozen=True)
class ShowInherited(Command):
    """What somebody who came later inherits, with the buttons to sign or object. Private."""

    charter_id: str
    function: str


@dataclass(frozen=True)
class OpenObjection(Command):
    """Opens the form in which somebody who came later objects."""

    charter_id: str
    function: str


@dataclass(frozen=True)
class ObjectToCharter(FormCommand):
    """Not as it is: what, why, and what would mend it."""

    charter_id: str
    function: str


@dataclass(frozen=True)
class OpenReservation(Command):
    """Opens the form in which a function signs with a reservation."""

    charter_id: str
    function: str


@dataclass(frozen=True)
class SignWithReservation(FormCommand):
    """A function signs a version, and says what it has doubts about."""

    charter_id: str
    function: str
