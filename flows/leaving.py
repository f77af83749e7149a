"""Somebody's account was closed, or works again: what waits for them goes on, and who runs their projects is told.

Changes: person_left, person_back. Only the clock and the operator give them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from flows import takeover
from flows.absences import watched
from flows.charter.keeping import Charters
from flows.charter.newcomers import came_back, stood_in
from flows.commands import Actor, Command
from flows.consent.keeping import Proposals
from flows.decisions.cast import Cast
from flows.decisions.keeping import Decisions
from flows.decisions.proposals import unconfirmed_post
from flows.decisions.records import Standing
from flows.effects import NOTHING, Effects, Post, Promise
from flows.errors import NotAllowed
from flows.escalations.keeping import Escalations
from flows.escalations.posts import changed
from flows.escalations.records import EscalationState
from flows.escalations.steering import go_on_without
from flows.leaving_words import told_back, told_left
from flows.links import Links, turned_out_to_be
from flows.messages import ToPerson
from flows.people import Person
from flows.projects.membership import members
from flows.projects.records import Project
from flows.red_lines.keeping import RedLines
from flows.resolving.holding import go_on_without as without
from flows.rounds.handover import give_back, hand_to
from flows.rounds.records import Chase, View
from flows.rounds.redrawing import stale
from flows.rounds.scene import Scene, latest_round, load_scene, scene_of
from flows.rounds.schedule import followed_up, next_look
from flows.rounds.shelves import Records as RoundRecords
from flows.takeover import handed_over


@dataclass(frozen=True)
class PersonLeft(Command):
    """Their account was closed."""

    person_id: str


@dataclass(frozen=True)
class PersonBack(Command):
    """Their account works again."""

    person_id: str


class People(Protocol):
    """Everyone of the organisation."""

    def get(self, record_id: str, /) -> Person: ...
    def find(self, record_id: str, /) -> Person | None: ...
    def all(self) -> Sequence[Person]: ...
    def put(self, record: Person, /) -> None: ...


class Kept(RoundRecords, Protocol):
    """Everything that can wait for a person."""

    @property
    def people(self) -> People: ...
    @property
    def escalations(self) -> Escalations: ...
    @property
    def decisions(self) -> Decisions: ...
    @property
    def proposals(self) -> Proposals: ...
    @property
    def red_lines(self) -> RedLines: ...
    @property
    def charters(self) -> Charters: ...


class Records(Kept, takeover.Records, Protocol):
    """… and what functions are asked through them."""

    @property
    def links(self) -> Links: ...


def person_left(records: Records, actor: Actor, command: PersonLeft, now: datetime) -> Effects:
    """They are passed over and never waited for; nothing for somebody who is unknown or has left before."""
    _check(actor)
    person = records.people.find(command.person_id)
    if person is None or not person.active:
        return NOTHING
    gone = replace(person, active=False, due_at=None)
    records.people.put(gone)
    left = leave(records, gone, now)
    return replace(left, posts=(*left.posts, *handed_over(records, person, gone, now)))


def person_back(records: Records, actor: Actor, command: PersonBack, now: datetime) -> Effects:
    """They count again from now on; what went to others stays with them, and they see what is open with them.

    Nothing for who turned out to be somebody else: that one counts.
    """
    _check(actor)
    person = records.people.find(command.person_id)
    if person is None or person.active or turned_out_to_be(records.links, person.id) is not None:
        return NOTHING
    back = watched(replace(person, active=True), now)
    records.people.put(back)
    projects = _projects(records, back)
    told = (told_back(Cast(records, project), back, now) for project in projects)
    signing = [post for project in projects for post in came_back(records, project, back.id, now)]
    cards = (post for project in projects for post in _left_for(records, project, back, now))
    asked = handed_over(records, person, back, now)
    return Effects((*(post for post in told if post is not None), *signing, *cards, *asked))


def _left_for(records: Kept, project: Project, back: Person, now: datetime) -> Iterable[Post]:
    """The cards of what they asked for, or are left with as the last: nothing new went to the closed account."""
    cast = Cast(records, project)
    for each in records.escalations.where(project_id=project.id):
        if each.is_open and back.id in (each.turn.person_id, each.requester):
            yield from changed(None, each, cast, now).posts


def _check(actor: Actor) -> None:
    if not (actor.is_clock or actor.is_operator):
        raise NotAllowed("Only Accord itself, or whoever runs it, does this.")


def leave(records: Kept, gone: Person, now: datetime) -> Effects:
    """What waits for somebody whose account is closed goes on at once, and who runs their projects is told."""
    moved = [_of_project(records, project, gone, now) for project in _projects(records, gone)]
    on = go_on_without(records, gone.id, now)
    ladder = Effects(without(records, gone.id, now))
    told = (
        told_left(Cast(records, project), gone, _undecided(records, project, gone), now)
        for project in _projects(records, gone)
    )
    anew = tuple(post for project in _projects(records, gone) for post in stood_in(records, project, gone.id, now))
    waiting = records.decisions.where(state=Standing.PROPOSED.value, person_id=gone.id)
    asked = (unconfirmed_post(each, Cast(records, records.projects.get(each.project_id)), now) for each in waiting)
    posts = [post for effects in (*moved, on, ladder) for post in effects.posts if _arrives(post, gone)]
    withdrawn = [prefix for effects in (*moved, on) for prefix in effects.withdraw]
    return Effects((*posts, *asked, *anew, *(post for post in told if post is not None)), withdraw=tuple(withdrawn))


def _projects(records: Kept, person: Person) -> tuple[Project, ...]:
    return tuple(project for project in records.projects.all() if person.id in members(project))


def _arrives(post: Post, gone: Person) -> bool:
    """Nothing new is sent to a closed account; what is on its screen may change."""
    return post.to != ToPerson(gone.id) or post.promise is Promise.REFRESH


def _undecided(records: Kept, project: Project, gone: Person) -> tuple[str, ...]:
    """Labels of what is left with them, because nobody is there to ask."""
    found = records.escalations.where(project_id=project.id)
    return tuple(
        each.label for each in found if each.state is EscalationState.EXHAUSTED and each.turn.person_id == gone.id
    )


def _of_project(records: Kept, project: Project, gone: Person, now: datetime) -> Effects:
    """Their questionnaires go to whoever else speaks for the function; requests to them go back."""
    last = latest_round(records, project.id)
    if last is None:
        return NOTHING
    effects: list[Effects] = []
    for view_id in last.views.values():
        scene, view = scene_of(records, view_id)
        if view.is_pending and view.offer is not None and view.offer.to == gone.id:
            effects.append(give_back(records, scene, view, view.offer, now))
            scene, view = scene_of(records, view_id)
        if view.is_pending and view.respondent == gone.id and scene.round.is_open:
            effects.append(_passed_on(records, scene, view, now))
    return Effects(_posts(effects), withdraw=tuple(prefix for each in effects for prefix in each.withdraw))


def _posts(effects: Iterable[Effects]) -> tuple[Post, ...]:
    return tuple(post for each in effects for post in each.posts)


def _passed_on(records: Kept, scene: Scene, view: View, now: datetime) -> Effects:
    function = scene.function(view)
    others = (scene.people.get(each) for each in (function.representative, function.deputy) if each)
    to = next((person for person in others if person is not None and person.active), None)
    if to is not None:
        key = f"round/{view.id}/taken/{len(view.handed_over_by) + 1}"
        return hand_to(records, scene, view, now, to=to, key=key)
    if view.chase is Chase.NUDGING:  # the next who is asked is the sponsor
        waiting = replace(followed_up(view, Chase.OWNER_TOLD), chased_at=now, missed=False)
        scene = load_scene(records, scene.round, waiting)
        records.views.put(replace(waiting, due_at=next_look(scene, waiting, now)))
    return Effects(withdraw=stale(view))
