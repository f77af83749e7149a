"""A week before the kick-off whoever runs the project is asked to try the path of a decision while it can be mended.

`offered` runs in the transaction of the clock. Nothing is offered where the path has been tried lately.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from flows.calendar import add_working_days, local_instant, next_working
from flows.decisions.cast import Cast
from flows.decisions.voices import first_there
from flows.digests.records import drill_at
from flows.effects import Card, Post, Promise
from flows.errors import NotFound
from flows.live_drills.commands import OpenLiveDrill, ShowLiveDrill
from flows.live_drills.keeping import Records, newest
from flows.live_drills.records import LiveDrill
from flows.messages import Block, Button, Buttons, Header, Message, Note, Style, Text, ToPerson
from flows.phrases import Instant, Phrase
from flows.projects.records import Project

CARD = "live_drill_offer"
"""The drawing, of a project; with REMIND as its part, the reminder."""
REMIND = "remind"
REMIND_DAYS = 2
"""Working days after which the facilitator is reminded, once."""
LATELY = timedelta(weeks=4)
"""A drill that is not older says something about today."""


def offered(records: Records, project: Project, now: datetime) -> tuple[Post, ...]:
    """The offer to the facilitator, or to the sponsor while that one is away or gone, in working hours, and a reminder
    for later."""
    cast = Cast(records, project)
    host = asked(cast, now)
    if host is None or tried(records, project, now) is not None:
        return ()
    person, over = cast.person(host), _kickoff(project)
    start = next_working(person, now)
    later = add_working_days(person, start or now, REMIND_DAYS)
    to = ToPerson(host)
    return (
        Post(_key(project, host), to, Card(CARD, project.id), not_before=start, expires=over),
        Post(
            f"{_key(project, host)}/{REMIND}",
            to,
            Card(CARD, project.id, REMIND),
            Promise.NEVER_DOUBLED,
            not_before=later,
            expires=over,
        ),
    )


def asked(cast: Cast, now: datetime) -> str | None:
    """Who is asked to try it now; None where neither has a working account."""
    return first_there(_hosts(cast.project), cast, now)


def _hosts(project: Project) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in (project.facilitator, project.sponsor) if each))


def handed_over(records: Records, before: Cast, after: Cast, now: datetime) -> Iterator[Post]:
    """Whoever is asked to try it in the place of who is away or gone has the offer."""
    project, had, has = after.project, asked(before, now), asked(after, now)
    if had == has or has is None or not waits_for(records, project, has, now):
        return
    yield from offered(records, project, now)


def tried(records: Records, project: Project, now: datetime) -> LiveDrill | None:
    """The drill that runs, or was lately; None where the path has yet to be tried."""
    last = newest(records, project)
    return last if last is not None and (last.is_open or (last.ended_at or now) > now - LATELY) else None


def refreshed(project: Project) -> tuple[Post, ...]:
    """The offer and its reminder without their buttons, where they are on a screen."""
    card = Card(CARD, project.id)
    keys = ((person, _key(project, person)) for person in _hosts(project))
    return tuple(
        Post(each, ToPerson(person), card, Promise.REFRESH) for person, key in keys for each in (key, f"{key}/{REMIND}")
    )


def reminders(project: Project) -> tuple[str, ...]:
    """Under which the reminders have their keys."""
    return tuple(f"{_key(project, person)}/{REMIND}" for person in _hosts(project))


def waits_for(records: Records, project: Project, person_id: str, now: datetime) -> bool:
    """Whether this person was asked to try the path, and has not."""
    asked_at, over = drill_at(project, now), _kickoff(project)
    if asked_at is None or not asked_at <= now < over or asked(Cast(records, project), now) != person_id:
        return False
    return tried(records, project, now) is None


def start_button(project: Project) -> Button:
    """Opens the form: which path, on which clock."""
    about = Phrase("Drill of the path before {project} starts", project=project.name)
    return Button("Drill: choose a path and start", OpenLiveDrill(None, project.id), Style.PRIMARY, about)


def _key(project: Project, person: str) -> str:
    """Of the facilitator's, or the sponsor's where there is none; who is asked instead has one of their own."""
    key = f"live/{project.id}/offer"
    return key if person == _hosts(project)[0] else f"{key}/{person}"


def _kickoff(project: Project) -> datetime:
    return local_instant(project.kickoff, project.digest.at, project.zone)


def draw(records: Records, card: Card, reader: str | None, now: datetime) -> Message:
    """As it is now. Raises NotFound for a reminder of what was started, or that is somebody else's to do now, so that
    it is not sent."""
    project = records.projects.get(card.of)
    last = tried(records, project, now)
    if card.part == REMIND and last is None and reader != asked(Cast(records, project), now):
        raise NotFound("Somebody else is asked now.")
    title = Phrase("Drill of the path before {project} starts", project=project.name)
    line = Phrase(
        "Drill: {project} starts on {day}, and its path has not been tried.", project=project.name, day=project.kickoff
    )
    blocks: list[Block] = [Header(title)]
    if last is not None:
        if card.part == REMIND:
            raise NotFound("Nothing waits any more.")
        done = Phrase("Drill: started on {at}.", at=Instant(last.started_at, project.zone))
        show = Button("Show the drill", ShowLiveDrill(last.id), about=title)
        return Message(done, (*blocks, Text(done), Buttons((show,))))
    why = (
        "Drill: a marked request goes to the decider, the deputy and the sponsor. You and the sponsor get a list of "
        "who was reached, where and when, and of what the path lacks, while there is time to mend it."
    )
    return Message(
        line,
        (*blocks, Text(line), Text(why), Buttons((start_button(project),)), Note("Drill: nothing is decided by it.")),
    )
