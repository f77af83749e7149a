"""Risks that nobody pressed: said once before the list is taken, since no answer is silence and not agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flows.messages import Button, Buttons, Style, Text
from flows.phrases import Listing, Phrase, as_phrase
from flows.questionnaires.asking import Asking, Part, Step, Taken
from flows.questionnaires.commands import AnswerQuestion
from flows.questionnaires.kinds.risk_draft import Gaps, GridDraft, as_draft
from flows.questionnaires.template import Risk
from flows.questionnaires.wording import capital

AS_IT_IS = "as_it_is"
GO_ON = "go_on"
STEP = "gaps"


def asked(draft: GridDraft) -> Taken:
    """With the question whether the list is complete."""
    return Part(as_draft(replace(draft, gaps=Gaps.ASKED)))


def step(asking: Asking, draft: GridDraft, rows: Sequence[Risk]) -> Step:
    """Which risks have no answer, and the two ways on."""
    view, question = asking.setting.view_id, asking.question
    open_ = tuple(as_phrase(capital(risk.name)) for risk in rows if risk.id not in draft.stances)
    words = Phrase(
        "No answer yet on {n} of {all} risks: {risks}. What you leave open counts as silence, not as agreement.",
        n=len(open_),
        all=len(rows),
        risks=Listing(open_),
    )
    buttons = (
        Button("Leave the rest open", AnswerQuestion(view, question.id, AS_IT_IS, STEP), Style.PRIMARY, question.title),
        Button("Go on answering", AnswerQuestion(view, question.id, GO_ON, STEP), about=question.title),
    )
    return Step(STEP, (Text(words), Buttons(buttons)))


def past(asking: Asking) -> tuple[Text, ...]:
    """What the question shows once it is answered."""
    stays = isinstance(asking.draft, Mapping) and "todo" not in asking.draft
    return (Text("Please go on in the list above." if stays else "Taken as it is; what is open stays open."),)
