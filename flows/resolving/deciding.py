"""The verdict of whoever's turn it is: decided as D-n by one of the options shown, or accepted as it is, by name.

A look: open_verdict. A change: give_verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.commands import Actor
from flows.consent.disputes import after_dispute
from flows.consent.owners import owner_missing
from flows.consent.wording import names
from flows.decisions.cards import published
from flows.decisions.cast import Cast
from flows.decisions.records import Decision, Weighed
from flows.decisions.rights import find_right
from flows.decisions.weighing import read_weighed, weighing_fields
from flows.effects import Effects, Post
from flows.errors import Invalid, WrongState
from flows.filled import Filled, at_most
from flows.forms import ChoiceField, Field, Form, Option, TextField
from flows.holds.wording import why_it_holds
from flows.ledger.telling import drifted
from flows.messages import Message, Text
from flows.phrases import Instant, Phrase
from flows.resolving import cards, holding, rules, telling
from flows.resolving.commands import GiveVerdict, OpenVerdict
from flows.resolving.disputed import proposal_of, sections
from flows.resolving.keeping import Records
from flows.resolving.loading import load_to_settle
from flows.resolving.records import CONSENT, DECIDING, LiveContradiction, Settled, Way
from flows.resolving.settling import LONGEST, about
from flows.resolving.verdicts import both_stand, makes_it_hold, options, question, to_decide, tradeoff

GIVEN = (Way.DECISION, Way.ACCEPTED)
OTHER = "other"


@dataclass(frozen=True)
class Verdict:
    """What was decided: the option (id, "other" for own words) and its words, and why."""

    option: str
    choice: str
    why: str = ""
    weighed: Weighed | None = None


def open_verdict(records: Records, actor: Actor, command: OpenVerdict, now: datetime) -> Effects:
    """The form of whoever's turn it is, with everything that it is about."""
    contradiction, cast = _load(records, actor, command, now)
    fields = (
        about(contradiction),
        *sections(records, contradiction, cast),
        *(_deciding(contradiction, cast) if command.way is Way.DECISION else _accepting()),
    )
    title = "Decide" if command.way is Way.DECISION else "Accept as it is"
    submits = GiveVerdict(contradiction.id, command.rung, command.way, contradiction.print)
    return Effects(reply=Form(title, submits, fields, submit="Record it"))


def _deciding(contradiction: LiveContradiction, cast: Cast) -> tuple[Field, ...]:
    ways = [Option(each.id, f"{each.id.upper()}: {each.text}") for each in to_decide(contradiction, cast)]
    hint = "Those who have to live with it read this."
    why = TextField("why", "Why?", hint, required=True, multiline=True, limit=LONGEST)
    if contradiction.rule == CONSENT:
        return ChoiceField("choice", "Decision", tuple(ways), required=True), why
    own = Option(OTHER, "Something else, in my own words")
    return (
        ChoiceField("choice", "What holds from now on?", (*ways, own), required=True),
        TextField("words", "Something else", hint="Only if you chose that.", multiline=True, limit=LONGEST),
        why,
        *weighing_fields(cast, _axes(contradiction)),
    )


def _accepting() -> tuple[Field, ...]:
    return (TextField("words", "Why can both views stand side by side?", required=True, multiline=True, limit=LONGEST),)


def _axes(contradiction: LiveContradiction) -> str:
    """The two axes that it is about; "" where it is about something else."""
    return contradiction.subject if "/" in contradiction.subject and contradiction.rule != CONSENT else ""


def _load(
    records: Records, actor: Actor, command: OpenVerdict | GiveVerdict, now: datetime
) -> tuple[LiveContradiction, Cast]:
    if command.way not in GIVEN or command.rung not in DECIDING:
        raise Invalid("Please use the buttons on the card.")
    contradiction, cast = load_to_settle(records, actor, command.contradiction_id, command.rung, now)
    if contradiction.rule == CONSENT and command.way is Way.ACCEPTED:
        raise Invalid("Please use “Decide” on the newest card: it holds as proposed, or it is withdrawn.")
    return contradiction, cast


def give_verdict(records: Records, actor: Actor, command: GiveVerdict, now: datetime) -> Effects:
    """Nothing is decided before each function that has a word in it has spoken, and nothing that a veto rules out."""
    before, cast = _load(records, actor, command, now)
    if command.read not in ("", before.print):
        raise WrongState(
            "The answers that {label} is about have changed since you opened this, so nothing was decided. Please use "
            "its newest card.",
            label=before.label,
        )
    decides = command.way is Way.DECISION
    found = _read(before, command, cast) if decides else _accepted(before, command, cast)
    asked = holding.asked(records, before, cast, now, (found.choice, found.why))
    if asked is not before:
        return _held(records, before, asked, cast, now)
    said = holding.agreed_by_deciding(before, actor.person_id, cast, now)
    holding.check_nothing_holds(said, found.choice, cast, now)
    _check_owner_says_yes(records, said, found.option, cast)
    posts: tuple[Post, ...] = ()
    decision_id = None
    if decides:
        decision = _decision(records, said, cast, actor, found, now=now)
        records.decisions.put(decision)
        posts, decision_id = (*published(decision, cast, now), *drifted(records, cast, decision, now)), decision.id
    words = found.choice if decides else found.why
    settled = Settled(command.way, actor.person_id, now, words, decision_id, found.option)
    after = rules.settle(said, settled, cast)
    records.contradictions.put(after)
    told = cards.where_it_stands(after, cast, now)
    posts = (*telling.shown(records, after, cast, now), *posts, *after_dispute(records, after, cast, now))
    return Effects(posts, Message(told, (Text(told),)))


def _check_owner_says_yes(records: Records, contradiction: LiveContradiction, option: str, cast: Cast) -> None:
    """Raises WrongState where it would take a red line away whose owner has not said yes."""
    proposal = proposal_of(records, contradiction)
    owner = owner_missing(records, proposal, contradiction.holds) if proposal and makes_it_hold(option) else ""
    if owner:
        raise WrongState(
            "Nothing is decided: the red line belongs to {who}, and holds until they say yes. Please ask them to give "
            "the go-ahead on this card, or decide that the red line stays.",
            who=names(cast, (owner,)),
        )


def _held(records: Records, before: LiveContradiction, asked: LiveContradiction, cast: Cast, now: datetime) -> Effects:
    """A function with a word in it was not asked yet: it is, at once."""
    records.contradictions.put(asked)
    new = holding.new_in(before, asked)
    hold = next(each for each in asked.holds if each.id in new)
    told = Phrase(
        "Nothing is decided yet: {why}. {who} is asked, until {until} at the latest, and you are told.",
        why=why_it_holds(hold, cast),
        who=cast.who(hold.asked),
        until=Instant(hold.until, cast.project.zone),
    )
    return Effects(telling.shown(records, asked, cast, now, new=new), Message(told, (Text(told),)))


def _accepted(contradiction: LiveContradiction, command: GiveVerdict, cast: Cast) -> Verdict:
    filled = Filled(command.values)
    why = filled.read("words", at_most(LONGEST), "Please say why both views can stand side by side.") or ""
    filled.check()
    both = both_stand(contradiction, cast)
    return Verdict(both.id, both.text, why)


def _read(contradiction: LiveContradiction, command: GiveVerdict, cast: Cast) -> Verdict:
    """One of the options, or own words where there may be others. Raises InvalidForm."""
    filled = Filled(command.values)
    known = {each.id: each.text for each in to_decide(contradiction, cast)}
    chosen, own = filled.text("choice"), ""
    if contradiction.rule != CONSENT:
        own = filled.read("words", at_most(LONGEST)) or ""
        if chosen == OTHER and not own:
            filled.wrong("words", "Please say what you decide.")
        elif chosen in known and own:
            filled.wrong("words", "You chose an option. Please put this under Why, or choose something else.")
    if chosen not in known and not (chosen == OTHER and contradiction.rule != CONSENT):
        filled.wrong("choice", "Please choose what holds.")
    why = filled.read("why", at_most(LONGEST), "Please say why: people have to live with it.") or ""
    weighed = None if contradiction.rule == CONSENT else read_weighed(filled, cast, _axes(contradiction))
    filled.check()
    return Verdict(chosen, known.get(chosen, own), why, weighed)


def _decision(
    records: Records, contradiction: LiveContradiction, cast: Cast, actor: Actor, found: Verdict, *, now: datetime
) -> Decision:
    number = records.decisions.next_number(cast.project.id)
    right = find_right(cast.project, contradiction.subject)
    principal = right.decider if right is not None else cast.project.sponsor
    return Decision(
        id=f"{cast.project.id}/D-{number}",
        project_id=cast.project.id,
        number=number,
        question=question(contradiction),
        tradeoff=tradeoff(contradiction),
        options=tuple(each.text for each in options(contradiction, cast)),
        choice=found.choice,
        rationale=found.why,
        decided_by=actor.person_id,
        decided_at=now,
        on_behalf_of=None if principal == actor.person_id else principal,
        rule="" if right is None else right.rule,
        red_lines=contradiction.holds,
        weighed=found.weighed,
    )
