"""Functions that have a word before a contradiction is decided: owners of touched red lines, and who must agree.

They are asked when it comes to who decides it, by the same rules as for an escalation; nothing is decided before each
has spoken, and what a veto rules out is not decided by anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from flows.commands import CLOCK
from flows.decisions.cast import Cast
from flows.effects import Effects, Post
from flows.escalations import hold_cards, holds, must_agree, times, touching
from flows.escalations.records import Urgency
from flows.holds.records import Hold, Word
from flows.holds.wording import stands, voice_of
from flows.phrases import Instant, Phrase
from flows.projects.records import Silence
from flows.resolving import rules, telling, topmost
from flows.resolving.buttons import show_button
from flows.resolving.disputed import words_of
from flows.resolving.keeping import Records, Watched
from flows.resolving.records import DECIDING, LiveContradiction, LiveState, Rung, Step, Suggestion
from flows.resolving.rungs import RUNG_DAYS, owners, speaks_for
from flows.resolving.verdicts import has_to_be_heard, tradeoff, undecided

NORMAL = Urgency.NORMAL


class Arrivals(Records, Protocol):
    """What the clock needs besides the records."""

    def arrived(self, key: str, /) -> datetime | None:
        """When the post of that key was first shown; None where it never was."""


def asked(
    records: Watched, contradiction: LiveContradiction, cast: Cast, now: datetime, more: Sequence[str] = ()
) -> LiveContradiction:
    """With a hold for each function that has a word in it and was not asked yet; itself where there is none.

    They are asked when it is with who decides, and about what every side has agreed to. `more`: the words of a decision
    that somebody is about to take.
    """
    agreed = _agreed(contradiction, cast)
    if contradiction.state is not LiveState.OPEN or not (contradiction.rung in DECIDING or agreed):
        return contradiction
    decider = cast.person(owners(contradiction, cast, now)[0])
    allowed = RUNG_DAYS[contradiction.rung] * times.allowed(decider, None, NORMAL)
    bounds = touching.in_force(records, contradiction.project_id)
    there = contradiction.holds
    texts = (*words_of(records, contradiction, cast), *(() if agreed is None else (agreed.words,)), *more)
    new = list(touching.new_holds(there, bounds, texts, NORMAL, cast=cast, now=now))
    known = {hold.id for hold in there}
    agree = must_agree.new_holds(tradeoff(contradiction), allowed, NORMAL, cast, now)
    said = () if agreed is None else agreed.yes
    new += [hold for hold in agree if hold.id not in known and hold.owner not in said]
    if not new:
        return contradiction
    least = times.advance(decider, max(hold.until for hold in new), times.SHORTEST[NORMAL], NORMAL)
    until = least if contradiction.until is None else max(contradiction.until, least)
    return rules.timed(replace(contradiction, holds=(*there, *new), until=until))


def asked_about_suggestion(
    records: Watched, contradiction: LiveContradiction, suggestion: Suggestion, cast: Cast, now: datetime
) -> tuple[LiveContradiction, tuple[Post, ...]]:
    """The same for what every side has agreed to: who let it go ahead before that was suggested is asked anew, since
    they have not seen it."""
    old = {
        hold.id: hold
        for hold in contradiction.holds
        if hold.word is Word.GO_AHEAD and hold.at is not None and hold.at < suggestion.at
    }
    standing = tuple(hold for hold in contradiction.holds if hold.id not in old)
    fresh = asked(records, replace(contradiction, holds=standing), cast, now)
    again = tuple(hold for hold in fresh.holds if hold.id in old)
    still = tuple(hold for hold in old.values() if hold.id not in {each.id for each in again})
    steps = (Step(rules.ASKED_ANEW, now, CLOCK, hold.label, SUGGESTED_WHY) for hold in again)
    name = f"suggestion/{suggestion.number}"
    rings = (_anew_ring(fresh, old[hold.id], hold, cast, now, why=SUGGESTED_WHY, name=name) for hold in again)
    posts = tuple(each for ring in rings for each in ring)
    return rules.noted(replace(fresh, holds=(*still, *fresh.holds)), *steps), posts


def _agreed(contradiction: LiveContradiction, cast: Cast) -> Suggestion | None:
    """What every side has said yes to, and others have a word in."""
    wanted = has_to_be_heard(contradiction) and rules.all_say_yes(contradiction, cast)
    return contradiction.suggestion if wanted else None


def new_in(before: LiveContradiction | None, after: LiveContradiction) -> frozenset[str]:
    """The holds (ids) that have come since."""
    known = () if before is None else before.holds
    return frozenset(hold.id for hold in after.holds) - {hold.id for hold in known}


def noticed(
    records: Watched, before: LiveContradiction | None, after: LiveContradiction, cast: Cast, now: datetime
) -> tuple[LiveContradiction, tuple[Post, ...]]:
    """It is about answers that have just been given: a word on earlier ones does not count, and all are asked anew."""
    spoken_before = () if before is None or not before.is_live else before.holds
    fresh = asked(records, rules.timed(replace(after, holds=()), now) if spoken_before else after, cast, now)
    known = {hold.id: hold for hold in spoken_before}
    again = tuple(hold for hold in fresh.holds if hold.id in known)
    steps = (Step(rules.ASKED_ANEW, now, CLOCK, hold.label, ASKED_WHY) for hold in again)
    let_go = tuple(hold for hold in spoken_before if hold not in again and hold.id not in {each.id for each in again})
    rings = [_anew_ring(fresh, known[hold.id], hold, cast, now, why=ASKED_WHY, name=fresh.print) for hold in again]
    gone = hold_cards.let_go(undecided(fresh, cast, now), let_go, cast)
    return rules.noted(fresh, *steps), (*(each for ring in rings for each in ring), *gone)


ASKED_WHY = Phrase("the answers that it is about have changed")
SUGGESTED_WHY = Phrase("its sides have agreed on something that was not on the table then")


def _anew_ring(
    contradiction: LiveContradiction, before: Hold, hold: Hold, cast: Cast, now: datetime, *, why: Phrase, name: str
) -> tuple[Post, ...]:
    void = "" if before.word is Word.WAITS else " What was said for it before does not count any more."
    line = Phrase(
        "{label}: {why}, so your word for {what} is asked anew, by {until}.{void}",
        label=contradiction.label,
        why=why,
        what=voice_of(hold, cast),
        until=Instant(hold.until, cast.project.zone),
        void=void,
    )
    return telling.told(contradiction, f"anew/{hold.label}/{name}", line, (hold.asked,), cast, now=now)


def moved(records: Watched, before: LiveContradiction, after: LiveContradiction, cast: Cast, now: datetime) -> Effects:
    """Keeps it where it is now; whoever's turn it is and who has a word in it are asked."""
    kept = asked(records, after, cast, now)
    records.contradictions.put(kept)
    top = topmost.told(before, kept, cast, now)
    return Effects((*telling.shown(records, kept, cast, now, ask=True, new=new_in(before, kept)), *top))


def spoken(
    records: Watched, before: LiveContradiction, hold: Hold, said: Hold, cast: Cast, *, now: datetime
) -> tuple[LiveContradiction, tuple[Post, ...]]:
    """What a function has said is kept, and whoever's turn it is hears of it."""
    kept = tuple(said if each == hold else each for each in before.holds)
    step = Step("spoken", now, said.by, said.reason, stands(said, cast))
    after = rules.timed(rules.noted(replace(before, holds=kept), step))
    records.contradictions.put(after)
    line = Phrase("{label}, {what}: {said}", label=after.label, what=voice_of(said, cast), said=stands(said, cast))
    number = sum(each.what == "spoken" for each in after.history)
    ring = telling.told(after, f"spoken/{hold.label}/{number}", line, owners(after, cast, now), cast, now=now)
    return after, (*telling.shown(records, after, cast, now), *ring)


def remind(records: Watched, before: LiveContradiction, cast: Cast, now: datetime) -> Effects:
    """Who speaks for a function is reminded, once."""
    matter, show = undecided(before, cast, now), show_button(before)
    rings = tuple(hold_cards.reminder(matter, hold, cast, now, show=show) for hold in holds.to_remind(before, now))
    records.contradictions.put(rules.timed(replace(before, holds=holds.without_reminder(before, now))))
    return Effects(rings)


def not_spoken(records: Arrivals, before: LiveContradiction, cast: Cast, now: datetime) -> Effects:
    """A function has not spoken in time: that means what was agreed. Agreement only where the request was shown."""
    late = holds.overdue(before, now)
    again = tuple(hold for hold in late if hold.silence is Silence.PROCEEDS and not _shown(records, before, hold, cast))
    if again:
        return _asked_again(records, before, again, cast, now)
    kept = tuple(replace(each, word=Word.SILENT) if each in late else each for each in before.holds)
    steps = tuple(
        Step("not spoken", now, CLOCK, hold.label, stands(hold, cast)) for hold in kept if hold not in before.holds
    )
    after = rules.timed(rules.noted(replace(before, holds=kept), *steps))
    if any(hold.silence is Silence.GOES_UP for hold in late):
        after = rules.to_the_sponsor(after, cast, now)
        if after.rung is not before.rung:
            return moved(records, before, after, cast, now)
    records.contradictions.put(after)
    rings = (_without_them(after, hold, cast, now=now) for hold in after.holds if hold not in before.holds)
    return Effects((*telling.shown(records, after, cast, now, ask=True), *(each for ring in rings for each in ring)))


def _without_them(contradiction: LiveContradiction, hold: Hold, cast: Cast, *, now: datetime) -> tuple[Post, ...]:
    """Whoever's turn it is hears that a function has not spoken in time, and what that means."""
    line = Phrase(
        "{label}, {what}: {said}", label=contradiction.label, what=voice_of(hold, cast), said=stands(hold, cast)
    )
    name = f"spoken/{hold.label}/silent/{hold.until:%m%dT%H%M}"
    return telling.told(contradiction, name, line, owners(contradiction, cast, now), cast, now=now)


def _shown(records: Arrivals, contradiction: LiveContradiction, hold: Hold, cast: Cast) -> bool:
    shown = records.arrived(hold_cards.key_for(undecided(contradiction, cast, hold.since), hold, hold.asked))
    return shown is not None and shown <= hold.until


def _asked_again(
    records: Watched, before: LiveContradiction, again: Iterable[Hold], cast: Cast, now: datetime
) -> Effects:
    """They have a working day, and silence means nothing any more."""
    after = before
    for hold in again:
        after = _anew(after, hold, hold.asked, cast, now)
    records.contradictions.put(after)
    matter, show = undecided(after, cast, now), show_button(after)
    wanted = {hold.id for hold in again}
    waiting = (hold for hold in after.holds if hold.id in wanted)
    rings = tuple(hold_cards.reminder(matter, hold, cast, now, show=show) for hold in waiting)
    return Effects((*telling.shown(records, after, cast, now), *rings))


def _anew(contradiction: LiveContradiction, hold: Hold, person_id: str, cast: Cast, now: datetime) -> LiveContradiction:
    person = cast.person(person_id)
    until = times.advance(person, times.seen(person, now, NORMAL), times.working_day(person), NORMAL)
    silence = Silence.GOES_UP if hold.silence is Silence.PROCEEDS else hold.silence
    anew = replace(hold, asked=person_id, until=until, silence=silence, remind_at=None)
    kept = tuple(anew if each == hold else each for each in contradiction.holds)
    later = until if contradiction.until is None else max(until, contradiction.until)
    return rules.timed(replace(contradiction, holds=kept, until=later))


def go_on_without(records: Watched, person_id: str, now: datetime) -> tuple[Post, ...]:
    """Somebody has left: whoever comes after them on the ladder, and who else speaks for their function, is asked."""
    found: list[Post] = []
    for project in records.projects.all():
        cast = Cast(records, project)
        for before in records.contradictions.where(project_id=project.id):
            if before.is_live:
                found += _without(records, before, person_id, cast, now)
    return tuple(found)


def pass_on(records: Watched, person_id: str, now: datetime) -> tuple[Post, ...]:
    """Somebody is away from now on: whoever else speaks for their function is asked for its word."""
    found: list[Post] = []
    for project in records.projects.all():
        cast = Cast(records, project)
        for before in records.contradictions.where(project_id=project.id):
            after, asked_anew = before, set[str]()
            for hold in before.holds if before.is_live else ():
                other = holds.voice(hold.owner, cast, now).id
                if hold.word is Word.WAITS and hold.asked == person_id != other:
                    after = _anew(after, hold, other, cast, now)
                    asked_anew.add(hold.id)
            if asked_anew:
                records.contradictions.put(after)
                found += telling.shown(records, after, cast, now, new=frozenset(asked_anew))
    return tuple(found)


def _without(
    records: Watched, before: LiveContradiction, person_id: str, cast: Cast, now: datetime
) -> tuple[Post, ...]:
    after, asked_anew = before, []
    for hold in before.holds:
        if hold.word is Word.WAITS and hold.asked == person_id:
            voice = holds.voice(hold.owner, cast, now)
            after = _anew(after, hold, voice.id, cast, now)
            asked_anew.append(hold.id)
    if before.state is LiveState.OPEN and owners(before, cast, now) == (person_id,):
        after = rules.climb(after, cast, now)
    if before.state is LiveState.OPEN and rules.unheard(after, cast) and after.rung not in (Rung.SPONSOR, Rung.BACKUP):
        after = rules.to_the_sponsor(after, cast, now)
    spoke = before.rung is Rung.BILATERAL and speaks_for(before, cast, person_id)
    if after == before and not spoke:
        return ()
    kept = asked(records, after, cast, now)
    records.contradictions.put(kept)
    new = new_in(before, kept) | frozenset(asked_anew)
    posts = telling.shown(records, kept, cast, now, ask=True, new=new)
    return (*posts, *topmost.told(before, kept, cast, now))


def check_nothing_holds(contradiction: LiveContradiction, choice: str, cast: Cast, now: datetime) -> None:
    """Raises WrongState before each function has spoken, and for what a veto rules out."""
    holds.check_nothing_holds(undecided(contradiction, cast, now), choice, cast)


def agreed_by_deciding(contradiction: LiveContradiction, by: str, cast: Cast, now: datetime) -> LiveContradiction:
    """Whoever decides and speaks for a function that must agree has agreed by it."""
    mine = holds.agreeing(contradiction, by, cast)
    kept = tuple(
        replace(each, word=Word.GO_AHEAD, by=by, at=now) if each in mine else each for each in contradiction.holds
    )
    return replace(contradiction, holds=kept)
