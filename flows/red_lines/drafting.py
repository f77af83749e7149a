"""What the functions said that can become a red line, or an order: only what everybody may read, of a closed round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from flows.contradictions.agreement import mean_ranks
from flows.contradictions.case import Case
from flows.contradictions.views import PRIORITIES
from flows.projects.records import Project
from flows.questionnaires.answers import RiskStance, Stance
from flows.red_lines.records import RedLine, TradeoffOrder
from flows.rounds.analysis import case_told
from flows.rounds.scene import latest_round, load_scene
from flows.rounds.shelves import Records


@dataclass(frozen=True)
class Refused:
    """A risk that some functions do not accept even if pace suffers: what they said, by function id."""

    risk: str
    name: str
    said: Mapping[str, RiskStance]

    def draft(self) -> RedLine:
        """A red line in their own words, owned by the first of them; what a breach means nobody has said yet."""
        test = next((each.test for each in self.said.values() if each.test), "")
        return RedLine(next(iter(self.said)), self.name, test, (self.name.casefold(),), "")


def refused(records: Records, project: Project) -> tuple[Refused, ...]:
    """By risk, in the order of the template, then those that functions added."""
    case = _closed(records, project)
    if case is None:
        return ()
    found = []
    for risk, views in case.risks.items():
        held = {
            each.view.id: each.answer
            for each in views
            if each.answer.stance is Stance.NOT_ACCEPTABLE and each.view.open(each.question)
        }
        if held:
            found.append(Refused(risk, case.called(risk).replace("_", " "), held))
    return tuple(found)


def _closed(records: Records, project: Project) -> Case | None:
    round_ = latest_round(records, project.id)
    return None if round_ is None or round_.is_open else case_told(records, load_scene(records, round_))


def order_of(records: Records, project: Project) -> TradeoffOrder | None:
    """The axes by the mean of the ranks that the functions gave, each blind; None when nobody gave a whole ranking."""
    case = _closed(records, project)
    if case is None:
        return None
    given = [mean_ranks(view.ranking) for view in case.views if view.ranking and view.open(PRIORITIES)]
    rankings = [ranks for ranks in given if set(case.axes) <= set(ranks)]
    if not rankings:
        return None
    total = {axis: sum((ranks[axis] for ranks in rankings), Fraction(0)) for axis in case.axes}
    ordered = sorted(case.axes, key=lambda axis: total[axis])
    return TradeoffOrder(tuple(tuple(group) for _, group in groupby(ordered, key=lambda axis: total[axis])))
