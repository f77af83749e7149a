"""The answers behind a summary, for whoever may read the project (C12): by sentence, or function by function.

Looks: show_sources, list_answers, show_answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.commands import Actor
from flows.contradictions.analysis import analyse_case
from flows.contradictions.references import Ref, Sourced, Told, references
from flows.decisions.cast import Cast
from flows.decisions.rights import check_may_read
from flows.effects import Effects
from flows.errors import Invalid, NotFound, WrongState
from flows.messages import Block, Button, Buttons, Header, Items, Message, Note, Text
from flows.phrases import Count, Phrase, Quote, Value
from flows.projects.membership import project_here
from flows.questionnaires.answers import Visibility
from flows.questionnaires.wording import rows_of, shortened
from flows.resolving.quiet import quiet_now
from flows.rounds.added_risks import told
from flows.rounds.analysis import case_told, latest
from flows.rounds.commands import ListAnswers, ShowAnswers, ShowSources
from flows.rounds.publishing import agreeing, sources_button
from flows.rounds.records import View
from flows.rounds.saying import in_words
from flows.rounds.scene import Scene, latest_round, load_scene
from flows.rounds.shelves import Records

SENTENCES, ANSWERS, FUNCTIONS = 8, 8, 40
"""How many of each one message shows; there is a button for more sentences, the others are counted."""
LENGTH = 300


def show_sources(records: Records, actor: Actor, command: ShowSources, now: datetime) -> Effects:  # noqa: ARG001
    """Each sentence of one part of the summary with the answers that it stands on, from the given sentence on."""
    scene = _closed(records, actor, command.round_id)
    case, quiet = case_told(records, scene), quiet_now(records, scene.project)
    found = references(command.part, Told(case, analyse_case(case), agreeing(scene.round), quiet))
    first = min(max(command.first, 0), max(len(found) - 1, 0))
    title = Phrase("{project}: the answers behind the summary", project=scene.project.name)
    blocks: list[Block] = [Header(title)]
    for each in found[first : first + SENTENCES]:
        blocks += _sentence(scene, each)
    if not found:
        blocks.append(Text("This part is computed from the other parts; the answers stand behind those."))
    if first + SENTENCES < len(found):
        more = sources_button(scene.round.id, command.part, first + SENTENCES)
        blocks.append(Buttons((Button("More", more.does),)))
    return Effects(reply=Message(title, tuple(blocks)))


def list_answers(records: Records, actor: Actor, command: ListAnswers, now: datetime) -> Effects:  # noqa: ARG001
    """Who has answered how much in the latest round, with a button for each function."""
    project = project_here(records, actor, command.channel, command.project)
    round_ = latest_round(records, project.id)
    if round_ is None:
        raise NotFound("{project} has not begun, so there are no answers yet.", project=project.name)
    scene = _closed(records, actor, round_.id)
    title = Phrase("{project}: what each function said", project=project.name)
    lines = tuple(
        Phrase("{function}: {count}", function=scene.function(view).name, count=_count(view))
        for view in scene.submitted
    )
    buttons = tuple(
        Button(scene.function(view).name[:40], ShowAnswers(round_.id, view.function_id)) for view in scene.submitted
    )
    return Effects(reply=Message(title, (Header(title), Items(lines), *rows_of(buttons[:FUNCTIONS]))))


def show_answers(records: Records, actor: Actor, command: ShowAnswers, now: datetime) -> Effects:  # noqa: ARG001
    """Everything that one function said and everybody may read: question, version, who and when."""
    scene = _closed(records, actor, command.round_id)
    view = next((each for each in scene.submitted if each.function_id == command.function), None)
    if view is None:
        raise Invalid("This function has not answered in this round. Type /align answers to see who has.")
    title = Phrase("{project}: what {function} said", project=scene.project.name, function=scene.function(view).name)
    lines = [_line(scene, view, Ref(view.function_id, question)) for question in _open(scene, view)]
    blocks: list[Block] = [Header(title), Items(tuple(lines)) if lines else Text("Nothing that everybody may read.")]
    if len(lines) < len(latest(view)):
        blocks.append(Note("Answers that not everybody may read are left out."))
    return Effects(reply=Message(title, tuple(blocks)))


def _closed(records: Records, actor: Actor, round_id: str) -> Scene:
    """A round that the actor may read. Raises NotFound, NotAllowed, and WrongState while it is blind."""
    scene = load_scene(records, records.rounds.get(round_id))
    check_may_read(Cast(records, scene.project), actor.person_id)
    if scene.round.is_open:
        raise WrongState("Nobody reads the answers of others before the round closes. Type /align status to see when.")
    return scene


def _sentence(scene: Scene, each: Sourced) -> Iterator[Block]:
    yield Text(each.says)
    views = {view.function_id: view for view in scene.views.values()}
    refs = tuple(dict.fromkeys(ref for ref in each.refs if ref.function in views))
    lines = [_line(scene, views[ref.function], ref) for ref in refs[:ANSWERS]]
    if len(refs) > ANSWERS:
        lines.append(Phrase("and {n} more", n=len(refs) - ANSWERS))
    if lines:
        yield Items(tuple(lines))
    if each.hidden:
        yield Note("Answers in confidence count here too. They are not shown: not everybody may read them.")
    if each.quiet:
        yield Note("Nobody is quoted on what the sides clear, or have cleared, between them in private.")
    elif not each.hidden and not lines:
        yield Note("No answer stands behind this: it is what nobody has said.")


def _line(scene: Scene, view: View, ref: Ref) -> Phrase:
    """ "Operations · Success · version 2 (Maria Nowak, 23 Nov 14:02): “…”"."""
    versions = view.answers.get(ref.question, ())
    question = next((each for each in scene.template(view).questions if each.id == ref.question), None)
    if question is None or not versions:
        return Phrase("{function} · {question}", function=scene.function(view).name, question=ref.question)
    newest = versions[-1]
    said: Value = (
        Quote(shortened(ref.said, LENGTH)) if ref.said else in_words(scene, view, question, told(scene, newest.value))
    )
    return Phrase(
        "{function} · {question} · version {n} ({who}, {at}): {said}",
        function=scene.function(view).name,
        question=question.title,
        n=len(versions),
        who=scene.person(newest.by).name,
        at=scene.instant(newest.at),
        said=said,
    )


def _open(scene: Scene, view: View) -> tuple[str, ...]:
    """The questions whose answers everybody may read, in the order in which they are asked."""
    said = latest(view)
    asked = (question.id for question in scene.template(view).questions)
    return tuple(question for question in asked if question in said and said[question].visibility is Visibility.PROJECT)


def _count(view: View) -> Count:
    return Count(len(latest(view)), "answer", "answers")
