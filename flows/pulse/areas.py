"""What each area of a pulse is: a part of the charter, and the rules whose contradictions it brings back."""

from __future__ import annotations

from collections.abc import Mapping

from flows.charter.records import Charter, Line, Section
from flows.pulse.records import Area

NAMES: Mapping[Area, str] = {
    Area.GOAL: "The goal",
    Area.BOUNDS: "Red lines and risks",
    Area.RIGHTS: "Who decides",
    Area.REPORTING: "Reporting and proof",
}
SECTIONS: Mapping[Area, frozenset[Section]] = {
    Area.GOAL: frozenset({Section.GOAL}),
    Area.BOUNDS: frozenset({Section.RED_LINES, Section.TOLERANCES, Section.ORDER, Section.CONTRADICTIONS}),
    Area.RIGHTS: frozenset({Section.RIGHTS, Section.PATH}),
    Area.REPORTING: frozenset({Section.REPORTING, Section.EVIDENCE}),
}
RULES: Mapping[Area, frozenset[str]] = {
    Area.GOAL: frozenset({"R3", "R5", "R6"}),
    Area.BOUNDS: frozenset({"R1", "R2"}),
    Area.RIGHTS: frozenset({"R4"}),
    Area.REPORTING: frozenset({"R7"}),
}


def signed_lines(charter: Charter, function: str, area: Area) -> tuple[Line, ...]:
    """What the function signed there: the lines that concern it, its own ones first."""
    found = [
        line
        for line in charter.lines
        if line.section in SECTIONS[area] and (not line.concerns or function in line.concerns)
    ]
    return tuple(sorted(found, key=lambda line: function not in line.concerns))


def asked_of(charter: Charter, function: str) -> tuple[Area, ...]:
    """The areas in which the function has signed something."""
    return tuple(area for area in Area if signed_lines(charter, function, area))
