"""Asking the owner of what was agreed whether it stays: a week before its day, and once more on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from flows.calendar import next_working
from flows.commands import Command
from flows.consent import rules, subjects
from flows.consent.cards import prefix
from flows.consent.holding import Agreed, being_changed, bound_of, still_holds
from flows.consent.keeping import Records
from flows.consent.records import Proposal
from flows.decisions.cast import Cast
from flows.decisions.voices import voice
from flows.effects import Card, Effects, Post, Promise
from flows.endings.commands import OpenEnding
from flows.endings.records import Ending
from flows.goals.commands import OpenGoal
from flows.goals.records import Goal
from flows.messages import Block, Button, Buttons, Header, Message, Note, Style, Text, ToPerson
from flows.phrases import Phrase
from flows.projects.records import Project
from flows.red_lines.commands import OpenRedLine, OpenTolerances, OpenTradeoffOrder
from flows.red_lines.records import RedLine, Tolerances, TradeoffOrder
from flows.reviews.commands import OpenKeep
from flows.reviews.days import AHEAD
from flows.rights.commands import OpenRightChange, ProposeNoRight
from flows.rights.records import RightChange

CARD = "review"
"""`part`: the owner whom it is drawn for."""


def owner(proposal: Proposal, cast: Cast, now: datetime) -> str:
    """Who is asked: the sponsor for the goal, the decider for a right, who speaks for the function of a red line."""
    runs = cast.project.facilitator or cast.project.sponsor
    match proposal.content:
        case Goal():
            return cast.project.sponsor
        case RightChange(right=right):
            return right.decider if right is not None and cast.person(right.decider).active else runs
        case RedLine(owner=function_id):
            function = next((each for each in cast.project.functions if each.id == function_id), None)
            return voice(function, cast, now) if function is not None else runs
        case Tolerances() | TradeoffOrder() | Ending():
            return runs
        case _:
            assert_never(proposal.content)


def waits(records: Agreed, proposal: Proposal) -> bool:
    """Whether its owner was asked and has not said anything yet."""
    asked = proposal.review_on is not None and proposal.review_asked > 0
    return asked and still_holds(records, proposal) and not being_changed(records, proposal)


def to_review(records: Agreed, project: Project, cast: Cast, now: datetime) -> Iterator[tuple[Proposal, str]]:
    """What waits for its owner in the project, and for whom."""
    for proposal in records.proposals.where(project_id=project.id):
        if waits(records, proposal):
            yield proposal, owner(proposal, cast, now)


def ask_whether_it_stays(records: Records, proposal: Proposal, cast: Cast, now: datetime) -> Effects:
    """Nobody is asked about what does not hold any more; who is changing it already is not asked again."""
    if not still_holds(records, proposal):
        records.proposals.put(rules.no_review(proposal, cast, now))
        return Effects()
    after = rules.asked_to_review(proposal, cast, now)
    records.proposals.put(after)
    if being_changed(records, after):
        return Effects()
    return Effects((post(after, owner(after, cast, now), cast, now, asked=True),))


def post(proposal: Proposal, person_id: str, cast: Cast, now: datetime, *, asked: bool) -> Post:
    """The card of the owner; a new one each time they are asked."""
    key = f"{prefix(proposal)}review/{len(proposal.kept)}/{proposal.review_asked}/{person_id}"
    promise = Promise.NEVER_LOST if asked else Promise.REFRESH
    when = next_working(cast.person(person_id), now)
    return Post(key, ToPerson(person_id), Card(CARD, proposal.id, person_id), promise, not_before=when)


def draw(records: Records, card: Card, reader: str | None, now: datetime) -> Message:  # noqa: ARG001
    """The card as it is now; without buttons once it is kept, changed or dropped."""
    proposal = records.proposals.get(card.of)
    cast = Cast(records, records.projects.get(proposal.project_id))
    about, line = subjects.title(proposal.content, cast), said(proposal, cast)
    blocks: list[Block] = [Header(about), Text(line)]
    if reader is not None and waits(records, proposal):
        blocks += [*subjects.blocks(proposal.content, cast), Note(MEANING), Buttons(buttons(records, proposal, cast))]
    return Message(Phrase("{about}: {line}", about=about, line=line), tuple(blocks))


MEANING = "Keeping it needs nobody else. To change or drop it, all functions are asked for their consent."


def said(proposal: Proposal, cast: Cast) -> Phrase:
    """What is asked, or what came of it."""
    if proposal.review_asked > 0 and proposal.review_on is not None:
        return Phrase("Until {day} it is to be looked at again. Keep, change or drop it?", day=proposal.review_on)
    if proposal.kept and proposal.review_on is not None:
        last = proposal.kept[-1]
        return Phrase("{who} keeps it as it is, until {day}.", who=cast.who(last.by), day=last.until)
    return Phrase("Nothing is to be done about it now.")


def buttons(records: Agreed, proposal: Proposal, cast: Cast) -> tuple[Button, ...]:
    """Keep, change, drop."""
    about = subjects.title(proposal.content, cast)
    keep = Button("Keep", OpenKeep(proposal.id, len(proposal.kept)), Style.PRIMARY, about)
    change, drop = _changing(records, proposal)
    return keep, Button("Change", change, about=about), Button("Drop", drop, Style.DANGER, about)


def _changing(records: Agreed, proposal: Proposal) -> tuple[Command, Command]:
    project, drop = proposal.project_id, OpenEnding(proposal.id)
    match proposal.content:
        case Goal() | Ending():
            return OpenGoal(None, project), drop
        case RightChange(tradeoff=tradeoff):
            return OpenRightChange(project, tradeoff), ProposeNoRight(project, tradeoff)
        case RedLine():
            bound = bound_of(records, proposal)
            return OpenRedLine(project, replaces=bound.id if bound is not None else ""), drop
        case Tolerances():
            return OpenTolerances(project), drop
        case TradeoffOrder():
            return OpenTradeoffOrder(project), drop
        case _:
            assert_never(proposal.content)


def line(proposal: Proposal, person_id: str, cast: Cast, now: datetime) -> Phrase:
    """For the digest: with whom it is, and since when."""
    day = proposal.review_on
    asked = day - AHEAD if day is not None else now.date()
    return Phrase(
        "{about}: keep, change or drop it by {day}; with {who}, asked on {asked}",
        about=subjects.title(proposal.content, cast),
        day=day or now.date(),
        who=cast.who(person_id),
        asked=asked,
    )
