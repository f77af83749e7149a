"""Starting a live drill, answering and stopping it, and what the clock and delivery do with it.

Looks: open_live_drill, show_live_drill. Changes: start_live_drill, answer_live_drill, stop_live_drill, live_drill_due.
`not_reached` runs where delivery gives up on a request.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from flows.commands import Actor
from flows.decisions.cast import Cast, capital
from flows.decisions.rights import check_may_read
from flows.effects import NOTHING, Effects, Post
from flows.errors import NotAllowed, WrongState
from flows.filled import Filled
from flows.forms import ChoiceField, Form, Option, Section
from flows.live_drills import cards, rules
from flows.live_drills.commands import (
    AnswerLiveDrill,
    LiveDrillDue,
    OpenLiveDrill,
    ShowLiveDrill,
    StartLiveDrill,
    StopLiveDrill,
)
from flows.live_drills.keeping import Arrivals, Records, newest
from flows.live_drills.offering import refreshed, reminders
from flows.live_drills.records import LiveDrill, LiveDrillState
from flows.messages import Message, Text
from flows.phrases import Instant, Phrase
from flows.projects.membership import check_runs, project_here

CLOCKS = {"real": None, "hour": timedelta(hours=1), "quarter": timedelta(minutes=15)}
"""How long each person has, at most; None for as long as agreed."""
NAMES = {"real": "As agreed, as if it were real", "hour": "One hour each", "quarter": "A quarter of an hour each"}


def open_live_drill(records: Records, actor: Actor, command: OpenLiveDrill, now: datetime) -> Effects:  # noqa: ARG001
    """The form: which path, on which clock. Raises WrongState while one runs."""
    cast = Cast(records, project_here(records, actor, command.channel, command.project))
    _check_may_start(records, cast, actor)
    topics = tuple(Option(each, capital(cast.tradeoff(each))) for each in cast.tradeoffs)
    clocks = tuple(Option(each, NAMES[each]) for each in CLOCKS)
    fields = (
        Section(
            "Drill of the path",
            "A request marked as a drill goes to the decider, the deputy and the sponsor, one after another, in their "
            "working hours. It is measured who was reached and when. Nothing is decided.",
        ),
        ChoiceField("tradeoff", "Whose path?", topics, required=True),
        ChoiceField("clock", "How long does each have?", clocks, value="real", required=True),
    )
    return Effects(reply=Form("Drill of the path", StartLiveDrill(cast.project.id), fields, submit="Start the drill"))


def start_live_drill(records: Records, actor: Actor, command: StartLiveDrill, now: datetime) -> Effects:
    """The first person of the path is asked. Raises InvalidForm, NotAllowed, WrongState."""
    cast = Cast(records, records.projects.get(command.project_id))
    check_may_read(cast, actor.person_id)
    _check_may_start(records, cast, actor)
    filled = Filled(command.values)
    tradeoff, clock = filled.text("tradeoff"), filled.text("clock")
    if tradeoff not in cast.tradeoffs:
        filled.wrong("tradeoff", "Please choose a path.")
    if clock not in CLOCKS:
        filled.wrong("clock", "Please choose a clock.")
    filled.check()
    route = rules.path(cast, tradeoff, now)
    number = records.live_drills.next_number(cast.project.id)
    drill = LiveDrill(
        f"{cast.project.id}/live/{number}",
        cast.project.id,
        number,
        actor.person_id,
        tradeoff,
        now,
        rules.rungs(route, CLOCKS[clock]),
        tuple(rules.gaps(route, cast, tradeoff)),
    )
    asked = rules.ask(drill, 0, cast, now)
    records.live_drills.put(asked)
    posts = (*cards.shown(asked, cast, now), *refreshed(cast.project))
    return Effects(posts, cards.progress(asked, cast), reminders(cast.project))


def _check_may_start(records: Records, cast: Cast, actor: Actor) -> None:
    check_runs(cast.project, actor, records.people)
    last = newest(records, cast.project)
    if last is not None and last.is_open:
        raise WrongState("A drill of the path is running already. It ends by itself; its card can stop it.")


def answer_live_drill(records: Arrivals, actor: Actor, command: AnswerLiveDrill, now: datetime) -> Effects:
    """Reached. The next person is asked at once. Raises NotAllowed for anybody else, WrongState once it is over."""
    drill, cast = _load(records, actor, command.drill_id)
    rung = drill.rungs[command.step] if 0 <= command.step < len(drill.rungs) else None
    if rung is None or rung.person != actor.person_id:
        raise NotAllowed("Drill: only the person who was asked can press this.")
    if not drill.is_open or rung.answered_at is not None:
        at = Instant(rung.answered_at or drill.ended_at or now, cast.project.zone)
        raise WrongState("Drill: this was answered or over on {at}. Nothing is left to do.", at=at)
    seen = records.arrived(cards.step_key(drill, command.step)) or now
    after = rules.with_rung(drill, command.step, replace(rung, answered_at=now, shown_at=seen))
    told = Phrase("Drill: noted that it has reached you. Nothing was decided.")
    return replace(_on(records, after, cast, now, step=command.step), reply=Message(told, (Text(told),)))


def _on(records: Records, drill: LiveDrill, cast: Cast, now: datetime, *, step: int) -> Effects:
    """The one after `step` is asked, where it was that one's turn."""
    after = rules.ask(drill, step + 1, cast, now) if step == drill.step else drill
    records.live_drills.put(after)
    withdraw = (f"{cards.prefix(after)}{cards.REMIND}{step}/",)
    return Effects(tuple(cards.shown(after, cast, now)), withdraw=withdraw)


def show_live_drill(records: Records, actor: Actor, command: ShowLiveDrill, now: datetime) -> Effects:  # noqa: ARG001
    """How far it has come; the card of the reader where it is their turn."""
    drill, cast = _load(records, actor, command.drill_id)
    if drill.is_open and drill.turn.person == actor.person_id:
        return Effects(reply=cards.request(drill, drill.step, cast))
    return Effects(reply=cards.progress(drill, cast, stop=actor.person_id in (cast.project.facilitator, drill.by)))


def stop_live_drill(records: Records, actor: Actor, command: StopLiveDrill, now: datetime) -> Effects:
    """Nobody else is asked. Raises NotAllowed, WrongState."""
    drill, cast = _load(records, actor, command.drill_id)
    check_runs(cast.project, actor, records.people)
    if not drill.is_open:
        raise WrongState("Drill: it is over already.")
    after = rules.ended(drill, LiveDrillState.STOPPED, now)
    records.live_drills.put(after)
    withdraw = (f"{cards.prefix(after)}{cards.REMIND}",)
    return Effects(tuple(cards.shown(after, cast, now)), cards.progress(after, cast), withdraw)


def _load(records: Records, actor: Actor, drill_id: str) -> tuple[LiveDrill, Cast]:
    drill = records.live_drills.get(drill_id)
    cast = Cast(records, records.projects.get(drill.project_id))
    check_may_read(cast, actor.person_id)
    return drill, cast


def live_drill_due(records: Arrivals, actor: Actor, command: LiveDrillDue, now: datetime) -> Effects:
    """The clock: whoever's turn it was did not answer in time, and the next one is asked."""
    drill = records.live_drills.find(command.drill_id)
    if not actor.is_clock or drill is None or drill.due_at is None or drill.due_at > now:
        return NOTHING
    cast = Cast(records, records.projects.get(drill.project_id))
    seen = records.arrived(cards.step_key(drill, drill.step))
    missed = rules.with_rung(drill, drill.step, replace(drill.turn, shown_at=seen))
    return _on(records, missed, cast, now, step=drill.step)


def not_reached(records: Records, key: str, now: datetime) -> tuple[Post, ...]:
    """Delivery gave up on the request of that key: noted, and the next one is asked at once."""
    project, _, number, step = key.split("/")[1:5] if key.count("/") >= 5 else ("", "", "", "")
    drill = records.live_drills.find(f"{project}/live/{number}")
    if drill is None or not drill.is_open or str(drill.step) != step:
        return ()
    cast = Cast(records, records.projects.get(drill.project_id))
    missed = rules.with_rung(drill, drill.step, replace(drill.turn, unreached=True))
    return _on(records, missed, cast, now, step=drill.step).posts
