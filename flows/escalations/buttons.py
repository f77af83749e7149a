"""The buttons of a card: what its reader may do now, each for the step that is on the card."""

from __future__ import annotations

from functools import lru_cache

from flows.commands import Command
from flows.decisions.cast import Cast
from flows.escalations.commands import Acknowledge, NextNow, OpenEscalationForm, OpenGiveInfo, ShowEscalation
from flows.escalations.matters import Matter
from flows.escalations.records import Action, Escalation
from flows.escalations.rights import all_allowed
from flows.messages import Button, Style
from flows.phrases import Phrase, Quote, Words

ROWS: tuple[tuple[Action, ...], ...] = (
    (Action.DECIDE, Action.ACKNOWLEDGE, Action.ASK_INFO),
    (Action.DELEGATE, Action.MORE_TIME, Action.DECLINE),
    (Action.NEXT_NOW, Action.WITHDRAW),
)
LABELS: dict[Action, str] = {
    Action.DECIDE: "Decide",
    Action.ACKNOWLEDGE: "I'll take it",
    Action.ASK_INFO: "Ask for information",
    Action.DELEGATE: "Hand over",
    Action.MORE_TIME: "More time",
    Action.DECLINE: "Decline",
    Action.NEXT_NOW: "Next level now",
    Action.WITHDRAW: "Withdraw",
}


def action_buttons(escalation: Escalation, cast: Cast, reader_id: str) -> tuple[tuple[Button, ...], ...]:
    """Rows of buttons, none where the reader may do nothing."""
    allowed = all_allowed(cast.project, escalation, reader_id)
    rows = [
        tuple(
            _button(escalation, cast, action) for action in row if action in allowed and _sensible(escalation, action)
        )
        for row in ROWS
    ]
    answers = tuple(
        answer_button(escalation, number)
        for number, asked in enumerate(escalation.questions)
        if asked.of == reader_id and asked.answer is None and Action.GIVE_INFO in allowed
    )
    return tuple(row for row in (answers, *rows) if row)


def _sensible(escalation: Escalation, action: Action) -> bool:
    return action is not Action.NEXT_NOW or escalation.following is not None


def _button(escalation: Escalation, cast: Cast, action: Action) -> Button:
    style = {Action.DECIDE: Style.PRIMARY, Action.WITHDRAW: Style.DANGER}.get(action, Style.PLAIN)
    confirm: Words = ""
    if action is Action.NEXT_NOW and escalation.following is not None:
        confirm = Phrase(
            "Next is {who}, the {role}. The time of {turn} ends now. Go on?",
            who=cast.who(escalation.following.person_id),
            role=escalation.following.role.value,
            turn=cast.who(escalation.turn.person_id),
        )
    return Button(LABELS[action], _command(escalation, action), style, about=about(escalation), confirm=confirm)


def _command(escalation: Escalation, action: Action) -> Command:
    match action:
        case Action.ACKNOWLEDGE:
            return Acknowledge(escalation.id, escalation.step)
        case Action.NEXT_NOW:
            return NextNow(escalation.id, escalation.step)
        case _:
            return OpenEscalationForm(escalation.id, escalation.step, action)


def nudge_buttons(escalation: Escalation, cast: Cast) -> tuple[Button, ...]:
    """What a reminder offers: the two that are wanted, and a look at everything."""
    allowed = all_allowed(cast.project, escalation, escalation.turn.person_id)
    wanted = tuple(
        _button(escalation, cast, action) for action in (Action.DECIDE, Action.ACKNOWLEDGE) if action in allowed
    )
    return (*wanted, show_button(escalation))


def answer_button(escalation: Escalation, number: int) -> Button:
    """Opens the form to answer a question."""
    return Button("Answer", OpenGiveInfo(escalation.id, number), Style.PRIMARY, about=about(escalation))


def show_button(escalation: Escalation) -> Button:
    """The whole card, privately, as it is when it is pressed."""
    return Button("Show", ShowEscalation(escalation.id), about=about(escalation))


def about(matter: Matter) -> Phrase:
    """What a button is about, for a screen reader."""
    return _about(matter.label, matter.question)


@lru_cache(maxsize=256)
def _about(label: str, question: str) -> Phrase:
    """Kept, since every button of every card of an escalation says it."""
    return Phrase("{label} {question}", label=label, question=Quote(question))
