"""What a respondent sees in the second look; drawn when it is sent, for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.calendar import next_working
from flows.contradictions.case import Case
from flows.effects import Card, Post
from flows.errors import NotFound
from flows.messages import Block, Button, Buttons, Grid, GridRow, Header, Items, Message, Note, Text, ToPerson
from flows.phrases import Phrase, Quote
from flows.questionnaires.answers import Stance
from flows.questionnaires.risks import LABELS
from flows.questionnaires.template import Risk
from flows.rounds.added_risks import grid_of, unanswered
from flows.rounds.analysis import case_now
from flows.rounds.records import SecondLook, View
from flows.rounds.scene import Scene, load_scene
from flows.rounds.shelves import Records
from flows.second_look.commands import KeepAnswers, OpenRevision, ShowSecondLook, TakeAddedRisk
from flows.second_look.positions import Beside, all_items, beside, figures, line
from flows.second_look.waiting import is_done

CARD = "second_look"
MOST = 8
"""Items that a card shows."""
SAYS_MORE = (Stance.ACCEPTABLE_IF, Stance.NOT_ACCEPTABLE)
"""Stances that mean little without a condition or a reason: their buttons open the form."""


def look_posts(scene: Scene, now: datetime, *views: View) -> tuple[Post, ...]:
    """A card for each function that has something to look at, or these alone, in the hours of who answers for it."""
    look = scene.round.look
    if look is None:
        return ()
    return tuple(_post(scene, view, now) for view in views or scene.views.values() if view.function_id in look.shown)


def _post(scene: Scene, view: View, now: datetime) -> Post:
    person = scene.respondent(view)
    card = Card(CARD, view.id)
    return Post(f"round/{view.id}/look", ToPerson(person.id), card, not_before=next_working(person, now))


def show_button(scene: Scene, view: View) -> Button:
    """Opens the card again."""
    return Button("Look again", ShowSecondLook(view.id), about=scene.function(view).name)


def draw(records: Records, card: Card, reader: str | None, now: datetime) -> Message:  # noqa: ARG001
    """The card as it is now. Raises NotFound for anybody but the respondent."""
    view = records.views.get(card.of)
    if view.respondent != reader:
        raise NotFound("These answers are somebody else's now.")
    scene = load_scene(records, records.rounds.get(view.round_id), view)
    return card_of(scene, case_now(records, scene), view)


def card_of(scene: Scene, case: Case, view: View) -> Message:
    """What others added, and one's own answers beside theirs; once it is over, only the latter."""
    title = Phrase(
        "{project}, {function}: a second look", project=scene.project.name, function=scene.function(view).name
    )
    look = scene.round.look
    over = look is None or look.over
    blocks: list[Block] = [Header(title)]
    if look is not None and not over:
        blocks += _added(scene, view, look)
    blocks += _positions(scene, case, view, over=over)
    if over:
        blocks.append(Text("The second look is over. What was said is in the summary."))
    return Message(title, tuple(blocks))


def _added(scene: Scene, view: View, look: SecondLook) -> Iterator[Block]:
    grid, risks = grid_of(scene, view), unanswered(scene, view)
    if grid is None or not risks:
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


def _positions(scene: Scene, case: Case, view: View, *, over: bool) -> Iterator[Block]:
    """Each position beside the others', farthest first; with a way to change it while there is time."""
    found = beside(all_items(case), view.function_id)
    look = scene.round.look
    if not found or look is None:
        if look is not None and not over and not unanswered(scene, view):
            yield Text("Thank you. You have answered all that others added.")
        return
    if over:
        yield Items(tuple(line(each) for each in found[:MOST]))
        return
    yield Text(
        Phrase(
            "Your answers beside those of the others, the farthest first. Until {until} you may change one, with a "
            "reason. You need not do anything: your answers then stay as they are.",
            until=scene.instant(look.until),
        )
    )
    yield Grid(tuple(_beside_row(view, each) for each in found[:MOST]))
    if len(found) > MOST:
        yield Note(Phrase("and {n} more, where you are near the others", n=len(found) - MOST))
    if is_done(scene, view):
        yield Note("Thank you for looking.")
    elif not unanswered(scene, view):
        yield Buttons((Button("I keep my answers", KeepAnswers(view.id), about=scene.function(view).name),))


def _beside_row(view: View, each: Beside) -> GridRow:
    change = Button("Change", OpenRevision(view.id, each.revised), about=each.item.name)
    return GridRow(line(each), (change,), note=figures(each))


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
