"""Proposing the goal, and saying what it means in a function's own numbers.

Looks: open_goal, open_reading. Changes: propose_goal, give_reading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

from flows.amounts import read_number
from flows.charter.newcomers import Charters
from flows.commands import Actor
from flows.consent import cards
from flows.consent.holding import in_force
from flows.consent.keeping import KeptProjects, Proposals
from flows.consent.loading import check_runs, load, load_to_speak
from flows.consent.proposing import check_may_propose, open_one, propose, reword
from flows.consent.records import Proposal, ProposalState
from flows.consent.wording import newer, since
from flows.decisions.cast import Cast
from flows.effects import Effects
from flows.errors import Invalid
from flows.filled import Filled, at_most, needed
from flows.forms import DateField, Field, Form, Section, TextField
from flows.goals.commands import GiveReading, OpenGoal, OpenReading, ProposeGoal
from flows.goals.drafting import draft, told_measures
from flows.goals.linting import problems
from flows.goals.records import Goal
from flows.messages import Message, Text
from flows.phrases import Phrase, Words
from flows.project_file.fields import read_day
from flows.project_file.kinds import read_unit
from flows.projects.membership import project_here
from flows.pulse import over
from flows.pulse.keeping import Pulses
from flows.questionnaires.answers import Measure
from flows.questionnaires.kinds.measure import NEEDED, PARTS
from flows.red_lines.keeping import RedLines
from flows.rounds.scene import latest_round
from flows.rounds.shelves import Records as RoundRecords

LONGEST = 600
T = TypeVar("T")


class Records(RoundRecords, Protocol):
    """Proposals, and the outcomes to draft from."""

    @property
    def projects(self) -> KeptProjects: ...

    @property
    def proposals(self) -> Proposals: ...
    @property
    def charters(self) -> Charters: ...
    @property
    def red_lines(self) -> RedLines: ...
    @property
    def pulses(self) -> Pulses: ...


def open_goal(records: Records, actor: Actor, command: OpenGoal, now: datetime) -> Effects:  # noqa: ARG001
    """The form: filled with the open proposal, else with the goal in force, else from the outcomes given."""
    if command.proposal_id:
        proposal, cast = load(records, actor, command.proposal_id)
        check_runs(proposal, cast, actor)
        return Effects(reply=_form(cast, _goal(proposal), proposal))
    cast = Cast(records, project_here(records, actor, command.channel, command.project))
    check_may_propose(cast, actor)
    there = open_one(records, cast, "goal")
    if there is not None:
        check_runs(there, cast, actor)
        return Effects(reply=_form(cast, _goal(there), there))
    holds = in_force(records, cast.project.id, "goal")
    goal = _goal(holds) if holds is not None else draft(records, latest_round(records, cast.project.id))
    return Effects(reply=_form(cast, goal, None))


def _goal(proposal: Proposal) -> Goal:
    match proposal.content:
        case Goal() as goal:
            return goal
        case _:
            raise Invalid("This is not a goal.")


def _form(cast: Cast, goal: Goal | None, proposal: Proposal | None) -> Form:
    submits = ProposeGoal(cast.project.id, proposal.id if proposal else "", proposal.version if proposal else 0)
    one_goal: Words = "ONE goal in two wordings: both name the same target, and mean the same day."
    return Form("The first-stage goal", submits, (Section("One goal", one_goal), *_fields(goal)), submit="Keep")


def _fields(goal: Goal | None) -> tuple[Field, ...]:
    def wording(name: str, label: str, hint: str) -> TextField:
        value = getattr(goal, name) if goal else ""
        return TextField(name, label, hint, value, required=True, multiline=True, limit=LONGEST)

    return (
        wording("business", "In business terms", "What the sponsor would tell the board, with the target."),
        wording("operational", "In operational terms", "What a shift would see, with the same target."),
        *_measure_fields(goal.measure if goal else None),
    )


def _measure_fields(measure: Measure | None) -> tuple[Field, ...]:
    given: Mapping[str, str] = {}
    if measure is not None:
        given = {
            "name": measure.name,
            "baseline": f"{measure.baseline:f}",
            "target": f"{measure.target:f}",
            "unit": measure.unit,
            "by": measure.by.isoformat(),
            "scope": measure.scope or "",
        }
    return tuple(
        DateField(part, label, hint, given.get(part, ""), required=True)
        if part == "by"
        else TextField(part, label, hint, given.get(part, ""), required=part != "scope")
        for part, (label, hint) in ((part, PARTS[part]) for part in (*NEEDED, "scope"))
    )


def propose_goal(records: Records, actor: Actor, command: ProposeGoal, now: datetime) -> Effects:
    """A new draft, or a new wording of a proposal. Raises InvalidForm where the wordings and the measure disagree."""
    if command.proposal_id:
        proposal, cast = load(records, actor, command.proposal_id)
        goal = replace(_read(records, cast, command), readings=_goal(proposal).readings)
        if proposal.version != command.version:
            raise newer(proposal)
        return reword(records, actor, proposal, goal, now)
    cast = Cast(records, records.projects.get(command.project_id))
    proposed = propose(records, actor, cast, _read(records, cast, command), now)
    return replace(proposed, posts=(*proposed.posts, *over.redrawn(records, cast)))


def _read(records: Records, cast: Cast, command: ProposeGoal) -> Goal:
    filled = Filled(command.values)
    business = filled.read("business", at_most(LONGEST), "Please say it in business terms.") or ""
    operational = filled.read("operational", at_most(LONGEST), "Please say it in operational terms.") or ""
    measure = _read_measure(filled)
    filled.check()
    goal = Goal(business, operational, needed(measure))
    others = told_measures(records, latest_round(records, cast.project.id))
    for field, problem in problems(goal, others):
        filled.wrong("target" if field == "measure" else field, problem)
    filled.check()
    return goal


def _read_measure(filled: Filled) -> Measure | None:
    """The measure, or None with every problem noted at its field."""

    def part(name: str, read: Callable[[str], T]) -> T | None:
        return filled.read(name, read, Phrase("Please give {what}.", what=PARTS[name][1]))

    name, unit = part("name", at_most(200)), part("unit", read_unit)
    baseline, target, by = part("baseline", read_number), part("target", read_number), part("by", read_day)
    scope = filled.read("scope", at_most(200))
    if name is None or unit is None or baseline is None or target is None or by is None:
        return None
    return Measure(name, baseline, target, unit, by, scope)


def open_reading(records: Records, actor: Actor, command: OpenReading, now: datetime) -> Effects:  # noqa: ARG001
    """The form in which a function says what the goal means in its own numbers."""
    proposal, cast = load_to_speak(records, actor, command.proposal_id, command.version, command.function)
    _check_readable(proposal, cast)
    given = _goal(proposal).readings.get(command.function, "")
    label, hint = "What does this goal mean in your own numbers?", "One line, for example: scrap on line 3 below 2 %"
    field = TextField("reading", label, hint, given, required=True, limit=LONGEST)
    submits = GiveReading(command.proposal_id, command.version, command.function)
    return Effects(reply=Form("In my numbers", submits, (field,)))


def give_reading(records: Records, actor: Actor, command: GiveReading, now: datetime) -> Effects:
    """Kept with the goal: it says how a function understands it, so the wording stays what it is."""
    proposal, cast = load_to_speak(records, actor, command.proposal_id, command.version, command.function)
    _check_readable(proposal, cast)
    filled = Filled(command.values)
    words = filled.read("reading", at_most(LONGEST), "Please say it in one line.") or ""
    filled.check()
    goal = _goal(proposal)
    after = replace(proposal, content=replace(goal, readings={**goal.readings, command.function: words}))
    records.proposals.put(after)
    told = Phrase("Kept with the goal. Everybody sees it there.")
    return Effects(cards.shown(after, cast, now), Message(told, (Text(told),)))


def _check_readable(proposal: Proposal, cast: Cast) -> None:
    if proposal.state not in (ProposalState.SENSE_CHECK, ProposalState.CONSENT, ProposalState.REVISING):
        raise since(proposal, cast)
