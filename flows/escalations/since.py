"""What happened: the history in sentences, and what a person with an old card is told."""

from __future__ import annotations

from flows.commands import CLOCK
from flows.decisions.cast import Cast
from flows.errors import WrongState
from flows.escalations.records import Escalation, EscalationState, Event, Happened
from flows.phrases import Instant, Phrase, Quote, Value

LINES: dict[Happened, str] = {
    Happened.RAISED: "{by} raised it.",
    Happened.ASKED: "It went to {about}, with time until {until}.",
    Happened.ACKNOWLEDGED: "{by} took it; no reminders until {until}.",
    Happened.NUDGED: "{about} was reminded.",
    Happened.INFO_ASKED: "{by} asked {about}: {words} The clock stands until {until} at the latest.",
    Happened.INFO_GIVEN: "{by} answered {about}: {words}",
    Happened.INFO_MISSED: "{about} did not answer in time; the clock runs again.",
    Happened.MORE_TIME: "{by} took more time, until {until}: {words}",
    Happened.DELEGATED: "{by} handed it to {about}: {words}",
    Happened.DECLINED: "{by} declined: {words}",
    Happened.NO_ANSWER: "{about} did not answer in time.",
    Happened.UNREACHED: "{about} could not be shown it in time, so nothing follows from their silence.",
    Happened.MOVED_ON: "{by} moved it to the next level.",
    Happened.SKIPPED: "{about} was passed over: {about} {why}.",
    Happened.ASKED_AGAIN: "{about} was asked again: {why}.",
    Happened.DECIDED: "{by} decided: {words}.",
    Happened.EXHAUSTED: "Nobody is left to ask. The sponsor and the facilitator were told.",
    Happened.WITHDRAWN: "{by} withdrew it: {words}",
    Happened.HELD: "It touches the red line {why}, {words}: {about} was asked at once, until {until}.",
    Happened.GO_AHEAD: "{by} said go ahead for the red line {words}.",
    Happened.VETOED: "{by} gave a veto: {words}",
    Happened.OWNER_SILENT: "{about} did not speak for the red line {words} in time, so it goes up.",
    Happened.MUST_AGREE: "{about} was asked to agree for {why}, until {until}.",
    Happened.AGREED: "{by} agreed for {why}.",
    Happened.NOT_AGREED: "{about} did not answer {why}.",
}
"""By what happened; a test checks that the table is total."""

AWAY = Phrase("Accord was not running when the time ended")


def told(event: Event, cast: Cast) -> Phrase:
    """One line of the history."""
    if event.what is Happened.DECIDED and event.by == CLOCK:
        return Phrase("Nobody answered, so {words} went ahead, as agreed.", words=Quote(event.words))
    values: dict[str, Value] = {"by": cast.who(event.by), "about": cast.who(event.about or event.by)}
    if event.what is Happened.NO_ANSWER and event.why is not None:
        return Phrase("{about} did not answer in time; {why}.", about=values["about"], why=event.why)
    values["words"] = Quote(event.words)
    values["why"] = event.why or (AWAY if event.what is Happened.ASKED_AGAIN else "cannot be asked")
    values["until"] = Instant(event.until or event.at, cast.project.zone)
    return Phrase(LINES[event.what], **values)


def history(escalation: Escalation, cast: Cast) -> tuple[Phrase, ...]:
    """Every step with its time and reason, oldest first."""
    zone = cast.project.zone
    return tuple(
        Phrase("{at}: {line}", at=Instant(event.at, zone), line=told(event, cast)) for event in escalation.history
    )


def wrong_state(escalation: Escalation, cast: Cast) -> WrongState:
    """Nothing can be done the way it was asked for; the sentence says what happened since, and who has it now."""
    return WrongState(what_happened(escalation, cast))


def what_happened(escalation: Escalation, cast: Cast) -> Phrase:
    """Where it stands and how it got there: who, when."""
    zone = cast.project.zone
    who = cast.who(escalation.turn.person_id)
    match escalation.state:
        case EscalationState.DECIDED | EscalationState.WITHDRAWN:
            last = escalation.history[-1]
            return Phrase("This was closed on {at}. {line}", at=Instant(last.at, zone), line=told(last, cast))
        case EscalationState.EXHAUSTED:
            end = next(event for event in reversed(escalation.history) if event.what is Happened.EXHAUSTED)
            return Phrase(
                "Nobody decided in time. Since {at} it waits for {who}, who may still decide it or hand it over.",
                at=Instant(end.at, zone),
                who=who,
            )
        case EscalationState.INFO_WANTED:
            asked = escalation.questions[-1]
            return Phrase(
                "{who} has this and asked {of} a question at {at}. The clock stands until {until} at the latest.",
                who=who,
                of=cast.who(asked.of),
                at=Instant(asked.asked_at, zone),
                until=Instant(asked.until, zone),
            )
        case EscalationState.ACKNOWLEDGED | EscalationState.ASKED:
            return _in_hand(escalation, cast, who)


def _in_hand(escalation: Escalation, cast: Cast, who: Value) -> Phrase:
    zone = cast.project.zone
    until = Instant(escalation.until, zone)
    if escalation.state is EscalationState.ACKNOWLEDGED:
        return Phrase("{who} has taken this and has time until {until}.", who=who, until=until)
    events = [event for event in escalation.history if event.what in HANDED_ON]
    if not events or escalation.step == 0:
        return Phrase("This is with {who} until {until}.", who=who, until=until)
    return Phrase(
        "{line} Since {at} this is with {who}, until {until}.",
        line=told(events[-1], cast),
        at=Instant(events[-1].at, zone),
        who=who,
        until=until,
    )


HANDED_ON = frozenset(
    {
        Happened.DELEGATED,
        Happened.DECLINED,
        Happened.NO_ANSWER,
        Happened.UNREACHED,
        Happened.MOVED_ON,
        Happened.SKIPPED,
    }
)
