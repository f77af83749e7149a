"""The first message to a respondent: why, how long, by when, who will see it, and what happens with the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.effects import Post, Promise
from flows.messages import Block, Button, Buttons, Facts, Header, Message, Note, Style, Text, ToPerson
from flows.people import Person
from flows.phrases import Count, Instant, Listing, Phrase, Words
from flows.questionnaires.commands import ContinueAnswering, OpenForm
from flows.rounds.commands import AskSomebodyElse, RemindMeLater
from flows.rounds.records import View, ViewState
from flows.rounds.scene import Scene

START = "Start"
BEGIN = "Start or continue"
"""On the first message, which stays as it is while its reader answers."""


def kickoff_key(scene: Scene, person_id: str) -> str:
    """One message per person and round, however many functions the person answers for."""
    return f"round/{scene.round.id}/kickoff/{person_id}"


def kickoff(scene: Scene, person: Person) -> Post:
    """The first message to this person, or its place redrawn: what is sent or passed on has no buttons any more."""
    asked = [view for view in scene.views.values() if _was_asked(view, person.id)]
    mine = [view for view in asked if view.respondent == person.id]
    blocks: list[Block] = [Header(_title(scene, asked))]
    if any(view.is_pending for view in mine):
        blocks += [Text(_why(scene, mine, person)), facts(scene, mine, person)]
        if any(view.answers and not view.handed_over_by for view in mine if view.state is ViewState.ASKED):
            blocks.append(Note("Your answers of the last round are filled in; change only what has moved."))
    for view in asked:
        blocks += _part(scene, view, person, alone=len(asked) == 1)
    deadline = max((scene.deadline(view) for view in mine), default=scene.round.deadline)
    summary = Phrase(
        "{project}: what {functions} {needs} from it, please, by {deadline}.",
        project=scene.project.name,
        functions=scene.function_names(tuple(asked)),
        needs="needs" if len(asked) == 1 else "need",
        deadline=Instant(deadline, person.zone),
    )
    starts = min((view.asked_at for view in asked), default=None)
    message = Message(summary, tuple(blocks))
    return Post(kickoff_key(scene, person.id), ToPerson(person.id), message, not_before=starts)


def redrawn_kickoff(scene: Scene, person: Person) -> Post:
    """The same in place, where it is on screen or still waits."""
    post = kickoff(scene, person)
    return Post(post.key, post.to, post.message, Promise.REFRESH)


def _was_asked(view: View, person_id: str) -> bool:
    """Asked when the round began; who takes a view over later has the offer as the first message."""
    return person_id == (view.handed_over_by[0] if view.handed_over_by else view.respondent)


def _title(scene: Scene, asked: Sequence[View]) -> Words:
    return Phrase(
        "{project}: what {needs} {functions} need?",
        project=scene.project.name,
        needs="does" if len(asked) == 1 else "do",
        functions=scene.function_names(tuple(asked)),
    )


def _why(scene: Scene, mine: Sequence[View], person: Person) -> Phrase:
    words = Phrase(
        "{project} starts on {kickoff}. Before it does, each function says what the first stage must bring, which "
        "risks it can accept, who should decide when goals pull apart, and how it wants to be kept informed. "
        "You answer for {functions}.",
        project=scene.project.name,
        kickoff=scene.project.kickoff,
        functions=scene.function_names(tuple(mine)),
    )
    standing_in = [view for view in mine if scene.function(view).representative != person.id]
    if not standing_in:
        return words
    absent = dict.fromkeys(scene.person(scene.function(view).representative).name for view in standing_in)
    return Phrase(
        "{words} ({who} {are} away the whole time, so I am asking you as the deputy.)",
        words=words,
        who=Listing(tuple(absent)),
        are="is" if len(absent) == 1 else "are",
    )


def facts(scene: Scene, mine: Sequence[View], person: Person) -> Facts:
    """How long, by when, who sees it, and what comes of it."""
    minutes = sum(scene.template(view).minutes for view in mine)
    where = where_published(scene)
    return Facts(
        (
            ("Takes", Phrase("about {n} minutes; stop and go on whenever you like, every answer is kept", n=minutes)),
            ("Until", Phrase("{at}", at=Instant(max(scene.deadline(view) for view in mine), person.zone))),
            (
                "Who sees it",
                Phrase(
                    "until the round closes, nobody but you. Then everyone in {where}, except answers that you mark "
                    "for sponsor and facilitator only, or as confidential; the summary is made without those",
                    where=where,
                ),
            ),
            (
                "What happens then",
                Phrase(
                    "I compare the answers of {all} and post in {where} where they agree, where they contradict each "
                    "other, with both quotes once its sides have looked at it in private, and what is open. "
                    "Until the round closes you can change your answers",
                    all=Count(len(scene.views), "function", "functions"),
                    where=where,
                ),
            ),
        )
    )


def where_published(scene: Scene) -> Phrase:
    """ "#line3-mes", or the project where it has no channel."""
    if scene.project.channel:
        return Phrase("#{channel}", channel=scene.project.channel)
    return Phrase("the project")


def _part(scene: Scene, view: View, person: Person, *, alone: bool) -> list[Block]:
    """The buttons for one function, or what became of it."""
    name = scene.function(view).name
    if view.respondent != person.id:
        words = Phrase("{function}: {who} answers now.", function=name, who=scene.respondent(view).who)
        return [Text(words)]
    if view.state is ViewState.SUBMITTED:
        return [Text(_sent(scene, view, name))]
    if view.state is ViewState.WITHOUT:
        words = Phrase("{function}: the round went on without it. A late answer is still welcome.", function=name)
        return [Text(words), Buttons(start_buttons(view, name))]
    start, *rest = start_buttons(view, name)
    start = replace(start, label=BEGIN) if start.label == START else start
    buttons = Buttons((start, *rest, *_other_roads(view, name)))
    return [buttons] if alone else [Text(Phrase("{function}", function=name)), buttons]


def _sent(scene: Scene, view: View, name: str) -> Phrase:
    sent_at = scene.instant(view.submitted_at or view.asked_at)
    if scene.round.is_open:
        template = "{function}: sent on {at}, thank you. You can change your answers until the round closes."
    else:
        template = "{function}: sent on {at}, thank you."
    return Phrase(template, function=name, at=sent_at)


def start_buttons(view: View, about: str) -> tuple[Button, ...]:
    """Answer question by question, or all in one form."""
    label = "Continue" if view.answers or view.draft else START
    return (
        Button(label, ContinueAnswering(view.id), Style.PRIMARY, about),
        Button("Open as a form", OpenForm(view.id), about=about),
    )


def _other_roads(view: View, about: str) -> tuple[Button, ...]:
    return (
        Button("Ask somebody else", AskSomebodyElse(view.id), about=about),
        Button("Remind me later", RemindMeLater((view.id,)), about=about),
    )
