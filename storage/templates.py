"""Question sets in the database."""

from __future__ import annotations

from flows.questionnaires.template import Template
from storage.kinds import Columns, Kind

TEMPLATES = Kind("template", "question set", Template, lambda template: Columns(number=template.version))
