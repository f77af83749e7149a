"""Who is told what when an escalation moves: the same change of everybody's card, and what has to ring."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.decisions.cast import Cast
from flows.effects import Card, Content, Effects, Post, Promise, Reply
from flows.escalations import cards, hold_cards, roles, times
from flows.escalations.buttons import answer_button, nudge_buttons, show_button
from flows.escalations.keeping import Records
from flows.escalations.loading import load, proof
from flows.escalations.records import Escalation, EscalationState, InfoRequest
from flows.escalations.waiting_cost import cost_so_far
from flows.messages import Block, Buttons, Message, Quoted, Text, ToChannel, ToPerson
from flows.phrases import Instant, Phrase, Quote

CARD = "escalation"


def draw(records: Records, card: Card, reader: str | None, now: datetime) -> Message:  # noqa: ARG001
    """The card of an escalation as `reader` sees it now, or a channel (None). Raises NotFound."""
    escalation, cast = load(records, card.of)
    return cards.card(escalation, cast, reader, proof=proof(records, escalation, cast))


def prefix(escalation: Escalation) -> str:
    """Under which all posts of an escalation have their keys; the slash keeps E-1 and E-10 apart."""
    return f"escalation/{escalation.id}/"


def card_key(escalation: Escalation, person_id: str) -> str:
    """Where that person's card is."""
    return f"{prefix(escalation)}card/{person_id}"


def nudge_key(escalation: Escalation, number: int) -> str:
    """Where a reminder of the present step is, the first having number 1."""
    return f"{prefix(escalation)}nudge/{escalation.step}/{number}"


def changed(
    before: Escalation | None, after: Escalation, cast: Cast, now: datetime, *, rings: tuple[Post, ...] = ()
) -> Effects:
    """Everybody's cards as they are after a change, `rings` as new messages, and waiting reminders dropped.

    `before` is None when it was just opened, and where nothing changed but who can see it.
    """
    quieted = () if before is None else (*_old_nudges(before, cast), *_questions(after, cast, now))
    there = frozenset() if before is None else frozenset(hold.id for hold in before.holds)
    new = frozenset(hold.id for hold in after.holds) - there
    return Effects(
        posts=(*quieted, *_cards(after, cast, now), *hold_cards.notices(after, cast, new, now), *rings),
        withdraw=() if before is None else (prefix(after) if not after.is_open else f"{prefix(after)}nudge/",),
    )


def replied(effects: Effects, reply: Reply) -> Effects:
    """The same effects with a reply to the one who asked."""
    return Effects(effects.posts, reply, effects.withdraw)


def _cards(escalation: Escalation, cast: Cast, now: datetime) -> tuple[Post, ...]:
    """One per person who was involved so far, and the channel's. Only whoever may act gets a first one."""
    must_see = {escalation.requester, escalation.turn.person_id} if escalation.is_open else set()
    involved = dict.fromkeys((escalation.requester, *(s.person_id for s in escalation.ladder[: escalation.step + 1])))
    card = Card(CARD, escalation.id)
    posts = [
        to_person(
            card_key(escalation, person_id),
            person_id,
            card,
            cast,
            now,
            escalation=escalation,
            promise=Promise.NEVER_LOST if person_id in must_see else Promise.REFRESH,
        )
        for person_id in involved
    ]
    if cast.project.channel:
        promise = Promise.NEVER_LOST if escalation.is_open else Promise.REFRESH
        channel = ToChannel(cast.project.channel)
        posts.append(Post(f"{prefix(escalation)}channel", channel, card, promise))
    return tuple(posts)


def to_person(
    key: str,
    person_id: str,
    message: Content,
    cast: Cast,
    now: datetime,
    *,
    escalation: Escalation,
    promise: Promise = Promise.NEVER_LOST,
    expires: datetime | None = None,
) -> Post:
    """A post in the receiver's working hours, or at once where it is urgent."""
    not_before = times.seen(cast.person(person_id), now, escalation.urgency)
    return Post(key, ToPerson(person_id), message, promise, not_before=not_before, expires=expires)


def nudge(escalation: Escalation, cast: Cast, now: datetime, words: Phrase) -> Post:
    """A reminder to the one in turn, with what waiting has cost; worth nothing once their time is over."""
    person_id = escalation.turn.person_id
    cost = cost_so_far(escalation.cost, escalation.raised_at, now)
    if cost:
        words = Phrase("{words} Waiting has cost about {cost} so far.", words=words, cost=cost)
    line = Phrase(
        "{words} Next: {next}.",
        words=words,
        next=cards.what_comes_next(escalation, cast),
    )
    message = _about(escalation, cast, line, Buttons(nudge_buttons(escalation, cast)))
    key = nudge_key(escalation, escalation.nags)
    end = escalation.until
    return to_person(
        key, person_id, message, cast, now, escalation=escalation, promise=Promise.NEVER_DOUBLED, expires=end
    )


def _old_nudges(before: Escalation, cast: Cast) -> tuple[Post, ...]:
    """The reminders of the step so far lose their buttons."""
    person_id = before.turn.person_id
    message = _about(
        before, cast, Phrase("This was a reminder. The card of {label} is up to date.", label=before.label)
    )
    keys = (nudge_key(before, number) for number in range(1, before.nags + 1))
    return tuple(Post(key, ToPerson(person_id), message, Promise.REFRESH) for key in keys)


def question(escalation: Escalation, number: int, cast: Cast, now: datetime) -> Post:
    """A question to the person who was asked; it loses its button when it is answered or not needed any more."""
    asked = escalation.questions[number]
    waiting = asked.answer is None and escalation.is_open
    blocks: list[Block] = [] if asked.recommends else [Quoted(asked.question, Phrase("{by}", by=cast.who(asked.by)))]
    if asked.answer is not None:
        blocks.append(Quoted(asked.answer, Phrase("{of}", of=cast.who(asked.of))))
    if waiting:
        blocks.append(Buttons((answer_button(escalation, number), show_button(escalation))))
    line = _question_line(escalation, asked, cast)
    return to_person(
        _question_key(escalation, number, asked.of),
        asked.of,
        _about(escalation, cast, line, *blocks),
        cast,
        now,
        escalation=escalation,
        promise=Promise.NEVER_LOST if waiting else Promise.REFRESH,
    )


def _question_key(escalation: Escalation, number: int, person: str) -> str:
    """Who was asked first has the plain one."""
    key, first = f"{prefix(escalation)}question/{number}", (*escalation.questions[number].earlier, person)[0]
    return key if person == first else f"{key}/{person}"


def asked_instead(escalation: Escalation, number: int, cast: Cast, now: datetime) -> Iterator[Post]:
    """The question to who is asked now; on the screens of who was asked before stands that they need not answer."""
    yield question(escalation, number, cast, now)
    yield from _asked_before(escalation, number, cast, now)


def _asked_before(escalation: Escalation, number: int, cast: Cast, now: datetime) -> Iterator[Post]:
    asked = escalation.questions[number]
    line = Phrase("You need not answer: {who} is asked for you.", who=cast.who(asked.of))
    for person in asked.earlier:
        if person != asked.of:
            key, message = _question_key(escalation, number, person), _about(escalation, cast, line)
            yield to_person(key, person, message, cast, now, escalation=escalation, promise=Promise.REFRESH)


def _question_line(escalation: Escalation, asked: InfoRequest, cast: Cast) -> Phrase:
    if asked.answer is not None:
        return Phrase(
            "Your answer has reached {by}.", by=cast.who(escalation.turn.person_id if asked.recommends else asked.by)
        )
    if not escalation.is_open:
        return Phrase("{by} does not need an answer any more: the matter is closed.", by=cast.who(asked.by))
    if asked.recommends:
        return roles.asks(escalation, asked, cast)
    if escalation.state is EscalationState.INFO_WANTED and asked == escalation.questions[-1]:
        until = Instant(asked.until, cast.project.zone)
        return Phrase("{by} has to decide and needs an answer from you by {until}.", by=cast.who(asked.by), until=until)
    return Phrase("{by} went on without your answer. It still helps if you give it.", by=cast.who(asked.by))


def _questions(escalation: Escalation, cast: Cast, now: datetime) -> tuple[Post, ...]:
    found: list[Post] = []
    for number, asked in enumerate(escalation.questions):
        found.append(question(escalation, number, cast, now))
        found += _asked_before(escalation, number, cast, now) if asked.earlier else ()
    return tuple(found)


def told_in_turn(escalation: Escalation, name: str, words: Phrase, cast: Cast, now: datetime) -> Post:
    """A new message to the one in turn, with what they may do."""
    message = _about(escalation, cast, words, Buttons((show_button(escalation),)))
    return to_person(
        f"{prefix(escalation)}{name}", escalation.turn.person_id, message, cast, now, escalation=escalation
    )


def exhausted(escalation: Escalation, cast: Cast, now: datetime) -> tuple[Post, ...]:
    """Nobody decided: requester, last on the ladder, sponsor and facilitator are told, each once, for good."""
    project = cast.project
    people = (escalation.turn.person_id, project.sponsor, project.facilitator, escalation.requester)
    words = Phrase(
        "Nobody decided in time. It stays open and visible with {who}, who may still decide it or hand it over. "
        "{requester} may withdraw it.",
        who=cast.who(escalation.turn.person_id),
        requester=cast.who(escalation.requester),
    )
    message = _about(escalation, cast, words, Buttons((show_button(escalation),)))
    key = f"{prefix(escalation)}exhausted/{escalation.step}"
    return tuple(
        to_person(f"{key}/{person}", person, message, cast, now, escalation=escalation)
        for person in dict.fromkeys(people)
    )


def _about(escalation: Escalation, cast: Cast, line: Phrase, *blocks: Block) -> Message:
    tradeoff = cast.tradeoff(escalation.tradeoff)
    matter = Phrase(
        "{label}, {tradeoff}: {question}",
        label=escalation.label,
        tradeoff=tradeoff,
        question=Quote(escalation.question),
    )
    summary = Phrase("{line} {matter}", line=line, matter=matter)
    return Message(summary, (Text(line), Text(matter), *blocks))
