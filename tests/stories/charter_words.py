"""The plant of the long story of the charter, and what its people say."""

from __future__ import annotations

from datetime import datetime

from tests.stories.chat import WARSAW

PLANT = """\
accord: 1
project:
  id: line3
  name: Line 3 MES
  stage: "Stage 1: order dispatch on line 3"
  kickoff: 2026-11-30
  zone: Europe/Warsaw
  channel: line3
  milestones: [{id: cutover, name: Cut-over, date: 2027-03-06, touches_production: true}]
people:
  - {id: adam, name: Adam Wolski}
  - {id: ewa, name: Ewa Kot}
  - {id: maria, name: Maria Nowak}
  - {id: jan, name: Jan Lis}
  - {id: tomasz, name: Tomasz Bury}
  - {id: hanna, name: Hanna Mazur}
  - {id: pawel, name: Pawel Duda}
  - {id: kasia, name: Kasia Bielska}
  - {id: olga, name: Olga Sikora}
roles: {sponsor: adam, facilitator: ewa, observers: [olga]}
functions:
  - {id: leadership, name: Leadership, representative: adam, deputy: ewa}
  - {id: operations, name: Operations, representative: maria, deputy: jan}
  - {id: it, name: IT, representative: tomasz}
  - {id: quality, name: Quality, representative: hanna}
  - {id: maintenance, name: Maintenance, representative: pawel}
  - {id: finance, name: Finance, representative: kasia}
round: {due: 2026-11-27T15:00}
decision_rights:
  - {tradeoff: speed/operational_safety, decider: maria, deputy: jan, must_agree: [quality], within: 2 working days}
"""
PULSE = datetime(2026, 12, 14, 10, 0, tzinfo=WARSAW)
VOICES = ("adam", "maria", "tomasz", "hanna", "pawel", "kasia")
"""Who speaks for the six functions."""
STOP, LOSS = "risks.stances:production_stop", "risks.stances:data_loss"
PROTOCOL = "Protocol of the cut-over rehearsal; from: IT; by: 2026-12-11; for: Cut-over; form: document"
SAID: dict[str, dict[str, str | list[str]]] = {
    "adam": {
        "outcome.statement": "I can promise customers delivery dates that hold",
        "outcome.failure": "the canary of the boardroom",
        "who_may_read:confidential": ["outcome.failure"],
        STOP: "acceptable",
        LOSS: "no_view",
    },
    "maria": {
        "outcome.statement": "No shift stops for paper",
        STOP: "not_acceptable",
        f"{STOP}:details": "because Orders are lost; test: any stop without a plan",
        LOSS: "no_view",
        "evidence.needs": PROTOCOL,
    },
    "tomasz": {"outcome.statement": "Nobody needs me at night", STOP: "no_view", LOSS: "no_view"},
    "hanna": {
        "outcome.statement": "Every order can be traced",
        STOP: "no_view",
        LOSS: "not_acceptable",
        f"{LOSS}:details": "because A batch without its record cannot be released; test: any record with a gap",
        "evidence.needs": PROTOCOL,
    },
    "pawel": {
        "outcome.statement": "Every stop has a reason",
        STOP: "not_acceptable",
        f"{STOP}:details": "because The canary of the workshop; test: any stop",
        LOSS: "no_view",
        "who_may_read:confidential": ["risks.stances"],
    },
    "kasia": {
        "outcome.statement": "The budget holds",
        STOP: "no_view",
        LOSS: "no_view",
        "evidence.needs": "The canary invoice; from: IT; by: 2026-12-11; for: Cut-over",
        "who_may_read:confidential": ["evidence.needs"],
    },
}
RANKED = ("operational_safety", "quality", "speed", "scope", "cost")
ORDER: dict[str, str | list[str]] = {axis: str(place) for place, axis in enumerate(RANKED, 1)}
GOAL: dict[str, str | list[str]] = {
    "business": "OEE of line 3 rises to 66 % by 2027-06-30, so that delivery dates hold.",
    "operational": "No shift stops for paper: OEE of line 3 is 66 %.",
    "name": "OEE line 3",
    "baseline": "61",
    "target": "66",
    "unit": "%",
    "by": "2027-06-30",
}
RED_LINE: dict[str, str | list[str]] = {
    "text": "No batch without its record",
    "owner": "quality",
    "test": "Any record with a gap",
    "breach": "The line stops until Quality releases it",
    "trips": "batch record",
}
RIGHT: dict[str, str | list[str]] = {
    "decider": ["adam"],
    "deputy": "maria",
    "within": "1 working day",
    "silence": "goes_up",
}
ASKED: dict[str, str | list[str]] = {
    "question": "Start with paper for the first week?",
    "tradeoff": "speed/scope",
    "option_a": "Start with gaps in the batch record",
    "option_b": "Start a week later",
    "impact": "The team of the supplier leaves.",
    "day": "2026-12-22",
    "time": "16:00",
    "urgency": "normal",
}
