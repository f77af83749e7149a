"""What three consent rounds could not settle, on the resolution ladder, and what comes of it (features D3).

It is a contradiction like others: those who object against the rest. When it is settled by a condition, or whoever's
turn it is decides that it holds, the proposal is agreed, with the views of the minority; when they decide that it does
not hold, it is withdrawn.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from flows.consent import cards, rules, subjects
from flows.consent.holding import replaced
from flows.consent.keeping import Records as ConsentRecords
from flows.consent.owners import owner_missing
from flows.consent.records import Proposal, ProposalState
from flows.consent.wording import names
from flows.contradictions.findings import QuotedAnswer, Strength
from flows.decisions.cast import Cast
from flows.effects import Post
from flows.resolving import holding, telling
from flows.resolving import rules as resolving
from flows.resolving.keeping import Contradictions
from flows.resolving.records import CONSENT, LiveContradiction, Party, Rung, Settled, Way
from flows.resolving.verdicts import makes_it_hold


class Records(ConsentRecords, Protocol):
    """Proposals, and what is on the ladder."""

    @property
    def contradictions(self) -> Contradictions: ...


def open_dispute(records: Records, proposal: Proposal, cast: Cast, now: datetime) -> tuple[Post, ...]:
    """On the ladder, with the facilitator first: both sides have talked for three rounds."""
    number = records.contradictions.next_number(proposal.project_id)
    objections = proposal.still_objecting
    about = subjects.title(proposal.content, cast)
    quotes = tuple(
        QuotedAnswer(function, CONSENT, f"{said.reason} ({said.fix})" if said.fix else said.reason, said.by)
        for function, said in objections.items()
    )
    one, rest = _sides(proposal)
    who = ", ".join(str(each) for each in names(cast, objections).items)
    owner = ", ".join(str(each) for each in names(cast, (owner_missing(records, proposal),)).items)
    silent = f"{owner} has not said yes about its red line" if owner else "too few functions said anything"
    why = f"objection from {who}" if objections else silent
    made = LiveContradiction(
        id=f"{proposal.project_id}/C-{number}",
        project_id=proposal.project_id,
        number=number,
        found=f"{CONSENT}:{proposal.id}",
        matter=about.template.format(**about.values),
        openly=f"Three rounds did not settle it; {why}.",
        kind=Strength.HARD,
        parties=(Party(one, quotes), Party(rest, ())),
        found_at=now,
        print=sha256(f"{proposal.id}/{proposal.version}".encode()).hexdigest()[:24],
    )
    opened = resolving.open_it(made, cast, now, rung=Rung.FACILITATOR)
    return holding.moved(records, made, opened, cast, now).posts


def _sides(proposal: Proposal) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who objects and the rest; where nobody does, who has said something in the last round and who has not."""
    apart = proposal.still_objecting or proposal.said
    rest = tuple(each for each in proposal.asked if each not in apart)
    return tuple(each for each in proposal.asked if each in apart), rest


def after_dispute(records: Records, ended: LiveContradiction, cast: Cast, now: datetime) -> tuple[Post, ...]:
    """What the end of the dispute means for the proposal; nothing where it is about something else, or goes on."""
    settled = ended.settled
    proposal = records.proposals.find(ended.subject) if ended.rule == CONSENT else None
    if settled is None or proposal is None or proposal.state is not ProposalState.UNRESOLVED:
        return ()
    together = settled.way in (Way.CONDITION, Way.ACCEPTED, Way.DEFINITION)
    held_on = settled.way is not Way.CONDITION and owner_missing(records, proposal, ended.holds)
    if held_on or (not together and not makes_it_hold(settled.option)):
        withdrawn = replace(rules.move(proposal, ProposalState.WITHDRAWN, cast, now), ended_at=now)
        kept = replace(withdrawn, settled_by=settled.decision_id)
        records.proposals.put(kept)
        return cards.shown(kept, cast, now)
    agreed = rules.agree(proposal, cast, now, settled_by=settled.decision_id or ended.id)
    records.proposals.put(agreed)
    force = subjects.agreed(records, agreed, cast, now).posts
    return (*cards.shown(agreed, cast, now), *force, *replaced(records, agreed, cast, now))


def close_dispute(records: Records, proposal: Proposal, by: str, cast: Cast, now: datetime) -> tuple[Post, ...]:
    """The proposal is not proposed any more, so there is nothing left to settle."""
    found = f"{CONSENT}:{proposal.id}"
    posts: list[Post] = []
    for each in records.contradictions.where(project_id=proposal.project_id):
        if each.found == found and each.is_live:
            ended = resolving.settle(each, Settled(Way.WITHDRAWN, by, now), cast)
            records.contradictions.put(ended)
            posts += telling.shown(records, ended, cast, now)
    return tuple(posts)
