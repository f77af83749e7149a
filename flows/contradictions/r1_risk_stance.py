"""R1: some functions accept a risk, others refuse it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.contradictions import sayings
from flows.contradictions.about import PERIOD, SCOPE, STAGE, about, apart
from flows.contradictions.case import Case, RiskView, side
from flows.contradictions.findings import Contradiction, Strength
from flows.questionnaires.answers import Stance

RULE = "R1"
PLAIN = frozenset({sayings.STANCES[Stance.ACCEPTABLE], sayings.STANCES[Stance.NOT_ACCEPTABLE]})
"""Stances that say no more than “accepts” and “refuses”."""


def find(case: Case) -> Iterator[Contradiction]:
    """One finding per risk, catalogue and own, that somebody accepts and somebody refuses."""
    for risk, held in case.risks.items():
        accepting = [view for view in held if view.accepts]
        refusing = [view for view in held if not view.accepts]
        if accepting and refusing:
            yield _contradiction(case, risk, accepting, refusing)


def _contradiction(case: Case, risk: str, accepting: Sequence[RiskView], refusing: Sequence[RiskView]) -> Contradiction:
    kind = _strength(accepting, refusing)
    sides = tuple(
        side(held.view.quote(held.question, sayings.risk_view(held)) for held in views)
        for views in (accepting, refusing)
    )
    return Contradiction(RULE, risk, kind, sides, _why(case.called(risk), kind, accepting, refusing))


def _strength(accepting: Sequence[RiskView], refusing: Sequence[RiskView]) -> Strength:
    """The strongest pair, found by what they are about instead of pair by pair."""
    refused = {about(held.answer) for held in refusing}
    meeting = [held for held in accepting if any(not apart(about(held.answer), other) for other in refused)]
    if any(held.answer.stance is Stance.ACCEPTABLE for held in meeting):
        return Strength.HARD
    return Strength.BRIDGEABLE if meeting else Strength.APPARENT


def _why(called: str, kind: Strength, accepting: Sequence[RiskView], refusing: Sequence[RiskView]) -> str:
    accepters = sayings.listed(_with_stance(held) for held in accepting)
    refusers = sayings.listed(_with_stance(held) for held in refusing)
    why = (
        f"{accepters} {sayings.verb(accepting, 'accepts', 'accept')} “{called}”, "
        f"{refusers} {sayings.verb(refusing, 'refuses', 'refuse')} it"
    )
    if kind is not Strength.APPARENT:
        return f"{why}."
    refused = {about(held.answer) for held in refusing}
    found = {thing for held in accepting for other in refused for thing in apart(about(held.answer), other)}
    different = sayings.listed(f"{thing}s" for thing in (SCOPE, STAGE, PERIOD) if thing in found)
    return f"{why}, but they speak of different {different}."


def _with_stance(held: RiskView) -> str:
    """The stance stands beside the name where it says more than the verb."""
    said = sayings.stance(held.answer)
    if said in PLAIN and not held.view.hides(held.question):
        return held.view.name
    return f"{held.view.name} {held.view.shown(held.question, f'({said})')}"
