"""The lines that stand on answers and contradictions. Only what everybody in the project may read is in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flows.charter.material import Material
from flows.charter.records import Line, Section
from flows.commands import CLOCK
from flows.contradictions.openly import TITLES
from flows.contradictions.sayings import evidence as needed
from flows.contradictions.views import EVIDENCE
from flows.phrases import Listing, Phrase, Quote
from flows.questionnaires.answers import EvidenceNeed, Visibility
from flows.questionnaires.template import Question
from flows.resolving.records import LiveContradiction, LiveState, Way
from flows.rounds.analysis import latest
from flows.rounds.records import View
from flows.rounds.saying import in_words
from flows.rounds.scene import Scene

REPORTING = "reporting."
KEPT = (Way.CONDITION, Way.DECISION)
"""Ways of settling a contradiction that bind people afterwards."""


def contradictions(material: Material) -> Iterator[Line]:
    """Those that are open, those that were accepted as they are by name, and conditions and decisions that hold."""
    for each in material.live:
        words = _contradiction(material, each)
        if words is not None:
            settled = each.settled
            decision = settled.decision_id if settled is not None else None
            source = f"{each.label}, {decision.rpartition('/')[2]}" if decision else each.label
            concerns = tuple(dict.fromkeys(function for party in each.parties for function in party.functions))
            yield Line(f"contradiction/{each.label}", Section.CONTRADICTIONS, words, source, concerns)


def _contradiction(material: Material, each: LiveContradiction) -> Phrase | None:
    """None for what only the two sides know of, and for what binds nobody any more."""
    title = Phrase("{matter}: {title}", matter=each.matter, title=TITLES.get(each.rule, "two views"))
    settled = each.settled
    if each.state is LiveState.OPEN and each.opened_at is not None:
        return Phrase("{title}. It is open, and goes up the path.", title=title)
    if settled is None or (each.state is not LiveState.ACCEPTED and settled.way not in KEPT):
        return None
    name = "Accord" if settled.by == CLOCK else material.name(settled.by)
    ways = {Way.ACCEPTED: "is accepted as it is", Way.CONDITION: "holds under a condition", Way.DECISION: "was decided"}
    return Phrase(
        "{title}. It {way}, by {who}: {words}", title=title, way=ways[settled.way], who=name, words=Quote(settled.words)
    )


def reporting(material: Material) -> Iterator[Line]:
    """What each function wants to be told, how often and how, where everybody may read it."""
    for scene, view, questions in _views(material):
        said = tuple(
            in_words(scene, view, question, latest(view)[question.id].value)
            for question in questions.values()
            if question.id.startswith(REPORTING) and _is_open(view, question.id)
        )
        if said:
            name = material.name(view.function_id)
            words = Phrase("{function}: {said}.", function=name, said=Listing(said, last="and"))
            yield Line(f"reporting/{view.function_id}", Section.REPORTING, words, _source(name), (view.function_id,))


def evidence(material: Material) -> Iterator[Line]:
    """What each function needs to see, from whom and by when."""
    case = material.case
    for held in case.views if case is not None else ():
        if not held.open(EVIDENCE) or case is None:
            continue
        for number, need in enumerate(held.several(EVIDENCE, EvidenceNeed), start=1):
            words = Phrase("{function} needs {what}.", function=held.name, what=Quote(needed(need, case)))
            key = f"evidence/{held.id}/{number}"
            yield Line(key, Section.EVIDENCE, words, _source(held.name), (held.id,))


def _views(material: Material) -> Iterator[tuple[Scene, View, Mapping[str, Question]]]:
    scene = material.scene
    for view in scene.submitted if scene is not None else ():
        if scene is not None:
            yield scene, view, {question.id: question for question in scene.template(view).questions}


def _is_open(view: View, question: str) -> bool:
    answer = latest(view).get(question)
    return answer is not None and answer.visibility is Visibility.PROJECT


def _source(function: str) -> str:
    return f"answer of {function}"
