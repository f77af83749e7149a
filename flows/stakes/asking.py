"""What `/escalate` asks about the stakes, only where a decision right has limits; and what is read from it."""

from __future__ import annotations

from collections.abc import Iterator

from flows.amounts import Amount
from flows.decisions.cast import Cast
from flows.decisions.rights import find_right
from flows.errors import Invalid
from flows.filled import Filled
from flows.forms import ChoiceField, Field, Option, TextField
from flows.phrases import Phrase
from flows.projects.records import Higher
from flows.stakes.records import Stakes
from flows.stakes.rules import check_comparable, read_downtime, read_money, said

COST, DOWNTIME, SAFETY = "stake_cost", "stake_downtime", "stake_safety"
LONGEST = 40
YES, NO = "yes", "no"


def stakes_fields(casts: tuple[Cast, ...], stakes: Stakes) -> tuple[Field, ...]:
    """A field for each thing that some right has a limit for; `stakes`: what had been filled in."""
    rights = [right for cast in casts for right in cast.project.decision_rights if right.higher is not None]
    limits = [right.higher for right in rights if right.higher is not None]
    return tuple(_fields(limits, stakes))


def _fields(limits: list[Higher], stakes: Stakes) -> Iterator[Field]:
    hint = "Some decisions go to a higher level from a limit on; those need this."
    if any(each.cost is not None for each in limits):
        value = said(stakes.cost) if stakes.cost else ""
        yield TextField(COST, "What may it cost at most?", f"Such as 50,000 EUR. {hint}", value, limit=LONGEST)
    if any(each.downtime is not None for each in limits):
        value = said(stakes.downtime) if stakes.downtime else ""
        label = "How long may production stand still at most?"
        yield TextField(DOWNTIME, label, f"Such as 6 h, or 0 h. {hint}", value, limit=LONGEST)
    if any(each.safety for each in limits):
        options = (Option(NO, "No"), Option(YES, "Yes"))
        yield ChoiceField(SAFETY, "Does it touch safety?", options, hint, YES if stakes.safety else "")


def read_stakes(filled: Filled, cast: Cast, tradeoff: str) -> Stakes:
    """What was filled in; for a right with limits nothing may be missing. Problems are noted at the fields."""
    right = find_right(cast.project, tradeoff)
    higher = right.higher if right is not None else None
    stakes = Stakes(filled.read(COST, read_money), filled.read(DOWNTIME, read_downtime), filled.text(SAFETY) == YES)
    if higher is None:
        return stakes
    if higher.safety and filled.text(SAFETY) not in (YES, NO):
        filled.wrong(SAFETY, _needed(cast, higher, "whether it touches safety"))
    for field, words in problems(cast, higher, stakes).items():
        filled.wrong(field, words)
    return stakes


def problems(cast: Cast, higher: Higher, stakes: Stakes) -> dict[str, Phrase]:
    """What is missing or cannot be set against the limit, by field."""
    found: dict[str, Phrase] = {}
    limits: tuple[tuple[str, Amount | None, Amount | None, str], ...] = (
        (COST, higher.cost, stakes.cost, "what it may cost"),
        (DOWNTIME, higher.downtime, stakes.downtime, "how long production may stand still; 0 h if it does not"),
    )
    for field, limit, given, what in limits:
        if limit is None:
            continue
        if given is None:
            found[field] = _needed(cast, higher, what, said(limit))
            continue
        try:
            check_comparable(limit, given)
        except Invalid as refusal:
            found[field] = refusal.phrase
    return found


def _needed(cast: Cast, higher: Higher, what: str, limit: str = "") -> Phrase:
    above = Phrase("above {limit} it goes", limit=limit) if limit else Phrase("if so, it goes")
    who = cast.who(higher.decider or cast.project.sponsor)
    return Phrase("Please say {what}: {above} to {who}.", what=what, above=above, who=who)
