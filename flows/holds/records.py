"""A function has a word in a matter before it is decided, and what it has said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flows.projects.records import Silence


class Ground(StrEnum):
    """Why a function has a word in it."""

    RED_LINE = "red_line"
    """The matter touches a red line that it owns."""
    MUST_AGREE = "must_agree"
    """The decision right says that it must agree."""


class Word(StrEnum):
    """What it has said."""

    WAITS = "waits"
    GO_AHEAD = "go ahead"
    VETO = "veto"
    SILENT = "silent"
    """The time to speak is over; what follows is `Hold.silence`."""


@dataclass(frozen=True)
class Hold:
    """Nothing is decided before the function `owner` has spoken, at most until `until`.

    `id`: of the red line, or "project/agree/function". `text`: the red line as it was then; `tripped`: the words that
    touched it. `domains`: what a function that must agree may veto about. `asked`: the person who speaks for it.
    `silence`: what no answer in time means. `remind_at`: when they are reminded, None once they were. `options`: ids of
    the options that a veto rules out; `requirement`: what it says they breach. `by`, `at`, `reason`: who spoke, when,
    and why.
    """

    id: str
    text: str
    owner: str
    tripped: tuple[str, ...]
    asked: str
    since: datetime
    until: datetime
    word: Word = Word.WAITS
    options: tuple[str, ...] = ()
    reason: str = ""
    by: str = ""
    at: datetime | None = None
    ground: Ground = Ground.RED_LINE
    domains: tuple[str, ...] = ()
    silence: Silence = Silence.GOES_UP
    requirement: str = ""
    remind_at: datetime | None = None

    @property
    def label(self) -> str:
        """What people call the red line: "RL-2"; the id of a function that must agree."""
        return self.id.rpartition("/")[2]

    @property
    def blocks(self) -> bool:
        """Whether nothing is decided as long as it stands so."""
        return self.word is Word.WAITS or (self.word is Word.SILENT and self.silence is Silence.BLOCKS)
