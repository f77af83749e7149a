"""Which decisions are likely to come, when, and whose they are: plain rules over the register, answers and milestones.

1. A joint decision that has a decider, or that a function wants decided together, comes a week before the milestone
   that its name shares a word with; without one, within two weeks of the start.
2. Before a milestone that touches production, speed against operational safety comes up; before any other one, speed
   against scope.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from flows.charter.material import Material
from flows.contradictions.views import JOINT, PRIORITIES
from flows.decisions.rights import find_right
from flows.projects.records import Milestone
from flows.questionnaires.answers import Ranking
from flows.sponsor.records import Expected
from flows.text import name_key

FIRST_WEEKS = timedelta(weeks=6)
"""How far ahead a forecast looks."""
BEFORE = timedelta(weeks=1)
SETTLING_IN = timedelta(weeks=2)
IN_PRODUCTION, ELSEWHERE = "speed/operational_safety", "speed/scope"
VAGUE = frozenset(("date", "change", "approach", "back", "going", "line", "from", "with", "stage", "first"))
"""Words that a decision and a milestone share without being about the same thing."""
_WORD = re.compile(r"[^\W\d_]{4,}")


def expected(found: Material, start: date) -> tuple[Expected, ...]:
    """Those of the first weeks after `start`, the earliest first. Nothing that was said in confidence is in it."""
    every = (*_joint(found, start), *_at_milestones(found, start))
    return tuple(sorted(every, key=lambda each: (each.day, each.tradeoff)))


def _joint(found: Material, start: date) -> Iterator[Expected]:
    wanted = wanted_by(found)
    named = [right.tradeoff for right in found.project.decision_rights if "/" not in right.tradeoff]
    for tradeoff in dict.fromkeys((*named, *wanted)):
        functions = tuple(wanted.get(tradeoff, ()))
        words = _words(f"{tradeoff.replace('_', ' ')} {found.cast.tradeoff(tradeoff)}")
        alike = [each for each in found.project.milestones if words & _words(f"{each.id} {each.name}")]
        if not alike:
            yield Expected(tradeoff, start + SETTLING_IN, decider(found, tradeoff), "", functions)
        for milestone in _ahead(alike, start)[:1]:
            yield _before(found, tradeoff, milestone, start, functions)


def _at_milestones(found: Material, start: date) -> Iterator[Expected]:
    for milestone in _ahead(found.project.milestones, start):
        tradeoff = IN_PRODUCTION if milestone.touches_production else ELSEWHERE
        if tradeoff in found.cast.tradeoffs:
            yield _before(found, tradeoff, milestone, start)


def _ahead(milestones: Iterable[Milestone], start: date) -> list[Milestone]:
    """Those whose decisions come in the first weeks, the earliest first."""
    near = (each for each in milestones if start <= each.date and each.date - BEFORE <= start + FIRST_WEEKS)
    return sorted(near, key=lambda each: (each.date, each.id))


def _before(
    found: Material, tradeoff: str, milestone: Milestone, start: date, functions: tuple[str, ...] = ()
) -> Expected:
    day = max(milestone.date - BEFORE, start)
    return Expected(tradeoff, day, decider(found, tradeoff), milestone.id, functions)


def decider(found: Material, tradeoff: str) -> str:
    """Who decides it: by right, or the sponsor where nobody is named."""
    right = find_right(found.project, tradeoff)
    return found.project.sponsor if right is None else right.decider


def wanted_by(found: Material) -> dict[str, list[str]]:
    """The joint decisions that functions have asked for in words that everybody may read, and which functions."""
    wanted: dict[str, list[str]] = {}
    for view in found.case.views if found.case is not None else ():
        for decision in dict.fromkeys(view.several(JOINT, str)) if view.open(JOINT) else ():
            wanted.setdefault(decision, []).append(view.id)
    return wanted


def rankings(found: Material) -> dict[str, Ranking]:
    """What wins, by function (id), where everybody may read it."""
    views = found.case.views if found.case is not None else ()
    return {view.id: view.ranking for view in views if view.ranking and view.open(PRIORITIES)}


def _words(text: str) -> frozenset[str]:
    joined = text.replace("-", "")
    return frozenset(name_key(word) for word in _WORD.findall(joined)) - VAGUE
