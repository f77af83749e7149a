"""The second look at a round's answers."""

from __future__ import annotations

from bot.commands.area import Area, case
from flows.second_look import cards, revising
from flows.second_look import commands as look

AREA = Area(
    looks=(
        case(look.ShowSecondLook, revising.show_second_look),
        case(look.OpenRevision, revising.open_revision),
    ),
    forms=(look.OpenRevision,),
    by_people=(
        case(look.TakeAddedRisk, revising.take_added_risk),
        case(look.KeepAnswers, revising.keep_answers),
        case(look.Revise, revising.revise),
    ),
    cards={cards.CARD: cards.draw},
)
