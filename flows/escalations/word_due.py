"""What the clock does where a function has not spoken: it is reminded once, and then its silence means what was agreed.

Silence counts as agreement only if the request had been shown and Accord was there when the time ended. Otherwise they
have their time again, and no answer then goes up.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.decisions.cast import Cast
from flows.effects import Effects
from flows.escalations import hold_cards, holds, posts, rules, times
from flows.escalations.answering import moved
from flows.escalations.buttons import show_button
from flows.escalations.keeping import Records
from flows.escalations.reaching import Arrivals
from flows.escalations.records import TOP, Escalation, EscalationState
from flows.escalations.since import told
from flows.holds.records import Hold, Word
from flows.phrases import Phrase
from flows.projects.records import Silence


def remind_of_word(records: Records, before: Escalation, cast: Cast, now: datetime) -> Effects:
    """Who speaks for a function is reminded, once."""
    rings = tuple(
        hold_cards.reminder(before, hold, cast, now, show=show_button(before)) for hold in holds.to_remind(before, now)
    )
    records.escalations.put(rules.timed(holds.reminded(before, now), cast))
    return Effects(rings)


def somebody_else_speaks(records: Records, before: Escalation, person_id: str, cast: Cast, now: datetime) -> Effects:
    """Who was asked for a function has left: whoever speaks for it now is asked at once, with their own time."""
    after, asked = before, []
    for hold in before.holds:
        if hold.word is Word.WAITS and hold.asked == person_id:
            person = holds.voice(hold.owner, cast, now)
            start = times.seen(person, now, before.urgency)
            until = times.advance(person, start, before.turn.allowed / 2, before.urgency)
            anew = replace(hold, asked=person.id, until=until, remind_at=None)
            kept = tuple(anew if each == hold else each for each in after.holds)
            after = rules.noted(replace(after, holds=kept), holds.asked_event(anew, cast, now))
            asked.append(anew)
    later = max((after.until, *(hold.until for hold in asked)))
    timed = rules.timed(replace(after, until=later), cast)
    records.escalations.put(timed)
    rings = tuple(hold_cards.notice(timed, hold, cast, now) for hold in asked)
    return posts.changed(before, timed, cast, now, rings=rings)


def not_spoken(records: Arrivals, before: Escalation, cast: Cast, now: datetime) -> Effects:
    """A function has not spoken in time: it goes up to the sponsor and stays where nobody is above, or it goes on."""
    again = tuple(hold for hold in holds.overdue(before, now) if _does_not_count(records, before, hold, now))
    if again:
        return _asked_again(records, before, again, cast, now)
    below, events, up = holds.silent(before, cast, now)
    for event in events[:-1]:
        below = rules.noted(below, event)
    at_top = before.turn.role in TOP or before.following is None
    above = up and before.state is not EscalationState.EXHAUSTED and not at_top
    if above:
        after = rules.move_on(below, events[-1], cast)
        records.escalations.put(after)
        return moved(before, after, cast, now)
    after = rules.timed(rules.noted(below, events[-1]), cast)
    records.escalations.put(after)
    line = told(events[0], cast)
    for event in events[1:]:
        line = Phrase("{line} {more}", line=line, more=told(event, cast))
    ring = posts.told_in_turn(after, f"not_spoken/{len(after.history)}", line, cast, now)
    return posts.changed(before, after, cast, now, rings=() if up else (ring,))


def _does_not_count(records: Arrivals, escalation: Escalation, hold: Hold, now: datetime) -> bool:
    if hold.silence is not Silence.PROCEEDS:
        return False
    shown = records.arrived(hold_cards.key_for(escalation, hold, hold.asked))
    return shown is None or shown > hold.until or now - hold.until > rules.LATE


def _asked_again(records: Arrivals, before: Escalation, again: tuple[Hold, ...], cast: Cast, now: datetime) -> Effects:
    """They have as much time again, and silence means nothing any more."""
    after = before
    for hold in again:
        person = cast.person(hold.asked)
        start = times.seen(person, now, before.urgency)
        until = times.advance(person, start, before.turn.allowed / 2, before.urgency)
        anew = replace(hold, until=until, silence=Silence.GOES_UP, remind_at=None)
        after = replace(after, holds=tuple(anew if each == hold else each for each in after.holds))
    later = max(hold.until for hold in after.holds if hold.silence is Silence.GOES_UP)
    kept = rules.timed(replace(after, until=max(after.until, later)), cast)
    records.escalations.put(kept)
    ids = {hold.id for hold in again}
    rings = tuple(
        hold_cards.reminder(kept, hold, cast, now, show=show_button(kept)) for hold in kept.holds if hold.id in ids
    )
    return posts.changed(before, kept, cast, now, rings=rings)
