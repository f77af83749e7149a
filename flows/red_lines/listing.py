"""What is agreed, and what could become a red line. A look: list_red_lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.effects import Effects
from flows.endings.commands import OpenEnding
from flows.holds.wording import function_name
from flows.messages import Block, Button, Buttons, Facts, Header, Items, Message, Note, Text
from flows.phrases import Count, Listing, Phrase, Quote
from flows.projects.membership import may_act, project_here
from flows.red_lines import cards
from flows.red_lines.commands import ListRedLines, OpenRedLine, OpenTolerances, OpenTradeoffOrder
from flows.red_lines.drafting import Refused, refused
from flows.red_lines.proposing import Records
from flows.red_lines.records import InForce, RedLine, Tolerances, TradeoffOrder
from flows.text import name_key

MOST_OFFERED = 10
MOST_SHOWN = 10
"""Red lines that are shown in full; a message has its limits."""
IN_A_ROW = 5


def list_red_lines(records: Records, actor: Actor, command: ListRedLines, now: datetime) -> Effects:  # noqa: ARG001
    """Red lines, tolerances and trade-off order in force, with what the reader may propose."""
    cast = Cast(records, project_here(records, actor, command.channel, command.project))
    proposes = actor.person_id in may_act(cast.project) and not actor.outside
    holding = [each for each in records.red_lines.where(project_id=cast.project.id) if each.holds]
    lines = [each for each in holding if isinstance(each.content, RedLine)]
    count = Count(len(lines), "red line is agreed", "red lines are agreed")
    title = Phrase("{count} in {project}", count=count, project=cast.project.name)
    blocks: list[Block] = [Header(title)]
    for line in lines[:MOST_SHOWN]:
        blocks += _in_force(line, cast, proposes=proposes)
    if len(lines) > MOST_SHOWN:
        more = tuple(Phrase("{title}", title=cards.title(each.content, cast)) for each in lines[MOST_SHOWN:])
        blocks.append(Items(more))
    blocks += _offers(refused(records, cast.project), lines, cast, proposes=proposes)
    blocks += _bounds(holding, cast, proposes=proposes)
    return Effects(reply=Message(title, tuple(blocks)))


def _in_force(line: InForce, cast: Cast, *, proposes: bool) -> Iterator[Block]:
    if isinstance(line.content, RedLine):
        yield Facts((("Agreed as", line.label), *cards.red_line_facts(line.content, cast)))
    if proposes:
        change = OpenRedLine(cast.project.id, replaces=line.id)
        drop = Button(f"Drop {line.label}", OpenEnding(line.proposal_id), about=cards.title(line.content, cast))
        yield Buttons((Button(f"Change {line.label}", change, about=cards.title(line.content, cast)), drop))


def _offers(found: Sequence[Refused], lines: Sequence[InForce], cast: Cast, *, proposes: bool) -> Iterator[Block]:
    """What functions find not acceptable even if pace suffers, and what is no red line yet."""
    agreed = {name_key(line.content.text) for line in lines if isinstance(line.content, RedLine)}
    left = [each for each in found if name_key(each.name) not in agreed]
    if left:
        yield Text("Not acceptable even if pace suffers, and no red line yet:")
        yield Items(tuple(_offer(each, cast) for each in left))
    if not proposes:
        return
    buttons = [
        Button(f"Propose: {each.name}"[:70], OpenRedLine(cast.project.id, each.risk)) for each in left[:MOST_OFFERED]
    ]
    buttons.append(Button("Propose another red line", OpenRedLine(cast.project.id)))
    for at in range(0, len(buttons), IN_A_ROW):
        yield Buttons(tuple(buttons[at : at + IN_A_ROW]))


def _offer(each: Refused, cast: Cast) -> Phrase:
    who = Listing(tuple(function_name(cast, function) for function in each.said))
    why = next((stance.why for stance in each.said.values() if stance.why), None)
    said = Phrase(" {why}", why=Quote(why)) if why else Phrase("")
    return Phrase("{risk}: {who}.{said}", risk=Quote(each.name), who=who, said=said)


def _bounds(holding: Sequence[InForce], cast: Cast, *, proposes: bool) -> Iterator[Block]:
    """Tolerances and the trade-off order."""
    kinds = (
        (Tolerances, "tolerances", "How far the team may go by itself", OpenTolerances(cast.project.id)),
        (TradeoffOrder, "trade-off order", "What wins", OpenTradeoffOrder(cast.project.id)),
    )
    buttons, drops = [], []
    for kind, name, heading, opens in kinds:
        found = next((each for each in holding if isinstance(each.content, kind)), None)
        if found is not None:
            yield Header(heading)
            yield from cards.blocks(found.content, cast)
            drops.append(Button(f"Drop the {name}", OpenEnding(found.proposal_id)))
        buttons.append(Button(f"Change the {name}" if found else f"Propose the {name}", opens))
    if proposes:
        yield Buttons((*buttons, *drops))
    if len(holding) == 0:
        yield Note("Nothing of this is agreed yet. Each becomes binding by the consent of the functions.")
