"""What a press, a typed line or a form is answered: an outcome as HTML for the page and as text for tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from adapters.drawing import draw_text, message_text
from adapters.web.forms import draw_form
from adapters.web.lines import draw_private
from adapters.web.render import Pen
from flows.effects import Outcome, Refusal
from flows.forms import Form
from flows.messages import Message
from flows.phrases import Words
from flows.plain import Plain

Answer = Mapping[str, Plain]
"""`kind` (message, form, refusal, none), `html`, `text`, and for a refused form `problems` by field id."""

NOTHING: Answer = {"kind": "none", "html": "", "text": ""}


def draw_outcome(outcome: Outcome, pen: Pen) -> Answer:
    """The outcome, drawn for the one who asked."""
    match outcome:
        case None:
            return NOTHING
        case Message():
            text = message_text(outcome, pen.zone)
            return {"kind": "message", "html": draw_private(outcome, pen), "text": text}
        case Refusal():
            problems = {name: _text(phrase, pen) for name, phrase in outcome.problems.items()}
            text = _text(outcome.phrase, pen)
            return {"kind": "refusal", "html": draw_private(outcome, pen), "text": text, "problems": problems}
        case Form():
            return {"kind": "form", "html": draw_form(outcome, pen), "text": outcome.title}
        case _:
            assert_never(outcome)


def _text(words: Words, pen: Pen) -> str:
    return draw_text(pen.called.words(words), pen.zone)
