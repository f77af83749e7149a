"""Beginning a pulse, and reading where it stands.

A look: show_pulse. Changes: start_pulse, pulse_due.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from flows.calendar import add_working_days
from flows.charter.keeping import current
from flows.charter.records import Charter
from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.decisions.rights import check_may_read
from flows.effects import NOTHING, Effects
from flows.errors import WrongState
from flows.messages import Block, Button, Buttons, Header, Message, Text
from flows.phrases import Count, Instant, Phrase
from flows.projects.membership import check_runs, project_here
from flows.pulse import cards
from flows.pulse.areas import asked_of
from flows.pulse.closing import Records, closed
from flows.pulse.commands import PulseDue, ShowPulse, StartPulse
from flows.pulse.keeping import last_closed, newest
from flows.pulse.planning import later, planned
from flows.pulse.records import Area, Pulse, PulseState
from flows.pulse.results import results
from flows.rounds.scene import latest_round

DAYS = 5
"""Working days of the facilitator in which functions answer."""
NOT_SIGNED = "No function has signed the charter, and a pulse asks about what was signed. Please type /charter."
ASIDE = timedelta(days=1)


def show_pulse(records: Records, actor: Actor, command: ShowPulse, now: datetime) -> Effects:  # noqa: ARG001
    """The card of each of the actor's functions, what came of the last one, and when the next one comes."""
    cast = Cast(records, project_here(records, actor, command.channel, command.project))
    pulse, last = newest(records, cast.project.id), last_closed(records, cast.project.id)
    title = Phrase("Pulse of {project}", project=cast.project.name)
    blocks: list[Block] = [Header(title), Text(_rhythm(cast, pulse))]
    if pulse is not None and pulse.is_open:
        for function in cards.functions(pulse, cast):
            if actor.person_id in (function.representative, function.deputy):
                blocks += cards.card_of(records, pulse, cast, function.id).blocks
    elif actor.person_id in (cast.project.facilitator, cast.project.sponsor):
        after = last.number if last is not None else 0
        blocks.append(Buttons((Button("Ask now", StartPulse(cast.project.id, after)),)))
    if last is not None:
        blocks += [Header(cards.heading(last, cast)), *results(records, last, cast)]
    return Effects(reply=Message(title, tuple(blocks)))


def _rhythm(cast: Cast, pulse: Pulse | None) -> Phrase:
    weeks = cast.project.pulse_weeks
    if pulse is not None and pulse.is_open:
        return cards.standing(pulse, cast)
    if pulse is not None and pulse.due_at is not None:
        every = Count(weeks, "week", "weeks")
        return Phrase("The next one is on {at}, every {n}.", at=Instant(pulse.due_at, cast.project.zone), n=every)
    if not weeks:
        return Phrase("This project wants none by itself.")
    if pulse is not None:
        return Phrase("No other one is planned: the charter is valid until the day of its goal.")
    return Phrase("The first one comes {n} after the kick-off.", n=Count(weeks, "week", "weeks"))


def start_pulse(records: Records, actor: Actor, command: StartPulse, now: datetime) -> Effects:
    """Now. Raises NotAllowed, and WrongState where one is open or nobody has signed."""
    cast = Cast(records, records.projects.get(command.project_id))
    check_may_read(cast, actor.person_id)
    check_runs(cast.project, actor, records.people)
    before, last = newest(records, cast.project.id), last_closed(records, cast.project.id)
    if before is not None and before.is_open:
        raise WrongState("A pulse is open already. Type /align pulse to see who has answered.")
    if (last.number if last is not None else 0) != command.after:
        raise WrongState("There was another pulse since. Type /align pulse to see what came of it.")
    charter = current(records, cast.project.id)
    pulse = planned(records, cast.project, charter)
    asked = _asked(charter, cast) if charter is not None else {}
    if pulse is None or charter is None or not asked:
        raise WrongState(NOT_SIGNED)
    effects = _opened(records, pulse, charter, cast, now)
    told = Phrase("{count} asked, each in private.", count=Count(len(asked), "function is", "functions are"))
    return replace(effects, reply=Message(told, (Text(told),)))


def _asked(charter: Charter, cast: Cast) -> dict[str, tuple[Area, ...]]:
    """Those whose signature stands; who has to sign is asked for that already."""
    there = {function.id for function in cast.project.functions}
    signed = (each for each in charter.asked if each in there and each not in charter.unsigned)
    return {function: areas for function in signed if (areas := asked_of(charter, function))}


def _opened(records: Records, pulse: Pulse, charter: Charter, cast: Cast, now: datetime) -> Effects:
    host = cast.person(cast.project.facilitator or cast.project.sponsor)
    after = replace(
        pulse,
        state=PulseState.OPEN,
        charter=charter.number,
        asked=_asked(charter, cast),
        opened_at=now,
        due_at=add_working_days(host, now, DAYS),
    )
    records.pulses.put(after)
    return Effects(tuple(cards.ask(after, cast, now)))


def pulse_due(records: Records, actor: Actor, command: PulseDue, now: datetime) -> Effects:
    """The clock: it begins, unless the functions are asked something bigger just now; or it is over."""
    pulse = records.pulses.find(command.pulse_id)
    if not actor.is_clock or pulse is None or pulse.due_at is None or pulse.due_at > now:
        return NOTHING
    cast = Cast(records, records.projects.get(pulse.project_id))
    if pulse.is_open:
        return closed(records, pulse, cast, now)
    charter = current(records, cast.project.id)
    fresh = planned(records, cast.project, charter)
    if fresh is None or fresh.due_at is None or fresh.due_at > now:
        return NOTHING
    if charter is None or not _asked(charter, cast) or _round_is_open(records, cast):
        records.pulses.put(later(fresh, now, ASIDE))
        return NOTHING
    return _opened(records, fresh, charter, cast, now)


def _round_is_open(records: Records, cast: Cast) -> bool:
    last = latest_round(records, cast.project.id)
    return last is not None and last.is_open
