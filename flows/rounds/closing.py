"""Closing a round: when everybody is in, when the sponsor goes on without the rest, or when nobody chose in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.calendar import next_working
from flows.commands import Actor
from flows.contradictions.findings import Analysis, Contradiction
from flows.effects import NOTHING, Effects, Post, Promise
from flows.messages import Block, Buttons, Header, Message, Text, ToPerson
from flows.people import Person
from flows.phrases import Count, Phrase
from flows.questionnaires.answers import Visibility
from flows.rounds.analysis import latest
from flows.rounds.briefing import briefing
from flows.rounds.commands import RoundDue
from flows.rounds.kickoff import redrawn_kickoff, start_buttons, where_published
from flows.rounds.offers import ended_offer
from flows.rounds.participation import participation
from flows.rounds.publishing import publish
from flows.rounds.records import Chase, Choice, Chosen, RoundState, View, ViewState
from flows.rounds.redrawing import redrawn, sponsor_cards, stale
from flows.rounds.scene import Scene, load_scene
from flows.rounds.schedule import followed_up
from flows.rounds.shelves import Records
from flows.rounds.straggler_cards import is_undecided
from flows.second_look.cards import look_posts
from flows.second_look.clock import begun, look_due


def round_due(records: Records, actor: Actor, command: RoundDue, now: datetime) -> Effects:
    """The clock: the deadline has come, or the sponsor's time to choose is over."""
    round_ = records.rounds.find(command.round_id)
    if not actor.is_clock or round_ is None or round_.due_at is None or round_.due_at > now:
        return NOTHING
    if not round_.is_open:
        return look_due(records, load_scene(records, round_), now)
    scene = load_scene(records, round_)
    if round_.choose_by is not None and round_.choose_by <= now:
        undecided = tuple(view for view in scene.pending if is_undecided(view))
        return go_on_without(records, scene, undecided, Choice(Chosen.WITHOUT, now))
    if not scene.pending:
        return close(records, scene, now)
    scene = _waiting_on(records, scene, round_.choose_by)
    return Effects(posts=(participation(scene, now),))


def _waiting_on(records: Records, scene: Scene, due_at: datetime | None) -> Scene:
    """The round stays open: from here on the views' own clocks follow the stragglers up."""
    round_ = replace(scene.round, due_at=due_at, choose_by=due_at)
    records.rounds.put(round_)
    return replace(scene, round=round_)


def go_on_without(records: Records, scene: Scene, views: tuple[View, ...], choice: Choice) -> Effects:
    """These functions are not waited for any more; when nobody else is either, the round closes."""
    now, posts = choice.at, list[Post]()
    for view in views:
        over = followed_up(view, Chase.SETTLED)
        let_go = replace(over, state=ViewState.WITHOUT, choice=choice, due_at=None, offer=None, offered_to=None)
        records.views.put(let_go)
        scene = scene.with_view(let_go)
    for view in views:
        posts += redrawn(records, scene, view, now)
        if view.offer is not None:
            posts.append(ended_offer(scene, view, view.offer, Phrase("The round went on without an answer.")))
    withdrawn = tuple(prefix for view in views for prefix in stale(view))
    ended = conclude(records, scene, now)
    return Effects((*posts, *ended.posts), withdraw=withdrawn)


def conclude(records: Records, scene: Scene, now: datetime) -> Effects:
    """Closes the round if nobody is waited for; else the line in the channel says who is."""
    if not scene.pending:
        return close(records, scene, now)
    if scene.round.choose_by is not None and not any(is_undecided(view) for view in scene.pending):
        scene = _waiting_on(records, scene, None)
    return Effects(posts=(participation(scene, now),))


def close(records: Records, scene: Scene, now: datetime, *, look: bool = True) -> Effects:
    """Ends the blind time: analysis, summary, and a word to everybody who was asked; `look`: with a second look."""
    round_ = replace(scene.round, state=RoundState.CLOSED, closed_at=now, due_at=None, choose_by=None)
    scene = replace(scene, round=round_)
    scene, analysis, posts = publish(records, begun(records, scene, now) if look else scene, now)
    people = participants(scene)
    told = closing_messages(scene, analysis, now, newly=people)
    kickoffs = tuple(redrawn_kickoff(scene, scene.person(person)) for person in people)
    cards = tuple(post for card in range(1, round_.cards + 1) for post in sponsor_cards(scene, card, now))
    return Effects(posts=(participation(scene, now), *posts, *told, *kickoffs, *cards, *look_posts(scene, now)))


def participants(scene: Scene) -> tuple[str, ...]:
    """Everybody who was asked, and everybody who passed it on."""
    views = scene.views.values()
    everybody = dict.fromkeys(person for view in views for person in (view.respondent, *view.handed_over_by))
    return tuple(person for person in everybody if scene.person(person).active)


def closing_messages(scene: Scene, analysis: Analysis, now: datetime, *, newly: tuple[str, ...]) -> tuple[Post, ...]:
    """To each of them: a message to those for whom it is new, and the figures brought up to date for the others."""
    told = (
        _closing_message(
            scene,
            scene.person(person),
            analysis,
            now,
            promise=Promise.NEVER_LOST if person in newly else Promise.REFRESH,
        )
        for person in participants(scene)
    )
    return (*told, *briefing(scene, now))


def _closing_message(scene: Scene, person: Person, analysis: Analysis, now: datetime, *, promise: Promise) -> Post:
    """What happened with the answers: to each person once per round, at their next working moment."""
    head = _headline(scene, now)
    blocks: list[Block] = [Header(head)]
    for view in scene.views.values():
        if person.id in (view.respondent, *view.handed_over_by):
            blocks += _what_happened(scene, view, person, analysis)
    blocks.append(Text(_where(scene)))
    key = f"round/{scene.round.id}/closed/{person.id}"
    return Post(key, ToPerson(person.id), Message(head, tuple(blocks)), promise, not_before=next_working(person, now))


def _headline(scene: Scene, now: datetime) -> Phrase:
    into = Phrase(
        "{into} of {all} answered", into=len(scene.submitted), all=Count(len(scene.views), "function", "functions")
    )
    closed_at = scene.round.closed_at or now
    early = len(scene.submitted) == len(scene.views) and closed_at < scene.round.deadline
    template = (
        "{project}: everybody has answered before the deadline, so the round is closed already."
        if early
        else "{project}: the round is closed, {into}."
    )
    return Phrase(template, project=scene.project.name, into=into)


def _what_happened(scene: Scene, view: View, person: Person, analysis: Analysis) -> list[Block]:
    name = scene.function(view).name
    if view.state is not ViewState.SUBMITTED:
        words = Phrase(
            "It was closed without {function}. A late answer is still welcome; it is added to the summary as late.",
            function=name,
        )
        buttons = (Buttons(start_buttons(view, name)),) if view.respondent == person.id else ()
        return [Text(words), *buttons]
    concerning = sum(_is_about(found, view) for found in analysis.contradictions)
    words = Phrase(
        "What {function} said ({answers}) was compared with what {others} said. {found}",
        answers=Count(len(latest(view)), "answer", "answers"),
        function=name,
        others=Count(len(scene.submitted) - 1, "other function", "other functions"),
        found=_concerning(concerning),
    )
    if len(scene.submitted) == 1:
        words = Phrase("Only {function} has answered so far, so there was nothing to compare.", function=name)
    blocks: list[Block] = [Text(words)]
    kept = sum(answer.visibility is not Visibility.PROJECT for answer in latest(view).values())
    if kept:
        count = Count(
            kept, "answer that you marked for fewer readers is", "answers that you marked for fewer readers are"
        )
        words = Phrase("{count} not shown, and nothing that others read is made of them.", count=count)
        blocks.append(Text(words))
    if view.respondent != person.id:
        blocks.append(Text(Phrase("{who} sent them.", who=scene.respondent(view).who)))
    return blocks


def _is_about(found: Contradiction, view: View) -> bool:
    return any(view.function_id in side.functions for side in found.sides)


def _concerning(number: int) -> Phrase:
    if number == 0:
        return Phrase("No contradiction concerns it.")
    return Phrase("{count} it.", count=Count(number, "contradiction concerns", "contradictions concern"))


def _where(scene: Scene) -> Phrase:
    return Phrase(
        "The summary is in {where}: each contradiction, with its quotes once it is opened, what is still open, and "
        "what happens next.",
        where=where_published(scene),
    )
