"""What the ledger looks like."""

from __future__ import annotations

from collections.abc import Iterator

from flows.decisions.cast import Cast, capital
from flows.decisions.records import Decision
from flows.decisions.weighing import weighed_words
from flows.ledger.commands import ShowLedger
from flows.ledger.counting import Drift, Ledger, Tally
from flows.messages import Block, Button, Buttons, Header, Items, Message, Note, Text
from flows.phrases import Count, Listing, Phrase, Quote
from flows.questionnaires.wording import shortened
from flows.red_lines.cards import order_line
from flows.red_lines.commands import OpenTradeoffOrder
from flows.red_lines.records import InForce, TradeoffOrder

WAYS = "Either the next decisions go by the order, or the functions agree another one. Both are in your hands."
QUESTION = 80


def drift_line(drift: Drift, cast: Cast) -> Phrase:
    """ "Speed won over operational safety in 2 of the last 3 decisions between them (D-3 and D-5), though …"."""
    return Phrase(
        "{below} won over {above} in {lost} of the last {of} decisions between them ({labels}), though the "
        "agreed order ranks {above} higher.",
        below=capital(cast.tradeoff(drift.below)),
        above=cast.tradeoff(drift.above),
        lost=len(drift.lost),
        of=drift.of,
        labels=Listing(tuple(each.label for each in drift.lost)),
    )


def drift_message(drift: Drift, order: InForce, cast: Cast) -> Message:
    """To sponsor and facilitator, when it begins."""
    line = drift_line(drift, cast)
    agreed: list[Block] = []
    if isinstance(order.content, TradeoffOrder):
        agreed = [Text(Phrase("Agreed order: {order}.", order=order_line(order.content, cast)))]
    decided = Items(tuple(_decided(each, cast) for each in drift.lost))
    blocks = (
        Header(Phrase("{project}: decisions drift from the agreed order", project=cast.project.name)),
        Text(line),
        *agreed,
        decided,
        Text(WAYS),
        buttons(cast),
    )
    return Message(line, blocks)


def buttons(cast: Cast, *, show: bool = True) -> Buttons:
    """The whole ledger, and the way to another order."""
    change = Button("Propose another order", OpenTradeoffOrder(cast.project.id), about=cast.project.name)
    if not show:
        return Buttons((change,))
    return Buttons((Button("Show the ledger", ShowLedger(None, cast.project.id), about=cast.project.name), change))


def whole(found: Ledger, order: InForce | None, cast: Cast) -> Message:
    """Everything that was counted."""
    title = Phrase("Trade-off ledger of {project}", project=cast.project.name)
    blocks: list[Block] = [Header(title), *_agreed(order, cast), *_counted(found, cast)]
    if found.drifts:
        blocks += [Header("Drift from the agreed order"), Items(tuple(drift_line(each, cast) for each in found.drifts))]
    if found.said:
        blocks += [Header("The last ones"), Items(tuple(_decided(each, cast) for each in reversed(found.lately)))]
    if found.unsaid:
        unsaid = Count(found.unsaid, "decision does", "decisions do")
        blocks.append(Note(Phrase("{n} not say what won and what paid, so they are not counted.", n=unsaid)))
    return Message(title, tuple(blocks))


def _agreed(order: InForce | None, cast: Cast) -> Iterator[Block]:
    if order is None or not isinstance(order.content, TradeoffOrder):
        yield Text("No trade-off order is agreed yet, so nothing can drift from it. /align red lines proposes one.")
        return
    yield Text(Phrase("Agreed order: {order}.", order=order_line(order.content, cast)))


def _counted(found: Ledger, cast: Cast) -> Iterator[Block]:
    if not found.said:
        yield Text("No decision has said yet what won and what paid. Whoever decides is asked.")
        return
    said = Count(len(found.said), "decision that holds says", "decisions that hold say")
    yield Text(Phrase("{said} what won and what paid:", said=said))
    yield Items(tuple(_axis(each, len(found.said), found, cast) for each in found.tallies))


def _axis(tally: Tally, of: int, found: Ledger, cast: Cast) -> Phrase:
    words = Phrase(
        "{axis} won {won} of {of} ({share} %) and paid {paid} times; of the last {n} it won {lately}",
        axis=capital(cast.tradeoff(tally.axis)),
        won=tally.won,
        of=of,
        share=round(100 * tally.won / of),
        paid=tally.paid,
        n=len(found.lately),
        lately=tally.lately,
    )
    place = next((at for at, group in enumerate(found.order, 1) if tally.axis in group), 0)
    return (
        Phrase("{words}; it is ranked {place} of {all}", words=words, place=place, all=len(found.order))
        if (place)
        else words
    )


def _decided(decision: Decision, cast: Cast) -> Phrase:
    if decision.weighed is None:
        return Phrase("{label} {question}", label=decision.label, question=Quote(decision.question))
    return Phrase(
        "{label} {question}: {weighed}",
        label=decision.label,
        question=Quote(shortened(decision.question, QUESTION)),
        weighed=weighed_words(decision.weighed, cast),
    )
