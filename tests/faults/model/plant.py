"""Two organisations in one database that cannot be told apart but by the word that stands in everything of theirs."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.project_files import templates
from bot.yaml_nodes import read_yaml
from flows.project_file import ProjectFile, read_project

WARSAW = ZoneInfo("Europe/Warsaw")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=WARSAW)
MARKS = {"local": "canary", "rival": "magpie"}
"""Organisation -> the word that is in all of its names, and in all that its people say."""
ORGANISATIONS = tuple(MARKS)
PROJECT_ID = "line3"
PEOPLE = ("adam", "ben", "ewa", "jan", "kim", "maria", "olga", "piotr", "rita")
TRADEOFFS = ("speed/operational_safety", "speed/scope", "cost/quality", "scope/quality")
"""Decided by Maria (deputy Jan); by Maria, where silence proceeds; by Kim, where it blocks; by nobody named."""
PROJECT = """\
accord: 1
project: {{id: line3, name: Line 3 {mark}, kickoff: 2027-02-01, zone: Europe/Warsaw, channel: line3}}
people:
  - {{id: adam, name: Adam {mark}}}
  - {{id: ewa, name: Ewa {mark}}}
  - {{id: maria, name: Maria {mark}}}
  - {{id: jan, name: Jan {mark}}}
  - {{id: ben, name: Ben {mark}}}
  - {{id: kim, name: Kim {mark}}}
  - {{id: olga, name: Olga {mark}}}
  - {{id: piotr, name: Piotr {mark}}}
  - {{id: rita, name: Rita {mark}}}
roles: {{sponsor: adam, facilitator: ewa, observers: [piotr]}}
functions:
  - {{id: operations, name: Operations, representative: maria, deputy: jan}}
  - {{id: it, name: IT, representative: ben}}
  - {{id: quality, name: Quality, representative: kim, deputy: olga}}
round: {{due: 2026-11-26T15:00}}
decision_rights:
  - {{tradeoff: speed/operational_safety, decider: maria, deputy: jan, informed: [quality], within: 1 working day}}
  - {{tradeoff: speed/scope, decider: maria, deputy: jan, within: 4 h, silence: proceeds}}
  - {{tradeoff: cost/quality, decider: kim, within: 4 h, silence: blocks}}
"""


def project_of(organisation: str) -> ProjectFile:
    """The project of one of them."""
    text = PROJECT.format(mark=MARKS[organisation])
    return read_project(read_yaml(text.encode()), templates())


def still_clock(moment: datetime = MONDAY) -> Clock:
    """Time that stands still until it is moved on, so that the same moves always come to the same end."""
    return Clock(wall=lambda: moment, passed=lambda: 0.0)
