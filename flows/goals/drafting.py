"""A first draft of the goal from the outcomes that the functions gave: their own words, never ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

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
    told = _told(records, round_, STATEMENT)
    statements = {function: words for function, words in told if isinstance(words, str)}
    measures = told_measures(records, round_)
    if not measures:
        return None
    return Goal(_first(statements, BUSINESS), _first(statements, OPERATIONAL), _shared(measures))


def told_measures(records: Records, round_: Round | None) -> list[Measure]:
    """What the functions measure by, of which everybody may read; none of a round that is still blind."""
    return [each for _, each in _told(records, round_, MEASURE) if isinstance(each, Measure)]


def _told(records: Records, round_: Round | None, question: str) -> Iterator[tuple[str, object]]:
    """By function id."""
    if round_ is None or round_.is_open:
        return
    scene = load_scene(records, round_)
    for view in scene.submitted:
        given = said(scene, view)
        if given.visibility.get(question, Visibility.PROJECT) is Visibility.PROJECT and question in given.answers:
            yield view.function_id, given.answers[question]


def _first(statements: dict[str, str], functions: tuple[str, ...]) -> str:
    return next((statements[each] for each in functions if each in statements), "")


def _shared(measures: list[Measure]) -> Measure:
    """The measure that most functions name; on a tie the one named first."""
    counted = Counter(name_key(measure.name) for measure in measures)
    return max(measures, key=lambda measure: counted[name_key(measure.name)])
