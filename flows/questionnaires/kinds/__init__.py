"""One file per kind of question."""

from __future__ import annotations

from collections.abc import Mapping

from flows.phrases import Words
from flows.plain import Plain
from flows.questionnaires.asking import Setting, Way
from flows.questionnaires.kinds.amount import AmountWay
from flows.questionnaires.kinds.amounts import AmountsWay
from flows.questionnaires.kinds.choice import ChoiceWay
from flows.questionnaires.kinds.choices import ChoicesWay
from flows.questionnaires.kinds.day import DateWay
from flows.questionnaires.kinds.deciders import DecidersWay
from flows.questionnaires.kinds.evidence import EvidenceWay
from flows.questionnaires.kinds.measure import MeasureWay
from flows.questionnaires.kinds.no_touch import NoTouchWay
from flows.questionnaires.kinds.own_risks import OwnRisksWay
from flows.questionnaires.kinds.person import PersonWay
from flows.questionnaires.kinds.ranking import RankingWay
from flows.questionnaires.kinds.risk_grid import RiskGridWay
from flows.questionnaires.kinds.scale import ScaleWay
from flows.questionnaires.kinds.text import TextWay
from flows.questionnaires.template import Kind, Question
from flows.questionnaires.wording import NO_VIEW

WAYS: Mapping[Kind, Way] = {
    Kind.TEXT: TextWay(),
    Kind.CHOICE: ChoiceWay(),
    Kind.CHOICES: ChoicesWay(),
    Kind.RANKING: RankingWay(),
    Kind.MEASURE: MeasureWay(),
    Kind.AMOUNTS: AmountsWay(),
    Kind.RISK_GRID: RiskGridWay(),
    Kind.OWN_RISKS: OwnRisksWay(),
    Kind.NO_TOUCH: NoTouchWay(),
    Kind.DECIDERS: DecidersWay(),
    Kind.EVIDENCE: EvidenceWay(),
    Kind.AMOUNT: AmountWay(),
    Kind.SCALE: ScaleWay(),
    Kind.DATE: DateWay(),
    Kind.PERSON: PersonWay(),
}


def shown(setting: Setting, question: Question, value: Plain) -> tuple[Words, ...]:
    """An answer in words, a line each."""
    if value == NO_VIEW:
        return ("No view.",)
    return WAYS[question.kind].shown(setting, question, value)
