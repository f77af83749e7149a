"""Risks that functions added in a round, as the others are asked about them: without a name, blind until all have said.

Only what everybody in the project may read is put to others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from flows.plain import Plain
from flows.questionnaires.answers import AnswerValue, FunctionAnswers, OwnRisk, Visibility
from flows.questionnaires.kinds.own_risks import owned
from flows.questionnaires.template import Kind, Question, Risk
from flows.questionnaires.wording import NO_VIEW
from flows.rounds.records import View
from flows.rounds.scene import Scene


def grid_of(scene: Scene, view: View) -> Question | None:
    """The question in which this function takes its stances."""
    return next((each for each in scene.template(view).questions if each.kind is Kind.RISK_GRID), None)


def added(scene: Scene) -> Iterator[tuple[str, Risk]]:
    """Every risk that a function added and sent for everybody to read, with the function's id."""
    for view in scene.submitted:
        for question in scene.template(view).questions:
            versions = view.answers.get(question.id)
            if question.kind is Kind.OWN_RISKS and versions and versions[-1].visibility is Visibility.PROJECT:
                for risk, text in owned(versions[-1].value).items():
                    yield view.function_id, Risk(risk, text)


def unanswered(scene: Scene, view: View) -> tuple[Risk, ...]:
    """Those of others on which this function has taken no stance; none where it says openly that it has no view on any.

    Everybody reads who is still asked, so that whoever has no view in confidence is asked like anybody else.
    """
    grid = grid_of(scene, view)
    if grid is None or view not in scene.submitted:
        return ()
    versions = view.answers.get(grid.id)
    value = versions[-1].value if versions else {}
    if versions and value == NO_VIEW and versions[-1].visibility is Visibility.PROJECT:
        return ()
    given = value if isinstance(value, Mapping) else {}
    return tuple(risk for owner, risk in added(scene) if owner != view.function_id and risk.id not in given)


def held_back(scene: Scene) -> frozenset[str]:
    """Added risks that nothing is told about yet, since a function can still say how they are for it."""
    look = scene.round.look
    if look is None or look.over:
        return frozenset()
    return frozenset(risk.id for view in scene.submitted for risk in unanswered(scene, view))


def told(scene: Scene, value: Plain) -> Plain:
    """What may be told of a stored answer now: nothing about risks that are held back."""
    held = held_back(scene)
    if held and isinstance(value, Mapping):
        return {key: entry for key, entry in value.items() if key not in held}
    if held and isinstance(value, list | tuple):
        return [each for each in value if not (isinstance(each, Mapping) and each.get("id") in held)]
    return value


def without(said: FunctionAnswers, risks: Collection[str]) -> FunctionAnswers:
    """The answers with nothing about these risks in them."""
    if not risks:
        return said
    return replace(said, answers={question: _without(value, risks) for question, value in said.answers.items()})


def _without(value: AnswerValue, risks: Collection[str]) -> AnswerValue:
    if isinstance(value, Mapping):
        return {key: entry for key, entry in value.items() if key not in risks}  # type: ignore[return-value]
    if isinstance(value, tuple) and any(isinstance(each, OwnRisk) for each in value):
        return tuple(each for each in value if isinstance(each, OwnRisk) and each.id not in risks)
    return value
