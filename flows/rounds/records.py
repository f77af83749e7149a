"""A round and the views it collects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from flows.plain import Plain
from flows.questionnaires.answers import Visibility


class RoundState(StrEnum):
    """A closed round still takes late answers; they are marked late and the analysis is done again."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Round:
    """One pass of asking. `id` is "project/number"; `due_at`: the next moment the clock has to look at it.

    `deadline`: the instant by which answers are wanted; `views`: view ids by function id, in the project's order.
    `analysed`: how often the summary was made, 0 before the first.
    """

    id: str
    project_id: str
    number: int
    state: RoundState
    opened_at: datetime
    deadline: datetime
    views: Mapping[str, str]
    due_at: datetime | None = None
    closed_at: datetime | None = None
    analysed: int = 0


class ViewState(StrEnum):
    """Where a function's set of answers stands."""

    ASKED = "asked"
    ANSWERING = "answering"
    SUBMITTED = "submitted"
    WITHOUT = "without"
    """The sponsor chose to go on without this function; a late answer is still welcome."""


class Chase(StrEnum):
    """How far a straggler has been followed up."""

    NUDGING = "nudging"
    OWNER_TOLD = "owner_told"
    SPONSOR_ASKED = "sponsor_asked"
    SETTLED = "settled"


@dataclass(frozen=True)
class Answer:
    """One version of one answer, in the project file's plain shape. Never changed, only followed by a newer one.

    `by` said it; `recorded_by` typed it for them; `late`: after the round had closed.
    """

    value: Plain
    by: str
    at: datetime
    visibility: Visibility = Visibility.PROJECT
    recorded_by: str | None = None
    late: bool = False


@dataclass(frozen=True)
class View:
    """A function's whole set of answers in one round. `id` is "project/number/function".

    `answers`: all versions by question id, oldest first. `draft`: half-given answers by question id (a risk grid with
    some rows pressed). `asking`: the question that the conversation is at. `due_at`: next nudge or chase.
    `offered_to`: a colleague who was asked to take it over and has not said yes or no.
    """

    id: str
    project_id: str
    round_id: str
    function_id: str
    respondent: str
    state: ViewState
    asked_at: datetime
    answers: Mapping[str, tuple[Answer, ...]] = field(default_factory=dict)
    draft: Mapping[str, Plain] = field(default_factory=dict)
    asking: str | None = None
    submitted_at: datetime | None = None
    nudges: int = 0
    nudged_at: datetime | None = None
    snoozed_until: datetime | None = None
    chase: Chase = Chase.NUDGING
    offered_to: str | None = None
    handed_over_by: tuple[str, ...] = ()
    due_at: datetime | None = None
