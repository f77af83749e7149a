"""An outcome as Teams shows it to the one who asked: what the request itself is answered, and what is shown beside it.

Pure: nothing is looked up and nothing is sent here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from adapters.drawing import block_text
from adapters.teams import forms, render
from adapters.teams.activities import CARD, attachment, with_card
from adapters.teams.keeping import Opened
from adapters.teams.pen import Drawn, Pen
from adapters.teams.sending import NOT_MET, Showing
from flows.effects import Refusal
from flows.forms import Form
from flows.messages import Block, Header, Message, Note, Text
from flows.phrases import Words
from flows.plain import Plain

Body: TypeAlias = Mapping[str, Plain]
SAID = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"
LONGEST = 500
"""Characters of an answer that is only said; a longer one is a card."""
DONE = Message("Done.")
IN_CHAT = "Accord has answered you in its chat with you."
Told: TypeAlias = Message | Refusal | Form
"""An outcome that there is something to show of."""


@dataclass(frozen=True)
class Answer:
    """`body`: of the 200, None for an empty one. `kept`: what must be on the Shelf before any of it is shown."""

    body: Body | None = None
    showing: Showing | None = None
    kept: tuple[str, ...] = ()


def said(text: str) -> Body:
    """The answer to Action.Execute that only says something, and only to the one who pressed."""
    return {"statusCode": 200, "type": SAID, "value": text}


def shown(card: Drawn) -> Body:
    """The answer to Action.Execute that takes the card's place."""
    return {"statusCode": 200, "type": CARD, "value": card.card}


def failed(status: int, text: str) -> Body:
    """The answer to Action.Execute when nothing was done."""
    code = "BadRequest" if status == 400 else "ServiceUnavailable" if status == 503 else "InternalError"
    return {"statusCode": status, "type": ERROR, "value": {"code": code, "message": text}}


def task_said(text: str) -> Body:
    """The answer to a dialog that only says something."""
    return {"task": {"type": "message", "value": text}}


def task_shown(title: str, card: Drawn) -> Body:
    """The answer that is a dialog, or the next thing in it."""
    size: Body = {"height": "large", "width": "medium"}
    return {"task": {"type": "continue", "value": {"title": title, **size, "card": attachment(card)}}}


def typed(pen: Pen, told: Told) -> Answer:
    """For something typed, or pressed where a press is a message: a card in the chat with Accord."""
    card = in_chat(pen, told)
    return Answer(None, Showing(with_card(card)), card.kept)


def pressed(pen: Pen, told: Told | None, *, meets: bool) -> Answer:
    """For Action.Execute. `meets`: whether there is a chat with Accord in which a card can be shown."""
    if told is None:
        return Answer(said(pen.plain(DONE.summary)))
    if not isinstance(told, Form) and (is_short(pen, told) or not meets):
        return Answer(said(text_of(pen, told)))
    if not meets:
        return Answer(said(NOT_MET))
    card = in_chat(pen, told)
    return Answer(said(IN_CHAT), Showing(with_card(card)), card.kept)


def opened(pen: Pen, told: Told | None) -> Answer:
    """For a button that opens a dialog."""
    if told is None or (not isinstance(told, Form) and is_short(pen, told)):
        return Answer(task_said(text_of(pen, told or DONE)))
    if isinstance(told, Form):
        start = Opened(told)
        card = forms.task(pen, start)
        return Answer(task_shown(forms.title(pen, start), card), None, card.kept)
    card = in_chat(replace(pen, in_dialog=True), told)
    return Answer(task_shown("Accord", card), None, card.kept)


def sent_off(pen: Pen, told: Told | None, filled: Opened) -> Answer:
    """For a dialog that was filled in: it closes, shows what follows, or the form again with what is wrong."""
    if told is None:
        return Answer()
    if not isinstance(told, Refusal):
        return opened(pen, told)
    return task_page(pen, *wrong(told, filled))


def task_page(pen: Pen, page: Opened, problems: Mapping[str, Words] | None = None) -> Answer:
    """A page of a form, in its dialog."""
    card = forms.task(pen, page, problems)
    return Answer(task_shown(forms.title(pen, page), card), None, card.kept)


def sent_in_chat(pen: Pen, told: Told | None, filled: Opened, card_id: str) -> Answer:
    """For a form that was filled in as a card in the chat: the card becomes the answer, or tells what is wrong."""
    if isinstance(told, Refusal):
        return chat_page(pen, *wrong(told, filled), card_id=card_id)
    card = in_chat(pen, told or DONE)
    return Answer(shown(card), Showing(with_card(card), card_id), card.kept)


def chat_page(pen: Pen, page: Opened, problems: Mapping[str, Words] | None = None, *, card_id: str) -> Answer:
    """A page of a form, in place of the card that it was."""
    card = forms.in_chat(pen, page, problems)
    return Answer(shown(card), Showing(with_card(card), card_id), card.kept)


def wrong(refusal: Refusal, filled: Opened) -> tuple[Opened, Mapping[str, Words]]:
    """The page of a form on which something is wrong, and what; under "" what is about none of its fields."""
    if not refusal.problems:
        return filled, {"": refusal.phrase}
    first = next(iter(refusal.problems))
    return forms.page_with(filled, first), refusal.problems


def in_chat(pen: Pen, told: Told) -> Drawn:
    """An outcome as a card in the chat with Accord."""
    match told:
        case Form():
            return forms.in_chat(pen, Opened(told))
        case Refusal():
            return render.message(pen, as_message(told))
        case Message():
            return render.message(pen, told)


def as_message(refusal: Refusal) -> Message:
    """A refusal with all that it says."""
    return Message(refusal.phrase, tuple(Text(words) for words in (refusal.phrase, *refusal.problems.values())))


def is_short(pen: Pen, told: Message | Refusal) -> bool:
    """Whether saying it is enough: a few words, and nothing to press or to look at."""
    blocks = told.blocks if isinstance(told, Message) else ()
    return all(isinstance(block, Header | Text | Note) for block in blocks) and len(text_of(pen, told)) <= LONGEST


def text_of(pen: Pen, told: Message | Refusal) -> str:
    """All of it as plain text."""
    message = told if isinstance(told, Message) else as_message(told)
    return "\n".join(_block_text(pen, block) for block in message.blocks or (Text(message.summary),))


def _block_text(pen: Pen, block: Block) -> str:
    return pen.plain(block.text) if isinstance(block, Header | Text | Note) else block_text(block, pen.zone)
