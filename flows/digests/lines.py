"""Every line of a standing, computed from the records. Nothing in them is for fewer eyes than the whole project's."""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.calendar import local_day, local_instant
from flows.commands import CLOCK
from flows.contradictions.findings import Contradiction, Strength
from flows.decisions.records import Decision
from flows.digests import evidence_lines, word_lines
from flows.digests.standing import Line, Situation, Standing
from flows.escalations.records import Escalation, EscalationState
from flows.escalations.showing import age_of
from flows.escalations.waiting_cost import cost_so_far
from flows.phrases import Count, Listing, Phrase, Quote
from flows.resolving.quiet import quiet_of
from flows.resolving.quiet import told as told_quietly
from flows.rounds.records import RoundState, ViewState

OPEN = (EscalationState.ASKED, EscalationState.ACKNOWLEDGED, EscalationState.INFO_WANTED)
HORIZON = timedelta(days=30)
"""How far ahead dates are told."""


def standing(situation: Situation, now: datetime, since: datetime | None) -> Standing:
    """Where the project stands at `now`; decisions are those made after `since` (all of them when None)."""
    return Standing(
        participation=_participation(situation),
        unanswered=sum(view.state is not ViewState.SUBMITTED for view in situation.findings.views),
        compared=situation.findings.analysis is not None,
        missing=_missing(situation),
        contradictions=_contradictions(situation, now),
        waiting=tuple(_waiting(situation, each, now) for each in situation.escalations if each.state in OPEN),
        words=tuple(word_lines.words_wanted(situation, now)),
        decided=tuple(
            _decided(situation, each) for each in situation.decisions if not since or each.decided_at > since
        ),
        overdue=(
            *_overdue_views(situation, now),
            *_overdue_escalations(situation, now),
            *evidence_lines.overdue(situation, now),
        ),
        evidence=evidence_lines.wanted(situation, now),
        upcoming=_upcoming(situation, now),
        to_agree=situation.to_agree,
        drift=situation.drift,
        pulse=situation.pulse,
        drill=situation.drill,
    )


def _participation(situation: Situation) -> Line | None:
    views = situation.findings.views
    if not views:
        return None
    into = [view for view in views if view.state is ViewState.SUBMITTED]
    are = "is" if len(into) == 1 else "are"
    words = Phrase(f"{{into}} of {{all}} {are} in", into=len(into), all=Count(len(views), "function", "functions"))
    late = tuple(situation.function_name(view) for view in views if view.state is not ViewState.SUBMITTED)
    if late:
        round_ = situation.findings.round
        template = "{words} (waiting for {late})" if round_ and round_.is_open else "{words} (without {late})"
        words = Phrase(template, words=words, late=Listing(late))
    return Line("participation", f"{len(into)}/{len(views)}", words)


def _missing(situation: Situation) -> tuple[Line, ...]:
    analysis = situation.findings.analysis
    gaps = analysis.gaps if analysis else ()
    return tuple(Line(f"gap/{gap.id}", "open", Phrase("{gap}", gap=gap.openly)) for gap in gaps)


def _contradictions(situation: Situation, now: datetime) -> tuple[Line, ...]:
    """In words that everyone in the project may read; a difference in words only is no open contradiction yet."""
    analysis = situation.findings.analysis
    return tuple(
        _contradiction(situation, found, now)
        for found in (analysis.contradictions if analysis else ())
        if found.kind is not Strength.APPARENT and _is_open(situation, found)
    )


PRIVATE = "private"
"""The state of a contradiction that its sides clear first: that it is opened is worth telling."""


def _is_open(situation: Situation, found: Contradiction) -> bool:
    """What people have settled is told as settled, not as open, as long as nobody says anything else."""
    live = situation.live.get(found.id)
    return live is None or live.is_live


def _contradiction(situation: Situation, found: Contradiction, now: datetime) -> Line:
    live, words = situation.live.get(found.id), Phrase("{found}", found=found.openly)
    quiet = quiet_of(live, situation.project) if live is not None else None
    if live is not None and quiet is not None:
        return Line(f"contradiction/{found.id}", PRIVATE, told_quietly(live, quiet, situation.project))
    if live is None or live.opened_at is None:
        return Line(f"contradiction/{found.id}", found.kind.value, words)
    words = Phrase(
        "{label} {found} Open for {age}, with {rung}.",
        label=live.label,
        found=found.openly,
        age=age(now - live.found_at),
        rung=live.rung.value,
    )
    return Line(f"contradiction/{found.id}", found.kind.value, words)


def _waiting(situation: Situation, escalation: Escalation, now: datetime) -> Line:
    owner = situation.who(escalation.turn.person_id)
    words = Phrase(
        "E-{number} {question}: with {owner}, {state}, open for {age}, answer due {until}",
        number=escalation.number,
        question=Quote(escalation.question),
        owner=owner,
        state=age_of(escalation, now).value,
        age=age(now - escalation.raised_at),
        until=situation.instant(escalation.until),
    )
    return Line(f"escalation/{escalation.id}", f"{escalation.state.value}/{owner.person_id}", words)


def age(span: timedelta) -> Count:
    """How old something is, in whole days or hours."""
    if span >= timedelta(days=1):
        return Count(span.days, "day", "days")
    return Count(max(int(span.total_seconds() // 3600), 0), "hour", "hours")


def _decided(situation: Situation, decision: Decision) -> Line:
    words = Phrase(
        "D-{number} {question}: {choice}. {decided} on {at}",
        number=decision.number,
        question=Quote(decision.question),
        choice=Quote(decision.choice),
        decided=_decider(situation, decision),
        at=situation.instant(decision.decided_at),
    )
    return Line(f"decision/{decision.id}", "decided", words)


def _decider(situation: Situation, decision: Decision) -> Phrase:
    if decision.decided_by == CLOCK:
        return Phrase("Went ahead by agreed silence")
    return Phrase("Decided by {who}", who=situation.who(decision.decided_by))


def _overdue_views(situation: Situation, now: datetime) -> list[Line]:
    round_ = situation.findings.round
    if round_ is None:
        return []
    late = [
        (view, deadline)
        for view in situation.findings.views
        if view.is_pending and (deadline := view.until or round_.deadline) < now
    ]
    return [
        Line(
            f"overdue/{view.id}",
            "overdue",
            Phrase(
                "Answers of {function}: they were due {deadline}, with {who}",
                function=situation.function_name(view),
                who=situation.who(view.respondent),
                deadline=situation.instant(deadline),
            ),
        )
        for view, deadline in late
    ]


def _overdue_escalations(situation: Situation, now: datetime) -> list[Line]:
    late = [
        each
        for each in situation.escalations
        if each.state is EscalationState.EXHAUSTED or (each.state in OPEN and each.deadline < now)
    ]
    return [Line(f"overdue/{each.id}", each.state.value, _with_cost(situation, each, now)) for each in late]


def _with_cost(situation: Situation, escalation: Escalation, now: datetime) -> Phrase:
    """Whoever has it was told with each reminder; the others, the sponsor among them, are once it is overdue."""
    words = _overdue(situation, escalation, now)
    cost = cost_so_far(escalation.cost, escalation.raised_at, now)
    return Phrase("{words}; waiting has cost about {cost} so far", words=words, cost=cost) if cost else words


def _overdue(situation: Situation, escalation: Escalation, now: datetime) -> Phrase:
    since = "no decision since {deadline}" if escalation.deadline < now else "nobody decided; needed by {deadline}"
    return Phrase(
        "E-{number} {question}: {state}, open for {age}, {since}, with {owner}",
        number=escalation.number,
        question=Quote(escalation.question),
        state=age_of(escalation, now).value,
        age=age(now - escalation.raised_at),
        since=Phrase(since, deadline=situation.instant(escalation.deadline)),
        owner=situation.who(escalation.turn.person_id),
    )


def _upcoming(situation: Situation, now: datetime) -> tuple[Line, ...]:
    project, found = situation.project, situation.findings.round
    today = local_day(now, project.zone)
    moments: list[tuple[datetime, str, Phrase]] = []
    if found and found.state is RoundState.OPEN:
        moments.append((found.deadline, f"round/{found.id}", Phrase("Answers of every function")))
    if found and found.look and not found.look.over:
        who = (view for view in situation.findings.views if view.function_id in found.look.asked)
        still = tuple(situation.function_name(view) for view in who if view.function_id not in found.look.done)
        if still:
            what = Phrase("Second look at the answers, open for {who}", who=Listing(still))
            moments.append((found.look.until, f"look/{found.id}", what))
    for each in situation.escalations:
        if each.state in OPEN:
            what = Phrase("Decision on {question}", question=Quote(each.question))
            moments.append((each.deadline, f"escalation/{each.id}", what))
    days = [(project.kickoff, "kickoff", "Kick-off"), *((m.date, m.id, m.name) for m in project.milestones)]
    for day, key, name in days:
        moments.append((local_instant(day, project.digest.at, project.zone), f"day/{key}", Phrase("{name}", name=name)))
    return tuple(
        Line(key, "", _moment(situation, at, what, key))
        for at, key, what in sorted(moments, key=lambda moment: moment[0])
        if (now < at or (key.startswith("day/") and local_day(at, project.zone) == today)) and at <= now + HORIZON
    )


def _moment(situation: Situation, at: datetime, what: Phrase, key: str) -> Phrase:
    if key.startswith("day/"):
        return Phrase("{what}: {day}", what=what, day=local_day(at, situation.project.zone))
    return Phrase("{what}: {at}", what=what, at=situation.instant(at))
