"""The summary of a closed round: posted once, then edited in place whenever a late answer changes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.consent.records import ProposalState
from flows.contradictions.analysis import analyse_case
from flows.contradictions.case import Case
from flows.contradictions.closeness import Agreeing
from flows.contradictions.details import Detail
from flows.contradictions.findings import Analysis
from flows.contradictions.next_steps import next_steps
from flows.contradictions.openly import for_everybody
from flows.contradictions.references import HEADLINE, PARTS
from flows.contradictions.summary import Summary, summarise
from flows.decisions.cast import Cast
from flows.digests.hushing import taken_back
from flows.effects import Card, Content, Post, Promise
from flows.errors import NotFound
from flows.evidence import tracking as evidence
from flows.goals.records import Goal
from flows.messages import Button, Buttons, Message, Text
from flows.phrases import Count, Listing, Phrase, Quote, Value
from flows.questionnaires.answers import Visibility
from flows.resolving.hushing import hush
from flows.resolving.quiet import quiet_now
from flows.resolving.telling import CONTRADICTIONS, SUMMARY
from flows.resolving.tracking import settled_since, tracked
from flows.rounds.analysis import case_now, case_told, latest
from flows.rounds.commands import ShowSources
from flows.rounds.participation import public_address
from flows.rounds.quietly import is_quieter, told_quietly
from flows.rounds.records import Round, View, ViewState
from flows.rounds.scene import Scene, load_scene
from flows.rounds.shelves import Records
from flows.rounds.sources import sources

PREFIX, SUFFIX = "round/", "/summary"
"""Of the key of a summary, around the round's id."""


def summary_key(scene: Scene) -> str:
    """The message in the channel; its thread hangs under it."""
    return f"{PREFIX}{scene.round.id}{SUFFIX}"


def publish(records: Records, scene: Scene, now: datetime) -> tuple[Scene, Analysis, tuple[Post, ...]]:
    """Analyses what was sent, draws the summary, and has what contradicts worked on.

    The round in the scene that is given back is stored already.
    """
    full = case_now(records, scene)
    case = for_everybody(full)
    analysis = analyse_case(case)
    key, to = summary_key(scene), public_address(scene.project)
    cast = Cast(records, scene.project)
    told = (*hush(records, cast, full, now), *tracked(records, cast, analysis.contradictions, now, thread=key))
    summary = _summary(records, scene, case, analysis)
    details = (*summary.thread, *sources(scene))
    posts = [Post(key, to, _with_sources(scene, HEADLINE, summary.headline))]
    posts += [Post(f"{key}/{each.name}", to, _content(scene, each), thread=key) for each in details]
    posts += _taken_back(scene, details)
    shown = {post.key for post in posts}
    posts += {post.key: post for post in told if post.key not in shown}.values()
    posts += [*evidence.tracked(records, cast, case, now), *told_quietly(scene, full, analysis, now)]
    posts += taken_back(records, scene.project, scene.round.closed_at or now) if is_quieter(scene, now) else ()
    found = {"contradictions": len(analysis.contradictions), "gaps": len(analysis.gaps)}
    parts = tuple(dict.fromkeys((*scene.round.parts, *(detail.name for detail in details))))
    round_ = replace(scene.round, analysed=scene.round.analysed + 1, parts=parts, found=found)
    records.rounds.put(round_)
    return replace(scene, round=round_), analysis, tuple(posts)


def draw_summary(records: Records, card: Card, _reader: str | None, _now: datetime) -> Message:
    """The message in the channel as things stand, or one of its thread (`part`: its name); its key is `card.of`.

    Raises NotFound for a message that the summary does not have any more.
    """
    scene = load_scene(records, records.rounds.get(card.of.removeprefix(PREFIX).removesuffix(SUFFIX)))
    case = case_told(records, scene)
    summary = _summary(records, scene, case, analyse_case(case))
    if not card.part:
        return _with_sources(scene, HEADLINE, summary.headline)
    detail = next((each for each in summary.thread if each.name == card.part), None)
    if detail is None:
        raise NotFound("The summary has no such message any more.")
    return _sourced(scene, detail)


def sources_button(round_id: str, part: str, first: int = 0) -> Button:
    """Opens the answers behind a part of the summary, for who presses it alone."""
    return Button("See the answers", ShowSources(round_id, part, first), about=part)


def _content(scene: Scene, detail: Detail) -> Content:
    """Contradictions are drawn when they are sent: whom nobody quotes while it is queued may change."""
    if detail.part == CONTRADICTIONS:
        return Card(SUMMARY, summary_key(scene), detail.name)
    return _sourced(scene, detail)


def _sourced(scene: Scene, detail: Detail) -> Message:
    return _with_sources(scene, detail.part, detail.message, detail.first)


def _with_sources(scene: Scene, part: str, message: Message, first: int = 0) -> Message:
    """With a way to the answers, where the part is made from answers."""
    if part not in PARTS:
        return message
    return replace(message, blocks=(*message.blocks, Buttons((sources_button(scene.round.id, part, first),))))


def _summary(records: Records, scene: Scene, case: Case, analysis: Analysis) -> Summary:
    let_go = {view.function_id for view in scene.views.values() if view.state is ViewState.WITHOUT}
    settled = settled_since(records, scene.project.id)
    standing = tuple(each for each in analysis.contradictions if each.id not in settled)
    goals = (each for each in records.proposals.where(project_id=scene.project.id) if isinstance(each.content, Goal))
    has_goal = any(each.is_open or each.state is ProposalState.AGREED for each in goals)
    steps = next_steps(case, replace(analysis, contradictions=standing), let_go, has_goal=has_goal)
    quiet = quiet_now(records, scene.project)
    return summarise(case, analysis, steps, settled=settled, agreeing=agreeing(scene.round), quiet=quiet)


def agreeing(round_: Round) -> Agreeing:
    """With the figure before the second look once that has changed something."""
    look = round_.look
    return Agreeing(round_.threshold, look.before if look is not None and look.changed else None)


def _taken_back(scene: Scene, details: tuple[Detail, ...]) -> list[Post]:
    """Messages of an earlier summary that the new one has no use for."""
    now = {detail.name for detail in details}
    words = "A late answer has changed this; what is left stands in the messages above."
    return [
        Post(
            f"{summary_key(scene)}/{name}",
            public_address(scene.project),
            Message(words, (Text(words),)),
            Promise.REFRESH,
        )
        for name in scene.round.parts
        if name not in now
    ]


def late_note(before: Scene, after: Scene, view: View, now: datetime) -> Post:
    """In the thread, once per function: what came late, and what it changed."""
    said = latest(view)
    newest = max(said.values(), key=lambda answer: answer.at, default=None)
    fresh = all(versions[0].late for versions in view.answers.values() if versions)
    template = (
        "{function} ({who}) was added on {at}, after the round had closed: {found}."
        if fresh
        else "{function} ({who}) changed an answer on {at}, after the round had closed: {found}."
    )
    reason: Value = ""
    if newest is not None and newest.at == now and not newest.late:
        template = "{function} ({who}) said more in the second look on {at}: {found}."
        if newest.reason and newest.visibility is Visibility.PROJECT:
            template = "{function} ({who}) changed an answer in the second look on {at}, {reason}: {found}."
            reason = Quote(newest.reason)
    words = Phrase(
        template,
        function=after.function(view).name,
        reason=reason,
        who=after.person(next(iter(said.values())).by if said else view.respondent).name,
        at=after.instant(now),
        found=_change(before, after),
    )
    key = f"{summary_key(after)}/late/{view.function_id}"
    return Post(key, public_address(after.project), Message(words, (Text(words),)), thread=summary_key(after))


def _change(before: Scene, after: Scene) -> Phrase:
    figures = {"contradictions": ("contradiction", "contradictions"), "gaps": ("gap", "gaps")}
    parts = tuple(
        Phrase(
            "{now} (before: {then})",
            now=Count(after.round.found.get(name, 0), *words),
            then=before.round.found.get(name, 0),
        )
        for name, words in figures.items()
    )
    return Phrase("{parts}", parts=Listing(parts))
