"""What the owner of a silent function and the sponsor are shown: facts, the count of what is missing, and a choice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flows.calendar import add_working_days, zone_named
from flows.effects import Post, Promise
from flows.messages import Block, Button, Buttons, Header, Items, Menu, Message, Note, Style, Text, ToPerson
from flows.messages import Choice as Line
from flows.people import Person
from flows.phrases import Count, Instant, Phrase
from flows.rounds.commands import GoOnWithout, NameStandIn, TakeOver, WaitForFunction
from flows.rounds.nudge_cards import LATE, standing
from flows.rounds.participation import how_many
from flows.rounds.records import Chase, Choice, Chosen, View, ViewState
from flows.rounds.scene import Scene

WAITS = (1, 2, 5)
"""Working days that the sponsor can choose to wait."""


MATTERS = 8
"""Functions that one card offers a choice about at a time, so that it fits on every platform."""


def owner_card(scene: Scene, view: View, owner: Person, *, late: bool = False) -> Post:
    """Told once, to whoever else speaks for the function; redrawn when the answers are in."""
    function = scene.function(view).name
    deadline = Instant(scene.deadline(view), owner.zone)
    head = Phrase(
        "{project}: the answers for {function} were due {deadline} and are not in yet.",
        project=scene.project.name,
        function=function,
        deadline=deadline,
    )
    if view.state is ViewState.SUBMITTED:
        words = Phrase("{project}: the answers for {function} are in.", project=scene.project.name, function=function)
        return Post(owner_key(view, owner), ToPerson(owner.id), Message(words, (Text(words),)), Promise.REFRESH)
    blocks: list[Block] = [Header(head), Text(_so_far(scene, view))]
    if view.is_pending and view.respondent != owner.id:
        ask = "You speak for {function} too. Please ask {who} for them, or take them over."
        blocks.append(Text(Phrase(ask, function=function, who=scene.respondent(view).who)))
        blocks.append(Buttons((Button("I will answer instead", TakeOver(view.id), Style.PRIMARY, function),)))
    elif view.respondent == owner.id:
        blocks.append(Text("You have taken it over."))
    return Post(owner_key(view, owner), ToPerson(owner.id), Message(head, (*blocks, LATE) if late else tuple(blocks)))


def owner_key(view: View, owner: Person) -> str:
    """The message to whoever else speaks for the function; once it is taken over, that is somebody else."""
    return f"round/{view.id}/owner/{owner.id}"


def _so_far(scene: Scene, view: View) -> Phrase:
    person = scene.respondent(view)
    if view.is_unreached:
        return Phrase("{who} could not be reached. {standing}", who=person.who, standing=standing(scene, view))
    if not view.reminded:
        return Phrase("{who} was asked; {standing}", who=person.who, standing=standing(scene, view))
    return Phrase(
        "{who} was asked and has been reminded {times}. {standing}",
        who=person.who,
        times=Count(view.reminded, "time", "times"),
        standing=standing(scene, view),
    )


def sponsor_key(scene: Scene, card: int, person_id: str) -> str:
    """The sponsor's card, and its copy for the facilitator."""
    return f"round/{scene.round.id}/stragglers/{card}/{person_id}"


def sponsor_card(scene: Scene, card: int, person: Person, now: datetime, *, may_choose: bool) -> Message:
    """Who is missing and what can be done, or what was chosen. The same for all who see it, but for the buttons."""
    here = [view for view in scene.views.values() if view.card == card]
    if not here:
        words = Phrase("{project}: this has been asked again since; see the newer message.", project=scene.project.name)
        return Message(words, (Text(words),))
    still = [view for view in here if is_undecided(view)]
    head = Phrase(
        "{project}: no answers from {functions} yet" if still else "{project}: what was chosen about {functions}",
        project=scene.project.name,
        functions=scene.function_names(tuple(still or here)),
    )
    blocks: list[Block] = [Header(head)]
    if still:
        blocks.append(Text(_question(scene, still, person, may_choose=may_choose)))
    for view in still[:MATTERS]:
        blocks.append(
            Text(Phrase("{function}: {so_far}", function=scene.function(view).name, so_far=_so_far(scene, view)))
        )
        blocks += _ways(scene, view, person, now) if may_choose else ()
    if len(still) > MATTERS:
        blocks.append(Note(Phrase("{n} more are shown here as soon as you have chosen.", n=len(still) - MATTERS)))
    settled = tuple(outcome(scene, view, person) for view in here if not is_undecided(view))
    if settled:
        blocks.append(Items(settled))
    return Message(head, tuple(blocks))


def is_undecided(view: View) -> bool:
    """Whether the sponsor still has to choose about it."""
    return view.is_pending and view.chase is Chase.SPONSOR_ASKED and view.card is not None and view.choice is None


def _question(scene: Scene, still: Sequence[View], person: Person, *, may_choose: bool) -> Phrase:
    into = Phrase(
        "{into}; the deadline was {deadline}.",
        into=how_many(scene),
        deadline=Instant(scene.round.deadline, person.zone),
    )
    limit = Instant(scene.round.choose_by or scene.round.deadline, person.zone)
    if may_choose:
        rest = (
            "{into} Please choose: wait, name a stand-in, or go on without. "
            "If nothing is chosen by {limit}, the round goes on without what is missing."
            if len(still) > 1
            else "{into} Please choose: wait, name a stand-in, or go on without {functions}. "
            "If nothing is chosen by {limit}, the round goes on without."
        )
    else:
        rest = "{into} {sponsor} chooses what to do; without a choice by {limit}, the round goes on without."
    return Phrase(
        rest,
        into=into,
        limit=limit,
        functions=scene.function_names(tuple(still)),
        sponsor=scene.person(scene.project.sponsor).who,
    )


def _ways(scene: Scene, view: View, person: Person, now: datetime) -> list[Block]:
    """What the sponsor can choose for one function."""
    name, card = scene.function(view).name, view.card or 0
    waits = tuple(
        Line(_local(until, person.zone), WaitForFunction(view.id, card, until))
        for until in (add_working_days(person, now, days) for days in WAITS)
    )
    stand_ins = tuple(Line(each.name, NameStandIn(view.id, card, each.id)) for each in candidates(scene, view))
    without = Button(
        "Go on without",
        GoOnWithout(view.id, card),
        Style.DANGER,
        about=name,
        confirm=Phrase("Go on without {function}? A late answer is still added when it comes.", function=name),
    )
    menus = [Menu(f"Wait for {name} until", waits)]
    if stand_ins:
        menus.append(Menu(f"Name a stand-in for {name}", stand_ins))
    return [*menus, Buttons((without,))]


def candidates(scene: Scene, view: View) -> tuple[Person, ...]:
    """Who of the project could answer instead: those who speak for the function first; never an observer."""
    function = scene.function(view)
    ids = [function.representative, function.deputy, scene.project.facilitator, scene.project.sponsor]
    for other in scene.project.functions:
        ids += [other.representative, other.deputy]
    wanted = dict.fromkeys(person for person in ids if person and person != view.respondent)
    return tuple(scene.people[person] for person in wanted if person in scene.people)


def outcome(scene: Scene, view: View, reader: Person) -> Phrase:
    """What was chosen about a function, or what made the choice needless."""
    name, choice = scene.function(view).name, view.choice
    if view.state is ViewState.SUBMITTED:
        sent_at = Instant(view.submitted_at or view.asked_at, reader.zone)
        return Phrase("{function}: the answers came in on {at}.", function=name, at=sent_at)
    if choice is None and view.is_pending:
        return Phrase(
            "{function}: {who} has taken it over and has until {until}.",
            function=name,
            who=scene.respondent(view).who,
            until=Instant(scene.deadline(view), reader.zone),
        )
    if choice is None:
        return Phrase("{function}: the round went on without it.", function=name)
    if choice.by is None:
        return Phrase(
            "{function}: nothing was chosen by {at}, so the round went on without it, as announced.",
            function=name,
            at=Instant(choice.at, reader.zone),
        )
    return _chosen(scene, view, choice, reader)


def _chosen(scene: Scene, view: View, choice: Choice, reader: Person) -> Phrase:
    template = {
        Chosen.WAIT: "{function}: {by} chose on {at} to wait until {until}.",
        Chosen.STAND_IN: "{function}: {by} asked {stand_in} on {at} to answer instead.",
        Chosen.WITHOUT: "{function}: {by} decided on {at} to go on without it.",
    }[choice.what]
    if choice.what is Chosen.STAND_IN and view.respondent == choice.stand_in:
        template = "{function}: {stand_in} answers instead, as {by} asked on {at}."
    return Phrase(
        template,
        function=scene.function(view).name,
        by=scene.person(choice.by or "").who,
        at=Instant(choice.at, reader.zone),
        until=Instant(choice.until or choice.at, reader.zone),
        stand_in=scene.person(choice.stand_in or view.respondent).who,
    )


def _local(at: datetime, zone: str) -> str:
    """For a menu, whose lines are plain text: "Fri 15 Jan, 16:00"."""
    local = at.astimezone(zone_named(zone))
    return f"{local:%a} {local.day} {local:%b, %H:%M}"
