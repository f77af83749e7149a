"""A small plant: one project, its people, rights and template, for the tests of escalations and decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from flows.amounts import Span, SpanUnit
from flows.escalations.commands import Draft
from flows.escalations.records import Urgency
from flows.people import Hours, Person
from flows.projects.records import DecisionRight, Function, Project, Silence
from flows.questionnaires.template import Named, Template

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""Monday 09:00 in Warsaw, where everybody works from 09:00 to 17:00."""
WORKING_DAY = Span(1, SpanUnit.WORKING_DAYS)

TEMPLATE = Template(
    "industrial",
    1,
    "Industrial",
    25,
    axes=tuple(
        Named(axis, axis.replace("_", " ")) for axis in ("operational_safety", "quality", "speed", "scope", "cost")
    ),
    tradeoffs=("speed/operational_safety", "speed/scope", "scope/quality", "cost/quality", "speed/quality"),
    risks=(),
    joint=(Named("cutover_date", "Cut-over date"),),
    questions=(),
)
PROJECT = Project(
    "line3",
    "Line 3 MES",
    kickoff=date(2027, 2, 1),
    zone="Europe/Warsaw",
    sponsor="adam",
    facilitator="ewa",
    channel="line3",
    functions=(
        Function("operations", "Operations", "maria", "jan"),
        Function("it", "IT", "ben"),
        Function("quality", "Quality", "kim", "olga"),
    ),
    observers=("piotr",),
    decision_rights=(
        DecisionRight("speed/operational_safety", "maria", "jan", within=WORKING_DAY, informed=("quality",)),
        DecisionRight("scope/speed", "maria", "jan", within=WORKING_DAY, silence=Silence.PROCEEDS),
        DecisionRight("cost/quality", "kim", within=Span(4, SpanUnit.HOURS), silence=Silence.BLOCKS),
    ),
)
NAMES = {
    "adam": "Adam Wolski",
    "ewa": "Ewa Zawada",
    "maria": "Maria Nowak",
    "jan": "Jan Lis",
    "ben": "Ben Okoye",
    "kim": "Kim Seo",
    "olga": "Olga Ruda",
    "piotr": "Piotr Cichy",
    "rita": "Rita Obca",
}


def person(person_id: str) -> Person:
    return Person(
        person_id,
        NAMES[person_id],
        email=f"{person_id}@example.com",
        zone="Europe/Warsaw",
        hours=Hours(time(9), time(17)),
    )


def draft(now: datetime = MONDAY, **changes: object) -> Draft:
    plain = Draft(
        "line3",
        "speed/operational_safety",
        "Cut over on 8 May or a week later?",
        ("8 May, with a 12 h stop", "15 May, on the weekend"),
        "The supplier's team leaves.",
        now + timedelta(days=14),
        now,
        Urgency.NORMAL,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # the caller names the fields
