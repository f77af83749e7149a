"""What the buttons of a question mean. The use cases are in flows/rounds/conversation.py."""

from __future__ import annotations

from dataclasses import dataclass

from flows.commands import Command, FormCommand
from flows.questionnaires.answers import Lens, Stance, Visibility


@dataclass(frozen=True)
class AnswerQuestion(Command):
    """One press: `value` is the answer, or the part of it that `item` names; "no_view" fits every question."""

    view_id: str
    question: str
    value: str
    item: str = ""


@dataclass(frozen=True)
class TakeStance(Command):
    """One press in the risk grid; another press changes it."""

    view_id: str
    risk: str
    stance: Stance


@dataclass(frozen=True)
class FinishQuestion(Command):
    """That is all: what was pressed or listed so far is the answer."""

    view_id: str
    question: str


@dataclass(frozen=True)
class SkipQuestion(Command):
    """Not now: it is asked again at the end. An answer that was opened for a change stays as it is.

    `card`: how often it had been asked when the button was drawn.
    """

    view_id: str
    question: str
    card: int = 1


@dataclass(frozen=True)
class LeaveAsItIs(Command):
    """The answer says enough: what was asked about vague words in it stays open."""

    view_id: str
    question: str


@dataclass(frozen=True)
class GoBack(Command):
    """The question before this one, please."""

    view_id: str
    question: str


@dataclass(frozen=True)
class ChangeAnswer(Command):
    """Ask this question again, so that the answer can be changed: in its card, or `anew` in a new one."""

    view_id: str
    question: str
    anew: bool = False


@dataclass(frozen=True)
class SetVisibility(Command):
    """Who may read this answer."""

    view_id: str
    question: str
    visibility: Visibility


@dataclass(frozen=True)
class SetLens(Command):
    """What this measure is about."""

    view_id: str
    question: str
    lens: Lens


@dataclass(frozen=True)
class ContinueAnswering(Command):
    """Ask what is open at the end of the conversation, where the person is now."""

    view_id: str


@dataclass(frozen=True)
class SubmitAnswers(Command):
    """Send all answers of a view."""

    view_id: str


@dataclass(frozen=True)
class ListQuestionnaires(Command):
    """What waits for my answers?"""


@dataclass(frozen=True)
class OpenForm(Command):
    """The whole questionnaire as one form."""

    view_id: str


@dataclass(frozen=True)
class SubmitForm(FormCommand):
    """The whole questionnaire as filled in: stored and sent.

    `sponsor_only`, `confidential`: the questions that it showed as marked so when it was opened.
    """

    view_id: str
    sponsor_only: tuple[str, ...] = ()
    confidential: tuple[str, ...] = ()


@dataclass(frozen=True)
class OpenQuestionForm(Command):
    """One structured question, or one more entry of a list, as a small form."""

    view_id: str
    question: str


@dataclass(frozen=True)
class SubmitQuestionForm(FormCommand):
    """The small form as filled in."""

    view_id: str
    question: str
