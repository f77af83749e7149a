"""The decision log: listing, searching, reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from flows.commands import Actor
from flows.decisions.cards import decision_card, list_lines, supersede_button
from flows.decisions.cast import Cast
from flows.decisions.commands import ListDecisions, ShowDecision
from flows.decisions.keeping import Records
from flows.decisions.records import Decision, Standing
from flows.decisions.rights import check_may_read, check_may_supersede
from flows.effects import Effects
from flows.errors import NotAllowed, NotFound
from flows.messages import Block, Button, Buttons, Message, Text
from flows.phrases import Count, Phrase, Quote
from flows.projects.membership import in_channel, projects_of
from flows.projects.records import Project
from flows.questionnaires.wording import shortened
from flows.text import name_key

PAGE = 8
SHOWN_BUTTONS = 5


def list_decisions(records: Records, actor: Actor, command: ListDecisions, now: datetime) -> Effects:  # noqa: ARG001
    """The decisions of the channel's project, else of all projects one may read; those with all the words."""
    projects = readable(records, actor, command.channel)
    casts = {project.id: Cast(records, project) for project in projects}
    everything = [decision for project in projects for decision in records.decisions.where(project_id=project.id)]
    words = tuple(name_key(word) for word in command.text.split())
    found = [each for each in everything if _matches(each, casts[each.project_id], words)]
    found.sort(key=lambda decision: (decision.decided_at, decision.number), reverse=True)
    page = max(command.page, 0)
    shown = found[page * PAGE : (page + 1) * PAGE]
    if not shown:
        return Effects(reply=Message(_nothing(command.text, bool(everything))))
    heading = Phrase(
        "{count}{about}, newest first.",
        count=Count(len(found), "decision", "decisions"),
        about=Phrase(" with {words}", words=Quote(shortened(command.text))) if words else "",
    )
    lists: list[Block] = []
    for project in projects:
        own = tuple(each for each in shown if each.project_id == project.id)
        lists += [Text(Phrase("{name}", name=project.name))] if own and len(projects) > 1 else []
        lists += [list_lines(own, casts[project.id])] if own else []
    return Effects(reply=Message(heading, (Text(heading), *lists, *_rows(shown), *_turn(command, page, len(found)))))


def readable(records: Records, actor: Actor, channel: str | None) -> tuple[Project, ...]:
    """The channel's project, or every project the actor may read. Raises NotAllowed when there is none."""
    mine = projects_of(records, actor)
    here = in_channel(records, actor, channel)
    if here:
        cast = Cast(records, here[0])
        check_may_read(cast, actor.person_id)
        return (here[0],)
    if not mine:
        raise NotAllowed("You have no part in a project yet. Its facilitator can add you.")
    return mine


def _matches(decision: Decision, cast: Cast, words: Iterable[str]) -> bool:
    who = "agreed silence" if decision.by_silence else cast.person(decision.decided_by).name
    texts = (
        decision.label,
        decision.question,
        decision.choice,
        decision.rationale,
        decision.tradeoff,
        cast.tradeoff(decision.tradeoff),
        who,
    )
    keys = [name_key(text) for text in texts]
    return all(any(word in key for key in keys) for word in words)


def _nothing(text: str, any_at_all: bool) -> Phrase:
    if text and any_at_all:
        return Phrase("No decision has {words}. /decisions alone lists them all.", words=Quote(shortened(text)))
    return Phrase("Nothing has been decided yet. /escalate brings a decision to the person who may take it.")


def _rows(shown: list[Decision]) -> tuple[Buttons, ...]:
    buttons = [Button(f"Show {each.label}", ShowDecision(each.id)) for each in shown]
    return tuple(Buttons(tuple(buttons[at : at + SHOWN_BUTTONS])) for at in range(0, len(buttons), SHOWN_BUTTONS))


def _turn(command: ListDecisions, page: int, total: int) -> tuple[Buttons, ...]:
    buttons = []
    if page > 0:
        buttons.append(Button("Newer", replace(command, page=page - 1)))
    if (page + 1) * PAGE < total:
        buttons.append(Button("Older", replace(command, page=page + 1)))
    return (Buttons(tuple(buttons)),) if buttons else ()


def show_decision(records: Records, actor: Actor, command: ShowDecision, now: datetime) -> Effects:
    """The whole record, with the chain it belongs to."""
    decision, cast = load(records, actor, command.decision_id)
    card = decision_card(decision, cast, reader_id=actor.person_id)
    buttons = []
    if decision.supersedes:
        buttons.append(Button("Show what it replaced", ShowDecision(decision.supersedes)))
    if decision.superseded_by is None and _may_supersede(cast, decision, actor, now):
        buttons.append(supersede_button(decision))
    return Effects(reply=replace(card, blocks=(*card.blocks, *([Buttons(tuple(buttons))] if buttons else []))))


def load(records: Records, actor: Actor, decision_id: str) -> tuple[Decision, Cast]:
    decision = records.decisions.get(decision_id)
    if decision.standing is not Standing.TAKEN:
        raise NotFound("There is no such decision here. It may wait to be confirmed.")
    cast = Cast(records, records.projects.get(decision.project_id))
    check_may_read(cast, actor.person_id)
    return decision, cast


def _may_supersede(cast: Cast, decision: Decision, actor: Actor, now: datetime) -> bool:
    try:
        check_may_supersede(cast, decision.tradeoff, decision.decided_by, actor.person_id, now)
    except NotAllowed:
        return False
    return True
