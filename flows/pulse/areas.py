"""What each area of a pulse is: a part of the charter, and the rules whose contradictions it brings back."""

from __future__ import annotations

from collections.abc import Mapping

from flows.charter.records import Charter, Line, Section
from flows.charter.versions import changes
from flows.pulse.records import Area, Pulse

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


def still_moved(pulse: Pulse, function: str, about: Charter, now: Charter) -> tuple[Area, ...]:
    """What a function says has moved, as far as it is about what stands in the charter now.

    `about`: the version that it was asked about; `now`: the current one. Nothing where it has not signed, or has signed
    since it said so; an area is left out where a sentence of it was changed or taken out since.
    """
    said, signature = pulse.said.get(function), now.signed.get(function)
    if said is None or signature is None or signature.at > said.at:
        return ()
    return tuple(area for area in pulse.moved(function) if not _changed(function, area, about, now))


def _changed(function: str, area: Area, about: Charter, now: Charter) -> bool:
    both = (signed_lines(charter, function, area) for charter in (about, now))
    return any(change.before is not None for change in changes(*both))
