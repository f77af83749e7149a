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
class SecondLook:
    """After the round has closed: each function sees what others added, and its answers beside theirs.

    Function ids: `shown` have a card; `asked` are those of them whose answer is wanted or far from the others'; `done`
    have said something or keep their answers. `nudged`: those who are not done were reminded; `over`: nothing can be
    said any more. `before`: percent of positions near the median when it began; `changed`: somebody changed an answer.
    """

    until: datetime
    shown: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    nudged: bool = False
    over: bool = False
    before: int | None = None
    changed: bool = False


@dataclass(frozen=True)
class Round:
    """One pass of asking. `id` is "project/number"; `due_at`: the next moment the clock has to look at it.

    `deadline`: the instant by which answers are wanted; `views`: view ids by function id, in the project's order.
    `analysed`: how often the summary was made, 0 before the first.
    `cards`: how often the sponsor was asked about stragglers; `choose_by`: until when the sponsor may choose.
    `parts`: the keys of the posts that the summary is made of, so that what falls away can be taken back.
    `found`: how many contradictions and gaps the last analysis had.
    `threshold`: percent of functions near the median from which an item counts as agreed, set when the round began.
    `look`: the second look, None before the round has closed and where there is nothing to look at.
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
    cards: int = 0
    choose_by: datetime | None = None
    parts: tuple[str, ...] = ()
    found: Mapping[str, int] = field(default_factory=dict)
    threshold: int = 70
    look: SecondLook | None = None

    @property
    def is_open(self) -> bool:
        """Whether answers are still blind and counted as in time."""
        return self.state is RoundState.OPEN


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


class Chosen(StrEnum):
    """What the sponsor can choose about a function that has not answered."""

    WAIT = "wait"
    STAND_IN = "stand_in"
    WITHOUT = "without"


@dataclass(frozen=True)
class Choice:
    """The sponsor's choice about one straggler: `by` None when nobody chose in time and the round went on.

    `until`: what is waited for; `stand_in`: the person who was named.
    """

    what: Chosen
    at: datetime
    by: str | None = None
    until: datetime | None = None
    stand_in: str | None = None


@dataclass(frozen=True)
class Offer:
    """A request to take a view over, not answered yet. `by` asked; `number` counts the offers of the view."""

    to: str
    by: str
    at: datetime
    number: int
    reason: str = ""


@dataclass(frozen=True)
class Answer:
    """One version of one answer, in the project file's plain shape. Never changed, only followed by a newer one.

    `by` said it; `recorded_by` typed it for them; `late`: after the round had closed; `reason`: why it was changed in
    the second look.
    """

    value: Plain
    by: str
    at: datetime
    visibility: Visibility = Visibility.PROJECT
    recorded_by: str | None = None
    late: bool = False
    reason: str = ""


@dataclass(frozen=True)
class View:
    """A function's whole set of answers in one round. `id` is "project/number/function".

    `answers`: all versions by question id, oldest first. `draft`: half-given answers by question id (a risk grid with
    some rows pressed). `asking`: the question that the conversation is at. `due_at`: next nudge or chase.
    `offered_to`: a colleague who was asked to take it over and has not said yes or no; `offer` says more, `offers`
    counts them. `handed_over_by`: who had it before, oldest first; they stay informed.
    `nudges` counts all, `earlier_nudges` those that went to earlier respondents, `unseen_nudges` those to the present
    one that the next took the place of before they were shown; `nudge_key`: the post of the last one.
    `until`: the view's own deadline, where it is later than the round's.
    `chased_at`: when `chase` began; `card`: the sponsor's card it is on, with the `choice` made there.
    `confirmed_at`: when the person named confirmed what somebody else recorded for them.
    `sent_at`: when it was sent first (`submitted_at`: last), which is when a change becomes an edit that is shown.
    `missed`: the clock came too late for what was due, so the next message says that it comes late.
    `touched_at`: when the respondent last answered or pressed something; `cards`: questions in the order in which their
    cards were posted, again where asked again; `skipped`: questions put off, again where put off again.
    `unreached_at`: when something for the respondent could last not be delivered.
    `probed`: questions whose vague answer was asked about once; `probing`: the one that typed words make clearer now.
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
    offer: Offer | None = None
    offers: int = 0
    earlier_nudges: int = 0
    nudge_key: str | None = None
    until: datetime | None = None
    chased_at: datetime | None = None
    card: int | None = None
    choice: Choice | None = None
    confirmed_at: datetime | None = None
    sent_at: datetime | None = None
    missed: bool = False
    touched_at: datetime | None = None
    cards: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    unreached_at: datetime | None = None
    probed: tuple[str, ...] = ()
    probing: str | None = None
    unseen_nudges: int = 0

    @property
    def reminded(self) -> int:
        """How often its respondent was."""
        return self.nudges - self.earlier_nudges - self.unseen_nudges

    @property
    def is_unreached(self) -> bool:
        """Whether the last thing that was sent to the respondent did not arrive."""
        later = (self.asked_at, self.nudged_at, self.touched_at)
        return self.unreached_at is not None and all(at is None or at <= self.unreached_at for at in later)

    @property
    def is_pending(self) -> bool:
        """Whether the round still waits for it."""
        return self.state in (ViewState.ASKED, ViewState.ANSWERING)

    @property
    def recorded_by(self) -> str | None:
        """Who typed the latest answers for the person who gave them, if anybody did."""
        latest = [versions[-1].recorded_by for versions in self.answers.values() if versions]
        return next((person for person in latest if person), None)
