"""Nobody can tell from what everybody reads what was said in confidence: it reads the same whatever that was."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from flows.contradictions.analysis import analyse_case
from flows.contradictions.case import case_of
from flows.contradictions.closeness import Agreeing
from flows.contradictions.openly import for_everybody
from flows.contradictions.references import PARTS, Told, references
from flows.contradictions.summary import summarise
from flows.projects.records import Function
from flows.questionnaires.answers import AnswerValue, FunctionAnswers
from tests.flows.line3 import (
    PEOPLE,
    TEMPLATE,
    accept,
    accept_if,
    deciders,
    line3,
    measure,
    needs,
    own_risk,
    priorities,
    refuse,
    said,
    stances,
)
from tests.flows.test_summary import everything

OPEN = (
    said(
        "operations",
        stances(production_stop=refuse(), data_loss=accept("1 h"), sale=accept())
        | needs(budget_overrun="10 %")
        | deciders(speed__scope="maria")
        | priorities("operational_safety", "quality", "speed", "scope", "cost")
        | measure("OEE", ("61", "66")),
    ),
    said("it", stances(production_stop=accept(), data_loss=accept()) | priorities("speed", "scope", "quality")),
    said("leadership", stances(production_stop=accept_if("2 h"))),
)
SECRETS: Mapping[str, tuple[Mapping[str, AnswerValue], Mapping[str, AnswerValue]]] = {
    "a risk refused or accepted": (stances(data_loss=refuse()), stances(data_loss=accept())),
    "a risk or none": (stances(budget_overrun=accept("2 %")), stances(budget_overrun=refuse())),
    "priorities": (
        priorities("cost", "scope", "speed", "quality", "operational_safety"),
        priorities("operational_safety", "quality", "speed", "scope", "cost"),
    ),
    "who decides": (deciders(speed__scope="jan"), deciders(speed__scope="maria")),
    "a measure": (measure("OEE", ("61", "70")), measure("OEE", ("61", "66"))),
    "a need": (needs(data_loss="4 h"), needs(data_loss="0 h")),
    "an own risk": (own_risk("sale", refuse()), own_risk("sale", accept())),
}


def told(*answers: FunctionAnswers) -> str:
    """All that everybody reads of these answers: the summary, its thread, pictures in words, and what stands behind."""
    case = for_everybody(case_of(TEMPLATE, line3(), PEOPLE, answers))
    analysis = analyse_case(case)
    summary = summarise(case, analysis)
    behind = [references(part, Told(case, analysis, Agreeing())) for part in PARTS]
    return f"{everything(summary)}\n{summary}\n{behind}".replace(str(case.views), "")


@pytest.mark.parametrize("secret", SECRETS)
def test_h9_what_everybody_reads_is_the_same_whatever_was_said_in_confidence(secret: str) -> None:
    one, other = (told(*OPEN, said("quality", values, values)) for values in SECRETS[secret])
    assert one == other
    openly = [told(*OPEN, said("quality", values)) for values in SECRETS[secret]]
    assert openly[0] != openly[1], "said openly it makes a difference, so that this can fail"


def test_h9_however_many_speak_in_confidence_it_counts_in_nothing_that_others_read() -> None:
    functions = tuple(Function(f"f{number}", f"Function {number}", "maria") for number in range(6))
    for many in range(1, len(functions)):
        others = [said(each.id, stances(data_loss=accept())) for each in functions[many:]]
        worlds = []
        for secret in (refuse(), accept()):
            hidden = [said(each.id, stances(data_loss=secret), ["risks.stances"]) for each in functions[:many]]
            case = for_everybody(case_of(TEMPLATE, line3(functions), PEOPLE, (*hidden, *others)))
            worlds.append(everything(summarise(case, analyse_case(case))))
        assert worlds[0] == worlds[1]
        assert "those in confidence do not count in it" in worlds[0]
