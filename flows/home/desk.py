"""Where everything of one person is looked for: what was asked of them, and what they asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.decisions.proposals import proposal_buttons, proposal_line
from flows.decisions.records import Standing
from flows.escalations.buttons import answer_button, show_button
from flows.escalations.cards import standing
from flows.escalations.records import Escalation, EscalationState
from flows.help import ShowHelp
from flows.home.parts import MOST, Part, Records
from flows.messages import Block, Button, Buttons, Items, Style, Text
from flows.people import Person
from flows.phrases import Instant, Phrase, Quote
from flows.projects.announcing import ready
from flows.projects.records import Project
from flows.projects.setup import OpenNewProject
from flows.questionnaires.commands import OpenForm
from flows.rounds.commands import AcceptOffer, ConfirmRecorded, DeclineOffer
from flows.rounds.kickoff import start_buttons
from flows.rounds.participation import line
from flows.rounds.records import View, ViewState
from flows.rounds.scene import Scene, latest_round, load_scene, scene_of


@dataclass(frozen=True)
class Desk:
    """Where everything of one person is looked for."""

    records: Records
    person: Person
    mine: Sequence[Project]
    now: datetime

    def questionnaires(self) -> list[Part]:
        """Those that are open, the most pressing first."""
        views = [view for view in self.records.views.where(person_id=self.person.id) if view.is_pending]
        scenes = [scene_of(self.records, view.id) for view in views]
        scenes.sort(key=lambda each: (each[0].deadline(each[1]), each[1].id))
        return [self._questionnaire(scene, view) for scene, view in scenes]

    def _questionnaire(self, scene: Scene, view: View) -> Part:
        deadline = scene.deadline(view)
        words = Phrase(
            "{project}, questions for {function}: {given} of {all} answered, {due} {deadline}.",
            project=scene.project.name,
            function=scene.function(view).name,
            given=scene.answered(view),
            all=len(scene.template(view).questions),
            due="due" if self.now < deadline else "was due",
            deadline=Instant(deadline, scene.project.zone),
        )
        return Part(words, start_buttons(view, scene.function(view).name))

    def escalations(self) -> list[Part]:
        """Decisions that are this person's to take, and questions to them."""
        found = {each.id: each for each in self.records.escalations.where(person_id=self.person.id) if each.is_open}
        found |= {each.id: each for each in self._left_with_me()}
        return [self._escalation(each) for each in sorted(found.values(), key=lambda each: (each.until, each.id))]

    def proposals(self) -> Iterator[Part]:
        """What others recorded as this person's decision."""
        for each in self.records.decisions.where(state=Standing.PROPOSED.value, person_id=self.person.id):
            cast = Cast(self.records, self.records.projects.get(each.project_id))
            yield Part(proposal_line(each, cast), proposal_buttons(each))

    def _left_with_me(self) -> Iterator[Escalation]:
        """Decisions that everybody was asked for and that this person, the last one, may still take."""
        for project in self.mine:
            for each in self.records.escalations.where(project_id=project.id):
                if each.state is EscalationState.EXHAUSTED and each.turn.person_id == self.person.id:
                    yield each

    def _escalation(self, escalation: Escalation) -> Part:
        info = escalation.info
        until = Instant(escalation.until, self.person.zone)
        if info is not None and info.of == self.person.id:
            words = Phrase(
                "{label}: {who} asks you {question}. The decision waits for your answer.",
                label=escalation.label,
                who=self._cast(escalation).who(info.by),
                question=Quote(info.question),
            )
            answer = answer_button(escalation, len(escalation.questions) - 1)
            return Part(words, (answer, show_button(escalation)))
        template = "{label}, your decision by {until}: {question}"
        if escalation.state is EscalationState.ACKNOWLEDGED:
            template = "{label}, you have taken this and decide by {until}: {question}"
        elif escalation.state is EscalationState.EXHAUSTED:
            template = "{label}, nobody has decided and you may still do so; it was due {until}: {question}"
        words = Phrase(template, label=escalation.label, until=until, question=Quote(escalation.question))
        return Part(words, (show_button(escalation),))

    def asked(self) -> Iterator[Part]:
        """Decisions that this person has asked for and that are open."""
        for project in self.mine:
            cast = Cast(self.records, project)
            for escalation in self.records.escalations.where(project_id=project.id):
                if escalation.requester == self.person.id and escalation.is_open:
                    words = Phrase(
                        "{label}, {question} {standing}",
                        label=escalation.label,
                        question=Quote(escalation.question),
                        standing=standing(escalation, cast),
                    )
                    yield Part(words, (show_button(escalation),))

    def offers(self) -> Iterator[Part]:
        """Requests to take a questionnaire over."""
        for scene in self._scenes():
            for view in scene.pending:
                offer = view.offer
                if offer is not None and offer.to == self.person.id:
                    name = scene.function(view).name
                    words = Phrase(
                        "{who} asks you to answer for {function} in {project}.",
                        who=scene.person(offer.by).who,
                        function=name,
                        project=scene.project.name,
                    )
                    accept = Button("Accept", AcceptOffer(view.id, offer.number), Style.PRIMARY, name)
                    yield Part(words, (accept, Button("I cannot", DeclineOffer(view.id, offer.number), about=name)))

    def late(self) -> Iterator[Part]:
        """Questionnaires that the round went on without; they do not wait, but they can be answered."""
        for scene in self._scenes():
            for view in scene.views.values():
                if view.state is ViewState.WITHOUT and view.respondent == self.person.id:
                    name = scene.function(view).name
                    words = Phrase(
                        "{project}: a late answer for {function} is still welcome.",
                        project=scene.project.name,
                        function=name,
                    )
                    yield Part(words, start_buttons(view, name))

    def confirmations(self) -> Iterator[Part]:
        """Answers that somebody else recorded in this person's name."""
        for scene in self._scenes():
            for view in scene.views.values():
                writer = view.recorded_by
                if writer is None or view.confirmed_at is not None or view.respondent != self.person.id:
                    continue
                name = scene.function(view).name
                words = Phrase(
                    "{who} recorded answers for you, for {function} in {project}. Are they what you said?",
                    who=scene.person(writer).who,
                    function=name,
                    project=scene.project.name,
                )
                confirm = Button("Yes, I said that", ConfirmRecorded(view.id), Style.PRIMARY, name)
                yield Part(words, (confirm, Button("Read or correct", OpenForm(view.id), about=name)))

    def starts(self) -> Iterator[Part]:
        """Projects that this person could start, and the one they are setting up."""
        setup = self.records.setups.find(self.person.id)
        if setup is not None and setup.is_draft:
            words = Phrase("You have begun to set up {project}.", project=setup.project.name)
            yield Part(words, (Button("Continue", OpenNewProject(), Style.PRIMARY, setup.project.name),))
        for project in self.mine:
            runs = self.person.id == (project.facilitator or project.sponsor)
            if runs and latest_round(self.records, project.id) is None:
                message = ready(project)
                rows = [block for block in message.blocks if isinstance(block, Buttons)]
                yield Part(Phrase("{words}", words=message.summary), rows[0].buttons)

    def projects(self, actor: Actor) -> Iterator[Block]:
        """A line for each."""
        lines = [self._project(project) for project in self.mine[:MOST]]
        if len(self.mine) > MOST:
            lines.append(Phrase("and {n} more", n=len(self.mine) - MOST))
        if lines:
            yield Items(tuple(lines))
        elif actor.outside:
            yield Text("You are not part of a project yet. A facilitator can add you.")
        else:
            yield Text("You are not part of a project yet. A facilitator can add you, or you set one up yourself.")
        begin = () if actor.outside else (Button("Set up a project", OpenNewProject()),)
        yield Buttons((*begin, Button("Help", ShowHelp())))

    def _project(self, project: Project) -> Phrase:
        last = latest_round(self.records, project.id)
        if last is None:
            return Phrase("{project}: not started.", project=project.name)
        words = line(load_scene(self.records, last), self.now)
        return Phrase("{project}: {words}", project=project.name, words=words)

    def _scenes(self) -> Iterator[Scene]:
        """The latest round of each of the person's projects."""
        for project in self.mine:
            last = latest_round(self.records, project.id)
            if last is not None:
                yield load_scene(self.records, last)

    def _cast(self, escalation: Escalation) -> Cast:
        return Cast(self.records, self.records.projects.get(escalation.project_id))
