"""A first draft of the goal from the outcomes that the functions gave: their own words, never ours."""

from __future__ import annotations

from collections import Counter

from flows.goals.records import Goal
from flows.questionnaires.answers import Measure, Visibility
from flows.rounds.analysis import said
from flows.rounds.records import Round
from flows.rounds.scene import load_scene
from flows.rounds.shelves import Records
from flows.text import name_key

STATEMENT, MEASURE = "outcome.statement", "outcome.measure"
BUSINESS, OPERATIONAL = ("leadership", "business", "management"), ("operations", "production", "plant")


def draft(records: Records, round_: Round | None) -> Goal | None:
    """Wordings of the functions that speak business and plant, and the measure most functions share; None without.

    Only answers that everybody may read are used, and none of a round that is still blind.
    """
    if round_ is None or round_.is_open:
        return None
    scene = load_scene(records, round_)
    statements: dict[str, str] = {}
    measures: list[Measure] = []
    for view in scene.submitted:
        given = said(scene, view)
        for question in (STATEMENT, MEASURE):
            if given.visibility.get(question, Visibility.PROJECT) is not Visibility.PROJECT:
                continue
            match given.answers.get(question):
                case str(words):
                    statements[view.function_id] = words
                case Measure() as measure:
                    measures.append(measure)
                case _:
                    pass
    if not measures:
        return None
    return Goal(_first(statements, BUSINESS), _first(statements, OPERATIONAL), _shared(measures))


def _first(statements: dict[str, str], functions: tuple[str, ...]) -> str:
    return next((statements[each] for each in functions if each in statements), "")


def _shared(measures: list[Measure]) -> Measure:
    """The measure that most functions name; on a tie the one named first."""
    counted = Counter(name_key(measure.name) for measure in measures)
    return max(measures, key=lambda measure: counted[name_key(measure.name)])
