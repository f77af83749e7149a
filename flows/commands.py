"""What every road in (text, button, form, link, REST) ends in: a command and who gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.quickly_made import quickly_made


@dataclass(frozen=True)
class Command:
    """A frozen dataclass naming what someone asks. Subclasses are listed in `bot/commands`.

    Fields are plain (str, int, bool, float, date, datetime, StrEnum, dataclass, tuple, Mapping, None), so that a
    command fits in a button. Ids in it are references, never authority.
    """


FormValues = Mapping[str, str | tuple[str, ...]]
"""What was filled in, by field id: one text, or the chosen values of a multiple choice. Absent = left empty."""


@dataclass(frozen=True)
class FormCommand(Command):
    """A command that a form submits: the adapter puts what was filled in into `values`."""

    values: FormValues = field(default_factory=dict, kw_only=True)


@quickly_made
@dataclass(frozen=True)
class Actor:
    """Who gives a command: a person of the organisation as the platform verified them, or Accord's own clock.

    `outside`: a guest, or somebody of another company; they do only what they are named for.
    """

    organisation_id: str
    person_id: str
    platform: str = "web"
    outside: bool = False

    @property
    def is_clock(self) -> bool:
        """True when the tick gives the command, not a person."""
        return self.person_id == CLOCK

    @property
    def is_operator(self) -> bool:
        """True when the command line gives the command: whoever runs the server may run every project."""
        return self.person_id == OPERATOR


CLOCK = "accord"
"""The person id of Accord itself in audit entries: what the tick does, nobody pressed."""

OPERATOR = "operator"
"""The person id of whoever runs the server, in audit entries of the command line."""


@dataclass(frozen=True)
class Place:
    """Where something was typed: a channel's name, or None for the direct messages with Accord."""

    channel: str | None = None
    thread: str | None = None
