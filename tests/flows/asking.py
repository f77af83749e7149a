"""A questionnaire with every kind of question, and a chat in which tests press and type as people do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from flows.commands import Actor, Command, FormCommand
from flows.effects import Card, Effects, Reply
from flows.errors import FlowError
from flows.forms import Field, Form, Section
from flows.messages import Block, Buttons, Grid, Menu, Message
from flows.people import Person
from flows.plain import Plain
from flows.projects.records import Function, Milestone, Project
from flows.questionnaires import commands as asked
from flows.questionnaires.asking import Asking, Setting
from flows.questionnaires.template import Kind, Named, Question, Risk, Template
from flows.rounds import conversation, conversation_clearer, conversation_list, conversation_sending, form, lens_choice
from flows.rounds.conversation_drawing import draw_question
from flows.rounds.records import Round, RoundState, View, ViewState
from flows.wire import Wire
from tests.flows.drawn import Seen, seen
from tests.flows.shelves import Shelf, Shelves
from tests.flows.spoken import text_of, words

MONDAY = datetime(2027, 1, 4, 9, tzinfo=UTC)

AXES = tuple(
    Named(axis, name)
    for axis, name in (
        ("operational_safety", "Operational safety"),
        ("quality", "Quality"),
        ("speed", "Speed"),
        ("scope", "Scope"),
        ("cost", "Cost"),
    )
)
RISKS = (
    Risk("production_stop", "Production stop", "h"),
    Risk("safety_incident", "Safety incident"),
    Risk("manual_double_work", "Manual double work", "weeks"),
)
JOINT = (Named("cutover_date", "Cut-over date"), Named("go_live", "Go-live"))
CADENCES = (Named("daily", "Every day"), Named("weekly", "Every week"))
QUESTIONS = (
    Question("outcome.statement", Kind.TEXT, "Success", "What must be true at the end?", required=True),
    Question("outcome.measure", Kind.MEASURE, "One number", "Which number shows it?"),
    Question("outcome.priorities", Kind.RANKING, "Priorities", "What wins when they pull apart?"),
    Question("risks.stances", Kind.RISK_GRID, "Risks", "How is each of these for you?"),
    Question("risks.needs", Kind.AMOUNTS, "Needs", "How much of it do you need to be allowed?"),
    Question("risks.own", Kind.OWN_RISKS, "Other risks", "Which risks does the list lack?"),
    Question("risks.no_touch", Kind.NO_TOUCH, "Hands off", "When must production not be touched?"),
    Question("decisions.deciders", Kind.DECIDERS, "Deciders", "Who should decide?"),
    Question(
        "decisions.joint", Kind.CHOICES, "Joint decisions", "Which need everybody?", options=JOINT, own_words=True
    ),
    Question("reporting.cadence", Kind.CHOICE, "How often", "How often do you want news?", options=CADENCES),
    Question("evidence.needs", Kind.EVIDENCE, "Proof", "Which proof do you need?"),
)
TEMPLATE = Template(
    "industrial", 1, "Industrial", 22, AXES, ("speed/operational_safety", "speed/scope"), RISKS, JOINT, QUESTIONS
)
PEOPLE = {
    name.split()[0].lower(): Person(name.split()[0].lower(), name, zone="Europe/Warsaw")
    for name in ("Adam Wolski", "Maria Nowak", "Ewa Kot", "Piotr Zima", "Jan Lis", "Olga Duda")
}
PROJECT = Project(
    id="line3",
    name="Line 3 MES roll-out",
    kickoff=date(2027, 2, 1),
    zone="Europe/Warsaw",
    sponsor="adam",
    facilitator="ewa",
    channel="line3-mes",
    functions=(
        Function("operations", "Operations", "maria", "jan"),
        Function("it", "IT", "ewa"),
        Function("quality", "Quality", "piotr"),
    ),
    milestones=(
        Milestone("rehearsal", "Cut-over rehearsal", date(2027, 4, 24), touches_production=True),
        Milestone("cutover", "Cut-over of line 3", date(2027, 5, 8), touches_production=True),
    ),
)
SETTING = Setting(PROJECT, TEMPLATE, "line3/1/operations", "operations", lambda person: PEOPLE[person].name)


def question(question_id: str, template: Template = TEMPLATE) -> Question:
    return template.question(question_id)


def asking(question_id: str, value: Plain = None, draft: Plain = None) -> Asking:
    return Asking(SETTING, question(question_id), value, draft)


def opened(project: Project = PROJECT, *templates: Template) -> Shelves:
    """A round that has just begun, nobody having answered."""
    views = {function.id: f"{project.id}/1/{function.id}" for function in project.functions}
    round_ = Round(f"{project.id}/1", project.id, 1, RoundState.OPEN, MONDAY, MONDAY + timedelta(days=10), views)
    asked_views = [
        View(views[each.id], project.id, round_.id, each.id, each.representative, ViewState.ASKED, MONDAY)
        for each in project.functions
    ]
    return Shelves(
        Shelf(*PEOPLE.values()),
        Shelf(project),
        Shelf(round_),
        Shelf(*asked_views),
        Shelf(*(templates or (TEMPLATE,))),
    )


USE_CASES: Mapping[type[Command], Callable[..., Effects]] = {
    conversation.Say: conversation.say,
    asked.AnswerQuestion: conversation.answer,
    asked.TakeStance: conversation.take_stance,
    asked.FinishQuestion: conversation.finish,
    asked.SkipQuestion: conversation.skip,
    asked.LeaveAsItIs: conversation_clearer.leave_as_it_is,
    asked.SetLens: lens_choice.set_lens,
    asked.GoBack: conversation.back,
    asked.ChangeAnswer: conversation.change,
    asked.SetVisibility: conversation.set_visibility,
    asked.ContinueAnswering: conversation.resume,
    asked.ListQuestionnaires: conversation_list.list_questionnaires,
    asked.SubmitAnswers: conversation_sending.submit,
    asked.OpenForm: form.open_form,
    asked.SubmitForm: form.submit_form,
    asked.OpenQuestionForm: form.open_question_form,
    asked.SubmitQuestionForm: form.submit_question_form,
}
WIRE = Wire({kind.__name__: kind for kind in USE_CASES})


@dataclass
class Chat:
    """The direct messages of one person, newest last; presses find buttons by their label, like people do."""

    shelves: Shelves
    person: str = "maria"
    view_id: str = "line3/1/operations"
    now: datetime = MONDAY
    screen: dict[str, Seen] = field(default_factory=dict)
    sent: list[Seen] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    reply: Reply | None = None

    @property
    def view(self) -> View:
        return self.shelves.views.get(self.view_id)

    def value(self, question_id: str) -> Plain:
        versions = self.view.answers.get(question_id)
        return versions[-1].value if versions else None

    def give(self, command: Command) -> str:
        """Carries the command out; returns the refusal in words, or "". Refused commands change nothing."""
        self.now += timedelta(seconds=10)
        before = dict(self.shelves.views.records)
        try:
            effects = USE_CASES[type(command)](self.shelves, Actor("plant", self.person), command, self.now)
        except FlowError as refusal:
            assert self.shelves.views.records == before
            return words(refusal.phrase)
        for post in effects.posts:
            if post.key in self.screen or post.promise != "refresh":
                self.screen[post.key] = seen(post, self._draw, WIRE)
        self.sent = [seen(post, self._draw, WIRE) for post in effects.posts]
        self.withdrawn += effects.withdraw
        self.reply = effects.reply
        return ""

    def _draw(self, card: Card, reader: str | None) -> Message:
        return draw_question(self.shelves, card, reader, self.now)

    def say(self, text: str) -> str:
        return self.give(conversation.Say(text))

    def start(self) -> None:
        assert self.give(asked.ContinueAnswering(self.view_id)) == ""

    def press(self, label: str, about: str = "") -> str:
        """Presses the newest button (or menu line) of this label, in a message or row that is `about` this."""
        found = [command for name, subject, command in self.buttons() if name == label and about in subject]
        assert found, f"no {label!r} about {about!r} among {[each[:2] for each in self.buttons()]}"
        return self.give(found[-1])

    def buttons(self) -> Iterator[tuple[str, str, Command]]:
        for post in self.screen.values():
            for block in post.message.blocks:
                yield from _pressable(block, words(post.message.summary))

    @property
    def last(self) -> str:
        """The newest message in words."""
        return text_of(list(self.screen.values())[-1].message)

    def card(self, question_id: str) -> str:
        """The newest card of a question in words."""
        base = f"round/line3/1/operations/q/{question_id}"
        count = self.view.cards.count(question_id)
        return text_of(self.screen[base if count <= 1 else f"{base}/{count}"].message)

    def submit_form(self, fills: Mapping[str, str | tuple[str, ...]]) -> str:
        """Submits the form on screen with these fields filled in otherwise than offered."""
        assert isinstance(self.reply, Form)
        command = replace(self.reply.submits, values={**offered(self.reply), **fills})
        return self.give(command)


def offered(form_: Form) -> dict[str, str | tuple[str, ...]]:
    """What a form submits when nobody touches it: empty fields are absent."""
    values: dict[str, str | tuple[str, ...]] = {}
    for each in form_.fields:
        if not isinstance(each, Section):
            value = getattr(each, "values", None) or getattr(each, "value", "")
            if value:
                values[each.id] = value
    return values


def submitted(fields: Iterable[Field]) -> dict[str, str | tuple[str, ...]]:
    """The same for the fields alone."""
    return offered(Form("", FormCommand(), tuple(fields)))


def _pressable(block: Block, about: str) -> Iterator[tuple[str, str, Command]]:
    if isinstance(block, Buttons):
        for button in block.buttons:
            yield button.label, f"{about} {words(button.about)}", button.does
    if isinstance(block, Menu):
        for choice in block.choices:
            yield choice.label, f"{about} {block.label}", choice.does
    if isinstance(block, Grid):
        for row in block.rows:
            for button in row.buttons:
                yield button.label, f"{about} {words(row.label)} {words(button.about)}", button.does
