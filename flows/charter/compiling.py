"""The charter as the records have it now: pure, sentence by sentence, each with its source."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flows.charter import agreed, answered, bounds
from flows.charter.material import Material
from flows.charter.records import Line

PARTS: tuple[Callable[[Material], Iterator[Line]], ...] = (
    agreed.goal,
    bounds.red_lines,
    bounds.tolerances,
    bounds.order,
    agreed.rights,
    agreed.path,
    answered.contradictions,
    answered.reporting,
    answered.evidence,
)
"""One for each section, in the order of `Section`."""


def compiled(material: Material) -> tuple[Line, ...]:
    """Every line. Nothing in it is for fewer eyes than everybody's in the project."""
    return tuple(line for part in PARTS for line in part(material))
