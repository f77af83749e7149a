"""Asking a colleague to take a questionnaire over: the card, and what acceptance changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.calendar import add_working, next_working
from flows.effects import Post, Promise
from flows.errors import Invalid, WrongState
from flows.messages import Block, Button, Buttons, Header, Message, Note, Quoted, Style, Text, ToPerson
from flows.nudges import RESPONSE_WINDOW
from flows.people import Person
from flows.phrases import Count, Instant, Phrase
from flows.rounds.commands import AcceptOffer, AskSomebodyElse, DeclineOffer, RemindMeLater
from flows.rounds.kickoff import facts, start_buttons
from flows.rounds.records import Chase, Offer, View, ViewState
from flows.rounds.scene import Scene
from flows.rounds.schedule import followed_up, next_look


def offered(scene: Scene, view: View, offer: Offer) -> View:
    """The view with this offer; the respondent keeps the duty. Raises Invalid or WrongState when it makes no sense."""
    name = scene.function(view).name
    if offer.to == view.respondent:
        raise Invalid("{who} answers for {function} already.", who=scene.respondent(view).who, function=name)
    if offer.to in scene.project.observers:
        raise Invalid(
            "{who} observes {project} and is not asked. Please choose somebody else.",
            who=scene.person(offer.to).name,
            project=scene.project.name,
        )
    if view.offered_to == offer.to:
        raise WrongState("{who} has been asked already and has not answered yet.", who=scene.person(offer.to).who)
    return replace(view, offer=offer, offered_to=offer.to, offers=offer.number)


def without_offer(view: View) -> View:
    """The view once the offer is answered, withdrawn or of no use any more."""
    return replace(view, offer=None, offered_to=None)


def taken_over(scene: Scene, view: View, person: Person, now: datetime) -> View:
    """The view in new hands: answers and drafts travel along, the following up begins anew, with time enough."""
    enough = add_working(person, now, RESPONSE_WINDOW)
    new = replace(
        followed_up(without_offer(view), Chase.NUDGING),
        respondent=person.id,
        handed_over_by=(*(each for each in view.handed_over_by if each != person.id), view.respondent),
        asked_at=now,
        asking=None,
        earlier_nudges=view.nudges,
        unseen_nudges=0,
        nudge_key=None,
        snoozed_until=None,
        chased_at=None,
        until=max(scene.deadline(view), enough),
    )
    return replace(new, due_at=next_look(scene.with_view(new), new, now))


def offer_key(view: View, number: int) -> str:
    """Each offer is a message of its own."""
    return f"round/{view.id}/offer/{number}"


def offer_card(scene: Scene, view: View, offer: Offer, now: datetime) -> Post:
    """The offer as it stands: open, with all that the first message would say."""
    person, name = scene.person(offer.to), scene.function(view).name
    asks = Phrase(
        "{by} asks you to answer for {function} in {project}.",
        by=scene.person(offer.by).who,
        function=name,
        project=scene.project.name,
    )
    blocks: list[Block] = [Header(asks)]
    if offer.reason:
        blocks.append(Quoted(offer.reason, Phrase("{by}", by=scene.person(offer.by).name)))
    blocks += [facts(scene, (view,), person), Text(_state_of_it(scene, view))]
    blocks.append(
        Buttons(
            (
                Button("I take it over", AcceptOffer(view.id, offer.number), Style.PRIMARY, name),
                Button("I cannot", DeclineOffer(view.id, offer.number), about=name),
            )
        )
    )
    message = Message(asks, tuple(blocks))
    return Post(offer_key(view, offer.number), ToPerson(person.id), message, not_before=next_working(person, now))


def _state_of_it(scene: Scene, view: View) -> Phrase:
    given = scene.answered(view)
    stays = Phrase("Until you accept, it stays with {who}.", who=scene.respondent(view).who)
    if not given:
        return stays
    return Phrase(
        "Answers so far: {given} of {all}. They come along and keep the name of who gave them. {stays}",
        given=given,
        all=Count(len(scene.template(view).questions), "question", "questions"),
        stays=stays,
    )


def ended_offer(scene: Scene, view: View, offer: Offer, words: Phrase) -> Post:
    """The card of an offer that is answered or needless: what happened, and no buttons."""
    head = Phrase(
        "{by} asked you to answer for {function} in {project}.",
        by=scene.person(offer.by).who,
        function=scene.function(view).name,
        project=scene.project.name,
    )
    message = Message(words, (Text(head), Text(words)))
    return Post(offer_key(view, offer.number), ToPerson(offer.to), message, Promise.REFRESH)


def accepted_card(scene: Scene, view: View, key: str) -> Post:
    """In the place of the offer: the questionnaire is theirs now, and how to begin."""
    person, name = scene.respondent(view), scene.function(view).name
    head = Phrase("{project}: you answer for {function} now.", project=scene.project.name, function=name)
    blocks: list[Block] = [Header(head)]
    if view.state is ViewState.SUBMITTED or not view.is_pending:
        return Post(key, ToPerson(person.id), Message(head, (Header(head), Text("The answers are sent."))))
    given = scene.answered(view)
    if given:
        blocks.append(
            Text(
                Phrase(
                    "Answers so far: {given} of {all}. Each keeps the name of who gave it.",
                    given=given,
                    all=Count(len(scene.template(view).questions), "question", "questions"),
                )
            )
        )
    blocks.append(facts(scene, (view,), person))
    others = (
        Button("Ask somebody else", AskSomebodyElse(view.id), about=name),
        Button("Remind me later", RemindMeLater((view.id,)), about=name),
    )
    blocks.append(Buttons((*start_buttons(view, name), *others)))
    if view.until is not None and view.until > scene.round.deadline:
        blocks.append(
            Note(Phrase("You have until {at}, so that there is time enough.", at=Instant(view.until, person.zone)))
        )
    return Post(key, ToPerson(person.id), Message(head, tuple(blocks)))


def passed_on(scene: Scene, view: View, before: Person, now: datetime) -> Post:
    """To who had it before: it is off their hands, and they stay informed."""
    name = scene.function(view).name
    words = Phrase(
        "{who} has taken over the answers for {function} in {project}. You need not do anything; "
        "I keep you informed, and tell you when the result is there.",
        who=scene.respondent(view).who,
        function=name,
        project=scene.project.name,
    )
    key = f"round/{view.id}/passed_on/{len(view.handed_over_by)}"
    return Post(key, ToPerson(before.id), Message(words, (Text(words),)), not_before=next_working(before, now))
