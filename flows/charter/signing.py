"""Signing a version of the charter for a function.

A look: open_reservation. Changes: sign_charter, sign_with_reservation.
"""

from __future__ import annotations

from datetime import datetime

from flows.calendar import next_working
from flows.charter import cards, keys, newcomers, posting
from flows.charter.commands import OpenReservation, SignCharter, SignWithReservation
from flows.charter.keeping import Records
from flows.charter.records import Charter, Signature
from flows.charter.versions import signed
from flows.commands import Actor
from flows.consent.loading import check_speaks
from flows.decisions.cast import Cast
from flows.decisions.rights import check_may_read
from flows.effects import Effects, Post, Promise
from flows.errors import NotAllowed, NotFound, WrongState
from flows.filled import Filled, at_most
from flows.forms import Form, Section, TextField
from flows.messages import Message, Text, ToPerson
from flows.phrases import Instant, Phrase
from flows.projects.records import Function

LONGEST = 1000


def sign_charter(records: Records, actor: Actor, command: SignCharter, now: datetime) -> Effects:
    """Signed as it is. Raises NotAllowed, NotFound, WrongState."""
    return _signed(records, actor, command, now, "")


def open_reservation(records: Records, actor: Actor, command: OpenReservation, now: datetime) -> Effects:  # noqa: ARG001
    """The form: what the function has doubts about."""
    _check_head_agrees(*load_to_sign(records, actor, command.charter_id, command.function), actor, command.function)
    fields = (
        Section("Your reservation", "You sign, and your reservation stands in the charter for all to read."),
        TextField("words", "What is your reservation?", required=True, multiline=True, limit=LONGEST),
    )
    submits = SignWithReservation(command.charter_id, command.function)
    return Effects(reply=Form("Sign with a reservation", submits, fields, submit="Sign"))


def sign_with_reservation(records: Records, actor: Actor, command: SignWithReservation, now: datetime) -> Effects:
    """Signed with a reservation in the function's own words. Raises InvalidForm."""
    filled = Filled(command.values)
    words = filled.read("words", at_most(LONGEST), "Please say what your reservation is, or sign without one.") or ""
    filled.check()
    return _signed(records, actor, command, now, words)


def load_to_sign(records: Records, actor: Actor, charter_id: str, function_id: str) -> tuple[Charter, Cast]:
    """The version, for who speaks for that function now.

    Raises NotAllowed for who does not, or has left; NotFound for a function that was not asked; WrongState for a
    version that a newer one has replaced, and for one that the function has signed.
    """
    charter = records.charters.get(charter_id)
    cast = Cast(records, records.projects.get(charter.project_id))
    check_may_read(cast, actor.person_id)
    function = next((each for each in cast.project.functions if each.id == function_id), None)
    decides = any(each.person == actor.person_id and not each.function for each in charter.newcomers)
    if function_id not in charter.asked if function is not None else (function_id or not decides):
        raise NotFound("This function is not asked to sign this charter.")
    if not cast.person(actor.person_id).active:
        raise NotAllowed("Your account is closed, so you cannot sign. Who speaks for the function now can.")
    if function is not None:
        check_speaks(function, cast, actor)
    if not charter.is_current:
        raise WrongState(
            "Version {n} was replaced by a newer one on {at}, and only the newest can be signed. Type /charter to "
            "read it.",
            n=charter.number,
            at=Instant(charter.replaced_at or charter.at, cast.project.zone),
        )
    _check_not_signed(charter, cast, actor, function)
    return charter, cast


def _check_not_signed(charter: Charter, cast: Cast, actor: Actor, function: Function | None) -> None:
    """Once is enough, but for who came later and for what has moved."""
    if function is None:
        new = next(each for each in charter.newcomers if each.person == actor.person_id and not each.function)
        objects = any(each.by == actor.person_id and not each.function for each in charter.objections)
        if new.answered_at is not None and not objects:
            at = Instant(new.answered_at, cast.project.zone)
            raise WrongState("You have consented to it on {at} already.", at=at)
        return
    there = charter.signed.get(function.id)
    mine = there is not None and there.by == actor.person_id
    later = (each for each in charter.expected if each.function == function.id)
    expected = any(each.person == actor.person_id or not mine for each in later)
    if there is not None and function.id not in charter.unsigned and not expected:
        raise WrongState(
            "{who} has signed it for {function} on {at} already.",
            who=cast.who(there.by),
            function=function.name,
            at=Instant(there.at, cast.project.zone),
        )


def _check_head_agrees(charter: Charter, cast: Cast, actor: Actor, function_id: str) -> None:
    """Nobody signs over an objection of the function's head, who is here and can take it back."""
    for each in charter.objections:
        theirs = each.function == function_id and each.by != actor.person_id
        if function_id and theirs and is_head(cast, function_id, each.by) and cast.person(each.by).active:
            raise WrongState(
                "{who} objects to it for {function}, and it counts as signed only once they sign. Please talk to them.",
                who=cast.who(each.by),
                function=cards.name(function_id, cast),
            )


def _signed(
    records: Records, actor: Actor, command: SignCharter | SignWithReservation, now: datetime, reservation: str
) -> Effects:
    charter, cast = load_to_sign(records, actor, command.charter_id, command.function)
    _check_head_agrees(charter, cast, actor, command.function)
    signature = Signature(command.function, actor.person_id, now, charter.number, reservation)
    after = signed(charter, signature, head=is_head(cast, command.function, actor.person_id))
    records.charters.put(after)
    told = Phrase(
        "Signed for {function}. {standing}",
        function=cards.name(command.function, cast) if command.function else "yourself",
        standing=cards.standing(after, cast),
    )
    posts = [*posting.in_channel(records, cast, Promise.REFRESH), *posting.refreshed(after, cast, now)]
    posts += newcomers.refreshed(after, cast)
    if not after.unsigned:
        posts.append(_complete(after, cast, now))
    withdraw = reminders(after, cast, command.function, actor.person_id)
    return Effects(tuple(posts), Message(told, (Text(told),)), withdraw)


def is_head(cast: Cast, function: str, person: str) -> bool:
    """Whether the person is the representative of the function, or speaks for it since that one's account is closed."""
    found = next((each for each in cast.project.functions if each.id == function), None)
    return found is not None and (found.representative == person or not cast.person(found.representative).active)


def reminders(charter: Charter, cast: Cast, function: str, person: str) -> tuple[str, ...]:
    """What is not sent any more once a function, or somebody who came later, has answered; a new head is reminded
    although their deputy has."""
    whose = "" if is_head(cast, function, person) else person
    walks = f"{keys.prefix(charter)}{keys.REMIND}{keys.WALK}/{function}/{whose}"
    return (*((f"{keys.prefix(charter)}{keys.REMIND}{function}",) if function else ()), walks)


def _complete(charter: Charter, cast: Cast, now: datetime) -> Post:
    """To who runs the project: everybody has signed."""
    person = cast.project.facilitator or cast.project.sponsor
    words = Phrase("{title}: every function has signed it.", title=cards.heading(charter, cast))
    when = next_working(cast.person(person), now)
    key = f"{keys.prefix(charter)}complete"
    return Post(key, ToPerson(person), Message(words, (Text(words),)), not_before=when)
