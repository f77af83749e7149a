"""The register: who decides what, what is missing, what is being agreed, and how it came about.

A look: show_register. Only who asked sees it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.commands import Actor
from flows.consent.buttons import show_button
from flows.consent.holding import when_agreed
from flows.consent.keeping import Records
from flows.consent.records import Proposal, ProposalState
from flows.consent.wording import STATES, headline
from flows.decisions.cast import Cast, capital
from flows.decisions.rights import find_right
from flows.effects import Effects
from flows.messages import Block, Button, Buttons, Choice, Facts, Header, Items, Menu, Message, Note, Style, Text
from flows.phrases import Instant, Phrase
from flows.projects.membership import may_act, project_here
from flows.projects.records import DecisionRight
from flows.rights.applying import rule_of
from flows.rights.commands import OpenRightChange, ProposeNoRight, ShowRegister
from flows.rights.coverage import gaps
from flows.rights.records import RightChange
from flows.rights.wording import in_short, rows

MOST_RIGHTS = 10
MOST_CHANGES = 5


def show_register(records: Records, actor: Actor, command: ShowRegister, now: datetime) -> Effects:  # noqa: ARG001
    """Every right with what it says; who may propose something has buttons for it."""
    cast = Cast(records, project_here(records, actor, command.channel, command.project))
    may_change = actor.person_id in may_act(cast.project) and not actor.outside
    title = Phrase("Who decides in {project}", project=cast.project.name)
    blocks: list[Block] = [Header(title)]
    rights = _in_order(cast)
    if not rights:
        blocks.append(Text("Nobody is named to decide anything yet, so every decision goes to the sponsor."))
    for right in rights[:MOST_RIGHTS]:
        blocks += _right(right, cast, may_change=may_change)
    if len(rights) > MOST_RIGHTS:
        more = len(rights) - MOST_RIGHTS
        blocks.append(Note(Phrase("and {n} more; type /align who decides and the topic to read one.", n=more)))
    if may_change:
        blocks += _unnamed(cast)
    found = tuple(gaps(cast))
    blocks += [Text("To be put right:"), Items(found)] if found else [Note("Nothing is missing.")]
    blocks += _course(records, cast)
    return Effects(reply=Message(title, tuple(blocks)))


def _in_order(cast: Cast) -> list[DecisionRight]:
    found = (find_right(cast.project, tradeoff) for tradeoff in cast.tradeoffs)
    return [right for right in found if right is not None]


def _right(right: DecisionRight, cast: Cast, *, may_change: bool) -> Iterator[Block]:
    name = capital(cast.tradeoff(right.tradeoff))
    yield Text(Phrase("{name}", name=name))
    yield Facts(rows(right, cast))
    if may_change:
        project = cast.project.id
        change = Button("Propose a change", OpenRightChange(project, right.tradeoff), about=name)
        away = Button(
            "Take away",
            ProposeNoRight(project, right.tradeoff),
            Style.DANGER,
            about=name,
            confirm="Propose that nobody is named for this any more?",
        )
        yield Buttons((change, away))


def _unnamed(cast: Cast) -> Iterator[Block]:
    """What nobody decides, to name somebody for it."""
    missing = [each for each in cast.tradeoffs if find_right(cast.project, each) is None]
    if missing:
        choices = tuple(
            Choice(capital(cast.tradeoff(each)), OpenRightChange(cast.project.id, each)) for each in missing
        )
        yield Menu("Name a decider for", choices)


def _course(records: Records, cast: Cast) -> Iterator[Block]:
    """Proposals that the functions are asked about, and the last changes that they agreed to."""
    proposals = records.proposals.where(project_id=cast.project.id)
    asked = [each for each in proposals if each.is_open and each.state is not ProposalState.DRAFT]
    for proposal, change in _changes(asked):
        yield Text(Phrase("{change}. It {stands}.", change=in_short(change, cast), stands=STATES[proposal.state]))
        yield Buttons((show_button(proposal, cast),))
    agreed = sorted((each for each in proposals if each.state is ProposalState.AGREED), key=when_agreed)
    lines = [
        Phrase(
            "{rule}, {at}: {change}. {headline}",
            rule=rule_of(proposal),
            at=Instant(proposal.ended_at or proposal.drafted_at, cast.project.zone),
            change=in_short(change, cast),
            headline=headline(proposal, cast),
        )
        for proposal, change in _changes(agreed)
    ]
    if lines:
        yield Text("Changed by consent, the newest last:")
        yield Items(tuple(lines[-MOST_CHANGES:]))


def _changes(proposals: list[Proposal]) -> Iterator[tuple[Proposal, RightChange]]:
    for proposal in sorted(proposals, key=lambda each: each.number):
        match proposal.content:
            case RightChange() as change:
                yield proposal, change
            case _:
                pass
