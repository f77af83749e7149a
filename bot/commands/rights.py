"""Decision rights: the register, and how it is changed by consent; and the drills."""

from __future__ import annotations

from bot.commands.area import Area, case
from flows.drills import cards as drill_cards
from flows.drills import commands as drill
from flows.drills import ending, running
from flows.live_drills import cards as live_cards
from flows.live_drills import commands as live
from flows.live_drills import offering
from flows.live_drills import running as live_running
from flows.rights import asking, changing, register
from flows.rights import commands as right

AREA = Area(
    looks=(
        case(right.ShowRegister, register.show_register),
        case(right.WhoDecides, asking.who_decides),
        case(right.OpenRightChange, changing.open_right_change),
        case(drill.OpenDrill, running.open_drill),
        case(live.OpenLiveDrill, live_running.open_live_drill),
        case(live.ShowLiveDrill, live_running.show_live_drill),
    ),
    forms=(right.OpenRightChange, drill.OpenDrill, live.OpenLiveDrill),
    by_people=(
        case(right.ProposeRight, changing.propose_right),
        case(right.ProposeNoRight, changing.propose_no_right),
        case(drill.StartDrill, running.start_drill),
        case(drill.AnswerDrill, running.answer_drill),
        case(drill.CloseDrill, running.close_drill),
        case(live.StartLiveDrill, live_running.start_live_drill),
        case(live.AnswerLiveDrill, live_running.answer_live_drill),
        case(live.StopLiveDrill, live_running.stop_live_drill),
    ),
    by_others=(case(drill.DrillDue, ending.drill_due), case(live.LiveDrillDue, live_running.live_drill_due)),
    cards={drill_cards.CARD: drill_cards.draw, live_cards.CARD: live_cards.draw, offering.CARD: offering.draw},
    on_tick={"drill": drill.DrillDue, "live_drill": live.LiveDrillDue},
)
