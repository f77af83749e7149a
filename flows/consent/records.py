"""A proposal and what each function said to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from flows.consent.contents import Content

MOST_ROUNDS = 3
"""So many consent rounds; then the resolution ladder (features D3)."""


class ProposalState(StrEnum):
    """Legal moves are in `TRANSITIONS`; a test checks that the table is total."""

    DRAFT = "draft"
    """Only who proposes it and the facilitator see it."""
    SENSE_CHECK = "sense_check"
    """Every function may say what is unclear or missing."""
    CONSENT = "consent"
    REVISING = "revising"
    """Somebody objected: it waits for a new wording, then the next round begins."""
    AGREED = "agreed"
    UNRESOLVED = "unresolved"
    """Three rounds did not settle it: the resolution ladder does."""
    LAPSED = "lapsed"
    """Too few functions said anything, nobody revised it in time, or nobody answered what was unclear; it can be taken
    up again."""
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    """It was agreed and held; then the functions agreed to drop it."""


_S = ProposalState
TRANSITIONS: dict[ProposalState, frozenset[ProposalState]] = {
    _S.DRAFT: frozenset({_S.SENSE_CHECK, _S.WITHDRAWN}),
    _S.SENSE_CHECK: frozenset({_S.SENSE_CHECK, _S.CONSENT, _S.LAPSED, _S.WITHDRAWN}),
    _S.CONSENT: frozenset({_S.CONSENT, _S.REVISING, _S.AGREED, _S.UNRESOLVED, _S.LAPSED, _S.WITHDRAWN}),
    _S.REVISING: frozenset({_S.CONSENT, _S.LAPSED, _S.WITHDRAWN}),
    _S.LAPSED: frozenset({_S.SENSE_CHECK, _S.WITHDRAWN}),
    _S.UNRESOLVED: frozenset({_S.AGREED, _S.WITHDRAWN}),
    _S.AGREED: frozenset({_S.ENDED}),
    _S.WITHDRAWN: frozenset(),
    _S.ENDED: frozenset(),
}
"""A decision on the ladder can still make an unresolved proposal the agreed one."""

OPEN = frozenset({_S.DRAFT, _S.SENSE_CHECK, _S.CONSENT, _S.REVISING})


class Stance(StrEnum):
    """What a function says to a proposal, graded from yes to no; silence is none of these.

    Endorse: it wants this and stands up for it. Consent: it can live with it and supports it. With a reservation: it
    can live with it. Abstain: it stands aside. Object: it blocks, with a reason and a fix.
    """

    ENDORSE = "endorse"
    CONSENT = "consent"
    RESERVATION = "consent with reservation"
    ABSTAIN = "abstain"
    OBJECT = "object"


YES = frozenset({Stance.ENDORSE, Stance.CONSENT, Stance.RESERVATION})
"""With these a function agrees."""


class Basis(StrEnum):
    """What makes an objection one. A preference is none (features D5)."""

    HARM = "harm"
    EVIDENCE = "evidence"


@dataclass(frozen=True)
class Said:
    """What one function said in a round; the last thing said counts. `by`: the person.

    `reason`: of a reservation or an objection; `basis` and `shows`: what makes it an objection, and the harm or the
    fact that shows it; `fix`: what would make an objection go away; `prediction` and
    `check_on`: what the function expects to happen instead, and when to look (features O19).
    """

    by: str
    stance: Stance
    at: datetime
    reason: str = ""
    fix: str = ""
    prediction: str = ""
    check_on: date | None = None
    basis: Basis | None = None
    shows: str = ""


@dataclass(frozen=True)
class Remark:
    """What is unclear or missing, said in the sense check. `words` "" means that it makes sense.

    `answer`: what who proposed it, or who runs the project, says to that; `answered_by`: who does.
    """

    function: str
    by: str
    at: datetime
    words: str = ""
    answer: str = ""
    answered_by: str = ""


@dataclass(frozen=True)
class ConsentRound:
    """One consent round. `said`: by function id; who is missing has said nothing. `extended`: it got more time."""

    number: int
    opened_at: datetime
    until: datetime
    said: Mapping[str, Said] = field(default_factory=dict)
    extended: bool = False


@dataclass(frozen=True)
class Checked:
    """A minority view looked at on its day: did it come true?"""

    function: str
    by: str
    at: datetime
    came_true: bool
    words: str = ""


@dataclass(frozen=True)
class Kept:
    """Somebody looked at it again, and it stays as it is until that day."""

    by: str
    at: datetime
    until: date


def stage_name(sent_again: int, rounds: int) -> str:
    """Of the sense check or round that follows so many sendings after the first, and so many rounds."""
    return f"{sent_again}.{rounds}" if sent_again else str(rounds)


@dataclass(frozen=True)
class Proposal:
    """Something that functions are to agree on. `id` is "project/kind/n", `kind` that of its content.

    `version` counts wordings: a stance belongs to the wording it was said to. `asked`: the functions whose consent it
    takes. `until`: when the present state ends; `nudged`: whether the silent ones were reminded in it. `due_at`: the
    next moment the clock has to look at it. `settled_by`: the decision (id) that settled what rounds could not.
    `review_on`: the day until which it is to be looked at again once agreed; `review_asked`: how often the owner was
    asked for that; `kept`: how often it was kept. `sent_again`: how often it was sent anew after it had lapsed.
    `longer`: the sense check got more time, since nobody had answered what was unclear. `went_on`: who asked for
    consent although something was. `replaced_by`: the proposal (id) that was agreed later and took its place.
    """

    id: str
    project_id: str
    number: int
    content: Content
    by: str
    drafted_at: datetime
    asked: tuple[str, ...]
    state: ProposalState = ProposalState.DRAFT
    version: int = 1
    remarks: tuple[Remark, ...] = ()
    rounds: tuple[ConsentRound, ...] = ()
    until: datetime | None = None
    nudged: bool = False
    ended_at: datetime | None = None
    settled_by: str | None = None
    checked: tuple[Checked, ...] = ()
    due_at: datetime | None = None
    review_on: date | None = None
    review_asked: int = 0
    kept: tuple[Kept, ...] = ()
    sent_again: int = 0
    longer: bool = False
    went_on: str = ""
    replaced_by: str = ""

    @property
    def stage(self) -> str:
        """The sense check or consent round that runs, as part of the keys of its messages: each has its own."""
        return stage_name(self.sent_again, len(self.rounds))

    @property
    def unanswered(self) -> tuple[Remark, ...]:
        """What functions find unclear in the sense check and nobody has answered."""
        return tuple(each for each in self.remarks if each.words and not each.answer)

    @property
    def is_open(self) -> bool:
        """Whether it can still be agreed by consent."""
        return self.state in OPEN

    @property
    def said(self) -> Mapping[str, Said]:
        """What the functions said in the present or the last round."""
        return self.rounds[-1].said if self.rounds else {}

    @property
    def enough(self) -> bool:
        """The quorum of the round: more than half of the functions have said something; abstaining takes part."""
        return 2 * len(self.said) > len(self.asked)

    @property
    def objections(self) -> Mapping[str, Said]:
        """What keeps it from being agreed: objections of this round, and once enough functions have spoken in it, those
        of earlier rounds that were not taken back."""
        if self.enough:
            return self.still_objecting
        return {function: said for function, said in self.said.items() if said.stance is Stance.OBJECT}

    @property
    def still_objecting(self) -> Mapping[str, Said]:
        """Objections of all rounds, but of functions that have said something else since; silence takes none back."""
        return {function: said for function, said in self._last.items() if said.stance is Stance.OBJECT}

    @property
    def minority(self) -> Mapping[str, Said]:
        """Reservations and objections, of all rounds like these: kept with what was agreed."""
        kept = (Stance.RESERVATION, Stance.OBJECT)
        return {function: said for function, said in self._last.items() if said.stance in kept}

    @property
    def _last(self) -> Mapping[str, Said]:
        """What each function said last, in whichever round."""
        last: dict[str, Said] = {}
        for round_ in self.rounds:
            last |= round_.said
        return last
