"""A red line in force is dropped or replaced only with the yes of the function that owns it: silence removes none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from flows.consent.records import YES, Proposal
from flows.endings.records import Ending
from flows.holds.records import Ground, Hold, Word
from flows.red_lines.keeping import RedLines
from flows.red_lines.records import InForce, RedLine


class Records(Protocol):
    """The red lines in force."""

    @property
    def red_lines(self) -> RedLines: ...


def owner_missing(records: Records, proposal: Proposal, holds: Iterable[Hold] = ()) -> str:
    """The function (id) whose red line it would take away, where it was asked and has not said yes; "" otherwise.

    `holds`: words that were given on the ladder; a go-ahead of the owner is a yes, too, but not one about another red
    line of theirs.
    """
    lost = _lost(records, proposal)
    if lost is None or not isinstance(lost.content, RedLine) or lost.content.owner not in proposal.asked:
        return ""
    owner = lost.content.owner
    said = proposal.said.get(owner)
    goes_ahead = any(each.owner == owner and each.word is Word.GO_AHEAD and _is_about(each, lost) for each in holds)
    return "" if goes_ahead or (said is not None and said.stance in YES) else owner


def _is_about(hold: Hold, lost: InForce) -> bool:
    return hold.ground is Ground.MUST_AGREE or hold.id == lost.id


def _lost(records: Records, proposal: Proposal) -> InForce | None:
    """What is in force now and would hold no more."""
    match proposal.content:
        case Ending(of=of, content=RedLine()):
            lines = records.red_lines.where(project_id=proposal.project_id)
            return next((each for each in lines if each.proposal_id == of and each.holds), None)
        case RedLine(replaces=replaces) if replaces:
            line = records.red_lines.find(replaces)
            return line if line is not None and line.holds else None
        case _:
            return None
