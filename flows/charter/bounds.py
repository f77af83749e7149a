"""The lines of what bounds the work: red lines, tolerances, and what wins when aims pull apart."""

from __future__ import annotations

from collections.abc import Iterator

from flows.charter.agreed import label
from flows.charter.material import Material
from flows.charter.records import Line, Section
from flows.contradictions.sayings import ranking
from flows.phrases import Phrase, Quote
from flows.red_lines.records import DIMENSIONS, InForce, RedLine, Tolerances, TradeoffOrder


def red_lines(material: Material) -> Iterator[Line]:
    """Each with its owner, its test and what happens when it is crossed; they bind every function."""
    for each in material.bounds:
        content = each.content
        if isinstance(content, RedLine):
            words = Phrase(
                "{owner}: {text}; crossed when {test}; then {breach}",
                owner=material.name(content.owner),
                text=Quote(content.text),
                test=Quote(content.test),
                breach=Quote(content.breach),
            )
            yield Line(f"red_line/{content.owner}/{each.label}", Section.RED_LINES, words, _source(each))


def tolerances(material: Material) -> Iterator[Line]:
    """Inside these the team decides; outside it escalates."""
    for each in material.bounds:
        content = each.content
        if isinstance(content, Tolerances):
            for dimension, name in DIMENSIONS.items():
                if dimension in content.limits:
                    words = Phrase("{name}: {limit}", name=name, limit=Quote(content.limits[dimension]))
                    yield Line(f"tolerance/{dimension}", Section.TOLERANCES, words, _source(each))


def order(material: Material) -> Iterator[Line]:
    """The agreed order of the axes."""
    for each in material.bounds:
        content = each.content
        if isinstance(content, TradeoffOrder):
            names = {axis.id: axis.name for axis in material.cast.template.axes}
            words = Phrase("The earlier one wins: {order}.", order=ranking(content.ranking, names))
            yield Line("order", Section.ORDER, words, _source(each))


def _source(each: InForce) -> str:
    """The label of a red line, and the proposal that was agreed."""
    proposal = label(each.proposal_id, each.project_id)
    return f"{each.label}, {proposal}" if each.number else proposal
