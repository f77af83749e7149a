"""What a sponsor, and whoever stands in, can ask."""

from __future__ import annotations

from dataclasses import dataclass

from flows.commands import Command, FormCommand
from flows.sponsor.records import Point


@dataclass(frozen=True)
class ShowForecast(Command):
    """`/align forecast`: which decisions are likely to come, and what of the last forecast came. Private."""

    channel: str | None = None
    project: str = ""


@dataclass(frozen=True)
class ShowPreparation(Command):
    """`/align sponsor`: what the sponsor is to know and have before the start. Private."""

    channel: str | None = None
    project: str = ""


@dataclass(frozen=True)
class ConfirmPoint(Command):
    """The sponsor knows it. `seen`: the fingerprint of what stood beside the button."""

    project_id: str
    point: Point
    seen: str


@dataclass(frozen=True)
class OpenBackup(Command):
    """Opens the form in which the sponsor names a back-up."""

    project_id: str


@dataclass(frozen=True)
class NameBackup(FormCommand):
    """Who is to decide when the sponsor cannot; they are asked."""

    project_id: str


@dataclass(frozen=True)
class AcceptBackup(Command):
    """Whoever was asked says yes. `number`: of the request."""

    project_id: str
    number: int


@dataclass(frozen=True)
class DeclineBackup(Command):
    """Whoever was asked says no."""

    project_id: str
    number: int
