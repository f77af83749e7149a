"""Passing a questionnaire on: asking a colleague, accepting, declining, and taking over as the function's deputy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from flows.calendar import next_working
from flows.commands import Actor
from flows.effects import Effects, Post
from flows.errors import InvalidForm, NotAllowed, NotFound, WrongState
from flows.filled import Filled
from flows.forms import Form, Option, PeopleField, TextField
from flows.messages import Message, Text, ToPerson
from flows.people import Person
from flows.phrases import Phrase
from flows.projects.membership import may_act
from flows.projects.naming import labels
from flows.rounds.closing import conclude
from flows.rounds.commands import AcceptOffer, AskSomebodyElse, DeclineOffer, HandOver, TakeOver
from flows.rounds.offers import (
    accepted_card,
    ended_offer,
    offer_card,
    offer_key,
    offered,
    passed_on,
    taken_over,
    without_offer,
)
from flows.rounds.records import Chosen, Offer, View
from flows.rounds.redrawing import redrawn, sponsor_cards, stale
from flows.rounds.scene import Scene, scene_of
from flows.rounds.schedule import next_look
from flows.rounds.shelves import Records

MOST_LISTED = 100
"""Lines of a menu; more than that no platform takes."""
LONGEST_REASON = 500


def ask_somebody_else(records: Records, actor: Actor, command: AskSomebodyElse, now: datetime) -> Effects:  # noqa: ARG001
    """A look: the form that passes a questionnaire on."""
    scene, view = _mine(records, actor, command.view_id)
    colleagues = _colleagues(records, actor, scene, view)[:MOST_LISTED]
    names = labels(colleagues)
    options = tuple(Option(person.id, names[person.id]) for person in colleagues)
    name = scene.function(view).name
    return Effects(
        reply=Form(
            title="Ask somebody else",
            submits=HandOver(view.id),
            fields=(
                PeopleField("to", f"Who should answer for {name}?", options, required=True),
                TextField("reason", "A word to them", hint="They read it with the request.", limit=LONGEST_REASON),
            ),
            submit="Ask",
            intro=Phrase(
                "What is answered so far travels along and keeps your name. Until they accept, it stays with you. "
                "You are told what they say, and later what came of it.",
            ),
        )
    )


def hand_over(records: Records, actor: Actor, command: HandOver, now: datetime) -> Effects:
    """Asks the colleague. Raises InvalidForm, or WrongState when it has moved on."""
    scene, view = _mine(records, actor, command.view_id)
    to, reason = next(iter(Filled(command.values).people("to")), ""), command.values.get("reason", "")
    people = {person.id: person for person in _colleagues(records, actor, scene, view)}
    if to not in people:
        raise InvalidForm({"to": "Please choose a colleague who has a working account and does not only observe."})
    if not isinstance(reason, str) or len(reason) > LONGEST_REASON:
        raise InvalidForm({"reason": Phrase("Please keep it to {n} characters.", n=LONGEST_REASON)})
    offer = Offer(to, actor.person_id, now, view.offers + 1, reason.strip())
    asked = offered(scene, view, offer)
    records.views.put(asked)
    posts: list[Post] = []
    if view.offer is not None:
        somebody = Phrase("Somebody else was asked since, so there is nothing to do for you.")
        posts.append(ended_offer(scene, view, view.offer, somebody))
    scene = replace(scene.with_view(asked), people={**scene.people, to: people[to]})
    posts.append(offer_card(scene, asked, offer, now))
    words = Phrase(
        "I have asked {who}. Until {who} accepts, it stays with you; I tell you what comes of it.", who=people[to].who
    )
    return Effects(tuple(posts), Message(words, (Text(words),)))


def accept_offer(records: Records, actor: Actor, command: AcceptOffer, now: datetime) -> Effects:
    """Takes the questionnaire over; answers and drafts travel along."""
    scene, view, offer = _offer(records, actor, command.view_id, command.number)
    key = offer_key(view, offer.number)
    return hand_to(records, scene, view, now, to=scene.person(actor.person_id), key=key)


def decline_offer(records: Records, actor: Actor, command: DeclineOffer, now: datetime) -> Effects:
    """Leaves it where it is, and tells who asked."""
    scene, view, offer = _offer(records, actor, command.view_id, command.number)
    words = Phrase("Thank you for saying so, {who}. I have told who asked.", who=scene.person(offer.to).name)
    return replace(give_back(records, scene, view, offer, now), reply=Message(words, (Text(words),)))


def give_back(records: Records, scene: Scene, view: View, offer: Offer, now: datetime) -> Effects:
    """Nobody takes it over: it stays where it is, and who asked is told."""
    left = without_offer(view)
    if left.choice is not None and left.choice.what is Chosen.STAND_IN:
        left = replace(left, choice=replace(left.choice, until=now))
    left = replace(left, due_at=next_look(scene.with_view(left), left, now))
    records.views.put(left)
    scene = scene.with_view(left)
    told = tuple(
        _declined(scene, left, offer, now, to=person_id) for person_id in dict.fromkeys((offer.by, view.respondent))
    )
    thanks = Phrase("You said that you cannot. It stays with {who}.", who=scene.respondent(left).who)
    return Effects((ended_offer(scene, left, offer, thanks), *told, *sponsor_cards(scene, left.card, now)))


def take_over(records: Records, actor: Actor, command: TakeOver, now: datetime) -> Effects:
    """The representative or the deputy of a function answers in place of who was asked."""
    scene, view = scene_of(records, command.view_id)
    function = scene.function(view)
    speakers = [person for person in (function.representative, function.deputy) if person]
    if actor.person_id not in speakers:
        raise NotAllowed("Only who speaks for {function} can take this over.", function=function.name)
    if view.respondent == actor.person_id:
        raise WrongState("It is yours already.")
    _check_open(scene, view)
    key = f"round/{view.id}/taken/{len(view.handed_over_by) + 1}"
    return hand_to(records, scene, view, now, to=scene.person(actor.person_id), key=key)


def hand_to(records: Records, scene: Scene, view: View, now: datetime, *, to: Person, key: str) -> Effects:
    """The questionnaire is `to`'s now; `key` is where their card appears."""
    before, offer = scene.respondent(view), view.offer
    new = taken_over(scene, view, to, now)
    records.views.put(new)
    scene = replace(scene.with_view(new), people={**scene.people, to.id: to})
    posts = [*redrawn(records, scene, view, now), *conclude(records, scene, now).posts]
    posts.append(passed_on(scene, new, before, now))
    if offer is not None and offer_key(view, offer.number) != key:
        taken = Phrase("{who} has taken it over, so there is nothing to do for you.", who=to.who)
        posts.append(ended_offer(scene, view, offer, taken))
    posts.append(accepted_card(scene, new, key))
    words = Phrase("Thank you. You answer for {function} now.", function=scene.function(new).name)
    withdrawn = tuple(prefix for prefix in stale(view) if not key.startswith(prefix))
    return Effects(tuple(posts), Message(words, (Text(words),)), withdraw=withdrawn)


def _declined(scene: Scene, view: View, offer: Offer, now: datetime, *, to: str) -> Post:
    person, name = scene.person(to), scene.function(view).name
    mine = to == view.respondent
    template = (
        "{who} cannot take over the answers for {function} in {project}, so they stay with you."
        if mine
        else "{who} cannot take over the answers for {function} in {project}; they stay with {respondent}."
    )
    words = Phrase(
        template,
        who=scene.person(offer.to).who,
        function=name,
        project=scene.project.name,
        respondent=scene.respondent(view).who,
    )
    key = f"round/{view.id}/declined/{offer.number}/{to}"
    return Post(key, ToPerson(to), Message(words, (Text(words),)), not_before=next_working(person, now))


def _mine(records: Records, actor: Actor, view_id: str) -> tuple[Scene, View]:
    """The view, if it is open and the actor's to pass on."""
    scene, view = scene_of(records, view_id)
    speakers = (view.respondent, scene.function(view).representative)
    if actor.person_id not in speakers:
        raise NotAllowed(
            "Only {who}, who answers for {function}, can pass this on. Please ask them.",
            who=scene.respondent(view).who,
            function=scene.function(view).name,
        )
    _check_open(scene, view)
    return scene, view


def _check_open(scene: Scene, view: View) -> None:
    if not view.is_pending or not scene.round.is_open:
        raise WrongState(
            "The answers for {function} are not waited for any more, so there is nothing to pass on.",
            function=scene.function(view).name,
        )


def _offer(records: Records, actor: Actor, view_id: str, number: int) -> tuple[Scene, View, Offer]:
    """The open offer to the actor. Whoever it is not for learns nothing about it."""
    scene, view = scene_of(records, view_id)
    offer = view.offer
    if offer is not None and offer.to == actor.person_id and offer.number == number:
        _check_open(scene, view)
        return scene, view, offer
    if view.respondent == actor.person_id:
        raise WrongState("You have it already: you answer for {function}.", function=scene.function(view).name)
    raise NotFound("This request is not open any more, or was not for you. There is nothing to do.")


def _colleagues(records: Records, actor: Actor, scene: Scene, view: View) -> tuple[Person, ...]:
    """Who can be asked: those who speak for the function, then the project, then everybody by name; no observer.

    Who is outside learns only of the people of the project.
    """
    function = scene.function(view)
    excluded = {view.respondent, *scene.project.observers} - {function.representative, function.deputy}
    excluded.add(view.respondent)
    people = [person for person in records.people.all() if person.active and person.id not in excluded]
    part = may_act(scene.project)
    people = [person for person in people if not actor.outside or person.id in part]
    speakers = (function.representative, function.deputy)
    return tuple(_first(people, speakers, part))


def _first(people: Iterable[Person], speakers: tuple[str | None, ...], part: frozenset[str]) -> list[Person]:
    return sorted(people, key=lambda person: (person.id not in speakers, person.id not in part, person.name, person.id))
