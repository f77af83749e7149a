"""Raising an escalation: the form, then who will decide and why, then sending it. Nothing is kept before that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from flows.altered import altered
from flows.commands import CLOCK, Actor
from flows.decisions.cast import Cast, capital, first_name
from flows.decisions.rights import reach
from flows.effects import Effects
from flows.errors import InvalidForm, NotAllowed
from flows.escalations import cards, roles, rules, touching
from flows.escalations.commands import Draft, Escalate, OpenEscalate, PrepareEscalation
from flows.escalations.drafts import LETTERS, check_draft, draft_form, read_draft
from flows.escalations.floods import check_room
from flows.escalations.keeping import Records, Watched
from flows.escalations.ladder import Request, Route, resolve
from flows.escalations.must_agree import must_agree_rows, with_must_agree
from flows.escalations.posts import changed, question, replied
from flows.escalations.records import Escalation, EscalationState, Event, Happened, Option, Urgency
from flows.escalations.replacing import label_of, still_replacing
from flows.escalations.rights import check_may_raise
from flows.messages import Block, Button, Buttons, Facts, Header, Items, Message, Note, Quoted, Style, Text
from flows.phrases import Instant, Phrase, Quote, Words
from flows.projects.membership import in_channel, may_act, projects_of
from flows.projects.records import Project, Silence
from flows.stakes.rules import at_stake

MOST_BETWEEN = 100
"""So many escalations by others may come between looking at a draft and pressing Send twice."""


def open_escalate(records: Records, actor: Actor, command: OpenEscalate, now: datetime) -> Effects:
    """The form, for the channel's project or those the actor is in."""
    casts = _projects(records, actor, command)
    check_room(records.escalations, casts, actor.person_id, now)
    person = casts[0].person(actor.person_id)
    return Effects(reply=draft_form(casts, person, command, now))


def _projects(records: Records, actor: Actor, command: OpenEscalate) -> tuple[Cast, ...]:
    if command.draft is not None:
        here: tuple[Project, ...] = (records.projects.get(command.draft.project_id),)
    else:
        here = in_channel(records, actor, command.channel)
    if here:
        cast = Cast(records, here[0])
        check_may_raise(cast, actor.person_id)
        return (cast,)
    seen = projects_of(records, actor)
    mine = tuple(Cast(records, each) for each in seen if actor.person_id in may_act(each))
    if not mine and seen:
        check_may_raise(Cast(records, seen[0]), actor.person_id)
    if not mine:
        raise NotAllowed("You have no part in a project, so there is nobody to escalate to. A facilitator can add you.")
    return mine


def prepare(records: Records, actor: Actor, command: PrepareEscalation, now: datetime) -> Effects:
    """Who will decide what was filled in, why, and what follows if they do not answer. Nothing is sent yet."""
    chosen = command.values.get("project", "")
    project_id = command.project_id or (chosen if isinstance(chosen, str) else "")
    if not project_id:
        raise InvalidForm({"project": "Please choose the project."})
    cast = Cast(records, records.projects.get(project_id))
    check_may_raise(cast, actor.person_id)
    check_room(records.escalations, (cast,), actor.person_id, now)
    read = read_draft(cast, cast.person(actor.person_id), command.values, now)
    draft = still_replacing(records, replace(read, replaces=command.replaces))
    return Effects(reply=_preview(records, cast, actor, draft, now))


def _preview(records: Records, cast: Cast, actor: Actor, draft: Draft, now: datetime, changed: Words = "") -> Message:
    route = resolve(cast, _request(actor, draft), now)
    decider = cast.person(route.ladder[0].person_id)
    number = records.escalations.next_number(cast.project.id)
    line = Phrase("This goes to {who}. Nothing is sent yet.", who=decider.who)
    blocks: list[Block] = [
        Header("Who decides this"),
        *([Text(changed)] if changed else []),
        Text(line),
        Text(route.reason),
        Text(reach(decider)),
        Quoted(draft.question, Phrase("{who}", who=cast.who(actor.person_id))),
        Items(tuple(cards.option_line(letter, text) for letter, text in zip(LETTERS, draft.options, strict=False))),
        Facts(tuple(_facts(cast, draft, route))),
        Text("If nobody answers:"),
        Items(tuple(_plan(cast, route))),
    ]
    if not route.in_time:
        blocks.append(
            Note(
                "Even with the shortest steps the last one ends after your deadline. If it cannot wait, change it to "
                "urgent, or write to the people above as well."
            )
        )
    send = Button(f"Send to {first_name(decider)}", Escalate(draft, decider.id, number), Style.PRIMARY)
    change = Button("Change", OpenEscalate(draft=draft))
    return Message(line, (*blocks, Buttons((send, change))))


def _facts(cast: Cast, draft: Draft, route: Route) -> Iterable[tuple[str, Words]]:
    zone = cast.project.zone
    yield "What pulls apart", Phrase("{tradeoff}", tradeoff=capital(cast.tradeoff(draft.tradeoff)))
    yield "Needed by", Phrase("{at}", at=Instant(draft.deadline, zone))
    yield "If nobody decides", Phrase("{impact}", impact=Quote(draft.impact))
    if draft.cost:
        yield "Cost of waiting", Phrase("{cost}", cost=Quote(draft.cost))
    stakes = at_stake(draft.stakes)
    if stakes is not None:
        yield "At stake", stakes
    if draft.urgency is Urgency.URGENT:
        yield "Urgent", "The clock runs day and night, and people are written to at once."
    if draft.replaces:
        yield "Replaces", Phrase("{label}, which holds until then", label=label_of(draft.replaces))
    yield "Silence", SILENCE[route.silence]
    yield from must_agree_rows(cast, draft.tradeoff)


SILENCE: dict[Silence, str] = {
    Silence.BLOCKS: "No answer blocks: nothing goes ahead until somebody decides.",
    Silence.PROCEEDS: "No answer by the decider lets option A go ahead: that is agreed for this case.",
    Silence.GOES_UP: "No answer goes up: nothing is decided by silence.",
}


def _plan(cast: Cast, route: Route) -> Iterable[Phrase]:
    for step, end in zip(route.ladder, route.ends, strict=True):
        yield Phrase(
            "{role} {who}: until {end}",
            role=capital(step.role.value),
            who=cast.who(step.person_id),
            end=Instant(end, cast.project.zone),
        )
    project = cast.project
    yield Phrase(
        "Then it stays open and visible, and {sponsor} (sponsor) and {facilitator} (facilitator) are told",
        sponsor=cast.who(project.sponsor),
        facilitator=cast.who(project.facilitator),
    )


def _request(actor: Actor, draft: Draft) -> Request:
    return Request(actor.person_id, draft.tradeoff, draft.deadline, draft.urgency, draft.stakes)


def escalate(records: Watched, actor: Actor, command: Escalate, now: datetime) -> Effects:
    """Sends it to the decider that was shown; the same draft sent twice is one escalation."""
    draft = still_replacing(records, command.draft)
    cast = Cast(records, records.projects.get(draft.project_id))
    check_may_raise(cast, actor.person_id)
    number = records.escalations.next_number(draft.project_id)
    sent = _sent_before(records, actor, command, number)
    if sent is not None:
        return Effects(reply=Message(cards.summary(sent, cast)))
    check_room(records.escalations, (cast,), actor.person_id, now, number=number)
    check_draft(cast, draft, now)
    route = resolve(cast, _request(actor, draft), now)
    if route.ladder[0].person_id != command.decider:
        since = "Something changed while you were reading, so it would go to somebody else now. Nothing was sent."
        return Effects(reply=_preview(records, cast, actor, draft, now, since))
    bounds = touching.in_force(records, draft.project_id)
    order = touching.order_in(bounds)
    plain = _opened(cast, actor, draft, route, number, now)
    asked = altered(plain, order=order.ranking) if order else plain
    texts = (draft.question, draft.impact, *draft.options)
    held = touching.held(with_must_agree(asked, cast, now), bounds, texts, cast, now, by=CLOCK)
    opened = roles.with_recommenders(plain if held is plain else rules.timed(held, cast), cast, now)
    records.escalations.put(opened)
    told = Phrase(
        "{label} is with {who} until {until}. You see every step on its card.",
        label=opened.label,
        who=cast.who(opened.turn.person_id),
        until=Instant(opened.until, cast.project.zone),
    )
    asks = tuple(question(opened, number, cast, now) for number in range(len(opened.questions)))
    return replied(changed(None, opened, cast, now, rings=asks), Message(told))


def _sent_before(records: Records, actor: Actor, command: Escalate, free: int) -> Escalation | None:
    """What an earlier press of the same button opened: under the number it was drawn for, or one that follows and is
    not `free`."""
    for number in range(command.number, min(command.number + MOST_BETWEEN, free)):
        found = records.escalations.find(f"{command.draft.project_id}/E-{number}")
        if found is None:
            return None
        if found.requester == actor.person_id and found.drafted_at == command.draft.drafted_at:
            return found
    return None


def _opened(cast: Cast, actor: Actor, draft: Draft, route: Route, number: int, now: datetime) -> Escalation:
    raised = Event(Happened.RAISED, now, actor.person_id)
    skipped = tuple(Event(Happened.SKIPPED, now, "accord", about=s.person_id, why=s.why) for s in route.skipped)
    escalation = Escalation(
        id=f"{draft.project_id}/E-{number}",
        project_id=draft.project_id,
        number=number,
        requester=actor.person_id,
        tradeoff=draft.tradeoff,
        question=draft.question,
        options=tuple(Option(letter, text) for letter, text in zip(LETTERS, draft.options, strict=False)),
        impact=draft.impact,
        deadline=draft.deadline,
        raised_at=now,
        drafted_at=draft.drafted_at,
        ladder=route.ladder,
        state=EscalationState.ASKED,
        step=0,
        asked_at=now,
        until=now,
        rang_at=now,
        reason=route.reason,
        principal=route.principal,
        urgency=draft.urgency,
        silence=route.silence,
        rule=route.rule,
        links=draft.links,
        cost=draft.cost,
        stakes=draft.stakes,
        replaces=draft.replaces,
        history=(raised, *skipped),
    )
    return rules.begin(escalation, 0, now, cast)
