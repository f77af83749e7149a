"""Settling a contradiction together: by a condition, or by seeing that it is none; or passing it up, also on the clock.

A look: open_suggestion. Changes: suggest_way, agree_to_suggestion, refuse_suggestion, pass_up, contradiction_due.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.effects import NOTHING, Effects
from flows.errors import Invalid, WrongState
from flows.escalations import holds
from flows.filled import Filled, at_most
from flows.forms import Field, Form, Section, TextField
from flows.messages import Message, Text
from flows.phrases import Phrase
from flows.resolving import agreeing, cards, holding, rules, telling, topmost
from flows.resolving.commands import (
    AgreeToSuggestion,
    ContradictionDue,
    OpenSuggestion,
    PassUp,
    RefuseSuggestion,
    SuggestWay,
)
from flows.resolving.disputed import sections
from flows.resolving.holding import Arrivals
from flows.resolving.keeping import Records, Tracked, Watched
from flows.resolving.loading import load, load_as_party, load_to_settle
from flows.resolving.records import LiveContradiction, LiveState, Step, Suggestion, Way
from flows.resolving.rungs import owners

LONGEST = 1000
SUGGESTED = (Way.CONDITION, Way.DEFINITION)
ASKS: dict[Way, tuple[str, str]] = {
    Way.CONDITION: ("Suggest a condition", "Under which condition can every side live with it?"),
    Way.DEFINITION: ("No real contradiction", "Why is it none? For example: we mean different lines."),
}


def open_suggestion(records: Watched, actor: Actor, command: OpenSuggestion, now: datetime) -> Effects:
    """The form for a condition, or for the reason why it is none."""
    contradiction, cast, _ = _suggesting(records, actor, command.contradiction_id, command.way, now)
    title, asks = ASKS[command.way]
    note = "It holds only when every function of both sides has said yes."
    words = TextField("words", asks, hint=note, required=True, multiline=True, limit=LONGEST)
    fields: tuple[Field, ...] = (about(contradiction), *sections(records, contradiction, cast), words)
    return Effects(reply=Form(title, SuggestWay(contradiction.id, command.way), fields))


def about(contradiction: LiveContradiction) -> Section:
    """What a form is about."""
    return Section(contradiction.label, Phrase("{openly}", openly=contradiction.openly))


def suggest_way(records: Records, actor: Actor, command: SuggestWay, now: datetime) -> Effects:
    """It goes to every function of both sides; whoever suggests it has said yes for theirs."""
    contradiction, cast, mine = _suggesting(records, actor, command.contradiction_id, command.way, now)
    filled = Filled(command.values)
    words = filled.read("words", at_most(LONGEST), ASKS[command.way][1]) or ""
    filled.check()
    number = contradiction.suggestions + 1
    suggestion = Suggestion(command.way, words, actor.person_id, now, mine, number)
    after = rules.suggest(contradiction, suggestion, cast)
    if rules.all_say_yes(after, cast):
        line, posts = agreeing.agreed(records, contradiction, after, cast, now)
        return Effects(posts, Message(line, (Text(line),)))
    records.contradictions.put(after)
    told = "It goes to every function of both sides. It holds when each has said yes."
    return Effects(telling.shown(records, after, cast, now, ask=True), Message(told, (Text(told),)))


def _suggesting(
    records: Tracked, actor: Actor, contradiction_id: str, way: Way, now: datetime
) -> tuple[LiveContradiction, Cast, tuple[str, ...]]:
    """For either side, and on their rung for the facilitator and who decides; with the functions they speak for."""
    if way not in SUGGESTED:
        raise Invalid("Please use the buttons on the card.")
    contradiction, cast = load(records, actor, contradiction_id)
    their_turn = actor.person_id in owners(contradiction, cast, now)
    if contradiction.opened_at is None or not their_turn or contradiction.hidden:
        contradiction, cast, _ = load_as_party(records, actor, contradiction_id)
    private = way is Way.CONDITION and contradiction.state is LiveState.CLARIFYING
    if not contradiction.is_live or private or len(contradiction.parties) < 2:
        raise rules.since(contradiction, cast)
    if contradiction.suggestion is not None:
        raise WrongState("A suggestion is on the table already. Please answer that one first.")
    return contradiction, cast, rules.functions_of(contradiction, cast, actor.person_id, now)


def agree_to_suggestion(records: Records, actor: Actor, command: AgreeToSuggestion, now: datetime) -> Effects:
    """The functions of whoever presses say yes; with the last yes it is settled, or who has a word in it is asked."""
    contradiction, cast, _ = load_as_party(records, actor, command.contradiction_id)
    mine = rules.functions_of(contradiction, cast, actor.person_id, now)
    after = rules.agree(contradiction, mine, command.number, cast)
    told, posts = agreeing.agreed(records, contradiction, after, cast, now)
    return Effects(posts, Message(told, (Text(told),)))


def refuse_suggestion(records: Tracked, actor: Actor, command: RefuseSuggestion, now: datetime) -> Effects:
    """One side says no; a claim that it is no contradiction is thereby answered, too."""
    contradiction, cast, _ = load_as_party(records, actor, command.contradiction_id)
    after = rules.refuse(contradiction, command.number, Step("refused", now, actor.person_id), cast)
    records.contradictions.put(after)
    told = "Kept. The suggestion is off the table, and everybody with the card sees that."
    return Effects(telling.shown(records, after, cast, now), Message(told, (Text(told),)))


def pass_up(records: Watched, actor: Actor, command: PassUp, now: datetime) -> Effects:
    """The next level now."""
    contradiction, cast = load_to_settle(records, actor, command.contradiction_id, command.rung, now)
    after = rules.climb(contradiction, cast, now, actor.person_id)
    if after.rung is contradiction.rung:
        raise WrongState("Nobody stands above this. It stays open and visible until it is settled.")
    told = cards.where_it_stands(after, cast, now)
    effects = holding.moved(records, contradiction, after, cast, now)
    return replace(effects, reply=Message(told, (Text(told),)))


def contradiction_due(records: Arrivals, actor: Actor, command: ContradictionDue, now: datetime) -> Effects:
    """The clock: who has not spoken is reminded, then the private time or the rung is over. One step, however late."""
    contradiction = records.contradictions.find(command.contradiction_id)
    if not actor.is_clock or contradiction is None or contradiction.due_at is None or contradiction.due_at > now:
        return NOTHING
    cast = Cast(records, records.projects.get(contradiction.project_id))
    over = contradiction.until is not None and contradiction.until <= now
    if not contradiction.is_live:
        records.contradictions.put(rules.timed(contradiction))
        return NOTHING
    if holds.overdue(contradiction, now):
        silent = holding.not_spoken(records, contradiction, cast, now)
        return agreeing.after_words(records, contradiction.id, silent, cast, now)
    if holds.to_remind(contradiction, now):
        return holding.remind(records, contradiction, cast, now)
    if contradiction.at_the_top:
        return topmost.ask_again(records, contradiction, cast, now)
    if not over:
        return _remind(records, contradiction, cast, now)
    private = contradiction.state is LiveState.CLARIFYING
    after = rules.open_it(contradiction, cast, now) if private else rules.climb(contradiction, cast, now)
    return holding.moved(records, contradiction, after, cast, now)


def _remind(records: Tracked, contradiction: LiveContradiction, cast: Cast, now: datetime) -> Effects:
    """Once per rung, whoever still has to do something."""
    again = contradiction.nudged or contradiction.until is None
    after = rules.timed(replace(contradiction, nudged=True))
    records.contradictions.put(after)
    return NOTHING if again else Effects(tuple(telling.asked(telling.waits_for(after, cast, now), cast, now)))
