"""Who comes after the charter was signed: they are led through what they inherit, and sign it or object.

A look: show_inherited. `joined` runs in the transaction of the change that brings them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from flows.calendar import add_working_days, next_working
from flows.charter import cards
from flows.charter.commands import OpenObjection, OpenReservation, ShowInherited, SignCharter
from flows.charter.keys import CARD, REMIND, REMIND_DAYS, WALK, channel_key, prefix
from flows.charter.records import Charter, Line, Newcomer, Section
from flows.commands import Actor
from flows.decisions.cast import Cast, Directory
from flows.decisions.rights import check_may_read
from flows.effects import Card, Effects, Post, Promise
from flows.errors import NotFound
from flows.messages import Block, Button, Buttons, Header, Items, Message, Note, Style, Text, ToChannel, ToPerson
from flows.phrases import Instant, Listing, Phrase
from flows.projects.membership import may_act
from flows.projects.records import Project

CURRENT = "current"
EVERYBODY = (Section.GOAL, Section.RED_LINES, Section.RIGHTS, Section.PATH)
"""What is shown besides the lines that concern one's own function."""
SHOWN = 6


class Charters(Protocol):
    def get(self, charter_id: str, /) -> Charter: ...
    def put(self, charter: Charter, /) -> None: ...
    def where(self, *, project_id: str, state: str | None = ...) -> Sequence[Charter]: ...


class Records(Directory, Protocol):
    """Charters, and who there is. Everything is already limited to the actor's organisation."""

    @property
    def charters(self) -> Charters: ...


def joined(records: Records, before: Project | None, after: Project, now: datetime) -> tuple[Post, ...]:
    """New representatives, new functions and people who decide something now; nothing before a charter is published."""
    charter = next(iter(records.charters.where(project_id=after.id, state=CURRENT)), None)
    if before is None or charter is None:
        return ()
    return _added(records, charter, after, tuple(_new(charter, before, after, now)), now)


def stood_in(records: Records, project: Project, gone: str, now: datetime) -> tuple[Post, ...]:
    """The account of a representative is closed: the deputy who speaks for the function now comes to what was signed
    before; what was not, they are asked to sign like everybody."""
    charter = next(iter(records.charters.where(project_id=project.id, state=CURRENT)), None)
    if charter is None:
        return ()
    left = replace(
        charter, newcomers=tuple(each for each in charter.newcomers if not _answered_for(charter, each, gone))
    )
    if left == charter:
        return _added(records, charter, project, tuple(_deputies(records, charter, project, gone, now)), now)
    records.charters.put(left)
    posts = _added(records, left, project, tuple(_deputies(records, left, project, gone, now)), now)
    return posts or tuple(_channel(Cast(records, project)))


def _answered_for(charter: Charter, new: Newcomer, gone: str) -> bool:
    """Whether this was to be signed by who is gone, and the deputy has signed it for the function since they came."""
    signed = charter.signed.get(new.function)
    late = signed is not None and signed.by != gone and signed.at >= new.since
    return new.person == gone and new.answered_at is None and late


def _deputies(records: Records, charter: Charter, project: Project, gone: str, now: datetime) -> Iterator[Newcomer]:
    cast = Cast(records, project)
    for function in project.functions:
        signed = charter.signed.get(function.id)
        person = function.deputy
        if function.representative != gone or person is None or person == gone or not cast.person(person).active:
            continue
        there = any((each.person, each.function) == (person, function.id) for each in charter.newcomers)
        if not there and signed is not None and signed.by != person:
            yield Newcomer(person, function.id, now)


def came_back(records: Records, project: Project, person: str, now: datetime) -> tuple[Post, ...]:
    """Their account works again: whoever stood in and has not answered need not, where they had signed themselves.

    Where they never did, and the deputy signed meanwhile, they are asked again.
    """
    charter = next(iter(records.charters.where(project_id=project.id, state=CURRENT)), None)
    mine = {each.id for each in project.functions if each.representative == person}
    if charter is None:
        return ()
    by = {function: signature.by for function, signature in charter.signed.items()}
    kept = tuple(
        each
        for each in charter.newcomers
        if each.function not in mine or each.answered_at or each.person == person or by.get(each.function) != person
    )
    if kept != charter.newcomers:
        charter = replace(charter, newcomers=kept)
        records.charters.put(charter)
    return _added(records, charter, project, tuple(_again(records, charter, mine, person)), now)


def _again(records: Records, charter: Charter, mine: set[str], person: str) -> Iterator[Newcomer]:
    """For the functions that never had their word on any version."""
    versions = records.charters.where(project_id=charter.project_id)
    for function in sorted(mine):
        signed = charter.signed.get(function)
        spoke = any(each.signed[function].by == person for each in versions if function in each.signed)
        asked = any((each.person, each.function) == (person, function) for each in charter.newcomers)
        if signed is not None and not spoke and not asked:
            yield Newcomer(person, function, signed.at)


def _added(
    records: Records, charter: Charter, after: Project, found: tuple[Newcomer, ...], now: datetime
) -> tuple[Post, ...]:
    """They are asked, and the charter says that a predecessor signed."""
    if not found:
        return ()
    voices = {each.function for each in found if each.function}
    asked = (*charter.asked, *(each for each in voices if each not in charter.asked))
    kept = tuple(each for each in charter.newcomers if each.function not in voices)
    order = tuple(each.id for each in after.functions if each.id in asked)
    gone = tuple(each for each in charter.asked if each not in order)
    fresh = replace(charter, asked=(*order, *gone), newcomers=(*kept, *found))
    records.charters.put(fresh)
    cast = Cast(records, after)
    return (*walks(replace(fresh, newcomers=found), cast, now), *_channel(cast))


def _new(charter: Charter, before: Project, after: Project, now: datetime) -> Iterator[Newcomer]:
    spoke = {function.id: function.representative for function in before.functions}
    for function in after.functions:
        signed = charter.signed.get(function.id)
        signer = signed.by if signed is not None else None
        person = function.representative
        if spoke.get(function.id) != person and signer != person:
            yield Newcomer(person, function.id, now)
    speak = {each for function in after.functions for each in (function.representative, function.deputy)}
    known = may_act(before) | {each.person for each in charter.newcomers} | speak
    deciding = (each for right in after.decision_rights for each in (right.decider, right.deputy) if each)
    for person in dict.fromkeys(deciding):
        if person not in known:
            yield Newcomer(person, "", now)


def walks(charter: Charter, cast: Cast, now: datetime) -> Iterator[Post]:
    """To each who has not answered, in their hours, with one reminder for later."""
    for new in charter.expected:
        person = cast.person(new.person)
        start = next_working(person, now)
        part, to = f"{new.function}/{new.person}", ToPerson(new.person)
        yield Post(f"{prefix(charter)}{WALK}/{part}", to, Card(WALK, charter.id, part), not_before=start)
        later = add_working_days(person, start or now, REMIND_DAYS)
        again = Card(WALK, charter.id, REMIND + part)
        yield Post(f"{prefix(charter)}{REMIND}{WALK}/{part}", to, again, Promise.NEVER_DOUBLED, None, later)


def refreshed(charter: Charter, cast: Cast) -> Iterator[Post]:  # noqa: ARG001  # the cards read the records
    """The cards of those who came later, as they are now."""
    for new in charter.newcomers:
        part, to = f"{new.function}/{new.person}", ToPerson(new.person)
        yield Post(f"{prefix(charter)}{WALK}/{part}", to, Card(WALK, charter.id, part), Promise.REFRESH)


def _channel(cast: Cast) -> Iterator[Post]:
    project = cast.project
    if project.channel:
        yield Post(channel_key(project.id), ToChannel(project.channel), Card(CARD, project.id), Promise.REFRESH)


def draw_walk(records: Records, card: Card, _reader: str | None, _now: datetime) -> Message:
    """What one newcomer inherits. Raises NotFound for a reminder of what is answered, so that it is not sent."""
    charter = records.charters.get(card.of)
    cast = Cast(records, records.projects.get(charter.project_id))
    function, _, person = card.part.removeprefix(REMIND).partition("/")
    new = next((each for each in charter.newcomers if (each.function, each.person) == (function, person)), None)
    if new is None or (card.part.startswith(REMIND) and (new not in charter.expected or not charter.is_current)):
        raise NotFound("Nothing waits any more.")
    return walk(charter, cast, new)


def show_inherited(records: Records, actor: Actor, command: ShowInherited, now: datetime) -> Effects:  # noqa: ARG001
    """The same on demand. Raises NotFound for who did not come later."""
    charter = records.charters.get(command.charter_id)
    cast = Cast(records, records.projects.get(charter.project_id))
    check_may_read(cast, actor.person_id)
    mine = (each for each in charter.newcomers if each.person == actor.person_id and each.function == command.function)
    new = next(mine, None)
    if new is None:
        raise NotFound("This charter is shown by /charter.")
    return Effects(reply=walk(charter, cast, new))


def walk(charter: Charter, cast: Cast, new: Newcomer) -> Message:
    """Who signed before, what it means to the function, what holds for everybody, who decides; and the buttons."""
    title = _role(cast, new)
    blocks: list[Block] = [Header(title), Text(_before(charter, cast, new))]
    if not charter.is_current:
        return Message(title, (*blocks, Text(cards.standing(charter, cast))))
    own = tuple(line for line in charter.lines if new.function and new.function in line.concerns)
    if own:
        about = Phrase("What it means to {function}", function=cards.name(new.function, cast))
        blocks += [Header(about), Items(tuple(cards.sourced(line) for line in own[:SHOWN]))]
    rest: list[Line] = [line for line in charter.lines if line.section in EVERYBODY and line not in own]
    blocks += [*cards.sections(rest, SHOWN), Note("/charter shows it whole."), *_buttons(charter, cast, new)]
    return Message(title, tuple(blocks))


def _role(cast: Cast, new: Newcomer) -> Phrase:
    project = cast.project
    if new.function:
        name = cards.name(new.function, cast)
        return Phrase("You speak for {function} in {project} now", function=name, project=project.name)
    topics = tuple(
        cast.tradeoff(right.tradeoff)
        for right in project.decision_rights
        if new.person in (right.decider, right.deputy)
    )
    return Phrase(
        "You decide or stand in for {topics} in {project} now",
        topics=Listing(topics, empty="nothing"),
        project=project.name,
    )


def _before(charter: Charter, cast: Cast, new: Newcomer) -> Phrase:
    signed = charter.signed.get(new.function)
    if new.answered_at is not None:
        at = Instant(new.answered_at, cast.project.zone)
        return Phrase("You have answered on {at}. {standing}", at=at, standing=cards.standing(charter, cast))
    ask = "Please read what it means and who decides. Then sign it, or object with a reason and what would mend it."
    if signed is None or signed.by == new.person:
        return Phrase("This was agreed before you came. {ask}", ask=ask)
    return Phrase(
        "This was agreed before you came. Your {what} {who} signed version {n} on {at}. {ask}",
        what="deputy" if signed.at >= new.since else "predecessor",
        who=cast.person(signed.by).name,
        n=signed.version,
        at=Instant(signed.at, cast.project.zone),
        ask=ask,
    )


def _buttons(charter: Charter, cast: Cast, new: Newcomer) -> Iterator[Block]:
    objects = any((each.function, each.by) == (new.function, new.person) for each in charter.objections)
    if new.answered_at is not None and not objects:
        return
    key, about = (charter.id, new.function), cards.heading(charter, cast)
    doubt = (Button("With a reservation", OpenReservation(*key), about=about),) if new.function else ()
    yield Text("Can you stand behind it?")
    yield Buttons(
        (
            Button("Sign", SignCharter(*key), Style.PRIMARY, about),
            *doubt,
            Button("Object", OpenObjection(*key), Style.DANGER, about),
        )
    )
