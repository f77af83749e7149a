"""Functions that have a word in an escalation: who speaks for them, what holds meanwhile, and what silence means.

Nothing is decided before each has spoken, and what a veto rules out is not chosen by anybody while it stands. When the
time of an owner of a red line is over it goes up to the sponsor, never silently on; for a function that must agree, no
answer means what the decision right says.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.commands import CLOCK
from flows.decisions.cast import Cast
from flows.decisions.rights import reach
from flows.decisions.voices import first_there
from flows.errors import NotAllowed, NotFound, WrongState
from flows.escalations.matters import Held, Matter
from flows.escalations.records import TOP, Escalation, Event, Happened
from flows.holds.records import Ground, Hold, Word
from flows.holds.wording import THEN, owner_name, voice_of, why_it_holds
from flows.people import Person
from flows.phrases import Instant, Listing, Phrase, Quote, Value
from flows.projects.records import Function, Silence


def _function(cast: Cast, function_id: str) -> Function | None:
    return next((each for each in cast.project.functions if each.id == function_id), None)


def voice(function_id: str, cast: Cast, now: datetime) -> Person:
    """Who speaks for the function now: its representative, or the deputy; where neither has an account any more the
    sponsor or the back-up, else the facilitator, and the sponsor where nobody has one."""
    function, project = _function(cast, function_id), cast.project
    own = () if function is None else (function.representative, function.deputy)
    for people in (own, (project.sponsor, project.backup), (project.facilitator,)):
        first = first_there((each for each in people if each), cast, now)
        if first is not None:
            return cast.person(first)
    return cast.person(project.sponsor)


def speakers(hold: Hold, cast: Cast) -> tuple[str, ...]:
    """Who may speak for it: who was asked, and the representative in any case."""
    function = _function(cast, hold.owner)
    return tuple(dict.fromkeys((hold.asked, function.representative if function else hold.asked)))


def check_speaks(matter: Held, hold_id: str, cast: Cast, person_id: str) -> Hold:
    """The hold, if the person may speak for it. Raises NotFound and NotAllowed."""
    hold = next((each for each in matter.holds if each.id == hold_id), None)
    if hold is None:
        raise NotFound("This waits for nobody's word of that kind.")
    allowed = speakers(hold, cast)
    if person_id not in allowed:
        raise NotAllowed(
            "Only {who} can speak for {what}. {reach}",
            who=cast.whos(allowed, last="or"),
            what=voice_of(hold, cast),
            reach=reach(cast.person(allowed[0])),
        )
    return hold


def check_newest(hold: Hold, asked_at: datetime | None, label: str, cast: Cast) -> None:
    """Refuses with WrongState a word on what was asked before the function was asked anew; None is always newest."""
    if asked_at is None or asked_at == hold.since:
        return
    raise WrongState(
        "{label} was asked anew at {at}, because what it is about has changed, so your word for {what} was not kept. "
        "The notice in your messages says what it is about now; /align shows it as well.",
        label=label,
        at=Instant(hold.since, cast.project.zone),
        what=voice_of(hold, cast),
    )


def check_nothing_holds(matter: Matter, choice: str, cast: Cast) -> None:
    """Refuses with WrongState a decision before a function has spoken, and the choice that a veto rules out.

    While a veto stands only the other options are open: own words could say the same in other words.
    """
    for hold in matter.holds:
        if hold.blocks:
            raise WrongState(
                "Nothing is decided yet: {why}. {who} speaks for it, until {until} at the latest; {then}.",
                why=why_it_holds(hold, cast),
                who=cast.who(hold.asked),
                until=Instant(hold.until, cast.project.zone),
                then=THEN[hold.silence],
            )
        if _rules_out(hold, matter, choice):
            raise WrongState(
                "{who} has a veto for {what}: {reason} {left} {reach}",
                who=cast.who(hold.by),
                what=voice_of(hold, cast),
                reason=Quote(hold.reason),
                left=_left(matter, hold),
                reach=reach(cast.person(hold.by)),
            )


def _rules_out(hold: Hold, matter: Matter, choice: str) -> bool:
    open_to = {option.text: option.id for option in matter.options}
    return hold.word is Word.VETO and open_to.get(choice) in (*hold.options, None)


def against(matter: Matter, choice: str) -> bool:
    """Whether that choice cannot go ahead if nobody says anything more: a function has a veto on it, or has not spoken
    and its silence is no agreement."""
    return any(_waits_for_words(hold) or _rules_out(hold, matter, choice) for hold in matter.holds)


def _waits_for_words(hold: Hold) -> bool:
    return hold.blocks and hold.silence is not Silence.PROCEEDS


def _left(matter: Matter, hold: Hold) -> Phrase:
    left: tuple[Value, ...] = tuple(each.id.upper() for each in matter.options if each.id not in hold.options)
    if not left:
        return Phrase("It rules out every option, so please ask for others, or for the veto to be lifted.")
    return Phrase("It leaves open: {options}.", options=Listing(left, last="or"))


def spoken(escalation: Escalation, hold: Hold, after: Hold, cast: Cast) -> Escalation:
    """What was said for it, kept with its history."""
    said = after.reason or hold.text
    if after.requirement:
        said = f"{after.requirement}: {after.reason}"
    what = Happened.VETOED
    if after.word is Word.GO_AHEAD:
        what = Happened.AGREED if hold.ground is Ground.MUST_AGREE else Happened.GO_AHEAD
    event = Event(what, after.at or hold.since, after.by, about=hold.asked, words=said, why=voice_of(hold, cast))
    return replace(
        escalation,
        holds=tuple(after if each == hold else each for each in escalation.holds),
        history=(*escalation.history, event),
    )


def agreed_by_deciding(escalation: Escalation, by: str, cast: Cast, now: datetime) -> Escalation:
    """Whoever decides and speaks for a function that must agree has agreed by it; a veto of theirs stays."""
    for hold in agreeing(escalation, by, cast):
        said = replace(hold, word=Word.GO_AHEAD, by=by, at=now)
        escalation = spoken(escalation, hold, said, cast)
    return escalation


def agreeing(matter: Held, by: str, cast: Cast) -> tuple[Hold, ...]:
    """The functions that must agree, have not, and for which the one who decides speaks."""
    return tuple(
        hold for hold in matter.holds if hold.ground is Ground.MUST_AGREE and hold.blocks and by in speakers(hold, cast)
    )


def asked_event(hold: Hold, cast: Cast, now: datetime, by: str = CLOCK) -> Event:
    """Who speaks for it was asked. `by`: whose words touched a red line, the clock where it was in the request."""
    owner = owner_name(hold, cast)
    if hold.ground is Ground.MUST_AGREE:
        return Event(Happened.MUST_AGREE, now, by, hold.asked, why=Phrase("{owner}", owner=owner), until=hold.until)
    named = Phrase("{label} of {owner}", label=hold.label, owner=owner)
    return Event(Happened.HELD, now, by, hold.asked, hold.text, named, hold.until)


def next_end(matter: Held) -> datetime | None:
    """When the first function that has not spoken is reminded, or its time is over."""
    waiting = [hold for hold in matter.holds if hold.word is Word.WAITS]
    return min((hold.remind_at or hold.until for hold in waiting), default=None) if matter.is_open else None


def overdue(matter: Held, now: datetime) -> tuple[Hold, ...]:
    """The holds whose functions have not spoken in time."""
    return tuple(hold for hold in matter.holds if hold.word is Word.WAITS and hold.until <= now)


def to_remind(matter: Held, now: datetime) -> tuple[Hold, ...]:
    """Those whose voice is to be reminded now: once, half-way."""
    waiting = (hold for hold in matter.holds if hold.word is Word.WAITS and hold.remind_at is not None)
    return tuple(hold for hold in waiting if hold.remind_at is not None and hold.remind_at <= now)


def reminded(escalation: Escalation, now: datetime) -> Escalation:
    """They were."""
    return replace(escalation, holds=without_reminder(escalation, now))


def without_reminder(matter: Held, now: datetime) -> tuple[Hold, ...]:
    """The holds once those whose voice is to be reminded now were."""
    due = to_remind(matter, now)
    return tuple(replace(each, remind_at=None) if each in due else each for each in matter.holds)


def silent(escalation: Escalation, cast: Cast, now: datetime) -> tuple[Escalation, tuple[Event, ...], bool]:
    """These functions did not speak in time: below the sponsor on the ladder where it goes up, and what happened.

    The last value: whether it goes up.
    """
    late = overdue(escalation, now)
    holds = tuple(replace(each, word=Word.SILENT) if each in late else each for each in escalation.holds)
    up = any(hold.silence is Silence.GOES_UP for hold in late)
    rungs = range(escalation.step, len(escalation.ladder))
    sponsor = next((at for at in rungs if escalation.ladder[at].role in TOP), len(escalation.ladder))
    step = max(sponsor - 1, escalation.step) if up else escalation.step
    return replace(escalation, holds=holds, step=step), tuple(_silent_event(each, cast, now) for each in late), up


MEANING: dict[Silence, str] = {
    Silence.BLOCKS: "nothing is decided before they do",
    Silence.PROCEEDS: "that counts as agreement",
    Silence.GOES_UP: "it goes up",
}


def _silent_event(hold: Hold, cast: Cast, now: datetime) -> Event:
    if hold.ground is Ground.RED_LINE:
        return Event(Happened.OWNER_SILENT, now, CLOCK, about=hold.asked, words=hold.text)
    why = Phrase("for {owner} in time; as agreed, {then}", owner=voice_of(hold, cast), then=MEANING[hold.silence])
    return Event(Happened.NOT_AGREED, now, CLOCK, about=hold.asked, why=why)
