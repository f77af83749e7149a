"""Settling a contradiction: by a condition that every side agrees to, by a decision, by accepting it, or on the clock.

Looks: open_suggestion, open_verdict. Changes: suggest_way, agree_to_suggestion, refuse_suggestion, give_verdict,
pass_up, contradiction_due.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.commands import Actor
from flows.consent.disputes import after_dispute
from flows.decisions.cards import published
from flows.decisions.cast import Cast
from flows.decisions.records import Decision
from flows.decisions.rights import find_right
from flows.decisions.weighing import read_weighed, weighing_fields
from flows.effects import NOTHING, Effects, Post
from flows.errors import Invalid, WrongState
from flows.filled import Filled, at_most
from flows.forms import Form, Section, TextField
from flows.ledger.telling import drifted
from flows.messages import Message, Text
from flows.phrases import Phrase
from flows.resolving import cards, rules
from flows.resolving.commands import (
    AgreeToSuggestion,
    ContradictionDue,
    GiveVerdict,
    OpenSuggestion,
    OpenVerdict,
    PassUp,
    RefuseSuggestion,
    SuggestWay,
)
from flows.resolving.keeping import Records, Tracked
from flows.resolving.loading import load, load_as_party, load_to_settle
from flows.resolving.records import LiveContradiction, LiveState, Rung, Settled, Step, Suggestion, Way

LONGEST = 1000
SUGGESTED = (Way.CONDITION, Way.DEFINITION)
GIVEN = (Way.DECISION, Way.ACCEPTED)
ASKS: dict[Way, tuple[str, str]] = {
    Way.CONDITION: ("Suggest a condition", "Under which condition can every side live with it?"),
    Way.DEFINITION: ("No real contradiction", "Why is it none? For example: we mean different lines."),
    Way.DECISION: ("Decide", "What holds from now on?"),
    Way.ACCEPTED: ("Accept as it is", "Why can both views stand side by side?"),
}


def open_suggestion(records: Tracked, actor: Actor, command: OpenSuggestion, now: datetime) -> Effects:  # noqa: ARG001
    """The form for a condition, or for the reason why it is none."""
    contradiction, _, _ = _suggesting(records, actor, command.contradiction_id, command.way)
    title, asks = ASKS[command.way]
    note = "It holds only when every side has said yes."
    words = TextField("words", asks, hint=note, required=True, multiline=True, limit=LONGEST)
    return Effects(reply=Form(title, SuggestWay(contradiction.id, command.way), (_about(contradiction), words)))


def _about(contradiction: LiveContradiction) -> Section:
    return Section(contradiction.label, Phrase("{openly}", openly=contradiction.openly))


def suggest_way(records: Tracked, actor: Actor, command: SuggestWay, now: datetime) -> Effects:
    """It goes to the other side; whoever suggests it for a side has said yes for that side."""
    contradiction, cast, party = _suggesting(records, actor, command.contradiction_id, command.way)
    filled = Filled(command.values)
    words = filled.read("words", at_most(LONGEST), ASKS[command.way][1]) or ""
    filled.check()
    agreed = () if party is None else (party,)
    number = contradiction.suggestions + 1
    suggestion = Suggestion(command.way, words, actor.person_id, now, agreed, number)
    after = rules.suggest(contradiction, suggestion, cast)
    records.contradictions.put(after)
    told = "It goes to every side. It holds when each has said yes."
    return Effects(cards.shown(records, after, cast, now, ask=True), Message(told, (Text(told),)))


def _suggesting(
    records: Tracked, actor: Actor, contradiction_id: str, way: Way
) -> tuple[LiveContradiction, Cast, int | None]:
    """For either side, and on their rung for the facilitator, the decider and the sponsor."""
    if way not in SUGGESTED:
        raise Invalid("Please use the buttons on the card.")
    contradiction, cast = load(records, actor, contradiction_id)
    owners = rules.owners(contradiction, cast)
    party = rules.party_of(contradiction, cast, actor.person_id)
    if contradiction.opened_at is None or actor.person_id not in owners or contradiction.hidden:
        contradiction, cast, party = load_as_party(records, actor, contradiction_id)
    if not contradiction.is_live or len(contradiction.parties) < 2:
        raise rules.since(contradiction, cast)
    if contradiction.suggestion is not None:
        raise WrongState("A suggestion is on the table already. Please answer that one first.")
    return contradiction, cast, party


def agree_to_suggestion(records: Records, actor: Actor, command: AgreeToSuggestion, now: datetime) -> Effects:
    """One side says yes; with the last yes it is settled."""
    contradiction, cast, party = load_as_party(records, actor, command.contradiction_id)
    after = rules.agree(contradiction, party, command.number, cast, now)
    records.contradictions.put(after)
    told = Phrase("Kept. {line}", line=cards.where_it_stands(after, cast, now))
    posts = (*cards.shown(records, after, cast, now), *after_dispute(records, after, cast, now))
    return Effects(posts, Message(told, (Text(told),)))


def refuse_suggestion(records: Tracked, actor: Actor, command: RefuseSuggestion, now: datetime) -> Effects:
    """One side says no; a claim that it is no contradiction is thereby answered, too."""
    contradiction, cast, _ = load_as_party(records, actor, command.contradiction_id)
    after = rules.refuse(contradiction, command.number, Step("refused", now, actor.person_id), cast)
    records.contradictions.put(after)
    told = "Kept. The suggestion is off the table, and everybody with the card sees that."
    return Effects(cards.shown(records, after, cast, now), Message(told, (Text(told),)))


def open_verdict(records: Records, actor: Actor, command: OpenVerdict, now: datetime) -> Effects:  # noqa: ARG001
    """The form of whoever's turn it is."""
    contradiction, cast = _verdict(records, actor, command.contradiction_id, command.rung, command.way)
    title, asks = ASKS[command.way]
    words = TextField("words", asks, required=True, multiline=True, limit=LONGEST)
    why = TextField("why", "Why?", required=True, multiline=True, limit=LONGEST)
    decides = (why, *weighing_fields(cast, _tradeoff(contradiction))) if command.way is Way.DECISION else ()
    fields = (_about(contradiction), words, *decides)
    return Effects(reply=Form(title, GiveVerdict(contradiction.id, command.rung, command.way), fields))


def _verdict(
    records: Records, actor: Actor, contradiction_id: str, rung: Rung, way: Way
) -> tuple[LiveContradiction, Cast]:
    if way not in GIVEN or rung not in (Rung.DECIDER, Rung.SPONSOR):
        raise Invalid("Please use the buttons on the card.")
    return load_to_settle(records, actor, contradiction_id, rung)


def give_verdict(records: Records, actor: Actor, command: GiveVerdict, now: datetime) -> Effects:
    """Decided as D-n, or accepted as it is, by name."""
    contradiction, cast = _verdict(records, actor, command.contradiction_id, command.rung, command.way)
    filled = Filled(command.values)
    words = filled.read("words", at_most(LONGEST), ASKS[command.way][1]) or ""
    decides = command.way is Way.DECISION
    why = filled.read("why", at_most(LONGEST), "Please say why." if decides else "") or ""
    weighed = read_weighed(filled, cast, _tradeoff(contradiction)) if decides else None
    filled.check()
    posts: tuple[Post, ...] = ()
    decision_id = None
    if decides:
        plain = _decision(records, contradiction, cast, actor, words=words, why=why, now=now)
        decision = replace(plain, weighed=weighed)
        records.decisions.put(decision)
        posts, decision_id = (*published(decision, cast, now), *drifted(records, cast, decision, now)), decision.id
    settled = Settled(command.way, actor.person_id, now, words, decision_id)
    after = rules.settle(contradiction, settled, cast)
    records.contradictions.put(after)
    told = cards.where_it_stands(after, cast, now)
    posts = (*cards.shown(records, after, cast, now), *posts, *after_dispute(records, after, cast, now))
    return Effects(posts, Message(told, (Text(told),)))


def _tradeoff(contradiction: LiveContradiction) -> str:
    """The two axes that it is about; "" where it is about something else."""
    return contradiction.subject if "/" in contradiction.subject else ""


def _decision(
    records: Records, contradiction: LiveContradiction, cast: Cast, actor: Actor, *, words: str, why: str, now: datetime
) -> Decision:
    number = records.decisions.next_number(cast.project.id)
    right = find_right(cast.project, contradiction.subject)
    principal = right.decider if right is not None else cast.project.sponsor
    return Decision(
        id=f"{cast.project.id}/D-{number}",
        project_id=cast.project.id,
        number=number,
        question=contradiction.openly,
        tradeoff=contradiction.subject,
        options=(words,),
        choice=words,
        rationale=why,
        decided_by=actor.person_id,
        decided_at=now,
        on_behalf_of=None if principal == actor.person_id else principal,
    )


def pass_up(records: Tracked, actor: Actor, command: PassUp, now: datetime) -> Effects:
    """The next level now."""
    contradiction, cast = load_to_settle(records, actor, command.contradiction_id, command.rung)
    after = rules.climb(contradiction, cast, now, actor.person_id)
    if after.rung is contradiction.rung:
        raise WrongState("Nobody stands above this. It stays open and visible until it is settled.")
    records.contradictions.put(after)
    told = cards.where_it_stands(after, cast, now)
    return Effects(cards.shown(records, after, cast, now, ask=True), Message(told, (Text(told),)))


def contradiction_due(records: Tracked, actor: Actor, command: ContradictionDue, now: datetime) -> Effects:
    """The clock: first a reminder, then the private time or the rung is over. One step, however late it is."""
    contradiction = records.contradictions.find(command.contradiction_id)
    if not actor.is_clock or contradiction is None or contradiction.due_at is None or contradiction.due_at > now:
        return NOTHING
    cast = Cast(records, records.projects.get(contradiction.project_id))
    if not contradiction.is_live:
        records.contradictions.put(replace(contradiction, due_at=None))
        return NOTHING
    if contradiction.until is not None and contradiction.until > now and not contradiction.nudged:
        return _remind(records, contradiction, cast, now)
    if contradiction.state is LiveState.CLARIFYING:
        after = rules.open_it(contradiction, cast, now)
    else:
        after = rules.climb(contradiction, cast, now)
    records.contradictions.put(after)
    return Effects(cards.shown(records, after, cast, now, ask=True))


def _remind(records: Tracked, contradiction: LiveContradiction, cast: Cast, now: datetime) -> Effects:
    """Once per rung, whoever still has to do something."""
    after = replace(contradiction, nudged=True, due_at=contradiction.until)
    records.contradictions.put(after)
    return Effects(tuple(cards.asked(cards.waits_for(after, cast), cast, now)))
