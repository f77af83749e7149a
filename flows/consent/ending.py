"""The end of a round, and what the clock does to a proposal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.calendar import local_day, next_working
from flows.commands import Actor
from flows.consent import cards, rules, subjects
from flows.consent.buttons import show_button
from flows.consent.commands import CheckMinority, ProposalDue
from flows.consent.disputes import Records, open_dispute
from flows.consent.holding import replaced
from flows.consent.owners import owner_missing
from flows.consent.records import Proposal, ProposalState
from flows.consent.wording import headline
from flows.decisions.cast import Cast
from flows.decisions.voices import voice
from flows.effects import NOTHING, Effects, Post, Promise
from flows.messages import Button, Buttons, Message, Quoted, Text, ToPerson
from flows.phrases import Instant, Phrase
from flows.reviews.asking import ask_whether_it_stays


def settled(records: Records, proposal: Proposal, result: rules.Result, cast: Cast, now: datetime) -> Effects:
    """The round is over: agreed, reworded, given more time, or up the ladder. Who runs it is told.

    A red line that holds is not taken away before its owner says yes, whoever else does.
    """
    if result is rules.Result.AGREED and owner_missing(records, proposal):
        result = rules.Result.TOO_FEW
    after = rules.conclude(proposal, result, cast, now)
    records.proposals.put(after)
    if after.state is ProposalState.UNRESOLVED:
        told = (*cards.shown(after, cast, now), *_told(after, cast, now))
        return Effects((*told, *open_dispute(records, after, cast, now)))
    first = after.state is ProposalState.CONSENT
    effects = Effects((*cards.shown(after, cast, now, first=first), *_told(after, cast, now)))
    if after.state is ProposalState.AGREED:
        force = subjects.agreed(records, after, cast, now)
        posts = (*effects.posts, *force.posts, *replaced(records, after, cast, now))
        return Effects(posts, withdraw=(f"{cards.prefix(after)}nudge/", *force.withdraw))
    return replace(effects, withdraw=(f"{cards.prefix(after)}nudge/",))


def _told(proposal: Proposal, cast: Cast, now: datetime) -> tuple[Post, ...]:
    """A new message to who proposed it and to the facilitator: what the round came to, and what to do."""
    about = subjects.title(proposal.content, cast)
    line = Phrase("{about}: {line}", about=about, line=headline(proposal, cast))
    what = {
        ProposalState.REVISING: Phrase("Please reword it; then the next round begins by itself."),
        ProposalState.UNRESOLVED: Phrase("It goes up the resolution ladder."),
        ProposalState.LAPSED: Phrase("You can send it again."),
        ProposalState.SENSE_CHECK: Phrase(
            "Please answer it or reword the proposal by {until}; it lapses then.",
            until=Instant(proposal.until, cast.project.zone) if proposal.until else "",
        ),
    }.get(proposal.state, Phrase(""))
    words = Phrase("{line} {what}", line=line, what=what) if what.template else line
    message = Message(words, (Text(words), Buttons((show_button(proposal, cast),))))
    people = dict.fromkeys(each for each in (proposal.by, cast.project.facilitator) if each)
    return tuple(
        Post(
            f"{cards.prefix(proposal)}told/{proposal.stage}/{proposal.state}/{person}",
            ToPerson(person),
            message,
            not_before=next_working(cast.person(person), now),
        )
        for person in people
    )


def proposal_due(records: Records, actor: Actor, command: ProposalDue, now: datetime) -> Effects:
    """The clock: a reminder, the end of a state, or the day to look at a minority view."""
    proposal = records.proposals.find(command.proposal_id)
    if not actor.is_clock or proposal is None or proposal.due_at is None or proposal.due_at > now:
        return NOTHING
    cast = Cast(records, records.projects.get(proposal.project_id))
    if proposal.state is ProposalState.AGREED:
        return _agreed_due(records, proposal, cast, now)
    if proposal.until is not None and proposal.until > now:
        return _remind(records, proposal, cast, now)
    match proposal.state:
        case ProposalState.SENSE_CHECK if proposal.unanswered and not proposal.longer:
            return _given_more_time(records, proposal, cast, now)
        case ProposalState.SENSE_CHECK if not proposal.unanswered:
            opened = rules.open_round(proposal, cast, now)
            records.proposals.put(opened)
            return Effects(cards.shown(opened, cast, now, first=True))
        case ProposalState.CONSENT:
            return settled(records, proposal, rules.at_the_end(proposal), cast, now)
        case _:
            lapsed = replace(rules.move(proposal, ProposalState.LAPSED, cast, now), ended_at=now)
            records.proposals.put(lapsed)
            return Effects((*cards.shown(lapsed, cast, now), *_told(lapsed, cast, now)))


def _agreed_due(records: Records, proposal: Proposal, cast: Cast, now: datetime) -> Effects:
    """A review and a minority view can fall on the same day: then both are asked."""
    review = rules.next_review(proposal, cast)
    if review is None or review > now:
        return _look(records, proposal, cast, now)
    asked = ask_whether_it_stays(records, proposal, cast, now)
    looked = _look(records, records.proposals.get(proposal.id), cast, now)
    return replace(asked, posts=(*asked.posts, *looked.posts))


def _given_more_time(records: Records, proposal: Proposal, cast: Cast, now: datetime) -> Effects:
    """Something is unclear and nobody has answered: no consent is asked for before that, and it lapses in the end."""
    after = rules.more_time(proposal, cast, now)
    records.proposals.put(after)
    return Effects((*cards.shown(after, cast, now), *_told(after, cast, now)))


def _remind(records: Records, proposal: Proposal, cast: Cast, now: datetime) -> Effects:
    """Once per state, only the functions that have said nothing."""
    after = rules.timed(replace(proposal, nudged=True), cast)
    records.proposals.put(after)
    posts = list(cards.asked(after, cast, now, first=False))
    for function in cast.project.functions:
        if function.id not in after.asked or not cards.waits_for(after, function.id) or after.until is None:
            continue
        person = voice(function, cast, now)
        line = Phrase(
            "{about} still waits for {function}: please answer by {until}.",
            about=subjects.title(after.content, cast),
            function=function.name,
            until=Instant(after.until, cast.project.zone),
        )
        posts.append(
            Post(
                f"{cards.prefix(after)}nudge/{after.stage}/{after.state}/{function.id}",
                ToPerson(person),
                Message(line, (Text(line), Buttons((show_button(after, cast),)))),
                Promise.NEVER_DOUBLED,
                not_before=next_working(cast.person(person), now),
                expires=after.until,
            )
        )
    return Effects(tuple(posts))


def _look(records: Records, proposal: Proposal, cast: Cast, now: datetime) -> Effects:
    """The day on which a function wanted to look whether what it expected came true: asked once."""
    today = local_day(now, cast.project.zone)
    due = {
        function: said
        for function, said in rules.due_views(proposal).items()
        if said.check_on is not None and said.check_on <= today
    }
    records.proposals.put(rules.looked(proposal, cast, now))
    posts = []
    for function in cast.project.functions:
        said = due.get(function.id)
        if said is None:
            continue
        person = voice(function, cast, now)
        line = Phrase(
            "You wanted to look today whether this came true, about {about}.",
            about=subjects.title(proposal.content, cast),
        )
        yes = Button("It came true", CheckMinority(proposal.id, function.id, came_true=True))
        no = Button("It did not", CheckMinority(proposal.id, function.id, came_true=False))
        words = Quoted(said.prediction, Phrase("{who}", who=cast.who(said.by)))
        message = Message(line, (Text(line), words, Buttons((yes, no))))
        key = f"{cards.prefix(proposal)}check/{function.id}"
        posts.append(Post(key, ToPerson(person), message, not_before=next_working(cast.person(person), now)))
    return Effects(tuple(posts))
