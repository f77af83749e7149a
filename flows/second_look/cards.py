"""What a respondent sees in the second look; drawn when it is sent, for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.calendar import next_working
from flows.effects import Card, Post
from flows.errors import NotFound
from flows.messages import Block, Button, Grid, GridRow, Header, Message, Note, Text, ToPerson
from flows.phrases import Phrase, Quote
from flows.questionnaires.answers import Stance
from flows.questionnaires.risks import LABELS
from flows.questionnaires.template import Risk
from flows.rounds.added_risks import grid_of, unanswered
from flows.rounds.records import SecondLook, View
from flows.rounds.scene import Scene, load_scene
from flows.rounds.shelves import Records
from flows.second_look.commands import OpenRevision, ShowSecondLook, TakeAddedRisk

CARD = "second_look"
SAYS_MORE = (Stance.ACCEPTABLE_IF, Stance.NOT_ACCEPTABLE)
"""Stances that mean little without a condition or a reason: their buttons open the form."""


def look_posts(scene: Scene, now: datetime) -> tuple[Post, ...]:
    """A card for each function that was asked, in the working hours of who answers for it."""
    look = scene.round.look
    if look is None:
        return ()
    asked = (view for view in scene.views.values() if view.function_id in look.asked)
    return tuple(_post(scene, view, now) for view in asked)


def _post(scene: Scene, view: View, now: datetime) -> Post:
    person = scene.respondent(view)
    card = Card(CARD, view.id)
    return Post(f"round/{view.id}/look", ToPerson(person.id), card, not_before=next_working(person, now))


def show_button(scene: Scene, view: View) -> Button:
    """Opens the card again."""
    return Button("Show", ShowSecondLook(view.id), about=scene.function(view).name)


def draw(records: Records, card: Card, reader: str | None, now: datetime) -> Message:  # noqa: ARG001
    """The card as it is now. Raises NotFound for anybody but the respondent."""
    view = records.views.get(card.of)
    if view.respondent != reader:
        raise NotFound("These answers are somebody else's now.")
    return card_of(load_scene(records, records.rounds.get(view.round_id), view), view)


def card_of(scene: Scene, view: View) -> Message:
    """What others added; once it is over, or nothing is left to say, that this is so."""
    title = Phrase(
        "{project}, {function}: a second look", project=scene.project.name, function=scene.function(view).name
    )
    look = scene.round.look
    if look is None or look.over:
        over = Text("The second look is over. What was said is in the summary.")
        return Message(title, (Header(title), over))
    return Message(title, (Header(title), *_added(scene, view, look)))


def _added(scene: Scene, view: View, look: SecondLook) -> Iterator[Block]:
    grid, risks = grid_of(scene, view), unanswered(scene, view)
    if grid is None or not risks:
        yield Text(Phrase("Thank you. You have answered all that others added, until {until}.", until=_until(scene)))
        return
    yield Text(
        Phrase(
            "Other functions have added risks that the list lacks. How are they for {function}? Nobody sees who added "
            "a risk or what others say to it before all have answered, at the latest {until}.",
            function=scene.function(view).name,
            until=scene.instant(look.until),
        )
    )
    yield Grid(tuple(_row(view, f"{grid.id}:{risk.id}", risk) for risk in risks))
    yield Note("What you say is added to your answer about risks and has the same readers.")


def _until(scene: Scene) -> Phrase:
    look = scene.round.look
    return Phrase("{at}", at=scene.instant(look.until)) if look else Phrase("now")


def _row(view: View, item: str, risk: Risk) -> GridRow:
    name = Phrase("{risk}", risk=Quote(risk.name))
    buttons = tuple(
        Button(
            label,
            OpenRevision(view.id, item, stance.value)
            if stance in SAYS_MORE
            else TakeAddedRisk(view.id, risk.id, stance),
            about=name,
        )
        for stance, label in LABELS.items()
    )
    return GridRow(name, buttons)
