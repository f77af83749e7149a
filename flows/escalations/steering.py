"""What happens besides answering: questions on the way, withdrawing, the next level, and the clock."""

from __future__ import annotations

from datetime import datetime

from flows.commands import CLOCK, Actor
from flows.decisions.cast import Cast
from flows.effects import NOTHING, Effects
from flows.errors import Invalid, NotAllowed, WrongState
from flows.escalations import catching_up, holds, posts, rules, times
from flows.escalations.absent import past_who_is_away, together
from flows.escalations.answering import conclude, moved
from flows.escalations.commands import AskInfo, ClimbDue, GiveInfo, NextNow, OpenGiveInfo, SkipGone, Withdraw
from flows.escalations.forms import Verdict, answer_form, read_person, read_reason
from flows.escalations.keeping import Records
from flows.escalations.loading import load, load_for
from flows.escalations.reaching import SHOWN_LATE, UNSHOWN, Arrivals, had_their_time, reached_at
from flows.escalations.records import Action, Escalation, EscalationState, Event, Happened
from flows.escalations.rights import check_knows
from flows.escalations.since import AWAY, wrong_state
from flows.escalations.word_due import not_spoken, remind_of_word, somebody_else_speaks
from flows.holds.records import Word
from flows.messages import Message
from flows.phrases import Instant, Listing, Phrase, Quote


def ask_info(records: Records, actor: Actor, command: AskInfo, now: datetime) -> Effects:
    """Somebody is asked first; the clock stands for them, for a limited time."""
    before, cast = load_for(records, actor, command.escalation_id, Action.ASK_INFO, command.step)
    stopped = sum(not each.recommends for each in before.questions)
    if stopped >= rules.MOST_QUESTIONS:
        raise Invalid(
            "The clock was stopped {times} times already. Please ask directly, and decide, hand it over, or decline.",
            times=stopped,
        )
    refused = {actor.person_id: Phrase("Please choose somebody else.")}
    of, words = read_person(cast, actor, command.values, dict(refused), missing="Please say what you need to know.")
    after = rules.ask_info(before, of, words, now, cast)
    records.escalations.put(after)
    told = Phrase(
        "{of} is asked. The clock stands until the answer, at most until {until}.",
        of=of.who,
        until=Instant(after.questions[-1].until, cast.project.zone),
    )
    return posts.replied(posts.changed(before, after, cast, now), Message(told))


def open_give_info(records: Records, actor: Actor, command: OpenGiveInfo, now: datetime) -> Effects:  # noqa: ARG001
    """The form to answer a question."""
    escalation, cast = _asked(records, actor, command.escalation_id, command.number)
    return Effects(reply=answer_form(escalation, command.number, cast))


def give_info(records: Records, actor: Actor, command: GiveInfo, now: datetime) -> Effects:
    """The answer reaches the one in turn; the clock runs again. A late answer is kept and passed on all the same."""
    before, cast = _asked(records, actor, command.escalation_id, command.number)
    words = read_reason(command.values, "Please give your answer.")
    after = rules.give_info(before, command.number, words, now, cast)
    records.escalations.put(after)
    line = Phrase("{of} answered: {words}", of=cast.who(actor.person_id), words=Quote(words))
    if before.state is EscalationState.INFO_WANTED and after.state is not before.state:
        until = Instant(after.until, cast.project.zone)
        line = Phrase("{line} The clock runs again, until {until}.", line=line, until=until)
    ring = posts.told_in_turn(after, f"answer/{command.number}", line, cast, now)
    told = Phrase("Your answer goes to {who}.", who=cast.who(after.turn.person_id))
    return posts.replied(posts.changed(before, after, cast, now, rings=(ring,)), Message(told))


def _asked(records: Records, actor: Actor, escalation_id: str, number: int) -> tuple[Escalation, Cast]:
    """The escalation, if question `number` was put to the actor and is not answered."""
    escalation, cast = load(records, escalation_id)
    check_knows(cast, escalation, actor.person_id)
    if not escalation.is_open:
        raise wrong_state(escalation, cast)
    if not 0 <= number < len(escalation.questions):
        raise Invalid("There is no such question. Please use the button on the newest card.")
    asked = escalation.questions[number]
    if asked.of != actor.person_id:
        raise NotAllowed("Only {of} was asked this and can answer it.", of=cast.who(asked.of))
    if asked.answer is not None:
        raise WrongState("You have answered this: {words}", words=Quote(asked.answer))
    return escalation, cast


def withdraw(records: Records, actor: Actor, command: Withdraw, now: datetime) -> Effects:
    """The requester does not need it any more; everybody's card says so."""
    before, cast = load_for(records, actor, command.escalation_id, Action.WITHDRAW, None)
    words = read_reason(command.values)
    event = Event(Happened.WITHDRAWN, now, actor.person_id, words=words)
    after = rules.close(before, EscalationState.WITHDRAWN, event, cast)
    records.escalations.put(after)
    told = Phrase("{label} is withdrawn. Everybody who was asked sees it on their card.", label=after.label)
    return posts.replied(posts.changed(before, after, cast, now), Message(told))


def next_now(records: Records, actor: Actor, command: NextNow, now: datetime) -> Effects:
    """The next level now. It stays where it is when nobody further up can be asked."""
    before, cast = load_for(records, actor, command.escalation_id, Action.NEXT_NOW, command.step)
    after = rules.move_on(before, Event(Happened.MOVED_ON, now, actor.person_id), cast)
    if after.state is EscalationState.EXHAUSTED:
        raise Invalid(
            "Nobody further up can be asked{why}. It stays with {who}.",
            why=_why_nobody(before, cast, now),
            who=cast.who(before.turn.person_id),
        )
    records.escalations.put(after)
    told = Phrase(
        "It is with {who} now, until {until}.",
        who=cast.who(after.turn.person_id),
        until=Instant(after.until, cast.project.zone),
    )
    return posts.replied(moved(before, after, cast, now), Message(told))


def _why_nobody(escalation: Escalation, cast: Cast, now: datetime) -> Phrase:
    lines = tuple(
        Phrase("{who} {why}", who=cast.who(step.person_id), why=why)
        for step in escalation.ladder[escalation.step + 1 :]
        if (why := times.missing(cast.person(step.person_id), now, escalation.deadline, escalation.urgency))
    )
    return Phrase(": {lines}", lines=Listing(lines)) if lines else Phrase("")


def climb_due(records: Arrivals, actor: Actor, command: ClimbDue, now: datetime) -> Effects:
    """Whatever is due, one thing at a time: a nudge, the end of a pause, or the end of a step."""
    _check_clock(actor)
    before = records.escalations.find(command.escalation_id)
    if before is None or before.due_at is None or before.due_at > now:
        return NOTHING
    cast = Cast(records, records.projects.get(before.project_id))
    if holds.overdue(before, now):
        return not_spoken(records, before, cast, now)
    if holds.to_remind(before, now):
        return remind_of_word(records, before, cast, now)
    if before.state is EscalationState.INFO_WANTED:
        return _pause_over(records, before, cast, now)
    if before.until <= now:
        return _time_over(records, before, cast, now)
    return _nudge(records, before, cast, now)


def _check_clock(actor: Actor) -> None:
    if not actor.is_clock:
        raise NotAllowed("Only Accord's own clock does this.")


def _pause_over(
    records: Records, before: Escalation, cast: Cast, now: datetime, *, why: str = "has not answered your question"
) -> Effects:
    after = rules.miss_info(before, now, cast)
    records.escalations.put(after)
    number = len(after.questions) - 1
    line = Phrase(
        "{of} {why}. The clock runs again, until {until}.",
        of=cast.who(after.questions[number].of),
        why=why,
        until=Instant(after.until, cast.project.zone),
    )
    ring = posts.told_in_turn(after, f"unanswered/{number}", line, cast, now)
    return posts.changed(before, after, cast, now, rings=(ring,))


def _time_over(records: Arrivals, before: Escalation, cast: Cast, now: datetime) -> Effects:
    """The step ends without a decision. Silence counts as agreed only if Accord was there when the time ended, and the
    one in turn had been asked and had their time."""
    reached = reached_at(records, before)
    event = rules.silence_event(before, now, reached=reached is not None)
    if rules.proceeds_in_silence(before):
        why = _why_again(before, reached, cast, now)
        if why is None:
            return conclude(records, before, cast, Verdict(before.options[0].text, "", ""), CLOCK, now=now)[0]
        if rules.times_again(before) < rules.MOST_AGAIN:
            return _asked_again(records, before, why, cast, now=now)
    after = rules.move_on(before, event, cast)
    records.escalations.put(after)
    return moved(before, after, cast, now)


def _why_again(before: Escalation, reached: datetime | None, cast: Cast, now: datetime) -> Phrase | None:
    """Why silence does not count; None when it does."""
    if reached is None:
        return UNSHOWN
    if now - before.until > rules.LATE:
        return AWAY
    return None if had_their_time(before, reached, cast.person(before.turn.person_id)) else SHOWN_LATE


AGAIN: dict[Phrase, str] = {
    UNSHOWN: "I could not show you this before your time to decide ended, so you have it again, until {until}.",
    AWAY: "Accord was not running when your time to decide ended, so you have it again, until {until}.",
    SHOWN_LATE: "This reached you late, so you have your whole time again, until {until}.",
}


def _asked_again(records: Arrivals, before: Escalation, why: Phrase, cast: Cast, *, now: datetime) -> Effects:
    """A card that is still on its way says it all; who has seen one is told by a new message."""
    after = rules.ask_again(before, why, now, cast)
    records.escalations.put(after)
    words = Phrase(AGAIN[why], until=Instant(after.until, cast.project.zone))
    has_card = records.arrived(posts.card_key(before, before.turn.person_id)) is not None
    return posts.changed(before, after, cast, now, rings=(posts.nudge(after, cast, now, words),) if has_card else ())


def _nudge(records: Records, before: Escalation, cast: Cast, now: datetime) -> Effects:
    """A reminder, and one for all of them where they come late; or the next rung at once, when the one in turn has gone
    away meanwhile and somebody else is there."""
    passed = past_who_is_away(records, before, cast, now)
    if passed is not None:
        return passed
    after = rules.nudge(before, now, cast)
    records.escalations.put(after)
    if before.due_at is not None and now - before.due_at > rules.LATE:
        return posts.changed(before, after, cast, now, rings=(catching_up.reminder(after, cast, now),))
    until = Instant(after.until, cast.project.zone)
    words = Phrase("A decision waits for you. Your time ends {until}.", until=until)
    if before.state is EscalationState.ACKNOWLEDGED:
        words = Phrase("You took this, and it is not decided yet. Your time ends {until}.", until=until)
    return posts.changed(before, after, cast, now, rings=(posts.nudge(after, cast, now, words),))


def skip_gone(records: Records, actor: Actor, command: SkipGone, now: datetime) -> Effects:
    """A closed account: everything that waits for that person goes on at once."""
    _check_clock(actor)
    return go_on_without(records, command.person_id, now)


def go_on_without(records: Records, person_id: str, now: datetime) -> Effects:
    """What is with them goes to the next; where they were asked something first, the clock runs again."""
    told = []
    for project in records.projects.all():
        cast = Cast(records, project)
        for escalation in records.escalations.where(project_id=project.id):
            if escalation.due_at is None:
                continue
            if any(hold.word is Word.WAITS and hold.asked == person_id for hold in escalation.holds):
                told.append(somebody_else_speaks(records, escalation, person_id, cast, now))
                escalation = records.escalations.get(escalation.id)
            if escalation.turn.person_id == person_id:
                told.append(_skip(records, escalation, Phrase("has no working account any more"), now))
            elif escalation.info is not None and escalation.info.of == person_id:
                told.append(_pause_over(records, escalation, cast, now, why="has no working account any more"))
    return together(told)


def pass_over(records: Records, escalation_id: str, person_id: str, why: Phrase, *, now: datetime) -> Effects:
    """Who was asked and has not answered is passed over at once; nothing when it is not with them (any more)."""
    escalation = records.escalations.find(escalation_id)
    asked = escalation is not None and escalation.state is EscalationState.ASKED
    if escalation is None or not asked or escalation.turn.person_id != person_id:
        return NOTHING
    return _skip(records, escalation, why, now)


def _skip(records: Records, before: Escalation, why: Phrase, now: datetime) -> Effects:
    cast = Cast(records, records.projects.get(before.project_id))
    gone = Event(Happened.SKIPPED, now, CLOCK, about=before.turn.person_id, why=why)
    after = rules.move_on(before, gone, cast)
    records.escalations.put(after)
    return moved(before, after, cast, now)
