"""What was filled into the pages of the wizard, with a sentence at each field that cannot be used."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time

from flows.calendar import local_day, local_instant
from flows.commands import FormValues
from flows.errors import Invalid
from flows.filled import Filled, needed
from flows.people import Person
from flows.phrases import Instant, Phrase, Words
from flows.project_file.fields import read_day
from flows.project_file.grammars import read_time, read_zone
from flows.projects.naming import Acquaintance, free_id, read_name, settled, slug
from flows.projects.records import Function, Project
from flows.projects.setup import Setup
from flows.projects.setup_forms import USUAL, deputy_field, representative_field
from flows.text import name_key

LONGEST_CHANNEL = 80
FEWEST, MOST_FUNCTIONS = 2, 20
_CHANNEL = re.compile(r"[^\s#/,]+")


def read_basics(values: FormValues, draft: Project, existing: Mapping[str, str], now: datetime) -> Project:
    """Page 1 on top of `draft`. `existing`: names of the projects there are, by id. Raises InvalidForm."""
    filled = Filled(values)
    name = filled.read("name", read_name, "Please give the project a name.")
    zone = filled.read("zone", read_zone, "Please give a time zone, such as Europe/Warsaw.")
    project_id = slug(name) if name else ""
    if project_id in existing:
        filled.wrong(
            "name",
            Phrase("There is already a project called {name}. Please choose another name.", name=existing[project_id]),
        )
    channel = filled.read("channel", read_channel) or project_id
    stage = filled.read("stage", read_name) or ""
    kickoff = filled.read("kickoff", read_day, "Please give the day on which the work starts.")
    due_day = filled.read("due_day", read_day, "Please say by which day the answers are needed.")
    due_time = filled.read("due_time", read_time, "Please say by what time, such as 16:00.")
    if zone and kickoff and kickoff < local_day(now, zone):
        filled.wrong("kickoff", _passed(kickoff, local_day(now, zone)))
    if zone and due_day and due_time:
        _check_due(filled, due_day, due_time, zone, now)
    filled.check()
    return replace(
        draft,
        id=project_id,
        name=needed(name),
        stage=stage,
        channel=channel,
        zone=needed(zone),
        kickoff=needed(kickoff),
        round_due=datetime.combine(needed(due_day), needed(due_time)),
    )


def read_channel(said: str) -> str:
    """A channel's name, with or without #. Raises Invalid."""
    name = said.removeprefix("#")
    if len(name) > LONGEST_CHANNEL or not _CHANNEL.fullmatch(name):
        raise Invalid("Please give one channel without spaces, such as line3-mes.")
    return name


def _passed(day: date, today: date) -> Phrase:
    """Most often it is the year that is wrong."""
    guess = _in_year(day, today.year) or day
    if guess < today:
        guess = _in_year(day, today.year + 1) or guess
    return Phrase(
        "{day} has passed. Did you mean {guess}? Alignment comes before the kick-off; where the work has begun, give "
        "the start of its next stage.",
        day=day,
        guess=guess,
    )


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return None


def _check_due(filled: Filled, day: date, at: time, zone: str, now: datetime) -> None:
    due = local_instant(day, at, zone)
    if due <= now:
        filled.wrong(
            "due_day", Phrase("{due} has passed. Please give people a few working days.", due=Instant(due, zone))
        )


def read_functions(values: FormValues, setup: Setup, known: Iterable[Person]) -> tuple[Project, tuple[Person, ...]]:
    """Page 2: the project with its functions, and the people to be added. Raises InvalidForm."""
    filled = Filled(values)
    project = setup.project
    wanted = filled.chosen("functions")
    chosen = [Function(option.value, option.label, "") for option in USUAL if option.value in wanted]
    own = filled.read("own", lambda said: _own_functions(said, chosen, project.functions)) or ()
    before = {function.id: function for function in project.functions}
    functions = tuple(before.get(function.id, function) for function in (*chosen, *own))
    acquaintance = Acquaintance(tuple(known), project.zone, project.language)
    newcomers = filled.read("newcomers", acquaintance.read) or ()
    if not FEWEST <= len(functions) <= MOST_FUNCTIONS:
        filled.wrong(
            "functions",
            Phrase(
                "Please choose from {fewest} to {most} functions; these are {number}.",
                fewest=FEWEST,
                most=MOST_FUNCTIONS,
                number=len(functions),
            ),
        )
    filled.check()
    return replace(project, functions=functions), newcomers


def _own_functions(said: str, chosen: list[Function], before: Iterable[Function]) -> tuple[Function, ...]:
    """One per line or comma; each name once, and none that is among the chosen ones already."""
    names = [read_name(name) for name in re.split(r"[\n,;]", said) if name.strip()]
    seen = {name_key(function.name) for function in chosen} | {name_key(function.id) for function in chosen}
    ids = {function.id for function in chosen}
    known = {name_key(function.name): function.id for function in before}
    own: list[Function] = []
    for name in names:
        key = name_key(name)
        if key in seen:
            raise Invalid("{name} is here twice. Please name each function once.", name=name)
        seen.add(key)
        own.append(Function(known.get(key) or free_id(name, ids), name, ""))
        ids.add(own[-1].id)
    return tuple(own)


def read_people(values: FormValues, setup: Setup, known: Iterable[Person]) -> Project:
    """Page 3: who has which part; only people who are known or will be added. Raises InvalidForm."""
    filled = Filled(values)
    ids = {person.id for person in known}

    def person(field: str, missing: Words = "") -> str | None:
        picked = next(iter(filled.people(field)), None)
        if picked is None and missing:
            filled.wrong(field, missing)
        elif picked is not None and picked not in ids:
            filled.wrong(field, "Please choose somebody from the list.")
        return picked

    sponsor = person("sponsor", "Please choose the sponsor.")
    facilitator = person("facilitator", "Please choose the facilitator.")
    functions = []
    for function in setup.project.functions:
        missing = Phrase("Please choose who answers for {function}.", function=function.name)
        representative = person(representative_field(function), missing)
        deputy = person(deputy_field(function))
        functions.append(replace(function, representative=representative or "", deputy=deputy))
    filled.check()
    return replace(setup.project, sponsor=needed(sponsor), facilitator=needed(facilitator), functions=tuple(functions))


def without_strangers(project: Project, ids: Collection[str]) -> Project:
    """The project without parts for people who were taken out again; they are asked for anew."""
    return replace(
        project,
        sponsor=project.sponsor if project.sponsor in ids else "",
        facilitator=project.facilitator if project.facilitator in ids else "",
        functions=tuple(
            replace(
                function,
                representative=function.representative if function.representative in ids else "",
                deputy=function.deputy if function.deputy in ids else None,
            )
            for function in project.functions
        ),
    )


def with_newcomers(setup: Setup) -> tuple[Person, ...]:
    """Those who are needed: newcomers without a part are not created."""
    project = setup.project
    named = {project.sponsor, project.facilitator}
    for function in project.functions:
        named |= {function.representative, function.deputy or ""}
    needed_ones = (person for person in setup.newcomers if person.id in named)
    return settled(needed_ones, project.zone, project.language)
