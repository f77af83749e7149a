"""Where a piece of evidence stands, in a line: what it is, for whom, whose turn it is, who has accepted it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flows.decisions.cast import Cast
from flows.evidence import judging, rules, turns
from flows.evidence.records import EvidenceState, Obligation
from flows.phrases import Instant, Listing, Phrase, Quote, Value
from flows.projects.records import Function, Project
from flows.questionnaires.wording import shortened

TITLE = 150
"""How much of what is asked for a line shows; the card shows it all."""
ACCEPTED_OWN = "Accepted on {at} by who gives it, since nobody else asked for it: claimed, not evidenced."


def line(obligation: Obligation, cast: Cast, now: datetime) -> Phrase:
    """ "EV-2 “Protocol of the rehearsal”, for Operations. Asked of @Ben Okoye (IT), by 2027-04-30."."""
    return _line("{label} {what}, for {functions}. {stands}", obligation, cast, now)


def line_with_project(obligation: Obligation, cast: Cast, now: datetime) -> Phrase:
    """The same where pieces of several projects stand together: "EV-2 “…”, for Operations in Line 3. Asked …"."""
    return _line("{label} {what}, for {functions} in {project}. {stands}", obligation, cast, now)


def _line(template: str, obligation: Obligation, cast: Cast, now: datetime) -> Phrase:
    return Phrase(
        template,
        project=cast.project.name,
        label=obligation.label,
        what=Quote(shortened(obligation.what, TITLE)),
        functions=functions_of(obligation, cast),
        stands=where_it_stands(obligation, cast, now),
    )


def functions_of(obligation: Obligation, cast: Cast) -> Listing:
    return named(rules.askers(obligation, cast.project))


def named(functions: Iterable[Function]) -> Listing:
    return Listing(tuple(each.name for each in functions), empty="a function that has left")


def where_it_stands(obligation: Obligation, cast: Cast, now: datetime) -> Phrase:
    """In one sentence: whose turn it is and by when."""
    if turns.ungiven(obligation, cast, now):
        return _nobody_gives(obligation, cast, now)
    owner = cast.whos(turns.turn(obligation, cast, now), last="or")
    day, state = by_when(obligation, cast.project, now), obligation.state
    templates = {
        EvidenceState.UNNAMED: "Nobody is named to give it; {owner} is asked to name somebody{day}.",
        EvidenceState.ASKED: "Asked of {owner}{day}.",
        EvidenceState.PROMISED: "Promised by {owner}{day}.",
        EvidenceState.DECLINED: "Declined; it is with {owner} now{day}.{nobody}",
        EvidenceState.GIVEN: "Given{accepted}; {owner} is asked whether it is enough{day}.{nobody}",
        EvidenceState.REJECTED: "Rejected by {rejected}, so {owner} is asked again{day}.",
        EvidenceState.ACCEPTED: ACCEPTED_OWN if judging.is_own(obligation, cast.project) else "Accepted on {at}.",
        EvidenceState.DROPPED: "Not needed any more.",
    }
    at, rejected = Instant(obligation.since, cast.project.zone), judging.rejected_by(obligation, cast.project)
    accepted, nobody = _so_far(obligation, cast), _unspoken(obligation, cast, now)
    template, named_by = templates[state], named(rejected)
    return Phrase(template, owner=owner, day=day, at=at, accepted=accepted, rejected=named_by, nobody=nobody)


def _nobody_gives(obligation: Obligation, cast: Cast, now: datetime) -> Phrase:
    gone = cast.whos(rules.may_give(obligation.provider, cast.project))
    day, owner = by_when(obligation, cast.project, now), cast.who(turns.host(cast, now))
    words = "It was asked of {gone}, without a working account now; {owner} is asked to name somebody{day}."
    return Phrase(words, gone=gone, owner=owner, day=day)


def _unspoken(obligation: Obligation, cast: Cast, now: datetime) -> Value:
    """Who runs the project is asked where a function has nobody left to speak for it."""
    functions = turns.unspoken(obligation, cast, now)
    if not functions:
        return ""
    words = " Nobody with a working account can say it for {functions}; please have somebody named in the project file."
    return Phrase(words, functions=named(functions))


def _so_far(obligation: Obligation, cast: Cast) -> Value:
    """ ", accepted by Operations"; "" where nobody has yet."""
    by = judging.accepted_by(obligation, cast.project)
    return Phrase(", accepted by {functions}", functions=named(by)) if by else ""


def by_when(obligation: Obligation, project: Project, now: datetime) -> Value:
    """ ", by 2027-04-30", or that it was due then."""
    last = obligation.last_day
    if last is None:
        return ""
    return Phrase(", was due {day}" if rules.is_overdue(obligation, project, now) else ", by {day}", day=last)
