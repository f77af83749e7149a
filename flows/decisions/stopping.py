"""What was decided in talk and touches a red line is not recorded before its owner has spoken; it is escalated.

The owner and the channel are told at once, whatever the hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from flows.decisions.cast import Cast
from flows.decisions.keeping import Watched
from flows.effects import Effects, Post
from flows.escalations.commands import OpenEscalate
from flows.escalations.holds import voice
from flows.escalations.touching import in_force
from flows.holds.wording import function_name
from flows.messages import Block, Button, Buttons, Header, Message, Note, Quoted, Style, Text, ToChannel, ToPerson
from flows.phrases import Phrase, Quote
from flows.red_lines.records import RedLine
from flows.red_lines.tripping import touched


def stopped(
    records: Watched, cast: Cast, by: str, question: str, said: Sequence[str], *, now: datetime
) -> Effects | None:
    """None when it touches no red line. `said`: choice, rationale and whatever else was given, the choice first."""
    bounds = in_force(records, cast.project.id)
    tripped = touched(bounds, (question, *said))
    lines = [(each.id, each.content) for each in bounds if each.id in tripped]
    if not lines:
        return None
    digest = sha256("\n".join((question, *said)).encode()).hexdigest()[:16]
    key = f"red_line/{cast.project.id}/{digest}"
    posts = []
    for red_line_id, line in lines:
        if isinstance(line, RedLine):
            notice = _notice(red_line_id, line, cast, by, said[0])
            person = voice(line.owner, cast, now)
            posts.append(Post(f"{key}/{red_line_id}/{person.id}", ToPerson(person.id), notice))
            if cast.project.channel:
                posts.append(Post(f"{key}/{red_line_id}/channel", ToChannel(cast.project.channel), notice))
    return Effects(tuple(posts), _told(lines[0][0], cast, question))


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


def _told(red_line_id: str, cast: Cast, question: str) -> Message:
    told = Phrase(
        "Nothing is recorded: this touches the red line {label}, and its owner speaks first. They are told. Please "
        "escalate it, and they are asked at once.",
        label=red_line_id.rpartition("/")[2],
    )
    escalate = OpenEscalate(cast.project.channel or None, question)
    return Message(told, (Text(told), Buttons((Button("Escalate it", escalate, Style.PRIMARY),))))
