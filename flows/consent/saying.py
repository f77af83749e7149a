"""What a function says: in the sense check, and in a consent round.

Looks: open_remark, open_stance. Changes: makes_sense, give_remark, say_stance, give_stance, check_minority.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.commands import Actor
from flows.consent import cards, rules, subjects
from flows.consent.answering import told_unclear
from flows.consent.commands import (
    CheckMinority,
    GiveRemark,
    GiveStance,
    MakesSense,
    OpenRemark,
    OpenStance,
    SayStance,
)
from flows.consent.disputes import Records
from flows.consent.ending import settled
from flows.consent.loading import check_speaks, load, load_to_speak
from flows.consent.records import Checked, Proposal, ProposalState, Remark, Said, Stance
from flows.consent.stances import LONGEST, read_stance, stance_form
from flows.consent.wording import headline, since
from flows.decisions.cast import Cast
from flows.effects import Effects
from flows.errors import Invalid, NotFound, WrongState
from flows.filled import Filled, at_most
from flows.forms import Form, TextField
from flows.messages import Message, Text
from flows.phrases import Phrase


def makes_sense(records: Records, actor: Actor, command: MakesSense, now: datetime) -> Effects:
    """Nothing is unclear or missing for this function."""
    return _remarked(records, actor, command, now, "")


def open_remark(records: Records, actor: Actor, command: OpenRemark, now: datetime) -> Effects:  # noqa: ARG001
    """The form to say what is unclear."""
    proposal, cast = load_to_speak(records, actor, command.proposal_id, command.version, command.function)
    if proposal.state is not ProposalState.SENSE_CHECK:
        raise since(proposal, cast)
    words = TextField("words", "What is unclear or missing?", required=True, multiline=True, limit=LONGEST)
    submits = GiveRemark(command.proposal_id, command.version, command.function)
    return Effects(reply=Form("Something is unclear", submits, (words,)))


def give_remark(records: Records, actor: Actor, command: GiveRemark, now: datetime) -> Effects:
    """What is unclear: who proposed it sees it at once and can reword it."""
    filled = Filled(command.values)
    words = filled.read("words", at_most(LONGEST), "Please say what is unclear or missing.") or ""
    filled.check()
    return _remarked(records, actor, command, now, words)


def _remarked(records: Records, actor: Actor, command: MakesSense | GiveRemark, now: datetime, words: str) -> Effects:
    proposal, cast = load_to_speak(records, actor, command.proposal_id, command.version, command.function)
    said = Remark(command.function, actor.person_id, now, words)
    after = rules.remark(proposal, said, cast)
    if all(any(each.function == asked for each in after.remarks) for asked in after.asked) and not after.unanswered:
        after = rules.open_round(after, cast, now)  # everybody has looked, and nothing is unclear
    records.proposals.put(after)
    posts = cards.shown(after, cast, now, first=after.state is ProposalState.CONSENT)
    if words:
        posts = (*posts, *told_unclear(after, said, cast, now))
    runs = dict.fromkeys((proposal.by, cast.project.facilitator or cast.project.sponsor))
    told = Phrase("Thank you. {who} sees it.", who=cast.whos(runs))
    return Effects(posts, Message(told, (Text(told),)))


def say_stance(records: Records, actor: Actor, command: SayStance, now: datetime) -> Effects:
    """Endorsement, consent or abstention. Raises Invalid for what needs a reason."""
    if command.stance not in (Stance.ENDORSE, Stance.CONSENT, Stance.ABSTAIN):
        raise Invalid("A reservation or an objection needs a reason. Please use its button on the card.")
    return _said(records, actor, command, Said(actor.person_id, command.stance, now), now)


def open_stance(records: Records, actor: Actor, command: OpenStance, now: datetime) -> Effects:  # noqa: ARG001
    """The form for a reservation or an objection."""
    proposal, cast = load_to_speak(records, actor, command.proposal_id, command.version, command.function)
    if proposal.state is not ProposalState.CONSENT:
        raise since(proposal, cast)
    submits = GiveStance(command.proposal_id, command.version, command.function, command.stance)
    return Effects(reply=stance_form(submits))


def give_stance(records: Records, actor: Actor, command: GiveStance, now: datetime) -> Effects:
    """A reservation with its reason, or an objection with its reason, what shows it and a fix. Raises InvalidForm."""
    if command.stance not in (Stance.RESERVATION, Stance.OBJECT):
        raise Invalid("Please use the buttons on the card.")
    return _said(records, actor, command, read_stance(command, actor.person_id, now), now)


def _said(records: Records, actor: Actor, command: SayStance | GiveStance, said: Said, now: datetime) -> Effects:
    proposal, cast = load_to_speak(records, actor, command.proposal_id, command.version, command.function)
    after = rules.say(proposal, command.function, said, cast)
    result = rules.result(after)
    if result is not None:
        effects = settled(records, after, result, cast, now)
        return replace(effects, reply=_thanks(records.proposals.get(after.id), cast))
    records.proposals.put(after)
    return Effects(cards.shown(after, cast, now), _thanks(after, cast))


def _thanks(proposal: Proposal, cast: Cast) -> Message:
    told = Phrase("Kept. {line}", line=headline(proposal, cast))
    return Message(told, (Text(told),))


def check_minority(records: Records, actor: Actor, command: CheckMinority, now: datetime) -> Effects:
    """On its day the function says whether what it expected came true; kept with what was agreed."""
    proposal, cast = load(records, actor, command.proposal_id)
    function = next((each for each in cast.project.functions if each.id == command.function), None)
    if function is None or command.function not in proposal.minority:
        raise NotFound("There is no such reservation here.")
    check_speaks(function, cast, actor)
    if any(each.function == command.function for each in proposal.checked):
        raise WrongState("This was looked at already. Thank you.")
    looked = Checked(command.function, actor.person_id, now, command.came_true)
    after = rules.check(proposal, looked, cast)
    records.proposals.put(after)
    told = Phrase("Kept with {title}.", title=subjects.title(after.content, cast))
    return Effects(cards.shown(after, cast, now), Message(told, (Text(told),)))
