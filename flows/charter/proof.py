"""Where each proof that the charter names stands, from the evidence records: accepted, promised, overdue …

It is looked up when somebody reads the charter, and is no part of a version: proof that is given changes no agreement.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.charter.answered import evidence as lines_of
from flows.charter.marking import Marks
from flows.charter.material import Material
from flows.contradictions.views import EVIDENCE
from flows.evidence import judging, rules
from flows.evidence.records import EvidenceState, Obligation
from flows.evidence.tracking import key_of
from flows.messages import Mark
from flows.phrases import Instant, Phrase
from flows.questionnaires.answers import EvidenceNeed


def marks(found: Material, now: datetime) -> Marks:
    """For every line that names proof which is kept track of."""
    lines = {line.key: line for line in lines_of(found)}
    return {key: (lines[key], _stands(found, each, now)) for key, each in _owed(found) if key in lines}


def _owed(found: Material) -> Iterator[tuple[str, Obligation]]:
    """The evidence behind each line, by the line's key."""
    known = {each.found: each for each in found.obligations if each.state is not EvidenceState.DROPPED}
    for view in found.case.views if found.case is not None else ():
        for number, need in enumerate(view.several(EVIDENCE, EvidenceNeed), start=1):
            if view.open(EVIDENCE) and (each := known.get(key_of(need, known))) is not None:
                yield f"evidence/{view.id}/{number}", each


def _stands(found: Material, each: Obligation, now: datetime) -> Phrase:
    """ "EV-2, accepted on 3 Mar", "EV-2, overdue since 30 Apr: promised"."""
    if each.state is EvidenceState.ACCEPTED:
        at = Instant(each.since, found.project.zone)
        own = judging.is_own(each, found.project)
        template = "{label}, claimed on {at}, not evidenced" if own else "{label}, accepted on {at}"
        return Phrase(template, label=each.label, at=at)
    if rules.is_overdue(each, found.project, now) and each.last_day is not None:
        template = "{label}, overdue since {day}: {state}"
        return Phrase(template, label=each.label, day=each.last_day, state=each.stands)
    if each.state is EvidenceState.PROMISED and each.last_day is not None:
        return Phrase("{label}, promised by {day}", label=each.label, day=each.last_day)
    return Phrase("{label}, {state}", label=each.label, state=each.stands)


def proved(found: Material, function: str, now: datetime) -> Mark | None:
    """For the coverage picture: aligned where all that the function asked for is accepted, a gap where some is overdue
    or nobody is named for it, answered else; None where nothing is owed."""
    wanted = (each for each in found.obligations if each.state is not EvidenceState.DROPPED)
    owed = [each for each in wanted if function in each.functions]
    if not owed:
        return None
    if all(judging.is_evidenced(each, found.project) for each in owed):
        return Mark.ALIGNED
    late = (each.state is EvidenceState.UNNAMED or rules.is_overdue(each, found.project, now) for each in owed)
    return Mark.GAP if any(late) else Mark.ANSWERED
