"""The ledger on demand. A look: show_ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.effects import Effects
from flows.ledger import cards
from flows.ledger.commands import ShowLedger
from flows.ledger.keeping import Records, ledger, order_in_force
from flows.projects.membership import may_act, project_here


def show_ledger(records: Records, actor: Actor, command: ShowLedger, now: datetime) -> Effects:  # noqa: ARG001
    """For everybody of the project; who may propose another order has a button for it."""
    cast = Cast(records, project_here(records, actor, command.channel, command.project))
    shown = cards.whole(ledger(records, cast), order_in_force(records, cast.project.id), cast)
    if actor.person_id in may_act(cast.project) and not actor.outside:
        shown = replace(shown, blocks=(*shown.blocks, cards.buttons(cast, show=False)))
    return Effects(reply=shown)
