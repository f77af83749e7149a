"""Who decides something: the decider and the deputy, whether they are there, and what was decided on it last.

A look: who_decides. Typed as a command or as talk: "who decides speed/scope?"
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.calendar import away_until, is_working, next_working
from flows.commands import Actor
from flows.decisions.cards import list_lines
from flows.decisions.cast import Cast, capital
from flows.decisions.commands import ShowDecision
from flows.decisions.keeping import Records
from flows.decisions.rights import find_right
from flows.effects import Effects
from flows.errors import Invalid
from flows.messages import Block, Button, Buttons, Facts, Header, Items, Message, Note, Text
from flows.people import Person
from flows.phrases import Instant, Listing, Phrase, Words
from flows.projects.membership import project_here, projects_of
from flows.projects.records import DecisionRight
from flows.rights.commands import ShowRegister, WhoDecides
from flows.rights.topics import topics
from flows.rights.wording import rows
from flows.text import same_name

MOST_DECISIONS = 3
OTHERS = ("Decides", "Deputy")


def who_decides(records: Records, actor: Actor, command: WhoDecides, now: datetime) -> Effects:
    """One topic in full, or a line for each that may be meant. Raises Invalid for what nobody decides here."""
    topic, project = _meant(records, actor, command.text)
    cast = Cast(records, project_here(records, actor, command.channel, project))
    found = topics(cast, topic) if topic else cast.tradeoffs
    if not found:
        raise Invalid(
            "I know no such kind of decision. In {project} these are decided: {topics}. Ask for example: who decides "
            "{example}?",
            project=cast.project.name,
            topics=Listing(tuple(cast.tradeoff(each) for each in cast.tradeoffs)),
            example=cast.tradeoffs[0] if cast.tradeoffs else "speed/scope",
        )
    if len(found) > 1:
        return Effects(reply=_several(cast, found))
    return Effects(reply=_one(records, cast, found[0], now))


def _meant(records: Records, actor: Actor, text: str) -> tuple[str, str]:
    """The topic, and the project where the last words name one of theirs."""
    before, found, after = text.strip(" ?!.").rpartition(" in ")
    if found and any(after == each.id or same_name(after, each.name) for each in projects_of(records, actor)):
        return before, after
    return text, ""


def _several(cast: Cast, found: tuple[str, ...]) -> Message:
    title = Phrase("Who decides in {project}", project=cast.project.name)
    lines = tuple(
        Phrase("{topic}: {who}", topic=capital(cast.tradeoff(each)), who=_decider(cast, each)) for each in found
    )
    return Message(title, (Header(title), Items(lines), Buttons((_register(cast),))))


def _decider(cast: Cast, tradeoff: str) -> Phrase:
    right = find_right(cast.project, tradeoff)
    if right is None:
        return Phrase("nobody is named, so the sponsor, {who}", who=cast.who(cast.project.sponsor))
    return Phrase("{who}", who=cast.who(right.decider))


def _one(records: Records, cast: Cast, tradeoff: str, now: datetime) -> Message:
    name = capital(cast.tradeoff(tradeoff))
    line = Phrase("{topic}: {who} decides.", topic=name, who=_decider(cast, tradeoff))
    right = find_right(cast.project, tradeoff)
    people = Facts(tuple(_people(cast, right, now)))
    rest = tuple(row for row in rows(right, cast) if row[0] not in OTHERS) if right else ()
    blocks: list[Block] = [Header(name), Text(line), people, *([Facts(rest)] if rest else [])]
    return Message(line, (*blocks, *_last(records, cast, tradeoff), Buttons((_register(cast),))))


def _people(cast: Cast, right: DecisionRight | None, now: datetime) -> Iterator[tuple[str, Words]]:
    sponsor = cast.person(cast.project.sponsor)
    for role, person_id in (("Decider", right.decider), ("Deputy", right.deputy)) if right else ():
        if person_id is None:
            yield role, "nobody"
            continue
        person = cast.person(person_id)
        yield role, Phrase("{who}, {there}", who=person.who, there=there(person, now))
    yield "Then", Phrase("{who}, the sponsor, {there}", who=sponsor.who, there=there(sponsor, now))


def there(person: Person, now: datetime) -> Phrase:
    """Whether somebody can be asked now: "at work now", "away through 12 May"."""
    if not person.active:
        return Phrase("who has no working account any more")
    back = next_working(person, now)
    through = away_until(person, now)
    if through is not None:
        return Phrase("away through {day}", day=through)
    if is_working(person, now):
        return Phrase("at work now")
    if back is None:
        return Phrase("who has no working time to come")
    return Phrase("not at work now, next on {at}", at=Instant(back, person.zone))


def _last(records: Records, cast: Cast, tradeoff: str) -> Iterator[Block]:
    sides = sorted(tradeoff.split("/"))
    decisions = [
        each
        for each in records.decisions.where(project_id=cast.project.id)
        if sorted(each.tradeoff.split("/")) == sides
    ]
    decisions.sort(key=lambda each: (each.decided_at, each.number), reverse=True)
    shown = tuple(decisions[:MOST_DECISIONS])
    if not shown:
        yield Note("Nothing was decided on it yet.")
        return
    yield Text("Decided last:")
    yield list_lines(shown, cast)
    yield Buttons(tuple(Button(f"Show {each.label}", ShowDecision(each.id)) for each in shown))


def _register(cast: Cast) -> Button:
    return Button("All decision rights", ShowRegister(project=cast.project.id), about=cast.project.name)
