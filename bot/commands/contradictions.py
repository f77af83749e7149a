"""Contradictions: asked about in private, opened, and settled on the ladder."""

from __future__ import annotations

from bot.commands.area import Area, case
from flows.resolving import cards, clarifying, deciding, settling, speaking, telling
from flows.resolving import commands as live

AREA = Area(
    looks=(
        case(live.ListContradictions, clarifying.list_contradictions),
        case(live.ShowContradiction, clarifying.show_contradiction),
        case(live.OpenSayBack, clarifying.open_say_back),
        case(live.OpenCorrection, clarifying.open_correction),
        case(live.OpenSuggestion, settling.open_suggestion),
        case(live.OpenVerdict, deciding.open_verdict),
    ),
    forms=(live.OpenSayBack, live.OpenCorrection, live.OpenSuggestion, live.OpenVerdict),
    by_people=(
        case(live.SayBack, clarifying.say_back),
        case(live.ConfirmSaidBack, clarifying.confirm_said_back),
        case(live.CorrectSaidBack, clarifying.correct_said_back),
        case(live.SuggestWay, settling.suggest_way),
        case(live.AgreeToSuggestion, settling.agree_to_suggestion),
        case(live.RefuseSuggestion, settling.refuse_suggestion),
        case(live.GiveVerdict, deciding.give_verdict),
        case(live.PassUp, settling.pass_up),
    ),
    by_others=(case(live.ContradictionDue, settling.contradiction_due),),
    cards={
        cards.CARD: cards.draw,
        telling.LIST: telling.draw_list,
        telling.AGAIN: telling.draw_list,
        speaking.CARD: speaking.draw,
    },
    on_tick={"contradiction": live.ContradictionDue},
)
