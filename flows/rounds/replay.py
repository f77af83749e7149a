"""Recorded answers: a workshop's results, or a project file's, as a finished round. Twice changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flows.effects import NOTHING, Effects, Post
from flows.project_file import plain_answer
from flows.projects.announcing import started
from flows.projects.records import Project
from flows.questionnaires.answers import FunctionAnswers, Visibility
from flows.rounds.analysis import spoken_by
from flows.rounds.closing import close, closing_messages, conclude
from flows.rounds.opening import open_round
from flows.rounds.participation import participation
from flows.rounds.progress import settled
from flows.rounds.publishing import late_note, publish
from flows.rounds.recorded import confirm_card
from flows.rounds.records import Answer, View, ViewState
from flows.rounds.redrawing import stale
from flows.rounds.scene import Scene, latest_round, load_scene
from flows.rounds.shelves import Records


def replay(records: Records, project: Project, answers: Sequence[FunctionAnswers], now: datetime) -> Effects:
    """Keeps the answers with who said and who recorded them, all in the latest round.

    Without a round, one is opened and closed with what is there; an open one closes when everybody is in; a closed
    one is analysed again. The project and its people are stored already.
    """
    last = latest_round(records, project.id)
    if last is None and not any(said.answers for said in answers):
        return NOTHING
    scene = load_scene(records, last) if last else open_round(records, project, now)
    before = scene
    changed = [new for said in answers if (new := _recorded(scene, said, now)) is not None]
    if last is None:
        changed = [replace(view, respondent=spoken_by(view)) for view in changed]
    if last is not None and not changed:
        return NOTHING
    posts: list[Post] = []
    withdrawn: list[str] = []
    for view in changed:
        records.views.put(view)
        scene, more = settled(records, _with_view(records, scene, view), view, now)
        posts += more if last is not None else ()
        withdrawn += stale(view)
    ended = (
        _ended(records, before, scene, now, changed=changed)
        if last
        else close(records, _let_go(records, scene), now, look=False)
    )
    cards = [confirm_card(scene, scene.views[view.id], now) for view in changed if view.recorded_by]
    ready = started(project, now) if last is None else ()
    return Effects((*posts, *ended.posts, *cards, *ready), withdraw=tuple(withdrawn))


def _ended(records: Records, before: Scene, scene: Scene, now: datetime, *, changed: Sequence[View]) -> Effects:
    """What follows in a round that was there already."""
    if scene.round.is_open:
        return conclude(records, scene, now)
    after, analysis, summary = publish(records, scene, now)
    notes = tuple(late_note(before, after, after.views[view.id], now) for view in changed)
    told = closing_messages(after, analysis, now, newly=tuple(view.respondent for view in changed))
    return Effects((participation(after, now), *summary, *notes, *told))


def _let_go(records: Records, scene: Scene) -> Scene:
    """Nobody waits for who said nothing; a late answer is still welcome."""
    for view in scene.pending:
        silent = replace(view, state=ViewState.WITHOUT, due_at=None)
        records.views.put(silent)
        scene = scene.with_view(silent)
    return scene


def _with_view(records: Records, scene: Scene, view: View) -> Scene:
    """The scene with the view, and with who is named in it."""
    return load_scene(records, scene.round, *scene.with_view(view).views.values())


def _recorded(scene: Scene, said: FunctionAnswers, now: datetime) -> View | None:
    """The view with these answers, sent; None where nothing of it is new."""
    view = scene.views.get(scene.round.views.get(said.function, ""))
    if view is None or not said.answers:
        return None
    writer = said.recorded_by if said.recorded_by != said.by else None
    answers = dict(view.answers)
    for question, value in said.answers.items():
        answer = Answer(
            value=plain_answer(value),
            by=said.by,
            at=now,
            visibility=said.visibility.get(question, Visibility.PROJECT),
            recorded_by=writer,
            late=not scene.round.is_open,
        )
        if not any(_is_same(answer, version) for version in answers.get(question, ())):
            answers[question] = (*answers.get(question, ()), answer)
    if answers == view.answers:
        return None
    return replace(
        view,
        answers=answers,
        state=ViewState.SUBMITTED,
        submitted_at=now,
        asking=None,
        draft={},
        confirmed_at=None,
    )


def _is_same(one: Answer, other: Answer) -> bool:
    """Whether it was recorded before: what somebody has changed since stays changed."""
    return (one.value, one.by, one.visibility, one.recorded_by) == (
        other.value,
        other.by,
        other.visibility,
        other.recorded_by,
    )
