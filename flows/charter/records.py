"""A version of the charter, its lines and its signatures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from flows.phrases import Phrase


class Section(StrEnum):
    """The parts of a charter, in the order in which it is read."""

    GOAL = "goal"
    RED_LINES = "red_lines"
    TOLERANCES = "tolerances"
    ORDER = "order"
    RIGHTS = "rights"
    PATH = "path"
    CONTRADICTIONS = "contradictions"
    REPORTING = "reporting"
    EVIDENCE = "evidence"


TITLES: Mapping[Section, str] = {
    Section.GOAL: "The first-stage goal",
    Section.RED_LINES: "Red lines",
    Section.TOLERANCES: "How far the team goes by itself",
    Section.ORDER: "What wins when aims pull apart",
    Section.RIGHTS: "Who decides",
    Section.PATH: "The path when a decision or an agreement is stuck",
    Section.CONTRADICTIONS: "Contradictions, with eyes open",
    Section.REPORTING: "Who is told what",
    Section.EVIDENCE: "What proof is needed",
}
MATERIAL = frozenset({Section.GOAL, Section.RED_LINES, Section.TOLERANCES, Section.ORDER, Section.RIGHTS})
"""A change in these is signed anew by the functions that it concerns (features D6)."""


@dataclass(frozen=True)
class Line:
    """One sentence. `key`: stays the same while it is about the same thing, such as "right/speed/scope".

    `source`: where it comes from, as people call it: "agreed as goal 1", "C-3", "answer of Quality". `concerns`: the
    functions (ids) that have to sign a change of it anew; all of them where there is none.
    """

    key: str
    section: Section
    words: Phrase
    source: str
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signature:
    """One function's signature. `version`: the one that was read; `reservation`: "" for none."""

    function: str
    by: str
    at: datetime
    version: int
    reservation: str = ""


@dataclass(frozen=True)
class Moved:
    """A function that signed says that something does not hold any more. `what`: "the goal"; `source`: "pulse 1"."""

    function: str
    what: tuple[str, ...]
    source: str
    at: datetime


@dataclass(frozen=True)
class Newcomer:
    """Somebody who came after it was signed. `function`: that they speak for now, "" for who only decides something.

    `answered_at`: when they signed it, or objected.
    """

    person: str
    function: str
    since: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Objection:
    """What somebody who came later cannot stand behind, and what would mend it. `function`: "" as for a newcomer.

    `what`: the sentence or point in its words or theirs; "" where only the section was asked for.
    """

    function: str
    by: str
    at: datetime
    section: Section
    reason: str
    fix: str
    what: str = ""


@dataclass(frozen=True)
class Charter:
    """One published version. `id` is "project/charter/n", n its `number`.

    `asked`: the functions (ids) that sign it. `signatures`: those given, or carried over from an earlier version, since
    nothing that concerns the function has changed. `moved`: what does not hold any more for those that sign again.
    `newcomers`: who came after it was signed; `objections`: theirs.
    `valid_until`: the day of the goal. `replaced_at`: when a newer
    version was published.
    """

    id: str
    project_id: str
    number: int
    lines: tuple[Line, ...]
    by: str
    at: datetime
    asked: tuple[str, ...]
    signatures: tuple[Signature, ...] = ()
    valid_until: date | None = None
    replaced_at: datetime | None = None
    moved: tuple[Moved, ...] = ()
    newcomers: tuple[Newcomer, ...] = ()
    objections: tuple[Objection, ...] = ()

    @property
    def is_current(self) -> bool:
        """Whether no newer version has been published."""
        return self.replaced_at is None

    @property
    def signed(self) -> Mapping[str, Signature]:
        """The signatures by function id."""
        return {signature.function: signature for signature in self.signatures}

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The functions (ids) that have not signed yet, or have to sign again."""
        standing = self.signed.keys() - self.moved_by.keys() - {each.function for each in self.objections}
        return tuple(function for function in self.asked if function not in standing)

    @property
    def expected(self) -> tuple[Newcomer, ...]:
        """Those who came later and have not answered; what was signed for them, a predecessor signed."""
        return tuple(each for each in self.newcomers if each.answered_at is None)

    @property
    def moved_by(self) -> Mapping[str, Moved]:
        """What has moved, by function id."""
        return {moved.function: moved for moved in self.moved}

    def of(self, section: Section) -> tuple[Line, ...]:
        """The lines of a section."""
        return tuple(line for line in self.lines if line.section is section)
