"""Question sets of a plant: the industrial one with two questions more for quality, two for maintenance, and a short
one of six questions."""

from __future__ import annotations

from collections.abc import Mapping

from bot.project_files import templates
from bot.yaml_nodes import read_yaml
from flows.project_file import read_template
from flows.questionnaires.template import Template

QUALITY = """\
accord_template: 1
id: plant-quality
extends: industrial
name: Plant, quality
questions:
  - id: quality.downtime
    kind: amount
    unit: h
    after: outcome.statement
    title: Longest stop
    asks: How long may the release of batches stand still at most?
    example: 4 h
  - id: quality.trust
    kind: scale
    scale: {from: 0, to: 10, low: none at all, high: complete}
    after: quality.downtime
    title: Trust in the records
    asks: How much do you trust the electronic records today?
"""
MAINTENANCE = """\
accord_template: 1
id: plant-maintenance
extends: industrial
name: Plant, maintenance
leave_out: [outcome.measure]
questions:
  - id: outcome.statement
    title: What a good start looks like
  - {id: spares.by, kind: date, title: Spare parts, asks: By when are the parts on site?, after: outcome.statement}
  - {id: spares.owner, kind: person, title: Who orders them, asks: Who orders the spare parts?, after: spares.by}
"""
SIX = """\
accord_template: 1
id: six
extends: industrial
name: Six questions
leave_out:
  - outcome.measure
  - outcome.failure
  - risks.needs
  - risks.own
  - risks.no_touch
  - decisions.deciders
  - reporting.form
  - reporting.content
  - reporting.alerts
"""


def plant_templates() -> Mapping[str, Template]:
    """The built-in templates and those of the plant, by id."""
    known = dict(templates())
    for text in (QUALITY, MAINTENANCE, SIX):
        template = read_template(read_yaml(text.encode()), known)
        known[template.id] = template
    return known
