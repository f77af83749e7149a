"""The pulse: whether what was signed still holds."""

from __future__ import annotations

from bot.commands.area import Area, case
from flows.pulse import answering, cards, over, running
from flows.pulse import commands as pulse

AREA = Area(
    looks=(
        case(pulse.ShowPulse, running.show_pulse),
        case(pulse.OpenPulseWords, answering.open_pulse_words),
    ),
    forms=(pulse.OpenPulseWords,),
    by_people=(
        case(pulse.StartPulse, running.start_pulse),
        case(pulse.AllHolds, answering.all_holds),
        case(pulse.SayHolds, answering.say_holds),
        case(pulse.GivePulseWords, answering.give_pulse_words),
    ),
    by_others=(case(pulse.PulseDue, running.pulse_due),),
    cards={cards.CARD: cards.draw, over.CARD: over.draw},
    on_tick={"pulse": pulse.PulseDue},
)
