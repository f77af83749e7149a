"""Messages that are on screen already, drawn again after something has moved: what is done loses its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flows.effects import Post, Promise
from flows.messages import ToPerson
from flows.rounds.kickoff import redrawn_kickoff
from flows.rounds.nudge_cards import Reminded, nudge_key, nudge_message
from flows.rounds.records import View
from flows.rounds.scene import Scene, load_scene
from flows.rounds.schedule import chooser, owner
from flows.rounds.shelves import Records
from flows.rounds.straggler_cards import owner_card, sponsor_card, sponsor_key
from flows.rounds.unreached import instead_key, instead_settled


def redrawn(records: Records, scene: Scene, before: View, now: datetime) -> tuple[Post, ...]:
    """Everything that people were sent about a view that was `before` and is in the scene as it is now."""
    view, person = scene.views[before.id], scene.respondent(before)
    posts = [redrawn_kickoff(scene, person), *_nudges(records, scene, before, now)]
    told = owner(scene, before)
    if told is not None and before.chased_at is not None:
        card = owner_card(scene, view, told)
        posts.append(Post(card.key, card.to, card.message, Promise.REFRESH))
    if told is not None and before.unreached_at is not None:
        posts.append(instead_settled(scene, view, told))
    return (*posts, *sponsor_cards(scene, before.card, now))


def stale(view: View) -> tuple[str, ...]:
    """Key prefixes of what need not be sent any more when a view is sent or goes to somebody else."""
    prefixes = [f"round/{view.id}/nudge/", f"round/{view.id}/offer/", f"round/{view.id}/owner"]
    return (*prefixes, f"round/{view.id}/wait/", instead_key(view))


def _nudges(records: Records, scene: Scene, before: View, now: datetime) -> Sequence[Post]:
    view, person = scene.views[before.id], scene.respondent(before)
    numbers = range(before.earlier_nudges + 1, before.nudges + 1)
    messages = {nudge_key(view, n): nudge_message(person, [Reminded(scene, view)], now) for n in numbers}
    if before.nudge_key is not None:
        others = [
            Reminded(load_scene(records, records.rounds.get(other.round_id), other), other)
            for other in records.views.where(person_id=person.id)
            if other.nudge_key == before.nudge_key and other.id != view.id
        ]
        messages[before.nudge_key] = nudge_message(person, [*others, Reminded(scene, view)], now)
    return [Post(key, ToPerson(person.id), message, Promise.REFRESH) for key, message in messages.items()]


def sponsor_cards(scene: Scene, card: int | None, now: datetime) -> tuple[Post, ...]:
    """The sponsor's card and its copy, as they stand now."""
    if card is None:
        return ()
    return tuple(
        Post(
            sponsor_key(scene, card, person_id),
            ToPerson(person_id),
            sponsor_card(scene, card, scene.person(person_id), now, may_choose=person_id == chooser(scene, now)),
            Promise.REFRESH,
        )
        for person_id in readers(scene)
    )


def readers(scene: Scene) -> tuple[str, ...]:
    """Who sees the sponsor's card."""
    return tuple(dict.fromkeys(person for person in (scene.project.sponsor, scene.project.facilitator) if person))
