"""Who decides an escalation, in which order, and why: resolved from the decision rights, once, when it opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.decisions.cast import Cast
from flows.decisions.rights import find_right, reach
from flows.errors import Invalid
from flows.escalations import times
from flows.escalations.records import Role, Step, Urgency
from flows.phrases import Listing, Phrase
from flows.projects.records import DecisionRight, Silence
from flows.quickly_made import quickly_made
from flows.stakes.records import NOTHING_SAID, Stakes
from flows.stakes.rules import at_level


@quickly_made
@dataclass(frozen=True)
class Request:
    """What the ladder depends on. `deadline`: the instant by which the requester needs the decision."""

    requester: str
    tradeoff: str
    deadline: datetime
    urgency: Urgency
    stakes: Stakes = NOTHING_SAID


@dataclass(frozen=True)
class Skipped:
    """Somebody who stands on the ladder by right and was left out of it, and why: "is away through 12 May"."""

    person_id: str
    role: Role
    why: Phrase


@quickly_made
@dataclass(frozen=True)
class Route:
    """The ladder as it will be frozen. `in_time`: whether its last step ends by the deadline; `rule`: of the right."""

    ladder: tuple[Step, ...]
    ends: tuple[datetime, ...]
    skipped: tuple[Skipped, ...]
    reason: Phrase
    principal: str
    silence: Silence
    in_time: bool
    rule: str = ""


def resolve(cast: Cast, request: Request, now: datetime) -> Route:
    """Decider, deputy, sponsor, the sponsor's back-up, each person once; the sponsor and theirs where nobody is named.

    Left out: the requester (nobody decides what they ask for themselves), closed accounts, and who is away over the
    deadline; but whoever is merely away stays when otherwise nobody would be left. Silence lets the recommendation go
    ahead only where that is agreed and the requester is not the decider, who would then decide by asking.
    Raises Invalid when nobody may decide.
    """
    right, above = _right(cast, request)
    candidates = _candidates(cast, right)
    skipped = tuple(
        Skipped(person_id, role, why)
        for person_id, role in candidates
        if (why := _why_not(cast, person_id, request, now)) is not None
    )
    if len(skipped) == len(candidates):
        skipped = tuple(one for one in skipped if not _can_ever(cast, one.person_id, request))
    out = {one.person_id for one in skipped}
    rungs = [(person_id, role) for person_id, role in candidates if person_id not in out]
    if not rungs:
        raise _nobody(cast, request, skipped)
    within = None if right is None else right.within
    agreed = [(cast.person(p), times.allowed(cast.person(p), within, request.urgency)) for p, _ in rungs]
    spans, ends = times.shared_out(agreed, now, request.deadline, request.urgency)
    principal = candidates[0][0]
    return Route(
        ladder=tuple(Step(p, role, span) for (p, role), span in zip(rungs, spans, strict=True)),
        ends=ends,
        skipped=skipped,
        reason=_above(cast, above, rungs[0][0]) if above else _reason(cast, request.tradeoff, right, rungs[0], skipped),
        principal=principal,
        silence=Silence.GOES_UP if right is None or principal == request.requester else right.silence,
        in_time=ends[-1] <= request.deadline,
        rule="" if right is None else right.rule,
    )


def _right(cast: Cast, request: Request) -> tuple[DecisionRight | None, tuple[Phrase, ...]]:
    """The right at the level that the stakes take it to, and why it is not the usual one.

    Where the sponsor asks for what only the sponsor may decide, it stays with the usual decider: nobody decides alone.
    """
    right = find_right(cast.project, request.tradeoff)
    if right is None:
        return None, ()
    above, why = at_level(right, request.stakes, cast.project.sponsor)
    return (right, ()) if why and above.decider == request.requester == cast.project.sponsor else (above, why)


def _above(cast: Cast, why: tuple[Phrase, ...], person_id: str) -> Phrase:
    because = Listing(why)
    return Phrase("It goes to a higher level, to {who}, because {because}.", who=cast.who(person_id), because=because)


def _candidates(cast: Cast, right: DecisionRight | None) -> list[tuple[str, Role]]:
    backup = [(cast.project.backup, Role.BACKUP)] if cast.project.backup else []
    ladder = [(cast.project.sponsor, Role.SPONSOR), *backup]
    if right is not None:
        deputy = [(right.deputy, Role.DEPUTY)] if right.deputy else []
        ladder = [(right.decider, Role.DECIDER), *deputy, *ladder]
    first: dict[str, Role] = {}
    for person_id, role in ladder:
        first.setdefault(person_id, role)
    return list(first.items())


def _why_not(cast: Cast, person_id: str, request: Request, now: datetime) -> Phrase | None:
    if person_id == request.requester:
        return Phrase("asks for it")
    return times.missing(cast.person(person_id), now, request.deadline, request.urgency)


def _can_ever(cast: Cast, person_id: str, request: Request) -> bool:
    return person_id != request.requester and cast.person(person_id).active


def _reason(
    cast: Cast, tradeoff: str, right: DecisionRight | None, first: tuple[str, Role], skipped: tuple[Skipped, ...]
) -> Phrase:
    label, (person_id, role) = cast.tradeoff(tradeoff), first
    who = cast.who(person_id)
    if right is None:
        return Phrase("Nobody is named to decide {label}, so it goes to the sponsor, {who}.", label=label, who=who)
    if role is Role.DECIDER:
        return Phrase("{who} is the agreed decider of {label}.", label=label, who=who)
    passed = [one for one in skipped if one.role in (Role.DECIDER, Role.DEPUTY)]
    because = Listing(
        tuple(
            Phrase("the {role}, {who}, {why}", role=one.role.value, who=cast.who(one.person_id), why=one.why)
            for one in passed
        )
    )
    return Phrase(
        "For {label}, {because}, so it goes to the {role}, {who}.",
        label=label,
        because=because,
        role=role.value,
        who=who,
    )


def _nobody(cast: Cast, request: Request, skipped: tuple[Skipped, ...]) -> Invalid:
    """Nobody is left: the requester is told why, and who can name somebody else."""
    project = cast.project
    because = Listing(
        tuple(Phrase("{who} ({role}) {why}", who=cast.who(s.person_id), role=s.role.value, why=s.why) for s in skipped)
    )
    return Invalid(
        "Nobody can be asked to decide {label}: {because}. {facilitator} can name a deputy for it. {reach}",
        label=cast.tradeoff(request.tradeoff),
        because=because,
        facilitator=cast.who(project.facilitator),
        reach=reach(cast.person(project.facilitator)),
    )
