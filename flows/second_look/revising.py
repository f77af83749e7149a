"""Saying something in the second look.

Looks: show_second_look, open_revision. Changes: take_added_risk, keep_answers, revise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from flows.commands import Actor
from flows.effects import Effects
from flows.errors import Invalid, InvalidForm, NotAllowed, WrongState
from flows.filled import Filled, at_most
from flows.forms import ChoiceField, Field, Form, Section, TextField, prefilled
from flows.messages import Message, Text
from flows.phrases import Phrase
from flows.plain import Plain
from flows.questionnaires.asking import Asking
from flows.questionnaires.checking import checked
from flows.questionnaires.kinds import WAYS
from flows.questionnaires.template import Kind, Question
from flows.questionnaires.wording import NO_VIEW
from flows.rounds.added_risks import unanswered
from flows.rounds.analysis import case_now
from flows.rounds.conversation_cards import card_key
from flows.rounds.conversation_moves import stored
from flows.rounds.conversation_review import review_message
from flows.rounds.conversation_turn import REVIEW, Turn, turn_of
from flows.rounds.records import ViewState
from flows.rounds.scene import Scene, load_scene
from flows.rounds.shelves import Records
from flows.second_look.cards import card_of, look_posts
from flows.second_look.clock import kept
from flows.second_look.commands import KeepAnswers, OpenRevision, Revise, ShowSecondLook, TakeAddedRisk

LONGEST = 1000
REASON = "reason"


def show_second_look(records: Records, actor: Actor, command: ShowSecondLook, now: datetime) -> Effects:
    """The card, as it is now, for who answers."""
    turn = _turn(records, actor, command.view_id, now)
    scene = _scene(turn)
    return Effects(reply=card_of(scene, case_now(records, scene), turn.view))


def keep_answers(records: Records, actor: Actor, command: KeepAnswers, now: datetime) -> Effects:
    """Nothing changes but that nobody is reminded."""
    turn = _open(records, actor, command.view_id, now)
    scene = kept(_scene(turn), turn.view)
    records.rounds.put(scene.round)
    told = "Thank you for looking. Your answers stay as they are."
    return Effects(look_posts(scene, now, turn.view), Message(told, (Text(told),)))


def take_added_risk(records: Records, actor: Actor, command: TakeAddedRisk, now: datetime) -> Effects:
    """One press: a stance on a risk that another function added."""
    turn = _open(records, actor, command.view_id, now)
    question, scene = _grid(turn), _scene(turn)
    if command.risk not in {risk.id for risk in unanswered(scene, turn.view)}:
        raise WrongState("You have answered this one already, or it was taken back. Type /align to see what waits.")
    asking = turn.asking(question)
    before = asking.value if isinstance(asking.value, Mapping) else {}
    value = checked(asking, {**before, command.risk: {"stance": command.stance.value}})
    return _kept(turn, question, value, "")


def open_revision(records: Records, actor: Actor, command: OpenRevision, now: datetime) -> Effects:
    """The fields of one answer, or of one risk, and why it is seen differently."""
    turn = _open(records, actor, command.view_id, now)
    question, fields = _fields(turn, command.item)
    fields = tuple(_pressed(field, command) for field in fields)
    if not _is_new(turn, command.item):
        why = "Everybody who may read the answer reads this, too."
        reason = TextField(REASON, "Why do you see it differently now?", why, required=True, multiline=True)
        fields = (*fields, replace(reason, limit=LONGEST))
    return Effects(reply=Form(question.title, Revise(turn.view.id, command.item), fields, "Keep", question.asks))


def revise(records: Records, actor: Actor, command: Revise, now: datetime) -> Effects:
    """A new version of the answer with its reason. Raises InvalidForm at the field, Invalid where nothing changed."""
    turn = _open(records, actor, command.view_id, now)
    question, fields = _fields(turn, command.item)
    asking = turn.asking(question)
    everything = WAYS[question.kind].fields(asking, asking.value)
    shown = _ids(fields)
    given = {key: said for key, said in command.values.items() if key in shown}
    emptied = {key: said for key, said in prefilled(everything).items() if key not in shown}
    value = WAYS[question.kind].filled(asking, {**emptied, **given})
    reason = ""
    if not _is_new(turn, command.item):
        filled = Filled(command.values)
        reason = filled.read(REASON, at_most(LONGEST), "Please say why you see it differently now.") or ""
        filled.check()
    if value is None:
        raise InvalidForm({next(iter(_ids(fields))): "Please say something, or “no view”."})
    if value == asking.value:
        raise Invalid("That is what you have said already. Change it, or leave it as it is; nothing you do is fine.")
    return _kept(turn, question, value, reason)


def _kept(turn: Turn, question: Question, value: Plain, reason: str) -> Effects:
    turn = stored(turn, question, value, again=reason)
    if REVIEW in turn.view.cards:
        turn = turn.saying(card_key(turn.view, REVIEW), review_message(turn))
    told = "Kept, thank you. Nothing about it is told before all have answered or the second look is over."
    if reason:
        told = "Kept, thank you. The summary is brought up to date."
    return replace(turn.effects(), reply=Message(told, (Text(told),)))


def _turn(records: Records, actor: Actor, view_id: str, now: datetime) -> Turn:
    """Only the respondent looks again."""
    turn = turn_of(records, actor, view_id, now)
    if actor.person_id != turn.view.respondent:
        raise NotAllowed("Only who answers for {function} sees this.", function=turn.function.name)
    return turn


def _open(records: Records, actor: Actor, view_id: str, now: datetime) -> Turn:
    """… while there is time. Raises WrongState."""
    turn = _turn(records, actor, view_id, now)
    look = turn.round.look
    if look is None or look.over or turn.view.state is not ViewState.SUBMITTED:
        raise WrongState(
            "There is no second look at these answers now. To change one all the same, type {typed}.",
            typed=Phrase("/align questions"),
        )
    return turn


def _scene(turn: Turn) -> Scene:
    return load_scene(turn.records, turn.round, turn.view)


def _grid(turn: Turn) -> Question:
    return next((each for each in turn.template.questions if each.kind is Kind.RISK_GRID), turn.template.questions[0])


def _fields(turn: Turn, item: str) -> tuple[Question, tuple[Field, ...]]:
    """The question of an item, and the fields that are shown: all of it, or those of one risk. Raises Invalid."""
    question_id, _, risk = item.partition(":")
    question = turn.question(question_id)
    asking = _without_no_view(turn.asking(question))
    fields = WAYS[question.kind].fields(asking, asking.value)
    if risk:
        fields = tuple(field for field in fields if _ids([field]) & {item, f"{item}:details"})
    if not fields:
        raise Invalid("This is not asked any more. Type /align to see what waits for you.")
    return question, fields


def _ids(fields: Sequence[Field]) -> set[str]:
    return {field.id for field in fields if not isinstance(field, Section)}


def _without_no_view(asking: Asking) -> Asking:
    return replace(asking, value=None) if asking.value == NO_VIEW else asking


def _is_new(turn: Turn, item: str) -> bool:
    """Whether it is about a risk that this function has said nothing about yet."""
    risk = item.partition(":")[2]
    return risk in {each.id for each in unanswered(_scene(turn), turn.view)}


def _pressed(field: Field, command: OpenRevision) -> Field:
    if isinstance(field, ChoiceField) and field.id == command.item and command.stance:
        return replace(field, value=command.stance)
    return field
