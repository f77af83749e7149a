"""From when on a decision goes to a higher level: cost, downtime, safety; and to whom."""

from __future__ import annotations

from flows.filled import Filled
from flows.forms import ChoiceField, Field, Option, PeopleField, TextField
from flows.projects.records import DecisionRight, Higher
from flows.stakes.rules import read_downtime, read_money, said

YES, NO = "yes", "no"


def higher_fields(right: DecisionRight | None, people: tuple[Option, ...]) -> tuple[Field, ...]:
    """Filled with what holds; all may stay empty."""
    held = right.higher if right and right.higher else Higher()
    return (
        TextField(
            "cost_above",
            "To a higher level when it costs more than",
            "Such as 50,000 EUR. Whoever escalates is asked what it costs.",
            said(held.cost) if held.cost else "",
        ),
        TextField(
            "downtime_above",
            "To a higher level when production stands still for more than",
            "Such as 8 h.",
            said(held.downtime) if held.downtime else "",
        ),
        ChoiceField(
            "safety_above",
            "To a higher level whenever it touches safety",
            (Option(NO, "No"), Option(YES, "Yes")),
            value=YES if held.safety else NO,
        ),
        PeopleField(
            "higher", "Who decides then", people, "Left empty, the sponsor.", (held.decider,) if held.decider else ()
        ),
    )


def read_higher(filled: Filled, decider: str) -> Higher | None:
    """None where no limit was given; problems are noted at the fields."""
    cost, downtime = filled.read("cost_above", read_money), filled.read("downtime_above", read_downtime)
    safety, above = filled.text("safety_above") == YES, next(iter(filled.people("higher")), None)
    if cost is None and downtime is None and not safety:
        if above is not None and not {"cost_above", "downtime_above"} & set(filled.problems):
            filled.wrong("higher", "Please give a limit above which they decide, or leave this empty.")
        return None
    if above is not None and above == decider:
        filled.wrong("higher", "They decide it already. Please name somebody above, or leave it to the sponsor.")
    return Higher(cost, downtime, safety, above)
