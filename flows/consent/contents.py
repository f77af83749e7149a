"""Everything that functions can agree on by consent. A new kind of content is one more name here, and in `subjects`."""

from __future__ import annotations

from typing import TypeAlias

from flows.endings.records import Ending
from flows.goals.records import Goal
from flows.red_lines.records import RedLine, Tolerances, TradeoffOrder
from flows.rights.records import RightChange

Content: TypeAlias = Goal | RightChange | RedLine | Tolerances | TradeoffOrder | Ending
