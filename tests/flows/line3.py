"""A small project with the industrial questions, for the tests of the rules: four functions, typed answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from flows.amounts import Amount, read_amount
from flows.contradictions.analysis import analyse
from flows.contradictions.findings import Analysis, Contradiction, Gap
from flows.people import Person
from flows.projects.records import Cadence, DecisionRight, DigestRule, Function, Milestone, Project
from flows.questionnaires.answers import (
    AnswerValue,
    DeciderChoice,
    FunctionAnswers,
    Measure,
    OwnRisk,
    Ranking,
    RiskStance,
    Stance,
    Visibility,
)
from flows.questionnaires.template import Kind, Named, Question, Risk, Template

AXES = ("operational_safety", "quality", "speed", "scope", "cost")
TRADEOFFS = ("speed/operational_safety", "speed/scope", "scope/quality", "cost/quality", "speed/quality")
RISKS = (
    ("production_stop", "Production stop", "h"),
    ("safety_incident", "Safety incident", None),
    ("data_loss", "Data loss", "h"),
    ("budget_overrun", "Budget overrun", "%"),
    ("manual_double_work", "Manual double work", "weeks"),
)
JOINT = (("cutover_date", "Cut-over date"), ("fallback_to_paper", "Fallback to paper"))
QUESTIONS = (
    ("outcome.statement", Kind.TEXT),
    ("outcome.measure", Kind.MEASURE),
    ("outcome.priorities", Kind.RANKING),
    ("risks.stances", Kind.RISK_GRID),
    ("risks.needs", Kind.AMOUNTS),
    ("risks.own", Kind.OWN_RISKS),
    ("risks.no_touch", Kind.NO_TOUCH),
    ("decisions.deciders", Kind.DECIDERS),
    ("decisions.joint", Kind.CHOICES),
    ("reporting.cadence", Kind.CHOICE),
    ("evidence.needs", Kind.EVIDENCE),
)
TEMPLATE = Template(
    id="industrial",
    version=1,
    name="Industrial",
    minutes=15,
    axes=tuple(Named(axis, axis.replace("_", " ").capitalize()) for axis in AXES),
    tradeoffs=TRADEOFFS,
    risks=tuple(Risk(risk, name, unit) for risk, name, unit in RISKS),
    joint=tuple(Named(joint, name) for joint, name in JOINT),
    questions=tuple(Question(question, kind, question, f"{question}?") for question, kind in QUESTIONS),
)
PEOPLE = {
    name.split()[0].lower(): Person(name.split()[0].lower(), name)
    for name in ("Adam Wolski", "Maria Nowak", "Ewa Kot", "Piotr Zima", "Jan Lis")
}
FUNCTIONS = (
    Function("leadership", "Leadership", "adam"),
    Function("operations", "Operations", "maria", "jan"),
    Function("it", "IT", "ewa"),
    Function("quality", "Quality", "piotr"),
)


def line3(
    functions: tuple[Function, ...] = FUNCTIONS,
    milestones: tuple[Milestone, ...] = (),
    rights: Iterable[str] = (),
    digest: Cadence = Cadence.WEEKLY,
) -> Project:
    """The project; `rights` are the tradeoffs and joint decisions that Maria may decide."""
    return Project(
        id="line3-mes",
        name="Line 3 MES roll-out",
        kickoff=date(2027, 2, 1),
        zone="Europe/Warsaw",
        sponsor="adam",
        facilitator="ewa",
        functions=functions,
        milestones=milestones,
        digest=DigestRule(every=digest),
        decision_rights=tuple(DecisionRight(tradeoff, "maria") for tradeoff in rights),
    )


def said(function: str, answers: Mapping[str, AnswerValue], confidential: Iterable[str] = ()) -> FunctionAnswers:
    """What a function's representative said."""
    by = {each.id: each.representative for each in FUNCTIONS}.get(function, "maria")
    return FunctionAnswers(function, by, answers, visibility=dict.fromkeys(confidential, Visibility.CONFIDENTIAL))


def analysed(*answers: FunctionAnswers, project: Project | None = None) -> Analysis:
    """The analysis of these answers."""
    return analyse(TEMPLATE, project or line3(), PEOPLE, answers)


def contradictions(rule: str, *answers: FunctionAnswers, project: Project | None = None) -> list[Contradiction]:
    """What one rule finds."""
    found = analysed(*answers, project=project).contradictions
    return [finding for finding in found if finding.rule == rule]


def gaps(rule: str, *answers: FunctionAnswers, project: Project | None = None) -> dict[str, Gap]:
    """The gaps that one rule finds, by subject."""
    return {gap.subject: gap for gap in analysed(*answers, project=project).gaps if gap.rule == rule}


def sides(finding: Contradiction) -> list[tuple[str, ...]]:
    """The functions of each side."""
    return [side.functions for side in finding.sides]


def accept(limit: str | None = None, scope: str | None = None) -> RiskStance:
    """Unconditionally acceptable."""
    return RiskStance(Stance.ACCEPTABLE, limit=amount(limit), scope=scope)


def accept_if(limit: str | None = None, condition: str | None = None, scope: str | None = None) -> RiskStance:
    """Acceptable under a condition."""
    return RiskStance(Stance.ACCEPTABLE_IF, limit=amount(limit), condition=condition, scope=scope)


def refuse(why: str | None = None, scope: str | None = None, test: str | None = None) -> RiskStance:
    """Not acceptable."""
    return RiskStance(Stance.NOT_ACCEPTABLE, why=why, scope=scope, test=test)


NO_VIEW = RiskStance(Stance.NO_VIEW)


def amount(text: str | None) -> Amount | None:
    """An amount as people write it."""
    return None if text is None else read_amount(text)


def needs(**by_risk: str) -> dict[str, AnswerValue]:
    """An answer to risks.needs."""
    return {"risks.needs": {risk: read_amount(text) for risk, text in by_risk.items()}}


def stances(**by_risk: RiskStance) -> dict[str, AnswerValue]:
    """An answer to risks.stances."""
    return {"risks.stances": by_risk}


def own_risk(risk: str, view: RiskStance) -> dict[str, AnswerValue]:
    """An answer to risks.own."""
    return {"risks.own": (OwnRisk(risk, "Shift handover without the old board", view),)}


def priorities(*groups: str) -> dict[str, AnswerValue]:
    """An answer to outcome.priorities; tied axes are written together: "quality speed"."""
    ranking: Ranking = tuple(tuple(group.split()) for group in groups)
    return {"outcome.priorities": ranking}


def deciders(**named: str) -> dict[str, AnswerValue]:
    """An answer to decisions.deciders; `speed__scope="maria"` is the tradeoff speed/scope."""
    choices = {pair.replace("__", "/"): DeciderChoice(person) for pair, person in named.items()}
    return {"decisions.deciders": choices}


def measure(  # the tests read best with the five things that matter in one line
    name: str, change: tuple[str, str], unit: str = "%", by: str = "2027-06-30", scope: str | None = None
) -> dict[str, AnswerValue]:
    """An answer to outcome.measure; `change`: baseline and target."""
    baseline, target = (Decimal(number) for number in change)
    return {"outcome.measure": Measure(name, baseline, target, unit, date.fromisoformat(by), scope)}
