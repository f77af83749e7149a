"""Preparing the sponsor: what is sent once before the start, shown on demand, and confirmed.

Looks: show_forecast, show_preparation. A change: confirm_point. `prepared` runs in the transaction of the clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol

from flows.calendar import add_working_days, local_day, next_working
from flows.charter.keeping import Sources
from flows.charter.material import Material, material
from flows.commands import Actor
from flows.decisions.keeping import ById
from flows.decisions.records import Decision, Standing
from flows.decisions.rights import check_may_read, reach
from flows.effects import Card, Effects, Post, Promise
from flows.errors import Invalid, NotAllowed, NotFound, WrongState
from flows.escalations.records import Escalation
from flows.messages import Block, Header, Message, Note, Text, ToPerson
from flows.phrases import Phrase
from flows.projects.membership import check_runs, project_here
from flows.projects.records import Project
from flows.sponsor import cards, forecast_cards
from flows.sponsor.commands import ConfirmPoint, ShowForecast, ShowPreparation
from flows.sponsor.comparing import came_since, compared
from flows.sponsor.expecting import expected
from flows.sponsor.next_days import blocks as next_blocks
from flows.sponsor.next_days import costs, next_days
from flows.sponsor.next_days import line as next_line
from flows.sponsor.points import points
from flows.sponsor.records import Confirmed, Expected, Forecast, Point, Preparation

CARD = "sponsor"
"""The drawing of the sponsor's card, of a project; with REMIND as its part, the reminder."""
REMIND = "remind"
REMIND_DAYS = 3
"""Working days after which the sponsor is reminded of what is open, once."""


class Escalations(Protocol):
    def where(self, *, project_id: str) -> Sequence[Escalation]: ...


class Decisions(ById, Protocol):
    def where(self, *, project_id: str) -> Sequence[Decision]: ...


class Records(Sources, Protocol):
    """What a forecast is made of, and what came."""

    @property
    def escalations(self) -> Escalations: ...

    @property
    def decisions(self) -> Decisions: ...


def prepared(records: Records, project: Project, now: datetime) -> tuple[Post, ...]:
    """The forecast and the card to the sponsor, and a reminder for later: once to each sponsor, in working hours."""
    before = records.preparations.find(project.id) or Preparation(project.id)
    if not project.sponsor or before.sponsor == project.sponsor:
        return ()
    found = material(records, project)
    sponsor = found.cast.person(project.sponsor)
    if not sponsor.active:
        return ()
    forecast = Forecast(now, _coming(records, found, project.kickoff))
    records.preparations.put(replace(before, sponsor=sponsor.id, forecast=forecast))
    start = next_working(sponsor, now)
    later = add_working_days(sponsor, start or now, REMIND_DAYS)
    to, key = ToPerson(sponsor.id), prefix(project)
    return (
        Post(f"{key}forecast", to, _forecast(records, found, now, asked=False), not_before=start),
        Post(f"{key}card", to, Card(CARD, project.id), not_before=start),
        Post(f"{key}{REMIND}", to, Card(CARD, project.id, REMIND), Promise.NEVER_DOUBLED, not_before=later),
    )


def told_ahead(records: Records, project: Project, now: datetime, key: str, expires: datetime) -> tuple[Post, ...]:
    """With the digest: what will come to the sponsor in the next ten days; what they are asked already has its card."""
    sponsor, today = records.people.find(project.sponsor), local_day(now, project.zone)
    if sponsor is None or not sponsor.active:
        return ()
    found = material(records, project)
    every = _coming(records, found, max(project.kickoff, today))
    escalations = records.escalations.where(project_id=project.id)
    days = next_days(found, every, escalations, now, only_coming=True)
    if not days.count:
        return ()
    line = next_line(found, days)
    shown = Message(line, (*next_blocks(found, days, escalations), Note(forecast_cards.NOT_SURE)))
    at = next_working(sponsor, now)
    post = Post(f"{key}/sponsor", ToPerson(sponsor.id), shown, Promise.NEVER_DOUBLED, not_before=at, expires=expires)
    return (post,)


def prefix(project: Project) -> str:
    """Under which what a sponsor is sent has its keys."""
    return f"sponsor/{project.id}/{project.sponsor}/"


def refreshed(project: Project) -> Post:
    """The card as it is now, where it is on a screen."""
    return Post(f"{prefix(project)}card", ToPerson(project.sponsor), Card(CARD, project.id), Promise.REFRESH)


def draw(records: Sources, card: Card, _reader: str | None, _now: datetime) -> Message:
    """The sponsor's card. Raises NotFound for a reminder of what is clear, so that it is not sent."""
    found = material(records, records.projects.get(card.of))
    if card.part != REMIND:
        return cards.card(found, found.project.sponsor)
    if all(each.done for each in points(found)):
        raise NotFound("Nothing waits any more.")
    return cards.reminder(found)


def show_forecast(records: Records, actor: Actor, command: ShowForecast, now: datetime) -> Effects:
    """For who runs the project: what comes next, and what came of the forecast that was sent."""
    project = project_here(records, actor, command.channel, command.project)
    check_runs(project, actor, records.people)
    found = material(records, project)
    return Effects(reply=_forecast(records, found, now, *_came(records, found, now)))


def _forecast(records: Records, found: Material, now: datetime, *besides: Block, asked: bool = True) -> Message:
    """`asked`: with what the sponsor is asked now; whoever is sent it has a card of that."""
    today = local_day(now, found.project.zone)
    start = max(found.project.kickoff, today)
    every, title = _coming(records, found, start), forecast_cards.title(found)
    line = forecast_cards.load(found, every, start)
    escalations = records.escalations.where(project_id=found.project.id)
    days = next_days(found, every, escalations, now, only_coming=not asked)
    later = forecast_cards.lines(found, days.later, costs=costs(escalations))
    listed = (Header("Later" if days.count else "To be expected"), later) if days.later else ()
    blocks: tuple[Block, ...] = (
        Header(title),
        Text(line),
        *next_blocks(found, days, escalations),
        *listed,
        *besides,
    )
    return Message(Phrase("{title}: {line}", title=title, line=line), (*blocks, Note(forecast_cards.NOT_SURE)))


def _coming(records: Records, found: Material, start: date) -> tuple[Expected, ...]:
    """What is expected, without joint decisions that are taken already."""
    decisions = records.decisions.where(project_id=found.project.id)
    taken = {each.tradeoff for each in decisions if each.standing is Standing.TAKEN and "/" not in each.tradeoff}
    return tuple(each for each in expected(found, start) if each.tradeoff not in taken)


def _came(records: Records, found: Material, now: datetime) -> Iterator[Block]:
    project = found.project
    escalations = records.escalations.where(project_id=project.id)
    sent = found.preparation.forecast if found.preparation else None
    if sent is not None and sent.at < now:
        came = came_since(sent.at, escalations, records.decisions.where(project_id=project.id), project.sponsor)
        yield from forecast_cards.beside_what_came(found, sent, compared(sent, came))


def show_preparation(records: Sources, actor: Actor, command: ShowPreparation, now: datetime) -> Effects:  # noqa: ARG001
    """The card, for who runs the project; its buttons are the sponsor's."""
    project = project_here(records, actor, command.channel, command.project)
    check_runs(project, actor, records.people)
    return Effects(reply=cards.card(material(records, project), actor.person_id))


def confirm_point(records: Sources, actor: Actor, command: ConfirmPoint, now: datetime) -> Effects:
    """The sponsor knows it. Raises NotAllowed for anybody else, WrongState where it has changed since it was shown."""
    found = load_for_sponsor(records, actor, command.project_id)
    if command.point is Point.BACKUP:
        raise Invalid("A back-up counts when they have said yes. Please name one.")
    shown = next(each for each in points(found) if each.point is command.point)
    if not shown.seen or shown.seen != command.seen:
        raise WrongState("This has changed since the card was shown. Please look at it again: /align sponsor.")
    before = found.preparation or Preparation(found.project.id)
    confirmed = {**before.confirmed, command.point: Confirmed(actor.person_id, now, command.seen)}
    records.preparations.put(replace(before, confirmed=confirmed))
    after = points(material(records, found.project))
    told = Phrase("Kept. {left}", left=cards.left(after))
    withdraw = (f"{prefix(found.project)}{REMIND}",) if all(each.done for each in after) else ()
    return Effects((refreshed(found.project),), Message(told, (Text(told),)), withdraw)


def load_for_sponsor(records: Sources, actor: Actor, project_id: str) -> Material:
    """The project, for its sponsor. Raises NotAllowed for anybody else."""
    found = material(records, records.projects.get(project_id))
    check_may_read(found.cast, actor.person_id)
    sponsor = found.cast.person(found.project.sponsor)
    if actor.person_id != sponsor.id:
        raise NotAllowed(
            "Only {who}, the sponsor, can do this. {reach}", who=found.cast.who(sponsor.id), reach=reach(sponsor)
        )
    return found
