"""A whole round as the rules read it: views in the order of the project, and what things are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from flows.contradictions.findings import QuotedAnswer, Side
from flows.contradictions.views import OWN_RISKS, STANCES, View
from flows.people import Person
from flows.projects.records import Milestone, Project
from flows.questionnaires.answers import FunctionAnswers, OwnRisk, RiskStance, Stance
from flows.questionnaires.template import Template


@dataclass(frozen=True)
class RiskView:
    """One function's view on one risk, given in the grid or, by its owner, with an own risk."""

    view: View
    question: str
    answer: RiskStance
    own: OwnRisk | None = None

    @property
    def accepts(self) -> bool:
        """Conditionally or not."""
        return self.answer.stance in (Stance.ACCEPTABLE, Stance.ACCEPTABLE_IF)


@dataclass(frozen=True)
class Case:
    """What the rules look at. `views` holds every function of the project, in its order.

    `withheld`: the questions of which answers were left out, since they are not for everybody (openly.for_everybody).
    """

    template: Template
    project: Project
    people: Mapping[str, Person]
    views: tuple[View, ...]
    withheld: frozenset[str] = frozenset()

    @cached_property
    def axes(self) -> tuple[str, ...]:
        """The ids of the axes, in axis order."""
        return tuple(axis.id for axis in self.template.axes)

    @cached_property
    def everyone(self) -> tuple[str, ...]:
        """All function ids, in the order of the project."""
        return tuple(view.id for view in self.views)

    @cached_property
    def risks(self) -> dict[str, tuple[RiskView, ...]]:
        """Who has which view, by risk: the catalogue first, then own risks. "No view" is left out."""
        found: dict[str, list[RiskView]] = {risk.id: [] for risk in self.template.risks}
        for view in self.views:
            for risk_id, risk_view in _risk_views(view):
                found.setdefault(risk_id, []).append(risk_view)
        return {risk: tuple(held) for risk, held in found.items()}

    @cached_property
    def names(self) -> dict[str, str]:
        """What risks, axes and joint decisions are called, by id; own risks only where everyone may read them."""
        own = {
            risk.id: risk.text
            for view in self.views
            if view.open(OWN_RISKS)
            for risk in view.several(OWN_RISKS, OwnRisk)
        }
        named = (*self.template.risks, *self.template.axes, *self.template.joint)
        return own | {thing.id: thing.name for thing in named}

    def called(self, subject: str) -> str:
        """The name of a risk, an axis, a pair of axes or a joint decision; the id where it has none."""
        if subject in self.names:
            return self.names[subject]
        return " / ".join(self.names.get(part, part) for part in subject.split("/"))

    def person(self, person_id: str) -> str:
        """A person's name, or the id of someone unknown."""
        return self.people[person_id].name if person_id in self.people else person_id

    def tradeoff(self, subject: str) -> str:
        """A pair of axes as the template asks it, else in axis order; anything else as it is."""
        parts = subject.split("/")
        if len(parts) != 2 or subject in self.template.tradeoffs:
            return subject
        turned = f"{parts[1]}/{parts[0]}"
        if turned in self.template.tradeoffs:
            return turned
        if not set(parts) <= set(self.axes):
            return subject
        return "/".join(sorted(parts, key=self.axes.index))

    @cached_property
    def milestones(self) -> dict[str, Milestone]:
        """The project's milestones, by id."""
        return {milestone.id: milestone for milestone in self.project.milestones}

    @cached_property
    def providers(self) -> frozenset[str]:
        """Who can provide evidence: the ids of the project's functions and people."""
        return frozenset((*self.everyone, *self.people))

    @cached_property
    def covered(self) -> frozenset[str]:
        """The tradeoffs and joint decisions that have a decision right."""
        return frozenset(self.tradeoff(right.tradeoff) for right in self.project.decision_rights)


def case_of(
    template: Template, project: Project, people: Mapping[str, Person], answers: Iterable[FunctionAnswers]
) -> Case:
    """The answers in the order of the project's functions; those of other functions are left out."""
    by_function = {said.function: said for said in answers}
    views = tuple(
        View(function, by_function.get(function.id, FunctionAnswers(function.id, "", {})))
        for function in project.functions
    )
    return Case(template, project, people, views)


def side(quotes: Iterable[QuotedAnswer]) -> Side:
    """A side of a finding from quotes in the order of the project."""
    quoted = tuple(quotes)
    return Side(tuple(dict.fromkeys(quote.function for quote in quoted)), quoted)


def _risk_views(view: View) -> Iterable[tuple[str, RiskView]]:
    own = {risk.id: risk for risk in view.several(OWN_RISKS, OwnRisk)}
    for risk_id, answer in view.entries(STANCES, RiskStance).items():
        # What the owner thinks of an own risk stands only where the risk is named.
        if answer.stance is not Stance.NO_VIEW and risk_id not in own:
            yield risk_id, RiskView(view, STANCES, answer)
    for risk_id, risk in own.items():
        if risk.view.stance is not Stance.NO_VIEW:
            yield risk_id, RiskView(view, OWN_RISKS, risk.view, risk)
