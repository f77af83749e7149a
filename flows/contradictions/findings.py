"""What an analysis finds: contradictions, gaps and figures of agreement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from flows.questionnaires.answers import Stance, Visibility

CONFIDENTIAL = "(confidential)"
"""Stands for every confidential answer: it counts, but is never quoted."""


class Strength(StrEnum):
    """How firmly two views exclude each other, strongest first; shown as the `kind` of a contradiction."""

    HARD = "hard"
    BRIDGEABLE = "bridgeable"
    APPARENT = "apparent"


STRONGEST_FIRST = tuple(Strength)


@dataclass(frozen=True)
class QuotedAnswer:
    """What one function said to one question, in words close to its own.

    `text` is CONFIDENTIAL where the answer is: the words themselves are then nowhere in the analysis.
    `by`: the person who said it; `recorded_by`: who typed it for them.
    """

    function: str
    question: str
    text: str
    by: str
    recorded_by: str | None = None
    visibility: Visibility = Visibility.PROJECT

    @property
    def open(self) -> bool:
        """Whether everyone in the project may read it."""
        return self.visibility is Visibility.PROJECT


@dataclass(frozen=True)
class Side:
    """The functions that hold one of the views, in the order of the project, and their quoted answers."""

    functions: tuple[str, ...]
    quotes: tuple[QuotedAnswer, ...]


@dataclass(frozen=True)
class Contradiction:
    """Two or more views that cannot all hold; one per rule and subject.

    `why` hides confidential answers only. `openly` and `matter` (what it is about, in a few words) hold nothing that
    is not for everyone in the project: channels and digests show these.
    """

    rule: str
    subject: str
    kind: Strength
    sides: tuple[Side, ...]
    why: str
    matter: str = ""
    openly: str = ""

    @property
    def id(self) -> str:
        """Stable over analyses: depends on rule and subject alone."""
        return f"{self.rule}:{self.subject}"

    @property
    def quotes(self) -> tuple[QuotedAnswer, ...]:
        """The quotes of all sides."""
        return tuple(quote for side in self.sides for quote in side.quotes)


@dataclass(frozen=True)
class Gap:
    """Something nobody has answered, provides or decides. `sources` are the answers it stands on, if any.

    `why` and `openly` differ as for a contradiction.
    """

    rule: str
    subject: str
    functions: tuple[str, ...]
    why: str
    sources: tuple[QuotedAnswer, ...] = ()
    openly: str = ""

    @property
    def id(self) -> str:
        """Stable over analyses: depends on rule and subject alone."""
        return f"{self.rule}:{self.subject}"


@dataclass(frozen=True)
class RiskAgreement:
    """The most common stance on a risk (on a tie the more careful), counted per function.

    `agree` of the `of` functions with a view hold it; `differ` are the others, in the order of the project.
    """

    stance: Stance
    agree: int
    of: int
    differ: tuple[str, ...]

    @property
    def share(self) -> Fraction:
        """From 0 (exclusive) to 1."""
        return Fraction(self.agree, self.of)


@dataclass(frozen=True)
class Agreement:
    """Kendall's W over `m` rankings of `n` axes (None where it means nothing), and the stances by risk id."""

    kendall_w: Fraction | None
    m: int
    n: int
    risks: Mapping[str, RiskAgreement]


@dataclass(frozen=True)
class Analysis:
    """Everything found in one round. Findings are ordered by rule, then by subject (code points)."""

    contradictions: tuple[Contradiction, ...]
    gaps: tuple[Gap, ...]
    agreement: Agreement
    silent: tuple[str, ...]
