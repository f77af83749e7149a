"""The page itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.absences import period
from flows.calendar import describe_hours, local_day
from flows.commands import Actor, Command
from flows.effects import Effects
from flows.home.after_kickoff import to_drill, to_say
from flows.home.agreeing import to_agree, to_answer, to_clear_up, to_sign
from flows.home.deputies import deputies
from flows.home.desk import Desk
from flows.home.drilling import to_answer_drills, to_try_the_path
from flows.home.looking_again import to_look_at
from flows.home.owing import owed
from flows.home.parts import MOST, Part, Records
from flows.home.reviewing import to_keep
from flows.home.speaking import to_speak
from flows.home.starting import to_confirm, to_prepare, to_stand_in
from flows.messages import Block, Button, Buttons, Header, Message, Note, Text
from flows.people import Person
from flows.phrases import Count, Phrase
from flows.projects.membership import myself, projects_of
from flows.settings import OpenSettings


@dataclass(frozen=True)
class OpenHome(Command):
    """What waits for me?"""


def open_home(records: Records, actor: Actor, _command: OpenHome, now: datetime) -> Effects:
    """Everything of one person, what waits for them first. Raises NotAllowed for somebody who is not known."""
    person = myself(records.people, actor)
    desk = Desk(records, person, projects_of(records, actor), now)
    waiting = [*desk.questionnaires(), *desk.escalations(), *desk.proposals(), *desk.offers()]
    waiting += [*desk.confirmations(), *desk.starts(), *to_agree(records, desk.mine, person.id)]
    waiting += [*to_speak(records, desk.mine, person.id, now), *to_answer_drills(records, desk.mine, person.id)]
    waiting += [*to_clear_up(records, desk.mine, person.id, now), *owed(records, person.id, now)]
    waiting += to_answer(records, desk.mine, person.id)
    waiting += to_sign(records, desk.mine, person.id)
    waiting += [*to_say(records, desk.mine, person.id), *to_drill(records, desk.mine, person.id)]
    waiting += to_try_the_path(records, desk.mine, person.id, now)
    waiting += to_keep(records, desk.mine, person.id, now)
    waiting += to_look_at(records, desk.mine, person.id)
    waiting += to_prepare(records, desk.mine, person.id)
    waiting += [*to_confirm(records, desk.mine, person.id), *to_stand_in(records, person.id)]
    count = Count(len(waiting), "thing waits for you", "things wait for you")
    title = Phrase("{count}", count=count) if waiting else Phrase("Nothing waits for you")
    blocks: list[Block] = [Header(title), *_drawn(waiting)]
    asked = list(desk.asked())
    if asked:
        blocks += [Header("You wait for"), *_drawn(asked)]
    blocks += [*_drawn(list(desk.late())), Header("Your projects"), *desk.projects(actor), *_settings(person, now)]
    blocks += _drawn(list(deputies(records, desk.mine, person)))
    return Effects(reply=Message(title, tuple(blocks)))


def _drawn(parts: Sequence[Part]) -> Iterator[Block]:
    for part in parts[:MOST]:
        yield Text(part.words)
        if part.buttons:
            yield Buttons(part.buttons)
    if len(parts) > MOST:
        yield Note(Phrase("and {n} more; the first ones come first.", n=len(parts) - MOST))


def _settings(person: Person, now: datetime) -> tuple[Block, ...]:
    words = Phrase("I write to you {hours}.", hours=describe_hours(person))
    today = local_day(now, person.zone)
    coming = next((absence for absence in person.away if absence.last >= today), None)
    if coming is not None:
        words = Phrase("{words} You are away {days}.", words=words, days=period(coming))
    return Header("Your settings"), Text(words), Buttons((Button("Change", OpenSettings(), about="my settings"),))
