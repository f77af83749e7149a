"""A red line in force is dropped or replaced only with the yes of the function that owns it: silence removes none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from flows.consent.records import YES, Proposal
from flows.endings.records import Ending
from flows.holds.records import Hold, Word
from flows.red_lines.keeping import RedLines
from flows.red_lines.records import RedLine


class Records(Protocol):
    """The red lines in force."""

    @property
    def red_lines(self) -> RedLines: ...


def owner_missing(records: Records, proposal: Proposal, holds: Iterable[Hold] = ()) -> str:
    """The function (id) whose red line it would take away, where it was asked and has not said yes; "" otherwise.

    `holds`: words that were given on the ladder; a go-ahead of the owner is a yes, too.
    """
    owner = _owner(records, proposal)
    if not owner or owner not in proposal.asked:
        return ""
    said = proposal.said.get(owner)
    goes_ahead = any(each.owner == owner and each.word is Word.GO_AHEAD for each in holds)
    return "" if goes_ahead or (said is not None and said.stance in YES) else owner


def _owner(records: Records, proposal: Proposal) -> str:
    match proposal.content:
        case Ending(content=RedLine(owner=owner)):
            return owner
        case RedLine(replaces=replaces) if replaces:
            line = records.red_lines.find(replaces)
            holds = line is not None and line.holds
            return line.content.owner if line is not None and holds and isinstance(line.content, RedLine) else ""
        case _:
            return ""
