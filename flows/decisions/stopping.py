"""What was decided in talk is not recorded before every function that has a word in it has spoken; it is escalated.

That are the owners of the red lines that it touches, who and the channel are told at once, whatever the hour, and the
functions that must agree by right, who are told in their working hours. Whoever decides and speaks for a function that
must agree has agreed by deciding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256

from flows.calendar import add_working_days, next_working
from flows.decisions.cast import Cast
from flows.decisions.keeping import Watched
from flows.decisions.records import Decision
from flows.effects import Effects, Post
from flows.escalations.commands import Draft, OpenEscalate
from flows.escalations.drafts import LINES
from flows.escalations.holds import voice
from flows.escalations.must_agree import must_agree
from flows.escalations.touching import in_force
from flows.holds.wording import function_name
from flows.messages import Block, Button, Buttons, Header, Message, Note, Quoted, Style, Text, ToChannel, ToPerson
from flows.phrases import Listing, Phrase, Quote
from flows.questionnaires.wording import shortened
from flows.red_lines.records import RedLine
from flows.red_lines.tripping import touched


def stopped(
    records: Watched,
    cast: Cast,
    by: str,
    question: str,
    said: Sequence[str],
    *,
    tradeoff: str,
    now: datetime,
    replaces: Decision | None = None,
) -> Effects | None:
    """None when nobody else has a word in it. `said`: choice, rationale and whatever else was given, the choice first.

    `by`: who decides; `replaces`: the decision that holds until then.
    """
    escalate = OpenEscalate(cast.project.channel or None, question)
    if replaces is not None:
        escalate = OpenEscalate(draft=_in_place_of(replaces, cast, by, said[0], now))
    digest = sha256("\n".join((question, *said)).encode()).hexdigest()[:16]
    crossing = _crossing(records, cast, (question, *said))
    posts = list(_lines_told(crossing, f"red_line/{cast.project.id}/{digest}", cast, by, said[0], now=now))
    missing = _missing(cast, tradeoff, by, now)
    posts += _functions_told(missing, f"must_agree/{cast.project.id}/{digest}", cast, by, said[0], now=now)
    if crossing:
        return Effects(tuple(posts), _told(_line_first(crossing[0][0]), escalate))
    if missing:
        names = Listing(tuple(function_name(cast, each) for each in missing))
        return Effects(tuple(posts), _told(Phrase("{names} must agree first", names=names), escalate))
    return None


def _crossing(records: Watched, cast: Cast, texts: Sequence[str]) -> tuple[tuple[str, RedLine], ...]:
    """The red lines that these texts touch, with their ids."""
    bounds = in_force(records, cast.project.id)
    tripped = touched(bounds, texts)
    return tuple((each.id, each.content) for each in bounds if each.id in tripped and isinstance(each.content, RedLine))


def _missing(cast: Cast, tradeoff: str, by: str, now: datetime) -> tuple[str, ...]:
    """The functions that must agree, but those for which whoever decides speaks."""
    mine = {each.id for each in cast.project.functions if by in (each.representative, each.deputy)}
    functions = must_agree(cast.project, tradeoff)
    return tuple(each for each in functions if each not in mine and voice(each, cast, now).id != by)


def _lines_told(
    lines: Sequence[tuple[str, RedLine]], key: str, cast: Cast, by: str, choice: str, *, now: datetime
) -> Iterator[Post]:
    for red_line_id, line in lines:
        notice = _notice(red_line_id, line, cast, by, choice)
        person = voice(line.owner, cast, now)
        yield Post(f"{key}/{red_line_id}/{person.id}", ToPerson(person.id), notice)
        if cast.project.channel:
            yield Post(f"{key}/{red_line_id}/channel", ToChannel(cast.project.channel), notice)


def _functions_told(
    functions: Sequence[str], key: str, cast: Cast, by: str, choice: str, *, now: datetime
) -> Iterator[Post]:
    for function in functions:
        person = voice(function, cast, now)
        line = Phrase(
            "{by} wanted to record something as decided to which {function} must agree. It is not recorded. When it is "
            "escalated, you are asked.",
            by=cast.who(by),
            function=function_name(cast, function),
        )
        message = Message(line, (Text(line), Quoted(choice, Phrase("{by}", by=cast.who(by)))))
        at = next_working(person, now)
        yield Post(f"{key}/{function}/{person.id}", ToPerson(person.id), message, not_before=at)


def _notice(red_line_id: str, line: RedLine, cast: Cast, by: str, choice: str) -> Message:
    label = red_line_id.rpartition("/")[2]
    said = Phrase(
        "Hold: what {by} wants to record as decided touches the red line {label}, {text}, owned by {owner}.",
        by=cast.who(by),
        label=label,
        text=Quote(line.text),
        owner=function_name(cast, line.owner),
    )
    blocks: tuple[Block, ...] = (
        Header(Phrase("Hold: red line {label}", label=label)),
        Text(said),
        Quoted(choice, Phrase("{by}", by=cast.who(by))),
        Note("It is not recorded, so it does not count as decided. As an escalation its owner has a veto."),
    )
    return Message(said, blocks)


def _line_first(red_line_id: str) -> Phrase:
    label = red_line_id.rpartition("/")[2]
    return Phrase("this touches the red line {label}, and its owner speaks first", label=label)


def _in_place_of(old: Decision, cast: Cast, by: str, choice: str, now: datetime) -> Draft:
    """What is filled in already: the matter, and both ways to decide it."""
    options = dict.fromkeys(shortened(each, LINES["option"]) for each in (choice, old.choice))
    return Draft(
        project_id=old.project_id,
        tradeoff=old.tradeoff,
        question=shortened(old.question, LINES["question"]),
        options=tuple(options),
        impact=shortened(f"{old.label} holds: {old.choice}", LINES["impact"]),
        deadline=add_working_days(cast.person(by), now, 2),
        drafted_at=now,
        replaces=old.id,
    )


def _told(why: Phrase, escalate: OpenEscalate) -> Message:
    told = Phrase("Nothing is recorded: {why}. They are told. Please escalate it, and they are asked at once.", why=why)
    return Message(told, (Text(told), Buttons((Button("Escalate it", escalate, Style.PRIMARY),))))
