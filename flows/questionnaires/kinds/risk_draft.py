"""A risk grid that is not finished: the stances so far, and which follow-ups are still to be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flows.altered import altered
from flows.plain import Plain, is_mapping
from flows.questionnaires.asking import Asking
from flows.questionnaires.risks import StancePlain
from flows.quickly_made import quickly_made


class Gaps(StrEnum):
    """What was said about risks without an answer: nothing yet, the question what to do, or enough."""

    UNTOLD = "untold"
    ASKED = "asked"
    TOLD = "told"


@quickly_made
@dataclass(frozen=True)
class GridDraft:
    """`own`: risks of other functions by id, as they were when the grid was first pressed; `todo`: follow-ups still to
    be asked ("production_stop.limit"), None while the grid itself is being pressed; `settled`: risks of an earlier
    answer that were not pressed since, so that their details are not asked again; `gaps`: whether the person was told
    which risks have no answer."""

    stances: Mapping[str, StancePlain]
    own: Mapping[str, str]
    todo: tuple[str, ...] | None = None
    settled: tuple[str, ...] = ()
    gaps: Gaps = Gaps.UNTOLD

    def with_stance(self, risk: str, stance: StancePlain) -> GridDraft:
        """With this stance on the risk."""
        settled = tuple(other for other in self.settled if other != risk)
        gaps = Gaps.TOLD if self.gaps is Gaps.ASKED else self.gaps
        return altered(self, stances={**self.stances, risk: stance}, settled=settled, gaps=gaps)

    def with_todo(self, todo: Sequence[str]) -> GridDraft:
        """With these follow-ups to be asked."""
        return altered(self, todo=tuple(todo))

    def asking_anew(self, risk: str, wanted: Sequence[str]) -> GridDraft:
        """With the follow-ups of one risk replaced, after its stance has changed."""
        others = [step for step in self.todo or () if step.rpartition(".")[0] != risk]
        return self.with_todo([*others, *wanted])


def draft_of(asking: Asking) -> GridDraft:
    """What was pressed so far. Without a draft: the stored answer, or an empty grid."""
    if is_mapping(asking.draft):
        todo, own, settled = (asking.draft.get(key) for key in ("todo", "own", "settled"))
        return GridDraft(
            _stances(asking.draft.get("stances")),
            {risk: str(name) for risk, name in own.items()} if is_mapping(own) else {},
            tuple(str(step) for step in todo) if isinstance(todo, list | tuple) else None,
            tuple(str(risk) for risk in settled) if isinstance(settled, list | tuple) else (),
            Gaps(str(asking.draft.get("gaps", Gaps.UNTOLD))),
        )
    own_risks = {risk.id: risk.name for risk in asking.setting.own_risks}
    if is_mapping(asking.value):
        return GridDraft(_stances(asking.value), own_risks, ())
    return GridDraft({}, own_risks)


def only_stances(asking: Asking) -> bool:
    """Whether the grid itself is being pressed, and nothing is asked beside it."""
    return is_mapping(asking.draft) and asking.draft.keys().isdisjoint(("todo", "gaps"))


def as_draft(draft: GridDraft) -> Plain:
    """In the shape in which a draft is kept."""
    kept: dict[str, Plain] = {"stances": draft.stances, "own": draft.own}
    if draft.settled:
        kept["settled"] = list(draft.settled)
    if draft.gaps is not Gaps.UNTOLD:
        kept["gaps"] = draft.gaps.value
    return kept if draft.todo is None else kept | {"todo": list(draft.todo)}


def _stances(value: Plain) -> Mapping[str, StancePlain]:
    given = value if is_mapping(value) else {}
    # Every press comes here a few times for every risk, and even to call a function takes a while.
    return {risk: entry for risk, entry in given.items() if type(entry) is dict or is_mapping(entry)}
