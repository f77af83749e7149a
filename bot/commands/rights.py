"""Decision rights: the register, and how it is changed by consent."""

from __future__ import annotations

from bot.commands.area import Area, case
from flows.rights import asking, changing, register
from flows.rights import commands as right

AREA = Area(
    looks=(
        case(right.ShowRegister, register.show_register),
        case(right.WhoDecides, asking.who_decides),
        case(right.OpenRightChange, changing.open_right_change),
    ),
    forms=(right.OpenRightChange,),
    by_people=(
        case(right.ProposeRight, changing.propose_right),
        case(right.ProposeNoRight, changing.propose_no_right),
    ),
)
