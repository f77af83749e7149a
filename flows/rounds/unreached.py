"""A respondent who cannot be written to: what was not delivered does not count, and who else speaks is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.calendar import next_working
from flows.effects import Post, Promise
from flows.messages import Button, Buttons, Header, Message, Style, Text, ToPerson
from flows.people import Person
from flows.phrases import Instant, Phrase
from flows.projects.records import Project
from flows.rounds.commands import TakeOver
from flows.rounds.kickoff import kickoff
from flows.rounds.participation import participation
from flows.rounds.records import Round, View
from flows.rounds.scene import Scene, load_scene
from flows.rounds.schedule import next_look, owner
from flows.rounds.shelves import Records


def uncounted(records: Records, person_id: str, key: str, now: datetime) -> None:
    """A nudge that was never shown is no nudge; the next one comes by the ladder, as if it had not been tried."""
    for view in records.views.where(person_id=person_id):
        if view.is_pending and view.nudge_key == key:
            kept = replace(view, nudges=view.nudges - 1, nudge_key=None)
            scene = load_scene(records, records.rounds.get(view.round_id), kept)
            records.views.put(replace(kept, due_at=next_look(scene, kept, now)))


def unreached(records: Records, project: Project, person_id: str, now: datetime) -> tuple[Post, ...]:
    """Notes with every questionnaire of theirs that they were not reached; the line in the channel says so too."""
    posts: list[Post] = []
    scenes: dict[str, Scene] = {}
    for view in records.views.where(person_id=person_id):
        if view.project_id == project.id and view.is_pending:
            scene = scenes.get(view.round_id) or load_scene(records, records.rounds.get(view.round_id))
            noted = replace(view, unreached_at=now)
            records.views.put(noted)
            scenes[view.round_id] = scene = scene.with_view(noted)
            card = instead_card(scene, noted, now)
            posts += [card] if card is not None else []
    return (*posts, *(participation(scene, now) for scene in scenes.values()))


def asked_again(records: Records, round_: Round, now: datetime) -> tuple[tuple[Person, ...], tuple[Post, ...]]:
    """Who was not reached gets the first message anew; they, and the messages. For when what was wrong is put right."""
    scene, again = load_scene(records, round_), dict[str, Person]()
    for view in scene.views.values():
        if view.is_pending and view.is_unreached:
            person = scene.respondent(view)
            asked = replace(view, asked_at=next_working(person, now) or now)
            scene = scene.with_view(asked)
            scene = scene.with_view(replace(asked, due_at=next_look(scene, asked, now)))
            records.views.put(scene.views[view.id])
            again[person.id] = person
    if not again:
        return (), ()
    people = tuple(again.values())
    return people, (*(kickoff(scene, person) for person in people), participation(scene, now))


def instead_card(scene: Scene, view: View, now: datetime) -> Post | None:
    """To whoever else speaks for the function, while the respondent is not reached; None where nobody does."""
    other = owner(scene, view)
    if other is None:
        return None
    function, who = scene.function(view).name, scene.respondent(view)
    head = Phrase(
        "{project}: I cannot reach {who} about the questions for {function}.",
        project=scene.project.name,
        who=who.who,
        function=function,
    )
    asks = Phrase(
        "You speak for {function} too. Please tell {who}, or answer instead. The answers are due {deadline}.",
        function=function,
        who=who.who,
        deadline=Instant(scene.deadline(view), other.zone),
    )
    take = Button("I will answer instead", TakeOver(view.id), Style.PRIMARY, function)
    message = Message(head, (Header(head), Text(asks), Buttons((take,))))
    return Post(instead_key(view), ToPerson(other.id), message, not_before=next_working(other, now))


def instead_settled(scene: Scene, view: View, told: Person) -> Post:
    """The same place once somebody has answered, or nobody is waited for any more."""
    words = Phrase(
        "{project}: {who} answers for {function} now."
        if view.is_pending
        else "{project}: nothing is missing from {function} any more.",
        project=scene.project.name,
        who=scene.respondent(view).who,
        function=scene.function(view).name,
    )
    return Post(instead_key(view), ToPerson(told.id), Message(words, (Text(words),)), Promise.REFRESH)


def instead_key(view: View) -> str:
    """One message per function and round."""
    return f"round/{view.id}/instead"
