"""One turn of a conversation: the view with everything around it, and what the turn has changed so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from flows.altered import altered
from flows.commands import Actor
from flows.effects import Content, Effects, Post, Promise
from flows.errors import Invalid, NotAllowed
from flows.messages import ToPerson
from flows.plain import Plain
from flows.projects.membership import who_is
from flows.projects.records import Function, Project
from flows.questionnaires.answers import Visibility
from flows.questionnaires.asking import Asking, Setting
from flows.questionnaires.kinds.own_risks import owned
from flows.questionnaires.template import Kind, Question, Risk, Template
from flows.quickly_made import quickly_made
from flows.rounds.progress import after_answer
from flows.rounds.records import Answer, Round, View, ViewState
from flows.rounds.shelves import Records

REVIEW = "/review"
"""Stands among the cards for the review message; no question id has a slash."""


@quickly_made
@dataclass(frozen=True)
class Turn:
    """What a press or a typed sentence works on. Every change is a new turn; `effects` ends it.

    `posts` by key: a later post to the same place replaces an earlier one. `has_news`: an answer was given or sent.
    """

    records: Records
    actor: Actor
    now: datetime
    view: View
    round: Round
    project: Project
    setting: Setting
    posts: dict[str, Post] = field(default_factory=dict)
    has_news: bool = False

    @property
    def template(self) -> Template:
        """The questions of the view's function."""
        return self.setting.template

    @property
    def function(self) -> Function:
        """The function that answers, also one that the project has dropped since."""
        view = self.view
        for function in self.project.functions:
            if function.id == view.function_id:
                return function
        return Function(view.function_id, view.function_id, view.respondent)

    @property
    def deadline(self) -> datetime:
        """By when the view is wanted."""
        return self.view.until or self.round.deadline

    def question(self, question_id: str) -> Question:
        """The question of that id. Raises Invalid for one that is not asked (any more)."""
        for question in self.template.questions:
            if question.id == question_id:
                return question
        raise Invalid("This question is not asked any more. Type /align questions to see what waits for you.")

    def asking(self, question: Question) -> Asking:
        """The question as it stands in this view."""
        return Asking(self.setting, question, value_of(self.view, question.id), self.view.draft.get(question.id))

    def with_view(self, view: View) -> Turn:
        """The turn after a change of the view."""
        return self._changed(view, self.posts)

    def saying(self, key: str, message: Content, promise: Promise = Promise.REFRESH) -> Turn:
        """The turn with one more message to the respondent; by default one that is on screen already."""
        post = Post(key, ToPerson(self.view.respondent), message, promise)
        return self._changed(self.view, {**self.posts, key: post})

    def _changed(self, view: View, posts: dict[str, Post]) -> Turn:
        """Written out, since every press comes here several times, and `replace` looks at all fields."""
        return Turn(
            self.records, self.actor, self.now, view, self.round, self.project, self.setting, posts, self.has_news
        )

    def effects(self) -> Effects:
        """Saves the view, lets the rest of the round follow, and hands over what is to be sent."""
        self.records.views.put(self.view)
        own = tuple(self.posts.values())
        if not self.has_news:
            return Effects(own)
        others = after_answer(self.records, self.view, self.now)
        return replace(others, posts=(*own, *others.posts))


def turn_of(records: Records, actor: Actor, view_id: str, now: datetime) -> Turn:
    """The turn of somebody who may answer this view. Raises NotFound and NotAllowed."""
    view = records.views.get(view_id)
    turn = load_turn(records, actor, view, now)
    check_may_answer(turn)
    return turn


def load_turn(records: Records, actor: Actor, view: View, now: datetime) -> Turn:
    """The turn without a look at the actor's right."""
    round_ = records.rounds.get(view.round_id)
    project = records.projects.get(view.project_id)
    template = records.templates.get(project.questions.get(view.function_id, project.template))
    setting = Setting(
        project=project,
        template=template,
        view_id=view.id,
        function_id=view.function_id,
        name_of=lambda person_id: who_is(records.people, person_id).name,
        find_own_risks=lambda: own_risks_of_others(records, view),
    )
    return Turn(records, actor, now, view, round_, project, setting)


def check_may_answer(turn: Turn) -> None:
    """Only the respondent, and who was recording on their behalf, may answer. Raises NotAllowed."""
    view, person = turn.view, turn.actor.person_id
    if person == view.respondent:
        return
    if any(answer.recorded_by == person for versions in view.answers.values() for answer in versions):
        return
    raise NotAllowed(
        "Only {who} answers for {function} in {project}. If it should be you, ask {who} to pass it on to you.",
        who=who_is(turn.records.people, view.respondent),
        function=turn.function.name,
        project=turn.project.name,
    )


def own_risks_of_others(records: Records, view: View) -> tuple[Risk, ...]:
    """Risks that other functions added and sent in this round, so that this one is asked about them as well.

    They come without the name of who added them, and only where everybody in the project may read them.
    """
    found: dict[str, Risk] = {}
    for other_id in records.rounds.get(view.round_id).views.values():
        other = records.views.find(other_id) if other_id != view.id else None
        if other is None or other.state is not ViewState.SUBMITTED:
            continue
        for question in _own_risk_questions(records, other):
            latest = other.answers[question][-1] if other.answers.get(question) else None
            if latest is not None and latest.visibility is Visibility.PROJECT:
                found |= {risk: Risk(risk, text) for risk, text in owned(latest.value).items()}
    return tuple(found.values())


def value_of(view: View, question: str) -> Plain:
    """The answer as it stands; None when there is none."""
    versions = view.answers.get(question)
    return versions[-1].value if versions else None


def with_answer(turn: Turn, question: str, value: Plain, *, again: str | None = None) -> Turn:
    """The turn with a new version of an answer, and without its draft; the same value again is no new version.

    `again`: why it is changed in the second look, "" for what is new there; None for an ordinary answer.
    """
    view, versions = turn.view, turn.view.answers.get(question, ())
    draft = {other: kept for other, kept in view.draft.items() if other != question}
    state = ViewState.ANSWERING if view.state is ViewState.ASKED else view.state
    if versions and versions[-1].value == value:
        return turn.with_view(altered(view, draft=draft, state=state, touched_at=turn.now))
    person = turn.actor.person_id
    answer = Answer(
        value=value,
        by=view.respondent,
        at=turn.now,
        visibility=versions[-1].visibility if versions else Visibility.PROJECT,
        recorded_by=None if person == view.respondent else person,
        late=not turn.round.is_open and again is None,
        reason=again or "",
    )
    view = altered(
        view,
        answers={**view.answers, question: (*versions, answer)},
        draft=draft,
        state=state,
        touched_at=turn.now,
        # a change counts at once: nobody has to send again
        submitted_at=turn.now if state is ViewState.SUBMITTED else view.submitted_at,
    )
    return altered(turn, view=view, has_news=True)


def with_readers(turn: Turn, question: str, visibility: Visibility) -> Turn:
    """The turn with other readers of an answer: a new version with the same words, or the one given in this turn."""
    view, versions = turn.view, turn.view.answers[question]
    if versions[-1].visibility is visibility:
        return turn
    by = None if turn.actor.person_id == view.respondent else turn.actor.person_id
    late = not turn.round.is_open
    newer = replace(versions[-1], visibility=visibility, at=turn.now, recorded_by=by, late=late)
    kept = versions[:-1] if versions[-1].at == turn.now else versions
    view = replace(view, answers={**view.answers, question: (*kept, newer)}, touched_at=turn.now)
    if view.state is ViewState.SUBMITTED:
        view = replace(view, submitted_at=turn.now)
    return replace(turn, view=view, has_news=True)


def with_draft(turn: Turn, question: str, draft: Plain) -> Turn:
    """The turn with half an answer, at which the conversation now is."""
    view = turn.view
    state = ViewState.ANSWERING if view.state is ViewState.ASKED else view.state
    drafts = {**view.draft, question: draft}
    return turn.with_view(altered(view, draft=drafts, state=state, asking=question, probing=None, touched_at=turn.now))


def _own_risk_questions(records: Records, view: View) -> tuple[str, ...]:
    project = records.projects.get(view.project_id)
    template = records.templates.get(project.questions.get(view.function_id, project.template))
    return tuple(question.id for question in template.questions if question.kind is Kind.OWN_RISKS)
