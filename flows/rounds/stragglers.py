"""Following a straggler up to the end: the owner is told once, then the sponsor chooses what happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from flows.calendar import add_working_days, next_working, slots
from flows.commands import Actor
from flows.effects import Effects, Post, Promise
from flows.errors import Invalid, NotAllowed, NotFound, WrongState
from flows.messages import Message, Text, ToPerson
from flows.people import Person
from flows.phrases import Instant, Phrase
from flows.projects.membership import who_is
from flows.rounds.closing import conclude, go_on_without
from flows.rounds.commands import GoOnWithout, NameStandIn, WaitForFunction
from flows.rounds.nudge_cards import LATE
from flows.rounds.offers import offer_card, offered
from flows.rounds.participation import participation
from flows.rounds.records import Chase, Choice, Chosen, Offer, View
from flows.rounds.redrawing import readers, sponsor_cards
from flows.rounds.scene import Scene, scene_of
from flows.rounds.schedule import chase_at, chooser, followed_up, next_look, nudge_at, owner, stage_at
from flows.rounds.shelves import Records
from flows.rounds.straggler_cards import candidates, is_undecided, outcome, owner_card, sponsor_card, sponsor_key

DAYS_TO_CHOOSE = 2
"""Working days of who is asked, until the round goes on without what is missing."""
DAYS_TO_ACCEPT = 1
"""Working days of a stand-in, until the sponsor is asked again."""
LONGEST_WAIT = timedelta(days=366)

Pressed = WaitForFunction | NameStandIn | GoOnWithout


def tell_owner(records: Records, scene: Scene, view: View, now: datetime, *, late: bool) -> Effects:
    """Tells whoever else speaks for the function, once."""
    person = owner(scene, view)
    told = replace(followed_up(view, Chase.OWNER_TOLD), chased_at=now, missed=False)
    told = replace(told, due_at=next_look(scene.with_view(told), told, now))
    records.views.put(told)
    return Effects(posts=(owner_card(scene, told, person, late=late),) if person else ())


def ask_sponsor(records: Records, scene: Scene, now: datetime, *, late: bool) -> Effects:
    """One card about all whose turn it is; who is still undecided from an earlier card is on the new one too."""
    asked = scene.person(chooser(scene, now))
    card = scene.round.cards + 1
    limit = max(add_working_days(asked, now, DAYS_TO_CHOOSE), scene.round.deadline)
    day_ends = _day_ends(asked, now)
    older = {view.card for view in scene.pending if view.card is not None}
    for view in scene.pending:
        if _is_next(scene, view, day_ends, now):
            view = replace(followed_up(view, Chase.SPONSOR_ASKED), chased_at=now, card=card)
            view = replace(view, choice=None, due_at=None, missed=False)
            records.views.put(view)
            scene = scene.with_view(view)
    round_ = replace(scene.round, cards=card, choose_by=limit, due_at=limit)
    records.rounds.put(round_)
    scene = replace(scene, round=round_)
    posts = [_card(scene, card, person_id, now, late=late) for person_id in readers(scene)]
    posts += [post for before in sorted(older) for post in sponsor_cards(scene, before, now)]
    return Effects(posts=(*posts, participation(scene, now)))


def _is_next(scene: Scene, view: View, day_ends: datetime, now: datetime) -> bool:
    """Whether it is the sponsor's turn now or later on the same working day, so that a day has one card.

    Nobody before is left to ask, or a choice was asked for and not made. Who is waited for is not asked about early.
    """
    if is_undecided(view):
        return True
    if view.chase is Chase.NUDGING and nudge_at(scene, view, now) is not None:
        return False
    due = chase_at(scene, view, now)
    if due is None or stage_at(scene, view, due) is not Chase.SPONSOR_ASKED:
        return False
    return due <= now or (view.choice is None and due < day_ends)


def _day_ends(person: Person, now: datetime) -> datetime:
    """The end of the working day on which the person reads what is sent now."""
    slot = next(slots(person, now), None)
    return now if slot is None else slot.end


def _card(scene: Scene, card: int, person_id: str, now: datetime, *, late: bool) -> Post:
    person = scene.person(person_id)
    message = sponsor_card(scene, card, person, now, may_choose=person_id == chooser(scene, now))
    if late:
        message = replace(message, blocks=(*message.blocks, LATE))
    key = sponsor_key(scene, card, person_id)
    return Post(key, ToPerson(person_id), message, not_before=next_working(person, now))


def wait_for_function(records: Records, actor: Actor, command: WaitForFunction, now: datetime) -> Effects:
    """The sponsor waits until then, and is asked again if nothing has come."""
    scene, view = _on_the_card(records, actor, command, now)
    if command.until.tzinfo is None or abs(command.until - now) > LONGEST_WAIT:
        raise Invalid("Please choose a moment within a year.")
    if command.until <= now:
        at = Instant(command.until, scene.project.zone)
        raise Invalid("{at} is past. Please choose a later moment.", at=at)
    choice = Choice(Chosen.WAIT, now, actor.person_id, until=command.until)
    until = max(scene.deadline(view), command.until)
    longer = replace(followed_up(view, Chase.OWNER_TOLD), choice=choice, until=until)
    scene, posts = _chosen(records, scene, longer, now)
    return Effects((*posts, _told_to_straggler(scene, longer, now)), _said(scene, longer, actor))


def name_stand_in(records: Records, actor: Actor, command: NameStandIn, now: datetime) -> Effects:
    """The sponsor asks somebody else; until they accept, the respondent keeps the duty."""
    scene, view = _on_the_card(records, actor, command, now)
    if command.person_id not in {person.id for person in candidates(scene, view)}:
        raise NotFound("There is no such person in this project. Please choose from the list.")
    person = scene.person(command.person_id)
    begins = next_working(person, now) or now
    until = add_working_days(person, begins, DAYS_TO_ACCEPT)
    choice = Choice(Chosen.STAND_IN, now, actor.person_id, until=until, stand_in=person.id)
    offer = Offer(person.id, actor.person_id, now, view.offers + 1)
    asked = replace(followed_up(offered(scene, view, offer), Chase.OWNER_TOLD), choice=choice)
    scene, posts = _chosen(records, scene, asked, now)
    return Effects((*posts, offer_card(scene, asked, offer, now)), _said(scene, asked, actor))


def go_on_without_function(records: Records, actor: Actor, command: GoOnWithout, now: datetime) -> Effects:
    """The sponsor stops waiting for this function."""
    scene, view = _on_the_card(records, actor, command, now)
    effects = go_on_without(records, scene, (view,), Choice(Chosen.WITHOUT, now, actor.person_id))
    words = Phrase("The round goes on without {function}.", function=scene.function(view).name)
    return replace(effects, reply=Message(words, (Text(words),)))


def _chosen(records: Records, scene: Scene, view: View, now: datetime) -> tuple[Scene, tuple[Post, ...]]:
    """Keeps the choice and shows it to everybody who sees the card."""
    view = replace(view, due_at=next_look(scene.with_view(view), view, now))
    records.views.put(view)
    scene = scene.with_view(view)
    effects = conclude(records, scene, now)
    return scene, (*effects.posts, *sponsor_cards(scene, view.card, now))


def _said(scene: Scene, view: View, actor: Actor) -> Message:
    words = outcome(scene, view, scene.person(actor.person_id))
    return Message(words, (Text(words),))


def _on_the_card(records: Records, actor: Actor, command: Pressed, now: datetime) -> tuple[Scene, View]:
    """The view, if the actor may choose about it and nothing has happened since the card was drawn."""
    scene, view = scene_of(records, command.view_id)
    asked = chooser(scene, now)
    if actor.person_id not in (scene.project.sponsor, asked) and not actor.is_operator:
        raise NotAllowed(
            "Only {who} can choose what happens to a missing answer. Please ask them.",
            who=who_is(records.people, asked),
        )
    if not is_undecided(view) or view.card != command.card:
        raise WrongState("This has moved on. {outcome}", outcome=_since_then(scene, view, actor))
    return scene, view


def _since_then(scene: Scene, view: View, actor: Actor) -> Phrase:
    if is_undecided(view):
        return Phrase("You were asked again since, in a newer message; please choose there.")
    return outcome(scene, view, scene.person(actor.person_id))


def _told_to_straggler(scene: Scene, view: View, now: datetime) -> Post:
    """So that the extension is known where it matters."""
    person, until = scene.respondent(view), scene.deadline(view)
    sponsor = scene.person(view.choice.by if view.choice and view.choice.by else scene.project.sponsor)
    words = Phrase(
        "{project}: {sponsor} waits for your answers for {function} until {until}.",
        project=scene.project.name,
        sponsor=sponsor.who,
        function=scene.function(view).name,
        until=Instant(until, person.zone),
    )
    key = f"round/{view.id}/wait/{view.card}"
    message = Message(words, (Text(words),))
    return Post(
        key, ToPerson(person.id), message, Promise.NEVER_LOST, not_before=next_working(person, now), expires=until
    )
