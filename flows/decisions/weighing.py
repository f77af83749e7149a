"""What won in a decision and what paid for it: asked in the form that decides, read, and told.

Where a tradeoff names two axes, one field is enough: whichever did not win paid.
"""

from __future__ import annotations

from flows.decisions.cast import Cast, capital
from flows.decisions.records import Weighed
from flows.filled import Filled
from flows.forms import ChoiceField, Field, Option
from flows.phrases import Phrase

NEITHER = "neither"
WON, PAID = "won", "paid"
HINT = "Counted for everybody to see: /align ledger."


def pair(tradeoff: str) -> tuple[str, ...]:
    """The two axes that a tradeoff names; none where it is a joint decision."""
    return tuple(tradeoff.split("/")) if "/" in tradeoff else ()


def weighing_fields(cast: Cast, tradeoff: str = "", *, needed: bool = False) -> tuple[Field, ...]:
    """What is asked. `tradeoff`: "" where it is chosen in the same form.

    Nothing is filled in: what stood there would be sent unread, and drift from the agreed order would look smaller.
    """
    axes = pair(tradeoff) or tuple(axis.id for axis in cast.template.axes)
    options = tuple(Option(axis, capital(cast.tradeoff(axis))) for axis in axes)
    won = ChoiceField(
        WON,
        "What won?",
        (*options, Option(NEITHER, "Neither side paid")),
        HINT,
        required=needed,
    )
    return (won,) if pair(tradeoff) else (won, ChoiceField(PAID, "What paid for it?", options))


def read_weighed(filled: Filled, cast: Cast, tradeoff: str, *, needed: bool = False) -> Weighed | None:
    """None where nothing was said; notes a problem for half an answer, for an axis that is none, and where it is
    `needed` for none at all."""
    won, paid, two = filled.text(WON), filled.text(PAID), pair(tradeoff)
    if needed and not won:
        filled.wrong(WON, "Please say what won: an order is agreed, and every decision is counted against it.")
        return None
    if won == NEITHER or not (won or paid):
        return Weighed() if won else None
    known = {axis.id for axis in cast.template.axes} | set(two)
    if won not in known:
        filled.wrong(WON, "Please choose what won.")
    elif won in two and not paid:
        paid = next((axis for axis in two if axis != won), "")
    if paid not in known:
        filled.wrong(PAID, "Please choose what paid for it.")
    elif paid == won:
        filled.wrong(PAID, "What has won cannot have paid. Please choose what paid for it.")
    return Weighed(won, paid)


def weighed_words(weighed: Weighed, cast: Cast) -> Phrase:
    """ "speed won, operational safety paid"."""
    if not weighed.won:
        return Phrase("neither side paid")
    return Phrase("{won} won, {paid} paid", won=cast.tradeoff(weighed.won), paid=cast.tradeoff(weighed.paid))
