"""What a statement is about: its scope, stage and period. Two that are not about the same may both hold."""

from __future__ import annotations

from dataclasses import dataclass

from flows.questionnaires.answers import Measure, RiskStance
from flows.questionnaires.periods import Period
from flows.text import name_key

SCOPE, STAGE, PERIOD = "scope", "stage", "period"


@dataclass(frozen=True)
class About:
    """As names are compared; None where it was not said, so that it may be about all of them."""

    scope: str | None = None
    stage: str | None = None
    period: Period | None = None


def about(answer: Measure | RiskStance) -> About:
    """What its owner has said that it is about."""
    return About(_key(answer.scope), _key(answer.stage), answer.period)


def apart(one: About, other: About) -> tuple[str, ...]:
    """In what the two differ, in this order; only what both have said can differ."""
    found = [SCOPE] if _differ(one.scope, other.scope) else []
    found += [STAGE] if _differ(one.stage, other.stage) else []
    if one.period is not None and other.period is not None and not one.period.meets(other.period):
        found.append(PERIOD)
    return tuple(found)


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _key(name: str | None) -> str | None:
    return name_key(name) if name else None


def details(answer: Measure | RiskStance) -> str:
    """Stage and period in words, "" where nothing was said: ", stage 2, 2027-05-01 to 2027-05-31"."""
    stage = f", {_stage(answer.stage)}" if answer.stage else ""
    return f"{stage}, {answer.period}" if answer.period else stage


def _stage(said: str) -> str:
    return said if name_key(said).startswith(STAGE) else f"{STAGE} {said}"
